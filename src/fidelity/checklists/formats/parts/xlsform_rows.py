"""The rows of an XLSForm: what stands on its three sheets, as pyxform and Kobo read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts import exchange
from fidelity.checklists.formats.parts.words import DETAILS, START, about, made
from fidelity.checklists.formats.parts.xlsform_totals import totals
from fidelity.rendering.escaping import xlsform_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section

__all__ = ["COLUMNS", "LANGUAGE", "Row", "sheets"]

Row = dict[str, str]
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
"""The columns of each sheet. ``weight`` is ours, and rides along."""


def sheets(checklist: Checklist) -> dict[str, list[Row]]:
    """Return the rows of the sheets ``survey``, ``choices`` and ``settings``; every value is text."""
    names = exchange.FreeNames(checklist)
    survey = [*_start(checklist, names)]
    labels = exchange.labels(checklist)
    for section in checklist.sections:
        survey += _section(checklist, section, labels, names)
    survey += _end(checklist, names)
    return {"survey": survey, "choices": list(_choices(checklist)), "settings": [_settings(checklist)]}


def _settings(checklist: Checklist) -> Row:
    picked = (checklist.id, checklist.hash, checklist.rater or "", "short" if checklist.short else "")
    words = "-".join(filter(None, picked)).casefold()
    return {
        "form_title": xlsform_text(checklist.title + (f", {checklist.site}" if checklist.site else "")),
        "form_id": "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in words),
        "version": exchange.digits(checklist.model_version),
        "default_language": LANGUAGE,
        "instance_name": "concat(${site}, ' ', ${period})",
        "style": "theme-grid",
    }


def _start(checklist: Checklist, names: exchange.FreeNames) -> Iterator[Row]:
    yield _group(names.free("about-this-form"), "About this form")
    yield _note(names.free("how-to-start"), f"{about(checklist)} {START}")
    for detail in DETAILS:
        type_ = "date" if detail.key == "date" else "text"
        given = {"site": checklist.site, "assessor": checklist.rater}.get(detail.key)
        yield {
            "type": type_,
            "name": detail.key,
            _LABEL: xlsform_text(detail.label),
            _HINT: xlsform_text(detail.hint),
            "default": _default(given or ""),
        }
    for number, variation in enumerate(checklist.variations, 1):
        yield _note(names.free(f"agreed-{number}"), f"Agreed variation: {variation.words}")
    yield {"type": "end_group"}
    for key in ("checklist", "hash", "model", "version"):
        yield _calculate(key, _text(checklist.metadata[key]))


def _section(
    checklist: Checklist, section: Section, labels: Mapping[str, str], names: exchange.FreeNames
) -> Iterator[Row]:
    yield _group(names.free(section.id), section.title)
    if section.about:
        yield _note(names.free(f"about-{section.id}"), section.about)
    for item in section.items:
        yield from _item(checklist, item, labels[item.name])
    yield {"type": "end_group"}


def _item(checklist: Checklist, item: Item, label: str) -> Iterator[Row]:
    shown = ""
    if item.show_if is not None:
        shown = " or ".join(f"${{{item.show_if.item}}} = {_text(code)}" for code in item.show_if.codes)
    yield {
        "type": f"select_one {item.responses}",
        "name": item.name,
        _LABEL: xlsform_text(label),
        _HINT: xlsform_text(exchange.hints(checklist, item)),
        _GUIDANCE: xlsform_text(exchange.sources(item)),
        "required": "yes",
        _MESSAGE: "Please choose an answer; 'not applicable' and 'not known' are answers too.",
        "relevant": shown,
    }
    if item.look_at:
        yield {
            "type": f"select_multiple {_list_of(item)}",
            "name": item.evid,
            _LABEL: xlsform_text(exchange.evidence_label(item)),
            "relevant": shown,
        }
    below = checklist.responses_of(item).below
    asked = " or ".join(f"${{{item.name}}} = {_text(code)}" for code in below)
    yield {"type": "text", "name": item.why, _LABEL: xlsform_text(exchange.why_label(item)), "relevant": asked or shown}


def _end(checklist: Checklist, names: exchange.FreeNames) -> Iterator[Row]:
    yield from (_calculate(name, formula) for name, formula in totals(checklist).items())
    yield _group(names.free("so-far"), "Where this stands")
    words = (
        f"So far: ${{percent}} per cent, of what was answered and applies. {xlsform_text(exchange.SCORED_ELSEWHERE)}"
    )
    yield {"type": "note", "name": names.free("so-far-note"), _LABEL: words}
    for number, text in enumerate(exchange.left_out(checklist), 1):
        yield _note(names.free(f"left-out-{number}"), text)
    yield _note(names.free("made"), made(checklist))
    yield {"type": "end_group"}


def _choices(checklist: Checklist) -> Iterator[Row]:
    for one in checklist.response_sets:
        for option in one.options:
            row = {"list_name": one.id, "name": option.code, _LABEL: xlsform_text(option.label)}
            yield row | {"weight": option.weight_text}
    written: set[str] = set()
    for item in checklist:
        if item.look_at and _list_of(item) not in written:
            written.add(_list_of(item))
            for code, option in exchange.ticks(item).items():
                yield {"list_name": _list_of(item), "name": code, _LABEL: xlsform_text(option.label), "weight": ""}


def _list_of(item: Item) -> str:
    return "_or_".join(("look", *exchange.ticks(item)))


def _group(name: str, title: str) -> Row:
    return {"type": "begin_group", "name": name, _LABEL: xlsform_text(title), "appearance": "field-list"}


def _note(name: str, text: str) -> Row:
    return {"type": "note", "name": name, _LABEL: xlsform_text(text)}


def _calculate(name: str, formula: str) -> Row:
    return {"type": "calculate", "name": name, "calculation": formula}


def _default(text: str) -> str:
    """Return what a field begins with; nothing where it could be taken for something to be worked out."""
    plain = xlsform_text(text)
    return plain if _WORDS.fullmatch(plain) and not {"div", "mod"} & set(plain.split()) else ""


def _text(text: str) -> str:
    """Return a text inside a formula; XPath has no sign that takes the meaning from a quotation mark."""
    return f"'{text}'" if "'" not in text else '"{}"'.format(text.replace('"', "'"))
