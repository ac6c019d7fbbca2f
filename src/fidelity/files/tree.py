"""From bytes to a tree of nodes that know their line and column.

The tree is built from PyYAML's event stream (its C parser where there is one), without recursion. Scalars
stay the text that somebody wrote: what a text means is decided by the schema, never by YAML. Aliases,
anchors, tags, duplicate keys and second documents are refused, and so is a file that passes one of the limits below.
"""

from __future__ import annotations

import gc
from sys import intern
from typing import TYPE_CHECKING

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from fidelity.errors import InputError, Place
from fidelity.files import faults as codes
from fidelity.files.faults import Faults, quoted
from fidelity.files.nodes import Broken, Forgotten, LineMark, Mapping, Node, Scalar, Sequence, Unclear
from fidelity.files.source import MAX_BYTES, decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from fidelity.files.faults import Positioned

__all__ = ["MAX_DEPTH", "MAX_NODES", "Broken", "Mapping", "Node", "Quiet", "Scalar", "Sequence", "read_tree"]


MAX_DEPTH = 50
"""No deeper nesting of lists and mappings is read."""

_TOO_DEEP = f"this file is nested more than {MAX_DEPTH} levels deep"

MAX_NODES = 1_000_000
"""No more keys and values are read; a list or a mapping counts twice, for its start and its end.

A model of 10,000 elements has some 520,000.
"""

_NO_KEY = "\0"  # stands for a key that is not a text, until the tree is finished
_FORGOTTEN = Forgotten()
_new = tuple.__new__  # twice as fast as calling the class


class _Start:
    line = column = 0


_START = _Start()

try:
    from yaml._yaml import CParser

    PARSER: Callable[[str], Any] | None = CParser
except ImportError:  # pragma: no cover - PyYAML without its C part
    PARSER = None


def read_tree(data: bytes, path: str) -> Node:
    """Return the tree of a YAML or JSON document. ``path`` is only for places and for telling JSON.

    Raises
    ------
    InputError
        With every fault of the text as such: FID101, FID102, FID103, FID108.

    Examples
    --------
    >>> read_tree(b"site: Northtown", "plan.yaml")
    Mapping({'site': Scalar('Northtown', 1:7)}, 1:1)
    """
    faults = Faults(path)
    tree = parse(data, faults)
    faults.raise_any()
    return tree


def parse(data: bytes, faults: Faults, keep: frozenset[str] | None = None) -> Node:
    """Return the tree of a document; faults that leave a tree standing are recorded, others raised.

    A tree with all its places takes twenty times the memory of its text. With ``keep`` only the places of mappings,
    lists and their entries are kept, and those of keys below the keys ``keep``; the others are ``Forgotten``. Whoever
    meets a fault or ``Unclear`` in such a tree has the text parsed again.
    """
    if len(data) > MAX_BYTES:
        raise past_limit(Place(faults.path), f"this file is larger than {MAX_BYTES:,} bytes", faults)
    text = decode(data, faults)
    try:
        with Quiet():
            return _Builder(faults, keep).build(_events(text))
    except InputError:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        from fidelity.files.syntax import add_syntax_fault, is_too_deep

        if is_too_deep(error):
            raise past_limit(Place(faults.path), _TOO_DEEP, faults) from error
        add_syntax_fault(error, text, faults)
        raise faults.error() from error


def past_limit(at: Positioned, found: str, faults: Faults) -> InputError:
    """Return the error that a file is too large, too deep or has too many parts."""
    faults.add(codes.UNSAFE, at, found, "a document of a size that people write")
    return faults.error()


def _events(text: str) -> Callable[[], Any]:
    if PARSER is None:
        from fidelity.files.syntax import PureParser

        return PureParser(text).get_event
    events: Callable[[], Any] = PARSER(text).get_event
    return events


class _Builder:
    """Builds one tree. Faults that leave a tree standing are recorded and built around."""

    __slots__ = ("documents", "faults", "keep", "spoiled")

    def __init__(self, faults: Faults, keep: frozenset[str] | None) -> None:
        self.faults = faults
        self.keep = keep
        self.documents = 0
        self.spoiled: list[dict[str, Node]] = []

    def build(self, get_event: Callable[[], Any]) -> Node:  # noqa: C901, PLR0912, PLR0915 - one flat loop, run for each word of a file: every call would cost
        """Return the tree of the events."""
        top: list[Node] = []
        items = top
        # Inside a list, values is None and append adds to it; inside a mapping, values and marks are
        # its own, and key is the one that waits for its value. marks is None where they are not kept.
        keep, kept = self.keep, True
        values: dict[str, Node] | None = None
        marks: dict[str, LineMark] | None = None
        append = top.append
        key: str | None = None
        mark: LineMark = _START
        stack: list[Any] = []
        event: Any = None
        for _ in range(MAX_NODES):
            event = get_event()
            kind = event.__class__
            if kind is ScalarEvent:
                if event.tag is not None or event.anchor is not None:
                    self.refuse_marked(event)
                if values is None:
                    append(_new(Scalar, (event.value, event.style, event.start_mark)))
                elif key is None:
                    key, mark = intern(event.value), event.start_mark  # the same few keys stand everywhere
                else:
                    if key in values:
                        self.refuse_again(key, mark, marks)
                    elif marks is None:
                        values[key] = _new(Scalar, (event.value, event.style, _FORGOTTEN))
                    else:
                        values[key] = _new(Scalar, (event.value, event.style, event.start_mark))
                        marks[key] = mark
                    key = None
                continue
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                values, marks, append, key, mark = stack.pop()
                continue
            node: Node
            if kind is MappingStartEvent:
                kept = keep is None or marks is not None or key in keep
                node = Mapping({}, {} if kept else _FORGOTTEN, event.flow_style, event.start_mark)
            elif kind is SequenceStartEvent:
                items = []
                node = Sequence(items, event.flow_style, event.start_mark)
            elif kind is AliasEvent:
                node = self.alias(event)
            elif self.is_last(event):
                return self.finished(top)
            else:
                continue

            if values is None:
                append(node)
            elif key is None:
                key, mark = self.refuse_key(event, values), event.start_mark
            else:
                if key in values:
                    self.refuse_again(key, mark, marks)
                else:
                    values[key] = node
                    if marks is not None:
                        marks[key] = mark
                key = None
            if kind is AliasEvent:
                continue
            if event.tag is not None or event.anchor is not None:
                self.refuse_marked(event)
            stack.append((values, marks, append, key, mark))
            if len(stack) > MAX_DEPTH:
                raise past_limit(node, _TOO_DEEP, self.faults)
            key = None
            if isinstance(node, Mapping):
                values, marks = node.values, node.marks if kept else None
            else:
                values, marks, append = None, None, items.append
        found = f"this file has more than {MAX_NODES:,} keys and values"
        raise past_limit(_at(event), found, self.faults)

    def finished(self, top: list[Node]) -> Node:
        """Return the tree, without what stood under keys that are no text."""
        for values in self.spoiled:
            values.pop(_NO_KEY, None)
        return top[0] if top else Scalar("", None, _START)

    def refuse_key(self, event: Any, values: dict[str, Node]) -> str:  # noqa: ANN401 - PyYAML's two parsers share no type
        """Record that a key is no text, and return one to go on with."""
        self.spoiled.append(values)
        if event.__class__ is not AliasEvent:
            way = "if this is meant as text, put it in quotes"
            found = "a list or a mapping as a key"
            self.faults.add(codes.WRONG_VALUE, _at(event), found, "a text as key", way)
        return _NO_KEY

    def refuse_again(self, key: str, mark: LineMark, marks: dict[str, LineMark] | None) -> None:
        """Record that a key stands in its mapping already."""
        if marks is None:
            raise Unclear
        if key != _NO_KEY:
            found = f"the key {quoted(key)} stands here a second time"
            found += f" (first in line {marks[key].line + 1})"
            at = Scalar(key, None, mark)
            self.faults.add(codes.DUPLICATE, at, found, "each key once", "keep one of the two")

    def refuse_marked(self, event: Any) -> None:  # noqa: ANN401 - as above
        """Record that a value has a tag or an anchor."""
        if event.tag is not None:
            found, way = f"the tag {quoted(event.tag)}", "leave the tag out"
        else:
            found, way = f"the anchor {quoted('&' + event.anchor)}", "leave the anchor out"
        way += ", or put the text in quotes"
        self.faults.add(codes.UNSAFE, _at(event), found, "plain values only", way)

    def alias(self, event: Any) -> Node:  # noqa: ANN401 - as above
        """Record that there is an alias, and return something to stand in its place."""
        found = f"the alias {quoted('*' + event.anchor)}"
        way = "write the value out, or put the text in quotes"
        self.faults.add(codes.UNSAFE, _at(event), found, "plain values only", way)
        return Broken("", None, event.start_mark)

    def is_last(self, event: Any) -> bool:  # noqa: ANN401 - as above
        """Return whether nothing more is to be read after this event."""
        if event.__class__ is StreamEndEvent:
            return True
        if event.__class__ is not DocumentStartEvent:
            return False
        self.documents += 1
        if self.documents > 1:
            way = "put each document into a file of its own"
            found = "a second document ('---')"
            self.faults.add(codes.UNSAFE, _at(event), found, "one document a file", way)
        return self.documents > 1


def _at(event: Any) -> Scalar:  # noqa: ANN401 - as above
    return Scalar("", None, event.start_mark)


class Quiet:
    """Pauses the collector, and puts it back as it was, also after an error.

    Examples
    --------
    >>> with Quiet():
    ...     gc.isenabled()
    False
    """

    __slots__ = ("_enabled",)

    def __enter__(self) -> None:
        self._enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *error: object) -> None:
        if self._enabled:
            gc.enable()
