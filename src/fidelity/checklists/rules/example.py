"""The scale that the pages about scales show: the same but for what each page is about."""

from __future__ import annotations

__all__ = ["EXAMPLE", "scale_with_bands"]

_HEAD = """\
scale: example
version: "1"
title: Example scale
source: made up for this page
answers:
  - {code: 1, label: not in place}
  - {code: 3, label: in place}
bands:
"""
_ITEMS = """\
sections:
  - id: all
    title: All
    items:
      - {id: review_held, text: A review was held}
"""


def scale_with_bands(low: str, high: str) -> str:
    """Return the scale with two bands that begin and end there."""
    return f"{_HEAD}  - {{label: low, {low}}}\n  - {{label: high, {high}}}\n{_ITEMS}"


EXAMPLE = scale_with_bands("at_least: 1, at_most: 1", "at_least: 2, at_most: 3")
"""A scale with nothing amiss."""
