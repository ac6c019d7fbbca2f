"""The quick way to read a file that has nothing wrong with it: plain texts, lists and mappings, and few places.

The careful way (``tree`` and ``Fields``) knows where every word stands and says what is wrong. It costs twice as much,
and a plan is nearly always in order. So a plan is read this way first; at the first thing that is not plainly right
``Unclear`` is raised, and the careful way reads the same bytes from the start. No fault is ever decided here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from yaml.error import YAMLError
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from fidelity.errors import Place
from fidelity.files import tree
from fidelity.files.fields import ID
from fidelity.files.nodes import NULLS, CellMark, LineMark, Scalar, Unclear, place_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from fidelity.files.fields import Shape
    from fidelity.model.types import RawValue

LONGEST = 1_000_000
"""No longer text is read the quick way: what it holds is counted by the careful one, which has the limits."""

_LONG_KEY = 500  # YAML takes no key of more than 1,024 signs
_BLANK, _SURROGATE = "[ \n]*", r"\\u[dD]"  # expressions, compiled when there is JSON
_ODD = r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
_new = tuple.__new__  # twice as fast as calling the class


class Plain(dict[str, Any]):
    """A mapping of plain values: texts, lists, mappings, or ``None`` for null.

    ``mark`` is where it starts, and ``marks`` where its keys stand; at the top also where each text of a list stands,
    as ``key/text``. Either is ``None`` where nobody asks: ``marks`` in the entries of lists, both under the key that
    the reader is told to be without places.
    """

    __slots__ = ("mark", "marks")

    mark: LineMark | None
    marks: dict[str, LineMark] | None


def plain_yaml(text: str, placeless: str) -> Plain:
    """Return the plain values of a YAML mapping. Raises ``Unclear`` for whatever is not plain."""
    if tree.PARSER is None or len(text) > LONGEST or _may_be_marked(text):
        raise Unclear
    get_event = tree.PARSER(text).get_event
    try:
        get_event()
        if get_event().__class__ is not DocumentStartEvent:
            raise Unclear
        event = get_event()
        if event.__class__ is not MappingStartEvent or event.anchor is not None or event.tag is not None:
            raise Unclear
        top = Plain()
        spots: dict[str, LineMark] = {}
        top.mark, top.marks = event.start_mark, spots
        _fill(top, spots, get_event, placeless)
        if get_event().__class__ is not DocumentEndEvent or get_event().__class__ is not StreamEndEvent:
            raise Unclear
    except (YAMLError, ValueError, OverflowError) as error:  # no YAML
        raise Unclear from error
    return top


def _fill(top: Plain, spots: dict[str, LineMark], get_event: Any, placeless: str) -> None:  # noqa: ANN401, C901, PLR0912, PLR0915 - one flat loop, run for each word of a file: every call would cost
    """Put the values of a mapping into it up to its end, and into ``spots`` where keys and texts of its lists stand."""
    # Inside a mapping, values is it, and an event is a key or its end; inside a list, append adds to it. marks is None
    # where nobody will ask where a key stands; entries is empty where nobody will, where a text of a list does.
    values: Plain | None = top
    marks: dict[str, LineMark] | None = spots
    append: Any = None
    entries = key = ""
    stack: list[Any] = []
    node: Any
    while True:
        event = get_event()
        kind = event.__class__
        if values is not None:
            if kind is ScalarEvent:
                key = event.value
                if key in values:
                    raise Unclear
                if marks is not None:
                    marks[key] = event.start_mark
                event = get_event()  # the value of the key
                kind = event.__class__
                if kind is ScalarEvent:
                    text = event.value
                    values[key] = text if text not in NULLS or event.style else None
                    continue
            elif kind is MappingEndEvent:
                if not stack:
                    return
                values, marks, append, entries = stack.pop()
                continue
            else:
                raise Unclear
        elif kind is ScalarEvent:
            text = event.value
            if text in NULLS and not event.style:
                raise Unclear
            append(text)
            if entries:
                spots[f"{entries}/{text}"] = event.start_mark
            continue
        elif kind is SequenceEndEvent:
            values, marks, append, entries = stack.pop()
            continue
        stack.append((values, marks, append, entries))
        if kind is MappingStartEvent:
            node = Plain()
            node.mark, node.marks = event.start_mark, None if values is None or key == placeless else {}
        elif kind is SequenceStartEvent:
            node = []
        else:
            raise Unclear
        if event.anchor is not None or event.tag is not None:
            raise Unclear
        if values is None:
            append(node)
        else:
            values[key] = node
        if kind is MappingStartEvent:
            values, marks = node, node.marks
        else:
            entries = key if values is top else ""
            values, append = None, node.append


def _may_be_marked(text: str) -> bool:
    """Return whether a text may hold an anchor, an alias or a tag. Most texts have none of the signs: that is quick."""
    for sign in "&*!":
        at = text.find(sign)
        while at >= 0:
            before, behind = text[at - 1 : at], text[at + 1 : at + 2]
            if not before.isalnum() and (sign == "!" or behind.strip()):
                return True
            at = text.find(sign, at + 1)
    return False


class _Json:
    """One JSON text, read by the json module; by hand where somebody may ask where something stands."""

    __slots__ = ("at", "blanks", "keys", "line", "mappings", "placeless", "scan", "start", "string", "text")

    def __init__(self, text: str, placeless: str) -> None:
        from json import JSONDecoder  # most plans are YAML
        from json.decoder import scanstring  # type: ignore[attr-defined] # it has stood there since Python 2.6

        decoder = JSONDecoder(object_hook=self.made, parse_float=str, parse_int=str, parse_constant=_refuse)
        self.scan = decoder.scan_once  # type: ignore[attr-defined] # as above
        self.string = scanstring
        self.blanks = re.compile(_BLANK).match
        self.text = text
        self.placeless = placeless
        self.at = self.line = self.start = self.keys = self.mappings = 0

    def made(self, values: dict[str, Any]) -> Plain:
        """Return a mapping that the json module has read."""
        made = Plain(values)
        made.mark = made.marks = None
        self.keys += len(made)
        self.mappings += 1
        return made

    def value(self, key: str, at: int, marks: dict[str, LineMark]) -> tuple[Any, int]:
        """Return the value of a key, and where it ends."""
        sign = self.text[at]
        if sign == "{" and key != self.placeless:
            return self.mapping(at)
        return self.items(key, at, marks) if sign == "[" else self.scan(self.text, at)

    def mapping(self, at: int) -> tuple[Plain, int]:
        """Return the mapping that starts at an offset, and where it ends."""
        text, made = self.text, Plain()
        marks: dict[str, LineMark] = {}
        made.mark, made.marks = self.spot(at), marks
        if text[at] != "{":
            raise Unclear
        at = self.blank(at + 1)
        if text[at] == "}":
            return made, at + 1
        while text[at] == '"':
            spot = self.spot(at)
            key, at = self.string(text, at + 1)
            if text[at] != ":" or len(key) > _LONG_KEY:
                break
            marks[key] = spot
            made[key], at = self.value(key, self.blank(at + 1), marks)
            if text[at] != ",":
                at = self.blank(at)
                if text[at] == "}":
                    self.keys += len(made)
                    return made, at + 1
                if text[at] != ",":
                    break
            at = self.blank(at + 1)
        raise Unclear

    def items(self, key: str, at: int, marks: dict[str, LineMark]) -> tuple[list[Any], int]:
        """Return the list that starts at an offset, and where it ends."""
        text, made = self.text, list[Any]()
        at = self.blank(at + 1)
        if text[at] == "]":
            return made, at + 1
        while True:
            spot, keys, before = self.spot(at), self.keys, self.mappings
            value, end = self.scan(text, at)
            if value.__class__ is Plain:
                value.mark = spot
                if self.mappings > before + 1 + (self.placeless in value):  # there are others in it
                    self.keys = keys
                    value, end = self.mapping(at)
            elif value.__class__ is str:
                marks[f"{key}/{value}"] = spot
            made.append(value)
            if text[end] != ",":
                end = self.blank(end)
                if text[end] == "]":
                    return made, end + 1
                if text[end] != ",":
                    raise Unclear
            at = self.blank(end + 1)

    def blank(self, at: int) -> int:
        """Return where the next sign stands."""
        return self.blanks(self.text, at).end()  # type: ignore[union-attr] # it always matches

    def spot(self, at: int) -> CellMark:
        """Return the line and column of an offset. Offsets are asked for in their order."""
        breaks = self.text.count("\n", self.at, at)
        if breaks:
            self.line += breaks
            self.start = self.text.rfind("\n", 0, at) + 1
        self.at = at
        spot: CellMark = _new(CellMark, (self.line, at - self.start, ""))
        return spot


def plain_json(text: str, placeless: str) -> Plain:
    """Return the plain values of a JSON object. Raises ``Unclear`` for whatever is not plain."""
    if len(text) > LONGEST or _is_read_differently(text):
        raise Unclear
    reader = _Json(text, placeless)
    try:
        made, at = reader.mapping(reader.blank(0))
        whole = reader.blank(at) == len(text)
    except (ValueError, IndexError, StopIteration, RecursionError) as error:  # no JSON
        raise Unclear from error
    if not whole or text.count('":') != reader.keys:  # a key stands twice, or a text begins with a colon
        raise Unclear
    return made


def _refuse(_word: str) -> NoReturn:
    raise Unclear


def _is_read_differently(text: str) -> bool:
    """Return whether ``digestible`` may change a text: then places would differ from those of the careful way.

    It moves keys that stand apart from their colon, too.
    """
    if "\t" in text or "\r" in text or "\x7f" in text or " :" in text or "\n:" in text:
        return True
    if "\\" in text and ('\\":' in text or re.search(_SURROGATE, text)):
        return True
    return not text.isascii() and bool(re.search(_ODD, text))


class PlainFields:
    """One mapping of plain values, with the getters that the reading of a plan needs from ``Fields``."""

    __slots__ = ("path", "values")

    def __init__(self, values: Plain, shape: Shape, path: str) -> None:
        if not shape.keys.issuperset(values):
            raise Unclear
        self.values = values
        self.path = path

    def unclear(self, *_: object, **__: object) -> NoReturn:
        """Leave it to the careful way, which says what is wrong."""
        raise Unclear

    fault = missing = wrong_value = unclear

    @property
    def place(self) -> Place:
        """Where the mapping starts."""
        mark = self.values.mark
        if mark is None:
            raise Unclear
        place: Place = _new(Place, (self.path, mark.line + 1, mark.column + 1, ""))
        return place

    def _place(self, mark: LineMark) -> Place:
        return place_at(mark, self.path)

    def key_places(self) -> dict[str, Place]:
        """Return where each key stands."""
        return {key: self._place(mark) for key, mark in (self.values.marks or {}).items() if "/" not in key}

    def get(self, key: str) -> object | None:
        """Return the value of a key, or ``None`` where there is none."""
        return self.values.get(key)

    def filled(self, key: str) -> bool:
        """Return whether a key has a value that is not blank."""
        value = self.values.get(key)
        return bool(value.strip() if isinstance(value, str) else value)

    def raw(self, key: str) -> str | None:
        """Return the text of a key as it stands there, or ``None`` where there is none."""
        value = self.values.get(key)
        if value is None or value.__class__ is str:
            return value
        raise Unclear

    def text(self, key: str, *_: str) -> str:
        """Return the text of a compulsory key."""
        value = self.values.get(key)
        if value.__class__ is str:
            text: str = value.strip()
            if text:
                return text
        raise Unclear

    def id(self) -> str:
        """Return a compulsory id."""
        text = self.text("id")
        if not ID.fullmatch(text):
            raise Unclear
        return text

    def word(self, key: str, allowed: Collection[str]) -> str:
        """Return one of some words; the key is compulsory."""
        value = self.values.get(key)
        if value.__class__ is str and value in allowed:
            return value
        raise Unclear

    def words(self, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return one word or a list of some words."""
        value = self.values.get(key)
        if value is None:
            return ()
        if value.__class__ is str and value in allowed:
            return (value,)
        return self.words_of(value, allowed)

    @staticmethod
    def words_of(value: object, allowed: Collection[str]) -> tuple[str, ...]:
        """Return the words of a list of some words."""
        words = tuple(_texts(value))
        if not all(word in allowed for word in words):
            raise Unclear
        return words

    def texts(self, key: str, *_: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        value = self.values.get(key)
        return () if value is None else tuple([text.strip() for text in _texts(value)])

    def unique(self, key: str, *_: str) -> list[Scalar]:
        """Return the texts of a list at the top, each with its place."""
        value = self.values.get(key)
        marks = self.values.marks or {}
        return [] if value is None else [Scalar(text, None, marks[f"{key}/{text}"]) for text in _texts(value)]

    def entry_place(self, entry: Scalar) -> Place:
        """Return the place of a text of a list at the top."""
        return self._place(entry.mark)

    def whole(self, key: str, read: int) -> bool:
        """Return whether a list, if there is one, has as many entries as could be read."""
        return len(self.values.get(key) or ()) == read

    def each(self, key: str, shape: Shape) -> list[PlainFields]:
        """Return the entries of a list of mappings."""
        value = self.values.get(key)
        if value is None:
            return []
        if value.__class__ is not list or any(item.__class__ is not Plain for item in value):
            raise Unclear
        return [PlainFields(item, shape, self.path) for item in value]

    def pairs(self, key: str) -> list[tuple[str, RawValue, Place]]:
        """Return the values under the names of a mapping, each with the place of its name."""
        value = self.values.get(key)
        return [] if value is None else self._pairs(value)

    def groups(self, key: str) -> Iterable[tuple[str, list[tuple[str, RawValue, Place]], Place]]:
        """Yield the mappings under the names of a mapping, as ``pairs``, each with the place of its name."""
        value = self.values.get(key)
        if value is None:
            return
        if value.__class__ is not Plain or value.marks is None:
            raise Unclear
        for name, inner in value.items():
            yield name, self._pairs(inner), self._place(value.marks[name])

    def _pairs(self, values: object) -> list[tuple[str, RawValue, Place]]:
        if not isinstance(values, Plain) or values.marks is None:
            raise Unclear
        return [(name, _raw(value), self._place(values.marks[name])) for name, value in values.items()]


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or any(text.__class__ is not str for text in value) or len(set(value)) < len(value):
        raise Unclear
    return value


def _raw(value: object) -> RawValue:
    if isinstance(value, str):
        return value.strip()
    return tuple([text.strip() for text in _texts(value)])
