"""Reads a page back, as a browser would: its elements with their attributes, and the text that a reader sees."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

__all__ = ["Node", "Reader", "read"]

_VOID = {"meta", "br", "hr", "img", "link", "input"}


class Node(NamedTuple):
    """An element, the elements around it from the outside in, and all the text in it."""

    name: str
    attributes: dict[str, str]
    above: tuple[str, ...]
    pieces: list[str]

    @property
    def text(self) -> str:
        """What a reader sees of it, with single blanks."""
        return " ".join("".join(self.pieces).split())


class Reader(HTMLParser):
    """Collects the elements of a page in their order; fails where a tag is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self._open: list[Node] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs}, tuple(one.name for one in self._open), [])
        assert len(node.attributes) == len(attrs), attrs
        self.nodes.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for node in self._open:
            node.pieces.append(data)


def read(page: str) -> list[Node]:
    """Return the elements of a page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader._open
    return reader.nodes
