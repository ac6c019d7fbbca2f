"""Reads a published scale from its file."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from fidelity.checklists.bands import BASES, MEASURES, RULES, Band
from fidelity.checklists.names import clashes, name_of
from fidelity.checklists.response_sets import UNSCORED, Option
from fidelity.checklists.scales import Scale, ScaleItem, ScaleSection
from fidelity.errors import InputError
from fidelity.files import faults as codes
from fidelity.files.faults import Faults, quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import Mapping, Scalar
from fidelity.files.source import read_bytes
from fidelity.files.tree import parse

if TYPE_CHECKING:
    from collections.abc import Mapping as ReadOnly
    from os import PathLike

FAULT = "FID709"
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,9}|/[1-9]\d{0,8})?")  # no exponent: 1e999999999 would fill the memory
_CODE = re.compile("[A-Za-z0-9]{1,9}")
_SCALE = shape(
    "a scale", "scale version title source summary answers sections bands threshold missing base gaps $schema"
)
_ANSWER = shape("an answer", "code label weight")
_SECTION = shape("a section", "id title items status")
_ITEM = shape("an item", "id text unit anchors critical weight status")
_BAND = shape("a band", "label of at_least at_most below note")


def is_scale(data: bytes) -> bool:
    """Return whether a line of the text begins with the key that only a scale has."""
    return any(line.startswith((b"scale:", b'"scale"')) for line in data[:10_000].replace(b"{", b"").splitlines())


def read_scale(data: bytes, path: str) -> Scale:
    """Return the scale that some bytes hold.

    Raises
    ------
    InputError
        If the text has faults. The error holds each of them as FID709, with its line and column.
    """
    faults = Faults(path)
    try:
        tree = parse(data, faults)
        if not isinstance(tree, Mapping) or "scale" not in tree.values:
            found = "this is no scale: it has no key 'scale'"
            faults.add(codes.WRONG_KIND, tree, found, "'scale:', 'version:', 'title:', 'answers:' and 'sections:'")
            raise faults.error()
        scale = _scale(Fields(tree, _SCALE, faults))
        faults.raise_any()
    except InputError as error:
        raise InputError(fault._replace(code=FAULT) for fault in error.faults) from None
    return scale


def _scale(fields: Fields) -> Scale:
    answers = tuple(_answer(entry) for entry in fields.each("answers", _ANSWER))
    if len({option.weight for option in answers}) < 2:  # noqa: PLR2004 - one answer tells nothing apart
        fields.missing("answers", "at least two answers with different weights")
    _check_answers(fields, answers)
    known = [option.code for option in answers]
    sections = tuple(_section(entry, known) for entry in fields.each("sections", _SECTION))
    if not any(section.items for section in sections) and fields.get("gaps") is None:
        fields.missing("sections", "at least one section with items, or 'gaps' that say why there is none")
    _check_names(fields, sections)
    bands = tuple(_band(entry) for entry in fields.each("bands", _BAND))
    if len({band.of for band in bands}) > 1:
        fields.wrong(fields.values["bands"], "bands that are all of one measure: points, mean or share")
    threshold = fields.maybe("threshold")
    if threshold is not None and threshold not in known:
        fields.wrong(fields.values["threshold"], f"the code of an answer: {', '.join(known)}")
    return Scale(
        id=fields.id("scale"),
        version=fields.text("version", "the version of the scale, such as '2008'"),
        title=fields.text("title", "the name of the scale"),
        source=fields.text("source", "where the scale was published, and how firmly this is known"),
        answers=answers,
        sections=sections,
        bands=bands,
        threshold=threshold,
        missing=fields.word("missing", tuple(RULES), "none"),
        base=fields.word("base", tuple(BASES), "range"),
        summary=fields.maybe("summary") or "",
        gaps=fields.texts("gaps", "what is not known of the scale", one=True),
        place=fields.place,
    )


def _answer(fields: Fields) -> Option:
    code = fields.text("code", "a code such as '1'")
    if code in UNSCORED:
        fields.wrong(fields.values["code"], "another code: 'na' and 'nk' are there in every scale, and not scored")
    elif code and not _CODE.fullmatch(code):
        fields.wrong(fields.values["code"], "a code of at most nine letters and digits")
        return Option("", "", Fraction(0))
    weight: Fraction | None = Fraction(0)
    if "weight" in fields.values:
        weight = _number(fields, "weight")
    elif code.isascii() and code.isdigit():
        weight = Fraction(code)
    else:
        fields.missing("weight", "a number, as the code is none")
    return Option(code, fields.text("label", "what raters read"), weight)


def _section(fields: Fields, codes_: list[str]) -> ScaleSection:
    return ScaleSection(
        id=fields.id(),
        title=fields.text("title", "the name of the section"),
        items=tuple(_item(entry, codes_) for entry in fields.each("items", _ITEM)),
        status=fields.maybe("status"),
    )


def _item(fields: Fields, codes_: list[str]) -> ScaleItem:
    weight = fields.number("weight")
    if weight == 0:
        fields.wrong(fields.values["weight"], "a weight of 1 or more")
    return ScaleItem(
        id=fields.id(),
        text=fields.text("text", "what the item asks about"),
        anchors=_anchors(fields, codes_),
        unit=fields.maybe("unit"),
        critical=fields.yes_no("critical"),
        weight=weight or 1,
        status=fields.maybe("status"),
        place=fields.place,
    )


def _anchors(fields: Fields, codes_: list[str]) -> ReadOnly[str, str]:
    node = fields.get("anchors")
    if node is None:
        return MappingProxyType({})
    if not isinstance(node, Mapping):
        fields.wrong(node, "a mapping from codes to what they mean")
        return MappingProxyType({})
    anchors = {}
    for code, value in node.values.items():
        if code not in codes_:
            found = f"an anchor for {quoted(code)}"
            fields.faults.add(codes.WRONG_VALUE, node.key(code), found, f"one of the answers: {', '.join(codes_)}")
        if isinstance(value, Scalar) and value.text.strip():
            anchors[code] = value.text.strip()
        else:
            fields.wrong(value, "what the answer means")
    return MappingProxyType(anchors)


def _band(fields: Fields) -> Band:
    if fields.get("at_most") is not None and fields.get("below") is not None:
        fields.wrong(fields.values["below"], "either 'at_most' (that value is in) or 'below' (it is not), not both")
    return Band(
        label=fields.text("label", "the name of the band"),
        of=fields.word("of", MEASURES, "points"),
        at_least=_number(fields, "at_least"),
        at_most=_number(fields, "at_most"),
        below=_number(fields, "below"),
        note=fields.maybe("note") or "",
    )


def _number(fields: Fields, key: str) -> Fraction | None:
    node = fields.get(key)
    if node is None:
        return None
    if isinstance(node, Scalar):
        text = node.text.strip()
        number = text.removesuffix("%").strip()
        if _NUMBER.fullmatch(number):
            return Fraction(number) / (100 if text.endswith("%") else 1)
    fields.wrong(node, "a number such as '4', '3.5' or '80%'")
    return None


def _check_answers(fields: Fields, answers: tuple[Option, ...]) -> None:
    """Note answers that share a code or a label: readers accept either, in upper or lower case."""
    by_code = {option.code.casefold(): option for option in answers if option.code}
    if len(by_code) < len([option for option in answers if option.code]):
        codes_ = ", ".join(option.code for option in answers)
        fields.faults.add(codes.DUPLICATE, fields.values["answers"], f"codes of answers: {codes_}", "each code once")
    for option in answers:
        other = by_code.get(option.label.casefold())
        if other is not None and other is not option and option.code.casefold() != option.label.casefold():
            found = f"the label '{option.label}' of the answer {option.code} is the code of another answer"
            fields.faults.add(codes.WRONG_VALUE, fields.values["answers"], found, "a label that says what is meant")


def _check_names(fields: Fields, sections: tuple[ScaleSection, ...]) -> None:
    for id_, count in Counter(section.id for section in sections).items():
        if id_ and count > 1:
            fields.faults.add(codes.DUPLICATE, fields.values["sections"], f"two sections have the id '{id_}'", "")
    items = [item for section in sections for item in section.items]
    twice = clashes(name_of(item.id) for item in items if item.id)
    for item in items:
        if item.id and name_of(item.id) in twice:
            found = f"the id {quoted(item.id)} gives a name that another item has"
            fields.faults.add(codes.DUPLICATE, item.place, found, "each item once")


def load_scale(source: str | PathLike[str]) -> Scale:
    """Return the scale in a file, YAML or JSON.

    Raises
    ------
    InputError
        If the file has faults. The error holds each of them as FID709, with its line and column.
    """
    path, data = read_bytes(source)
    return read_scale(data, path)
