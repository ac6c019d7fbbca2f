"""Reads the Word form back by the tags of its controls, wherever in the document they stand by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.formats.parts.word_tags import PLACEHOLDERS, evidence_tag
from fidelity.checklists.formats.parts.words import DETAILS
from fidelity.checklists.names import EVIDENCE, WHY
from fidelity.checklists.raw import HEADER_KEYS, Cell, RawForm
from fidelity.errors import Fault, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from fidelity.checklists.checklist import Checklist

__all__ = ["read_with", "recognises"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MAIN, _CORE = "word/document.xml", "docProps/core.xml"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_ENDINGS = {"rating": "", "why": WHY}
_BOXES = "\N{BALLOT BOX}\N{BALLOT BOX WITH X}"
_TICKED = {"1", "true", "on"}


class _Control(NamedTuple):
    """A control: its tag, and what was filled in; ``None`` where nothing was."""

    tag: str
    text: str | None


def recognises(path: str, data: bytes) -> bool:
    """Return whether these are bytes of a Word document, whole or broken."""
    from fidelity.checklists.readers.parts.package import holds

    found = holds(data, _MAIN, "w:document")
    return bool(found) or (found is None and path.lower().endswith(".docx"))


def read_with(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield the one form that a document holds.

    Raises
    ------
    InputError
        FID701 if the document is broken, or holds none of the form's controls.
    """
    from fidelity.checklists.readers.parts.package import part_of

    controls = list(_controls(_parsed(path, part_of(path, data, _MAIN) or b"")))
    values = list(_values(path, controls, checklist))
    said = dict(_header(path, controls))
    if not values and not said:
        found = "this Word document holds none of the fields of a checklist"
        ways = (
            "a form that was printed and filled in by pen has to be typed into one of the others",
            "make a form to fill in on screen with: fidelity checklist MODEL --format docx --output FILE",
        )
        raise InputError([Fault("FID701", Place(path), found, "a form with fields to fill in", ways)])
    header = {**_identity(path, part_of(path, data, _CORE)), **said}
    filled = tuple((name, cell) for name, cell in values if cell.text)
    yield RawForm(header, filled, Place(path))


def _parsed(path: str, part: bytes) -> Element:
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        return fromstring(part)  # noqa: S314 - a part that declares a document type was refused, and its size is bounded
    except ParseError as error:
        ways = ("open it in a word processor and save it again as a Word document (.docx)",)
        found = "this Word document is broken"
        raise InputError([Fault("FID701", Place(path), found, "a completed form", ways)]) from error


def _controls(root: Element) -> Iterator[_Control]:
    """Yield the controls of the form; those of a row of a table together."""
    seen: set[Element] = set()
    for row in root.iter(f"{_W}tr"):
        controls = [control for control in row.iter(f"{_W}sdt") if control not in seen]
        seen.update(controls)
        tags = [_tag(control) or _by_row(row, control) for control in controls]
        yield from (_Control(tag, _filled(one)) for tag, one in zip(tags, controls, strict=True) if tag)
    for control in root.iter(f"{_W}sdt"):
        if control not in seen and _tag(control):
            yield _Control(_tag(control), _filled(control))


def _tag(control: Element) -> str:
    """Return the tag of a control; from its title, which ends in it, where a program dropped the tag."""
    tag, title = control.find(f"{_W}sdtPr/{_W}tag"), control.find(f"{_W}sdtPr/{_W}alias")
    if tag is not None:
        return tag.get(f"{_W}val", "")
    return "" if title is None else title.get(f"{_W}val", "").rpartition(" (")[2].removesuffix(")")


def _by_row(row: Element, control: Element) -> str:
    """Return the tag that a control must have had, by what else stands in its row; empty if that does not tell.

    LibreOffice up to 7.4 keeps nothing by which lists, boxes and dates are known, but the row is still the item's.
    """
    if control.find(f"{_W}sdtPr/{_W}date") is not None:
        labels = {detail.label: detail.key for detail in DETAILS}
        key = labels.get(_text(row.find(f"{_W}tc")))
        return f"form.{key}" if key else ""
    names = {tag.partition(".")[0] for one in row.iter(f"{_W}sdt") if (tag := _tag(one))}
    if len(names) != 1:
        return ""
    (name,) = names
    if control.find(f"{_W}sdtPr/{_W14}checkbox") is None:
        return f"{name}.rating" if control.find(f"{_W}sdtPr/{_W}dropDownList") is not None else ""
    beside = next((one for one in row.iter(f"{_W}p") if control in one.iter(f"{_W}sdt")), None)
    return f"{name}.evid.{_text(beside).lstrip(_BOXES).strip()}"


def _filled(control: Element) -> str | None:
    """Return what a control says; ``None`` where it shows only what is to be filled in."""
    looks = control.find(f"{_W}sdtPr")
    assert looks is not None  # a control without it has no tag
    box = looks.find(f"{_W14}checkbox")
    if box is not None:
        checked = box.find(f"{_W14}checked")
        return "x" if checked is not None and checked.get(f"{_W14}val", "1") in _TICKED else None
    if looks.find(f"{_W}showingPlcHdr") is not None:
        return None
    chosen = looks.find(f"{_W}date")
    whole = None if chosen is None else chosen.get(f"{_W}fullDate")
    if whole:
        return whole[:10]
    text = _text(control.find(f"{_W}sdtContent"))
    if text in PLACEHOLDERS:  # some programs forget that it is only one
        return None
    for entry in looks.iter(f"{_W}listItem"):
        if " ".join(entry.get(f"{_W}displayText", "").split()) == " ".join(text.split()):
            return entry.get(f"{_W}value", text)
    return text.strip() or None


def _text(content: Element | None) -> str:
    """Return the text in something, with a line break between its paragraphs."""
    signs = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}p": "\n"}
    elements = content.iter() if content is not None else ()
    parts = ((one.text or "") if one.tag == f"{_W}t" else signs.get(one.tag, "") for one in elements)
    return "".join(parts).strip()


def _values(path: str, controls: list[_Control], checklist: Checklist) -> Iterator[tuple[str, Cell]]:
    """Yield what stands in the controls of items; of a box its code if it is ticked, and nothing if not."""
    boxes = {evidence_tag(item, option): option.code for item in checklist for option in item.evidence_options}
    for tag, text in controls:
        name, _, rest = tag.partition(".")
        field, _, code = rest.partition(".")
        if field in _ENDINGS and not code:
            yield name + _ENDINGS[field], _cell(path, tag, text or "")
        elif field == "evid":
            yield name + EVIDENCE, _cell(path, tag, boxes.get(tag, code) if text else "")


def _header(path: str, controls: list[_Control]) -> Iterator[tuple[str, Cell]]:
    for tag, text in controls:
        key = tag.removeprefix("form.")
        if key != tag and key in HEADER_KEYS and text:
            yield key, _cell(path, tag, text)


def _identity(path: str, core: bytes | None) -> dict[str, Cell]:
    """Return what the document's properties say it is a form of, for forms that lost the line that says so."""
    said = "" if core is None else _parsed(path, core).findtext(_IDENTIFIER) or ""
    model, _, rest = said.partition("@")
    version, _, hash_ = rest.partition("#")
    if not hash_:
        return {}
    pairs = {"model": model, "version": version, "hash": hash_}
    return {key: Cell(text, Place(path), "document property 'identifier'") for key, text in pairs.items()}


def _cell(path: str, tag: str, text: str) -> Cell:
    return Cell(text, Place(path), f"field '{tag}'")
