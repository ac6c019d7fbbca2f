"""The names by which Markdown headings can be linked to."""

from __future__ import annotations

import re

__all__ = ["Anchors"]

_GONE = re.compile(r"[^\w\u4e00-\u9fff\- ]")


class Anchors:
    """Gives each heading of a page the anchor that GitHub and MyST give it, in the order of the page.

    Examples
    --------
    >>> anchors = Anchors()
    >>> anchors.add("The judge's room"), anchors.add("The judges room")
    ('the-judges-room', 'the-judges-room-1')
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def add(self, heading: str) -> str:
        """Return the anchor of the next heading of the page; empty where it gets none."""
        plain = _GONE.sub("", heading.strip().lower().replace(" ", "-"))
        anchor, count = plain, 1
        while plain and anchor in self._seen:
            anchor, count = f"{plain}-{count}", count + 1
        self._seen.add(anchor)
        return anchor
