"""The rows of a REDCap data dictionary: one form, one field a row, by the eighteen headers that REDCap asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts import exchange
from fidelity.checklists.formats.parts.redcap_totals import totals
from fidelity.checklists.formats.parts.words import DETAILS, START, about, made
from fidelity.checklists.names import FORM
from fidelity.checklists.response_sets import UNSCORED, code_for
from fidelity.rendering.escaping import redcap_choice, redcap_text, starts_formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section

__all__ = ["HEADERS", "RECORD_LABEL", "rows"]

HEADERS = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
)  # fmt: skip
"""Exactly these columns, in this order, as REDCap's own templates have them."""

(_NAME, _FORM, _HEADER, _TYPE, _LABEL, _CHOICES, _NOTE, _VALIDATION) = HEADERS[:8]
_IDENTIFIER, _BRANCHING, _REQUIRED, _ANNOTATION = HEADERS[10], HEADERS[11], HEADERS[12], HEADERS[17]
_FREE = ("site", "assessor", "period")  # what people write, which is not kept when a project is de-identified

_CODE = re.compile(r"[a-z0-9_]+")

RECORD_LABEL = "Record ID"
"""The label of the first field, by which an export by labels is recognised."""

Row = dict[str, str]


def rows(checklist: Checklist) -> list[Row]:
    """Return the rows, each with some of ``HEADERS``.

    Raises
    ------
    InputError
        FID107, if a text of the model would be a formula in a spreadsheet, or a code cannot be one in REDCap.
    """
    names, labels = exchange.FreeNames(checklist), exchange.labels(checklist)
    found = [*_start(checklist, names)]
    for section in checklist.sections:
        found += _section(checklist, section, labels, names)
    found += _end(checklist, names)
    exchange.unfit(checklist, "redcap", _amiss(checklist, found))
    return [{_FORM: FORM} | row for row in found]


def _amiss(checklist: Checklist, found: list[Row]) -> Iterator[str]:
    """Yield what REDCap, or whoever opens the file in a spreadsheet, would not take as it is meant."""
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


def _start(checklist: Checklist, names: exchange.FreeNames) -> Iterator[Row]:
    said = " ".join(f"{key}={checklist.metadata[key]}" for key in ("model", "version", "hash", "language"))
    yield {
        _NAME: "record_id",
        _TYPE: "text",
        _LABEL: RECORD_LABEL,
        _ANNOTATION: f"{said} fidelity={checklist.tool_version}",
    }
    lines = [about(checklist), START, *(f"Agreed variation: {one.words}" for one in checklist.variations)]
    lines += exchange.left_out(checklist)
    yield {
        _NAME: names.free("about-this-form"),
        _TYPE: "descriptive",
        _LABEL: redcap_text(" ".join((*lines, made(checklist)))),
    }
    given = {"site": checklist.site, "assessor": checklist.rater}
    for detail in DETAILS:
        yield {
            _NAME: detail.key,
            _TYPE: "text",
            _LABEL: redcap_text(detail.label),
            _NOTE: redcap_text(detail.hint),
            _VALIDATION: "date_ymd" if detail.key == "date" else "",
            _IDENTIFIER: "y" if detail.key in _FREE else "",
            _ANNOTATION: _default(given.get(detail.key) or ""),
        }
    for key in ("checklist", "hash", "model", "version"):
        annotation = f"@HIDDEN @READONLY {_default(checklist.metadata[key])}"
        yield {_NAME: key, _TYPE: "text", _LABEL: exchange.FIXED_LABELS[key], _ANNOTATION: annotation}


def _default(value: str) -> str:
    """Return the annotation that fills in a field; nothing where a sign in the value would end it."""
    plain = redcap_text(value)
    return f"@DEFAULT='{plain}'" if plain and "'" not in plain else ""


def _section(
    checklist: Checklist, section: Section, labels: Mapping[str, str], names: exchange.FreeNames
) -> Iterator[Row]:
    header = redcap_text(f"{section.title}: {section.about}" if section.about else section.title)
    if section.items[0].show_if is not None:  # a header vanishes with the field that it hangs on
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
        _NOTE: redcap_text(exchange.hints(checklist, item)),
        _BRANCHING: shown,
        _REQUIRED: "y",
        _ANNOTATION: annotation,
    }
    if item.look_at:
        yield {
            _NAME: item.evid,
            _TYPE: "checkbox",
            _LABEL: redcap_text(exchange.evidence_label(item)),
            _CHOICES: _choices((code, option.label) for code, option in exchange.ticks(item).items()),
            _BRANCHING: shown,
            _ANNOTATION: annotation,
        }
    yield {
        _NAME: item.why,
        _TYPE: "notes",
        _LABEL: redcap_text(exchange.why_label(item)),
        _IDENTIFIER: "y",
        _BRANCHING: _any(item.name, responses.below) if responses.below else shown,
        _ANNOTATION: annotation,
    }


def _any(name: str, codes: tuple[str, ...]) -> str:
    return " or ".join(f"[{name}] = '{code_for(code, 'redcap')}'" for code in codes)


def _choices(pairs: Iterator[tuple[str, str]]) -> str:
    return " | ".join(f"{code}, {redcap_choice(label)}" for code, label in pairs)


def _end(checklist: Checklist, names: exchange.FreeNames) -> Iterator[Row]:
    name = names.free("so-far")
    note = redcap_text(exchange.SCORED_ELSEWHERE)
    yield {_NAME: name, _HEADER: "Where this stands", _TYPE: "descriptive", _LABEL: note}
    for name, formula in totals(checklist).items():
        yield {_NAME: name, _TYPE: "calc", _LABEL: exchange.FIXED_LABELS[name], _CHOICES: formula}
