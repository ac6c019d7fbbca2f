"""A checklist as a REDCap data dictionary, and what REDCap exports of it.

Upload the dictionary into a new project, because it replaces all instruments. It has one form and a row for each field.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from fidelity.checklists.exchange import Options, Reader, words
from fidelity.checklists.exchange.totals import REDCAP, totals
from fidelity.checklists.exchange.wide import Columns, System, columns_of, csv_rows, plain
from fidelity.checklists.exchange.words import START, about, made
from fidelity.checklists.names import FORM
from fidelity.checklists.response_sets import UNSCORED, code_for
from fidelity.rendering.escaping import redcap_choice, redcap_text, starts_formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.responses import Cell, RawForm

HEADERS = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
)  # fmt: skip
"""The columns, with these names and in this order, because REDCap's own templates have them so."""

(_NAME, _FORM, _HEADER, _TYPE, _LABEL, _CHOICES, _NOTE, _VALIDATION) = HEADERS[:8]
_IDENTIFIER, _BRANCHING, _REQUIRED, _ANNOTATION = HEADERS[10], HEADERS[11], HEADERS[12], HEADERS[17]
_FREE = ("site", "assessor", "period")  # free text, which REDCap drops when it de-identifies a project

_CODE = re.compile(r"[a-z0-9_]+")

RECORD_LABEL = "Record ID"
"""The label of the first field, by which we recognise an export by labels."""

Row = dict[str, str]


def render(checklist: Checklist, options: Options) -> str:  # noqa: ARG001 - the formats' signature
    """Return the dictionary as CSV. Lines end in CR LF, as RFC 4180 says.

    Raises
    ------
    InputError
        FID107 if a text of the model would be a formula in a spreadsheet, or if REDCap does not allow a code.
    """
    names, labels = words.FreeNames(checklist), words.labels(checklist)
    found = [*_start(checklist, names)]
    for section in checklist.sections:
        found += _section(checklist, section, labels, names)
    name = names.free("so-far")
    note = redcap_text(words.SCORED_ELSEWHERE)
    found.append({_NAME: name, _HEADER: "Where this stands", _TYPE: "descriptive", _LABEL: note})
    for name, formula in totals(checklist, REDCAP).items():
        found.append({_NAME: name, _TYPE: "calc", _LABEL: words.FIXED_LABELS[name], _CHOICES: formula})
    words.unfit(checklist, "redcap", _amiss(checklist, found))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADERS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({_FORM: FORM} | row for row in found)
    return out.getvalue()


def _amiss(checklist: Checklist, found: list[Row]) -> Iterator[str]:
    """Yield what REDCap, or a spreadsheet that opens the file, would misunderstand."""
    for row in found:
        for column in (_HEADER, _LABEL, _CHOICES, _NOTE):
            if starts_formula(row.get(column, "")):
                yield f"a text of '{row[_NAME]}' that begins like a formula: '{row[column][:40]}'"
    taken = {code_for(code, "redcap") for code in UNSCORED}
    for one in checklist.response_sets:
        for option in one.scored:
            if option.code in taken:
                yield f"the answer '{option.code}' of '{one.id}', which stands for 'not applicable' or 'not known'"
            elif not _CODE.fullmatch(option.code):
                yield f"the code '{option.code}' of '{one.id}'"


def _start(checklist: Checklist, names: words.FreeNames) -> Iterator[Row]:
    said = " ".join(f"{key}={checklist.metadata[key]}" for key in ("model", "version", "hash", "language"))
    yield {
        _NAME: "record_id",
        _TYPE: "text",
        _LABEL: RECORD_LABEL,
        _ANNOTATION: f"{said} fidelity={checklist.tool_version}",
    }
    lines = [about(checklist), START, *(f"Agreed variation: {one.words}" for one in checklist.variations)]
    lines += words.left_out(checklist)
    yield {
        _NAME: names.free("about-this-form"),
        _TYPE: "descriptive",
        _LABEL: redcap_text(" ".join((*lines, made(checklist)))),
    }
    for detail, given in words.details(checklist):
        yield {
            _NAME: detail.key,
            _TYPE: "text",
            _LABEL: redcap_text(detail.label),
            _NOTE: redcap_text(detail.hint),
            _VALIDATION: "date_ymd" if detail.key == "date" else "",
            _IDENTIFIER: "y" if detail.key in _FREE else "",
            _ANNOTATION: _default(given),
        }
    for key in ("checklist", "hash", "model", "version"):
        annotation = f"@HIDDEN @READONLY {_default(checklist.metadata[key])}"
        yield {_NAME: key, _TYPE: "text", _LABEL: words.FIXED_LABELS[key], _ANNOTATION: annotation}


def _default(value: str) -> str:
    """Return the annotation that fills in a field, or nothing if a sign in the value would end the annotation."""
    plain = redcap_text(value)
    return f"@DEFAULT='{plain}'" if plain and "'" not in plain else ""


def _section(
    checklist: Checklist, section: Section, labels: Mapping[str, str], names: words.FreeNames
) -> Iterator[Row]:
    header = redcap_text(f"{section.title}: {section.about}" if section.about else section.title)
    if section.items[0].show_if is not None:  # REDCap hides a header together with its field
        name = names.free(f"about-{section.id}")
        yield {_NAME: name, _HEADER: header, _TYPE: "descriptive", _LABEL: redcap_text(section.title)}
        header = ""
    for item in section.items:
        rating, *rest = _item(checklist, item, labels[item.name])
        yield rating | {_HEADER: header}
        yield from rest
        header = ""


def _item(checklist: Checklist, item: Item, label: str) -> Iterator[Row]:
    annotation = f"model={checklist.model} version={checklist.model_version} item={redcap_text(item.id)}"
    shown = "" if item.show_if is None else _any(item.show_if.item, item.show_if.codes)
    responses = checklist.responses_of(item)
    yield {
        _NAME: item.name,
        _TYPE: "radio",
        _LABEL: redcap_text(label),
        _CHOICES: _choices((code_for(option.code, "redcap"), option.label) for option in responses.options),
        _NOTE: redcap_text(words.hints(checklist, item)),
        _BRANCHING: shown,
        _REQUIRED: "y",
        _ANNOTATION: annotation,
    }
    if item.look_at:
        yield {
            _NAME: item.evid,
            _TYPE: "checkbox",
            _LABEL: redcap_text(words.evidence_label(item)),
            _CHOICES: _choices((code, option.label) for code, option in words.ticks(item).items()),
            _BRANCHING: shown,
            _ANNOTATION: annotation,
        }
    yield {
        _NAME: item.why,
        _TYPE: "notes",
        _LABEL: redcap_text(words.why_label(item)),
        _IDENTIFIER: "y",
        _BRANCHING: _any(item.name, responses.below) if responses.below else shown,
        _ANNOTATION: annotation,
    }


def _any(name: str, codes: tuple[str, ...]) -> str:
    return " or ".join(f"[{name}] = '{code_for(code, 'redcap')}'" for code in codes)


def _choices(pairs: Iterator[tuple[str, str]]) -> str:
    return " | ".join(f"{code}, {redcap_choice(label)}" for code, label in pairs)


_RECORD = frozenset({"record_id", plain(RECORD_LABEL)})
_STATUS = frozenset({f"{FORM}_complete", "complete?"})
_WHICH = (
    ("redcap_event_name", "event name"),
    ("redcap_repeat_instance", "repeat instance"),
)  # the columns that tell the forms of one record apart
_NAMED = _RECORD | _STATUS | {title for titles in _WHICH for title in titles}
_OWN = frozenset(
    {"event name", "repeat instrument", "repeat instance", "survey identifier", "survey timestamp", "data access group"}
    | {f"{FORM}_timestamp"} | _STATUS | _RECORD
)  # fmt: skip


def _recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the first column is the one for records."""
    return bool(columns_of(data, _known))


def _read(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row in which somebody began this form; other rows are about other instruments."""
    columns = Columns(checklist, _SYSTEM)
    for row in csv_rows(path, data, _known):
        cells = {name: cell for title, cell in row if (name := plain(title)) in _NAMED}
        form = columns.form(row, _id(cells))
        if form.values or not _STATUS.isdisjoint(cells):
            yield form


def _known(titles: list[str]) -> bool:
    return bool(titles) and plain(titles[0]) in _RECORD


def _id(cells: Mapping[str, Cell]) -> Cell | None:
    """Return the id of the record, with its event and instance if it has them."""
    record = next((cells[title] for title in _RECORD if title in cells), None)
    which = (next((cells[title].text for title in titles if title in cells), "") for titles in _WHICH)
    words = ", ".join(filter(None, which))
    return record._replace(text=f"{record.text} ({words})") if record and words else record


_SYSTEM = System(
    titled=redcap_text,
    shown=redcap_choice,
    tick_names=("{}___{}", "{} (choice={})"),
    own=lambda title: title.startswith("redcap_") or plain(title) in _OWN,
    find=lambda title, known: known.get(plain(title)),
    target="redcap",
)


READERS = {"redcap": Reader(_recognises, _read)}
"""Exports come back, raw or by labels, with ``evid___code`` columns, repeated instances, and codes 98 and 99."""
