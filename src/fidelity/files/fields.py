"""Typed access to the keys of one mapping. Every slip is recorded at its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fidelity.errors import Place
from fidelity.files import faults as codes
from fidelity.files.faults import Faults, quoted
from fidelity.files.nodes import NULLS, Broken, Mapping, Node, Scalar, Sequence, place_at
from fidelity.plan.frame import meant
from fidelity.rendering.english import in_short, listed

if TYPE_CHECKING:
    import collections.abc
    from collections.abc import Iterator

    from fidelity.files.faults import Positioned
    from fidelity.model.types import RawValue

_new = tuple.__new__  # twice as fast as calling the class
ID = re.compile(r"[a-z][a-z0-9_-]*")
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}
_DIGITS = 9  # counts and years are shorter; a longer number is a slip
COMMA = "inside {...} a comma starts a new key: put a text that holds a comma in quotes"


class Shape(NamedTuple):
    """What a kind of mapping is called, which keys it may have, and hints on keys that belong elsewhere."""

    noun: str
    keys: frozenset[str]
    order: tuple[str, ...]
    hints: collections.abc.Mapping[str, str]


def shape(noun: str, keys: str, **hints: str) -> Shape:
    """Return a shape; ``keys`` are its keys, separated by blanks."""
    order = tuple(keys.split())
    shown = tuple([key for key in order if key[0] != "$"])
    return Shape(noun, frozenset(order), shown, hints)


def kind_of(node: Node) -> str:
    """Return what a node is, in the words of a message."""
    if isinstance(node, Mapping):
        return "a mapping of keys"
    if isinstance(node, Sequence):
        return "a list"
    return "nothing" if node.null else f"the text {quoted(node.text)}"


def scalars(node: Node, noun: str, faults: Faults, *, one: bool = False) -> list[Scalar]:
    """Return the texts of a list; with ``one``, a single text counts as a list of one."""
    if isinstance(node, Sequence):
        texts = []
        for item in node.items:
            if isinstance(item, Scalar) and (item.style or item.text not in NULLS):
                texts.append(item)
            elif not isinstance(item, Broken):
                faults.add(codes.WRONG_VALUE, item, kind_of(item), noun)
        return texts
    if isinstance(node, Scalar):
        if node.text in NULLS and not node.style:
            return []
        if one:
            return [node]
    ways = [f"write [{node.text}]"] if isinstance(node, Scalar) else []
    faults.add(codes.WRONG_VALUE, node, kind_of(node), f"a list, each entry {noun}", *ways)
    return []


class Fields:
    """One mapping of a file, read by its shape. Getters record faults and return something harmless.

    A key that is a near miss of one that is not there is recorded once, and its value read all the same.
    """

    __slots__ = ("faults", "node", "place", "shape", "values")

    def __init__(self, node: Mapping, shape: Shape, faults: Faults) -> None:
        self.node = node
        self.shape = shape
        self.faults = faults
        self.values = node.values
        mark = node.mark
        # Nearly every record asks where its mapping starts, so this is no property: a model has thousands of records.
        self.place: Place = _new(Place, (faults.path, mark.line + 1, mark.column + 1, getattr(mark, "sheet", "")))
        if not self.values.keys() <= shape.keys:
            self.values = dict(node.values)
            for key in node.values:
                if key not in shape.keys:
                    self._unknown(node.key(key))

    @staticmethod
    def of(node: Node, shape: Shape, faults: Faults) -> Fields | None:
        """Return the fields of a node, or ``None`` if it is no mapping."""
        if isinstance(node, Mapping):
            return Fields(node, shape, faults)
        if not isinstance(node, Broken):
            faults.add(codes.WRONG_VALUE, node, kind_of(node), f"{shape.noun}, as a mapping of keys")
        return None

    def key_place(self, key: str) -> Place:
        """Return where a key stands, or where the mapping starts if it is not there."""
        return self.node.key_place(key, self.faults.path)

    def key_places(self) -> dict[str, Place]:
        """Return where each key stands, unknown keys included."""
        return {key: place_at(mark, self.faults.path) for key, mark in self.node.marks.items()}

    def entry_place(self, entry: Scalar) -> Place:
        """Return the place of an entry of one of the lists."""
        return self.faults.place(entry)

    def fault(self, code: str, at: Positioned | str, found: str, expected: str, *ways: str) -> None:
        """Record a fault: at some place, at a key, or (for an empty key) at the mapping as a whole."""
        where = at if not isinstance(at, str) else self.node.key(at) if at else self.node
        self.faults.add(code, where, found, expected, *ways)

    def _unknown(self, key: Scalar) -> None:
        text = key.text
        missing = [known for known in self.shape.order if known not in self.values]
        meant = self.faults.like(text, missing)
        if meant is not None:  # read on as if it were spelt right, so that nothing else seems missing
            self.values[meant] = self.values[text]
        ways = [self.shape.hints[text]] if text in self.shape.hints else []
        value = self.node.values[text]
        if self.node.flow and isinstance(value, Scalar) and value.null and meant is None:
            ways.append(COMMA)
        near = self.faults.suggestion(text, missing if meant is not None else self.shape.keys)
        expected = f"a key of {self.shape.noun}: {in_short(self.shape.order)}"
        self.faults.add(codes.UNKNOWN_KEY, key, f"unknown key {quoted(text)}{near}", expected, *ways)

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or ``None`` where there is none."""
        node = self.values.get(key)
        if isinstance(node, Scalar) and node.text in NULLS and not node.style:
            return None
        return node

    def wrong(self, node: Node, expected: str, *ways: str) -> None:
        """Record that a value is not what it should be."""
        if not isinstance(node, Broken):
            self.faults.add(codes.WRONG_VALUE, node, kind_of(node), expected, *ways)

    def wrong_value(self, key: str, expected: str, *ways: str, found: str = "") -> None:
        """Record that the value of a key is not what it should be; ``found`` says it in other words than the value."""
        if found:
            self.faults.add(codes.WRONG_VALUE, self.values[key], found, expected, *ways)
        else:
            self.wrong(self.values[key], expected, *ways)

    def missing(self, key: str, expected: str, *ways: str) -> None:
        """Record that a compulsory key is not there, or has no value."""
        if isinstance(self.values.get(key), Broken):
            return
        if key in self.node.marks:
            at, found = self.node.key(key), f"'{key}' has no value"
        else:
            at, found = self.node, f"{self.shape.noun} without '{key}'"  # type: ignore[assignment] # either is Positioned, and that is all that add needs
        self.faults.add(codes.MISSING_KEY, at, found, expected, *ways)

    def filled(self, key: str) -> bool:
        """Return whether a key has a value that is not blank."""
        node = self.get(key)
        return node is not None and not (isinstance(node, Scalar) and not node.text.strip())

    def raw(self, key: str) -> str | None:
        """Return the text of a key as it stands there: ``None`` where there is none, empty for what is no text."""
        node = self.get(key)
        return None if node is None else node.text if isinstance(node, Scalar) else ""

    def maybe(self, key: str, expected: str = "a text") -> str | None:
        """Return the text of a key, or ``None`` where there is none."""
        node = self.values.get(key)
        if node is None:
            return None
        if isinstance(node, Scalar):
            return None if node.text in NULLS and not node.style else node.text.strip() or None
        self.wrong(node, expected)
        return None

    def maybes(self, *keys: str) -> list[str | None]:
        """Return the texts of some keys, each as ``maybe`` does."""
        # Most of these keys are absent, and a model has thousands of them: the test here saves a call.
        values = self.values
        return [self.maybe(key) if key in values else None for key in keys]

    def text(self, key: str, expected: str = "a text", *ways: str) -> str:
        """Return the text of a compulsory key; an empty text if it is missing."""
        node = self.values.get(key)
        if isinstance(node, Scalar) and (node.style or node.text not in NULLS):
            text = node.text.strip()
            if text:
                return text
        if node is None or isinstance(node, Scalar):
            self.missing(key, expected, *ways)
        else:
            self.wrong(node, expected, *ways)
        return ""

    def id(self, key: str = "id") -> str:
        """Return a compulsory id: a lower-case word with digits, hyphens and underscores."""
        text = self.text(key, "an id such as 'review-hearing'")
        if text:
            self.check_id(self.values[key])
        return text

    def check_id(self, node: Node) -> None:
        """Record a fault if a text is not an id."""
        if isinstance(node, Scalar) and not ID.fullmatch(node.text.strip()):
            self.wrong(node, "an id: lower-case letters, digits, '-' and '_', beginning with a letter")

    def word(self, key: str, allowed: collections.abc.Collection[str], default: str | None = None) -> str:
        """Return one of some words; without a ``default`` the key is compulsory."""
        node = self.values.get(key)
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        if node is None or (isinstance(node, Scalar) and node.null):
            if default is None:
                self.missing(key, f"one of: {in_short(allowed)}")
            return default or ""
        if isinstance(node, Scalar):
            return self.checked(node, allowed) or default or ""
        self.wrong(node, f"one of: {in_short(allowed)}")
        return default or ""

    def checked(self, node: Scalar, allowed: collections.abc.Collection[str]) -> str | None:
        """Return the text of a node if it is one of some words, or the one word that a label of FRAME stands for."""
        if node.text in allowed:
            return node.text
        labelled = meant(node.text, allowed)
        if len(labelled) == 1:
            return labelled[0]
        near = f", which FRAME has as {listed(labelled)}" if labelled else self.faults.suggestion(node.text, allowed)
        found = f"{quoted(node.text)}{near}"
        self.faults.add(codes.WRONG_VALUE, node, found, f"one of: {in_short(allowed)}")
        return None

    def words(self, key: str, allowed: collections.abc.Collection[str]) -> tuple[str, ...]:
        """Return one word or a list of some words, without repeats."""
        node = self.values.get(key)
        if node is None:
            return ()
        if isinstance(node, Scalar) and node.text in allowed:
            return (node.text,)
        nodes = self.unique(key, "one of these words", one=True)
        read = [(node, word) for node in nodes if (word := self.checked(node, allowed)) is not None]
        once = {word: node for node, word in reversed(read)}
        for node, word in read:
            if once[word] is not node:  # in two spellings
                found = f"{quoted(node.text)} stands here a second time, as {quoted(once[word].text)}"
                self.faults.add(codes.DUPLICATE, node, found, "each entry once")
        return tuple([word for node, word in read if once[word] is node])

    def unique(self, key: str, noun: str, *, one: bool = False) -> list[Scalar]:
        """Return the texts of a list in which nothing stands twice; empty where there is no such key."""
        node = self.values.get(key)
        if node is None:
            return []
        items = scalars(node, noun, self.faults, one=one)
        if len(items) < 2:  # noqa: PLR2004 - one alone does not stand twice
            return items
        seen = {item.text: item for item in reversed(items)}
        if len(seen) == len(items):
            return items
        for item in items:
            if seen[item.text] is not item:
                found = f"{quoted(item.text)} stands here a second time"
                self.faults.add(codes.DUPLICATE, item, found, "each entry once")
        return [item for item in items if seen[item.text] is item]

    def texts(self, key: str, noun: str = "a text", *, one: bool = False) -> tuple[str, ...]:
        """Return the texts of a list, as ``unique`` does."""
        if key not in self.values:
            return ()
        return tuple([node.text.strip() for node in self.unique(key, noun, one=one)])

    def yes_no(self, key: str) -> bool:
        """Return whether a key says yes; no where there is no such key."""
        node = self.get(key)
        if node is None:
            return False
        if isinstance(node, Scalar) and node.text.lower() in _YES_NO:
            return _YES_NO[node.text.lower()]
        self.wrong(node, "yes or no")
        return False

    def number(self, key: str) -> int | None:
        """Return a whole number from zero up, or ``None`` where there is none."""
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text.isascii() and node.text.isdigit() and len(node.text) <= _DIGITS:
            return int(node.text)
        self.wrong(node, "a whole number such as '3'")
        return None

    def entries(self, key: str, noun: str) -> list[Node]:
        """Return the entries of a list; empty where there is no such key."""
        node = self.get(key)
        if isinstance(node, Sequence):
            return node.items
        if node is not None:
            self.wrong(node, f"a list, each entry {noun}")
        return []

    def under(self, key: str, shape: Shape) -> Fields | None:
        """Return the fields of the mapping under a key; ``None`` where there is none."""
        node = self.get(key)
        return None if node is None else Fields.of(node, shape, self.faults)

    def pairs(self, key: str) -> list[tuple[str, RawValue, Place]]:
        """Return the values under the names of a mapping, each with the place of its name."""
        node = self.get(key)
        return [] if node is None else self._pairs(node)

    def groups(self, key: str) -> Iterator[tuple[str, list[tuple[str, RawValue, Place]], Place]]:
        """Yield the mappings under the names of a mapping, as ``pairs``, each with the place of its name."""
        node = self.get(key)
        if isinstance(node, Mapping):
            for name, value in node.values.items():
                yield name, self._pairs(value), node.key_place(name, self.faults.path)
        elif node is not None:
            self.wrong(node, "a mapping from elements to their values, such as 'venue: {place: court}'")

    def _pairs(self, node: Node) -> list[tuple[str, RawValue, Place]]:
        if not isinstance(node, Mapping):
            self.wrong(node, "a mapping from parameters to values, such as 'interval: 3 weeks'")
            return []
        return [
            (name, raw, node.key_place(name, self.faults.path))
            for name, value in node.values.items()
            if (raw := self._raw(value, flow=bool(node.flow))) is not None
        ]

    def _raw(self, node: Node, *, flow: bool) -> RawValue | None:
        """Return a value as it is written: a text, or the texts of a list. ``flow``: inside ``{...}``."""
        if isinstance(node, Scalar) and not node.null:
            return node.text.strip()
        if isinstance(node, Sequence):
            return tuple(item.text.strip() for item in scalars(node, "a text", self.faults))
        ways = [COMMA] if flow and isinstance(node, Scalar) else []
        self.wrong(node, "a value, or a list of texts for a set", *ways)
        return None

    def whole(self, key: str, read: int) -> bool:
        """Return whether a list, if there is one, is a list and has as many entries as could be read."""
        node = self.values.get(key)
        if isinstance(node, Sequence):
            return len(node.items) == read
        return node is None or (self.get(key) is None and not isinstance(node, Broken))

    def each(self, key: str, shape: Shape) -> Iterator[Fields]:
        """Yield the entries of a list of mappings."""
        if key in self.values:
            for item in self.entries(key, shape.noun):
                fields = Fields.of(item, shape, self.faults)
                if fields is not None:
                    yield fields
