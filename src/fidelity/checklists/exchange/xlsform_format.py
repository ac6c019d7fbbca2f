"""A checklist as an XLSForm for KoboToolbox, ODK, SurveyCTO and Enketo, and the exports of Kobo and ODK Central."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.checklists.exchange import Options, Reader, words
from fidelity.checklists.exchange.book import Workbook
from fidelity.checklists.exchange.totals import XLSFORM, totals
from fidelity.checklists.exchange.wide import Column, Columns, Row, System, columns_of, csv_rows, plain
from fidelity.checklists.exchange.words import START, about, made
from fidelity.checklists.responses import refused
from fidelity.rendering.escaping import xlsform_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.exchange.wide import Row
    from fidelity.checklists.responses import RawForm

_WIDE = 40


def render(checklist: Checklist, options: Options) -> bytes:  # noqa: ARG001 - the formats' signature
    """Return the workbook; the same checklist gives the same bytes.

    Raises
    ------
    MissingExtraError
        If the extra ``excel`` is not installed.
    InputError
        FID103 if a formula is too long for a cell, which takes some hundreds of items.
    """
    book = Workbook(checklist.title)
    for name, rows in sheets(checklist).items():
        columns = COLUMNS[name]
        sheet = book.sheet(name, [_WIDE if "::" in column else _WIDE / 2 for column in columns])
        for at, column in enumerate(columns):
            book.text(sheet, 0, at, column, "label")
        for number, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                if row.get(column):
                    book.text(sheet, number, at, row[column])
    return book.bytes()


_Line = dict[str, str]
LANGUAGE = "English (en)"
_LABEL, _HINT, _GUIDANCE = f"label::{LANGUAGE}", f"hint::{LANGUAGE}", f"guidance_hint::{LANGUAGE}"
_MESSAGE = f"required_message::{LANGUAGE}"

_WORDS = re.compile(r"\w[\w.']*(?:[ -]\w[\w.']*)*")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "survey": (
        "type", "name", _LABEL, _HINT, _GUIDANCE, "required", _MESSAGE, "relevant", "calculation", "appearance",
        "default",
    ),
    "choices": ("list_name", "name", _LABEL, "weight"),
    "settings": ("form_title", "form_id", "version", "default_language", "instance_name", "style"),
}  # fmt: skip
"""The columns of each sheet. We add ``weight``, which the systems carry along."""


def sheets(checklist: Checklist) -> dict[str, list[_Line]]:
    """Return the rows of the sheets ``survey``, ``choices`` and ``settings``; every value is text."""
    names = words.FreeNames(checklist)
    survey = [*_start(checklist, names)]
    labels = words.labels(checklist)
    for section in checklist.sections:
        survey += _section(checklist, section, labels, names)
    survey += _end(checklist, names)
    return {"survey": survey, "choices": list(_choices(checklist)), "settings": [_settings(checklist)]}


def _settings(checklist: Checklist) -> _Line:
    picked = (checklist.id, checklist.hash, checklist.rater or "", "short" if checklist.short else "")
    shown = "-".join(filter(None, picked)).casefold()
    return {
        "form_title": xlsform_text(checklist.title + (f", {checklist.site}" if checklist.site else "")),
        "form_id": "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in shown),
        "version": words.digits(checklist.model_version),
        "default_language": LANGUAGE,
        "instance_name": "concat(${site}, ' ', ${period})",
        "style": "theme-grid",
    }


def _start(checklist: Checklist, names: words.FreeNames) -> Iterator[_Line]:
    yield _group(names.free("about-this-form"), "About this form")
    yield _note(names.free("how-to-start"), f"{about(checklist)} {START}")
    for detail, given in words.details(checklist):
        yield {
            "type": "date" if detail.key == "date" else "text",
            "name": detail.key,
            _LABEL: xlsform_text(detail.label),
            _HINT: xlsform_text(detail.hint),
            "default": _default(given),
        }
    for number, variation in enumerate(checklist.variations, 1):
        yield _note(names.free(f"agreed-{number}"), f"Agreed variation: {variation.words}")
    yield {"type": "end_group"}
    for key in ("checklist", "hash", "model", "version"):
        yield _calculate(key, _text(checklist.metadata[key]))


def _section(
    checklist: Checklist, section: Section, labels: Mapping[str, str], names: words.FreeNames
) -> Iterator[_Line]:
    yield _group(names.free(section.id), section.title)
    if section.about:
        yield _note(names.free(f"about-{section.id}"), section.about)
    for item in section.items:
        yield from _item(checklist, item, labels[item.name])
    yield {"type": "end_group"}


def _item(checklist: Checklist, item: Item, label: str) -> Iterator[_Line]:
    shown = ""
    if item.show_if is not None:
        shown = " or ".join(f"${{{item.show_if.item}}} = {_text(code)}" for code in item.show_if.codes)
    yield {
        "type": f"select_one {item.responses}",
        "name": item.name,
        _LABEL: xlsform_text(label),
        _HINT: xlsform_text(words.hints(checklist, item)),
        _GUIDANCE: xlsform_text(words.sources(item)),
        "required": "yes",
        _MESSAGE: "Please choose an answer; 'not applicable' and 'not known' are answers too.",
        "relevant": shown,
    }
    if item.look_at:
        yield {
            "type": f"select_multiple {_list_of(item)}",
            "name": item.evid,
            _LABEL: xlsform_text(words.evidence_label(item)),
            "relevant": shown,
        }
    below = checklist.responses_of(item).below
    asked = " or ".join(f"${{{item.name}}} = {_text(code)}" for code in below)
    yield {"type": "text", "name": item.why, _LABEL: xlsform_text(words.why_label(item)), "relevant": asked or shown}


def _end(checklist: Checklist, names: words.FreeNames) -> Iterator[_Line]:
    yield from (_calculate(name, formula) for name, formula in totals(checklist, XLSFORM).items())
    yield _group(names.free("so-far"), "Where this stands")
    said = f"So far: ${{percent}} per cent, of what was answered and applies. {xlsform_text(words.SCORED_ELSEWHERE)}"
    yield {"type": "note", "name": names.free("so-far-note"), _LABEL: said}
    for number, text in enumerate(words.left_out(checklist), 1):
        yield _note(names.free(f"left-out-{number}"), text)
    yield _note(names.free("made"), made(checklist))
    yield {"type": "end_group"}


def _choices(checklist: Checklist) -> Iterator[_Line]:
    for one in checklist.response_sets:
        for option in one.options:
            row = {"list_name": one.id, "name": option.code, _LABEL: xlsform_text(option.label)}
            yield row | {"weight": option.weight_text}
    written: set[str] = set()
    for item in checklist:
        if item.look_at and _list_of(item) not in written:
            written.add(_list_of(item))
            for code, option in words.ticks(item).items():
                yield {"list_name": _list_of(item), "name": code, _LABEL: xlsform_text(option.label), "weight": ""}


def _list_of(item: Item) -> str:
    return "_or_".join(("look", *words.ticks(item)))


def _group(name: str, title: str) -> _Line:
    return {"type": "begin_group", "name": name, _LABEL: xlsform_text(title), "appearance": "field-list"}


def _note(name: str, text: str) -> _Line:
    return {"type": "note", "name": name, _LABEL: xlsform_text(text)}


def _calculate(name: str, formula: str) -> _Line:
    return {"type": "calculate", "name": name, "calculation": formula}


def _default(text: str) -> str:
    """Return the first value of a field, or nothing if a system could take the text for a formula."""
    plain = xlsform_text(text)
    return plain if _WORDS.fullmatch(plain) and not {"div", "mod"} & set(plain.split()) else ""


def _text(text: str) -> str:
    """Return a text inside a formula. XPath has no sign that escapes a quotation mark."""
    return f"'{text}'" if "'" not in text else '"{}"'.format(text.replace('"', "'"))


_PATH = re.compile(r"[\w./-]+")
_OWN = frozenset(
    (
        "start", "end", "today", "audit", "key", "submissiondate", "submitterid", "submittername", "attachmentspresent",
        "attachmentsexpected", "status", "reviewstate", "deviceid", "edits", "formversion", "instanceid",
        "instancename",
    )
)  # fmt: skip
"""The columns that the systems add. None of them is an answer, and some are about people."""
_TURNED_DOWN = frozenset({"rejected", "hasissues", "not approved", "validation_status_not_approved"})
_STATES = frozenset({"reviewstate", "_validation_status"})
_IDS = ("meta-instanceid", "meta/instanceid", "_uuid", "key", "_id")
_NAMED = frozenset((*_IDS, *_STATES))


def _forms(rows: Iterator[Row], checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row."""
    columns = Columns(checklist, _SYSTEM)
    for row in rows:
        cells = {plain(title): cell for title, cell in row if title.startswith("_") or title.casefold() in _NAMED}
        form = next((cells[id_] for id_ in _IDS if id_ in cells), None)
        states = [cells[title] for title in _STATES & cells.keys() if plain(cells[title].text) in _TURNED_DOWN]
        which = f"the form '{form.text}'" if form else "a form"
        end = "in the export; it counts, so take it out if it should not"
        yield columns.form(row, form, tuple(f"{one.place}: {which} is marked '{one.text}' {end}" for one in states))


def _own(title: str) -> bool:
    return title.startswith(("_", "meta-", "meta/", "formhub/")) or title.casefold() in _OWN


def _find(title: str, known: Mapping[str, Column]) -> Column | None:
    """Return the field of a column: by its whole title, or by its title without groups, the longest end first."""
    if title in known or _own(title):
        return known.get(title)
    signs = "/-" if _PATH.fullmatch(title) else "/"
    ends = [0, *(at + 1 for at, sign in enumerate(title) if sign in signs)]
    return next((known[end] for at in ends if (end := plain(title[at:])) in known), None)


_SYSTEM = System(xlsform_text, xlsform_text, ("{}/{}", "{}/{}"), _own, _find)


_MARKS = frozenset({"_uuid", "_submission_time"})


def _is_kobo(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the first row has the columns that Kobo adds to every export."""
    from fidelity.checklists.exchange.packages import holds

    return bool(columns_of(data, _of_kobo)) or bool(holds(data, "xl/", "_submission_time"))


def _read_kobo(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row."""
    yield from _forms(_sheet_rows(path, data) if data[:2] == b"PK" else csv_rows(path, data, _of_kobo), checklist)


def _of_kobo(titles: list[str]) -> bool:
    return not _MARKS.isdisjoint(title.strip().casefold() for title in titles)


def _sheet_rows(path: str, data: bytes) -> Iterator[Row]:
    from fidelity.checklists.exchange.packages import read_sheets

    for sheet in read_sheets(path, data):
        titles = {column: cell.text for (row, column), cell in sheet.cells.items() if row == 1}
        if _of_kobo(list(titles.values())):
            rows: dict[int, Row] = {}
            for (row, column), cell in sheet.cells.items():
                if row > 1 and column in titles:
                    rows.setdefault(row, []).append((titles[column], cell))
            yield from rows.values()
            return
    way = "export it from Kobo again, with one row a form"
    raise refused(path, "no sheet has the columns that Kobo adds", "an export", way)


def _is_odk(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the first row has the columns of ODK Central, or a zip holds CSV files and no document."""
    from fidelity.checklists.exchange.packages import names_in

    names = names_in(data)
    packed = any(name.lower().endswith(".csv") for name in names) and "[Content_Types].xml" not in names
    return packed or bool(columns_of(data, _of_odk))


def _read_odk(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every row; in a zip, for every row of each file that has the columns of submissions."""
    from fidelity.checklists.exchange.packages import check_sum, names_in, part_of

    if data[:2] != b"PK":
        yield from _forms(csv_rows(path, data, _of_odk), checklist)
        return
    check_sum(path, data, ".csv")
    found = False
    for name in sorted(names_in(data)):
        part = part_of(path, data, name) if name.lower().endswith(".csv") else None
        if part is not None and columns_of(part, _of_odk):
            found = True
            yield from _forms(csv_rows(f"{path}/{name}", part, _of_odk), checklist)
    if not found:
        way = "download it from ODK Central again, as 'All data and attachments' or as CSV"
        raise refused(path, "no file in this zip has submissions", "an export", way)


def _of_odk(titles: list[str]) -> bool:
    """Return whether these are the titles of submissions; files of repeats have ``PARENT_KEY`` in their place."""
    plain = {title.strip().casefold() for title in titles}
    return "meta-instanceid" in plain or {"submissiondate", "key"} <= plain


READERS = {"kobo": Reader(_is_kobo, _read_kobo), "odk": Reader(_is_odk, _read_odk)}
"""Exports come back: from KoboToolbox as CSV or a workbook, from ODK Central as CSV or a zip of CSV files."""
