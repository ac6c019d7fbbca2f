"""Colours of pictures: what is said with them can be told apart from what is behind it, by day and by night."""

from __future__ import annotations

import re

import pytest

from fidelity.pictures.marks import style

GROUNDS = ("paper", "box", "principle", "essential", "flexible", "proscribed")
TEXTS = ("ink", "faint", "stop", "ask", "fine", "plain")
LINES = ("rim", "realised", "needs", "instead", "apart", "ink", "stop", "ask", "fine")


def _palette(scheme: str) -> dict[str, str]:
    text = style("x")
    part = text[text.index("dark) {") :] if scheme == "dark" else text
    return dict(re.findall(r"--(\w+): (#\w{6});", part[: part.index("}")]))


def _light(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_lines_can_be_told_from_their_ground(scheme: str) -> None:
    palette = _palette(scheme)
    weak = [
        (sign, ground)
        for signs, least in ((TEXTS, 4.5), (LINES, 3.0))
        for sign in signs
        for ground in GROUNDS
        if _contrast(palette[sign], palette[ground]) < least
    ]
    assert weak == []


def test_black_on_white_has_the_contrast_that_everybody_knows() -> None:
    assert round(_contrast("#000000", "#ffffff")) == 21


def test_a_style_speaks_of_nothing_but_its_picture() -> None:
    rules = re.sub(r"@media [^{]*\{(.*)\}", r"\1", style("mine"))
    selectors = [one.strip() for one in re.findall(r"([^{}]+)\{[^{}]*\}", rules)]
    assert selectors
    assert [one for one in selectors if not one.startswith("#mine")] == []
