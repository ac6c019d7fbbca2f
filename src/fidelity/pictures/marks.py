"""What a picture can say of an element beside its title: a sign, a word and a tone, never a colour alone."""

from __future__ import annotations

from typing import NamedTuple


class Mark(NamedTuple):
    """A word with a sign before it.

    Attributes
    ----------
    word, sign
        The word, and the sign before it.
    tone
        How both are coloured: ``stop``, ``ask``, ``fine`` or ``plain``.
    """

    word: str
    sign: str = "\N{BULLET}"
    tone: str = "plain"


_MARKS = {
    "agreed": Mark("agreed", "\N{CHECK MARK}", "fine"),
    "not-in-place": Mark("not in place", "\N{MULTIPLICATION SIGN}", "stop"),
    "uncertain": Mark("uncertain", "?", "ask"),
    "outside-limits": Mark("outside limits", "!", "stop"),
    "adapted": Mark("adapted", "\N{ALMOST EQUAL TO}", "plain"),
    "within-room": Mark("chosen within limits", "\N{CHECK MARK}", "fine"),
    "as-specified": Mark("as specified", "\N{CHECK MARK}", "fine"),
}


def mark_of(word: str, tone: str | None = None) -> Mark:
    """Return the mark for the state of an element, by the word that a check has for it.

    Parameters
    ----------
    word
        Such as ``not-in-place``. Any other word gets a bullet.
    tone
        How to colour it, if the state alone does not say: a value outside limits that do not bind is ``ask``, not
        ``stop``.

    Returns
    -------
    Mark
        The word as people read it, with its sign and tone.

    Examples
    --------
    >>> mark_of("outside-limits"), mark_of("being-tried")
    (Mark(word='outside limits', sign='!', tone='stop'), Mark(word='being tried', sign='•', tone='plain'))
    """
    mark = _MARKS.get(word, Mark(word.replace("-", " ")))
    return mark if tone is None else mark._replace(tone=tone)


_DAY = """--paper: #ffffff; --ink: #16202a; --faint: #55606b; --rim: #6b7783;
--principle: #eef0fb; --essential: #edf5f0; --flexible: #faf4e6; --proscribed: #fbeeee;
--box: #ffffff; --realised: #3b4cb8; --needs: #1f6f43; --instead: #7a3f9d; --apart: #b3261e;
--stop: #b3261e; --ask: #8a5300; --fine: #1f6f43; --plain: #16202a;"""
_NIGHT = """--paper: #12171c; --ink: #e8ecef; --faint: #a9b4be; --rim: #8a96a1;
--principle: #1b2036; --essential: #16271e; --flexible: #292314; --proscribed: #311b1b;
--box: #12171c; --realised: #9aa8ff; --needs: #74c796; --instead: #d3a3ee; --apart: #ff9a92;
--stop: #ff9a92; --ask: #f2b95c; --fine: #74c796; --plain: #e8ecef;"""
_OWN = """--paper: Canvas; --ink: CanvasText; --faint: CanvasText; --rim: CanvasText;
--principle: Canvas; --essential: Canvas; --flexible: Canvas; --proscribed: Canvas;
--box: Canvas; --realised: CanvasText; --needs: CanvasText; --instead: CanvasText; --apart: CanvasText;
--stop: CanvasText; --ask: CanvasText; --fine: CanvasText; --plain: CanvasText;"""
_RULES = """
{} { color: var(--ink); font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
{} text { fill: var(--ink); }
{} .paper { fill: var(--paper); }
{} .band.principle { fill: var(--principle); } {} .band.essential { fill: var(--essential); }
{} .band.flexible { fill: var(--flexible); } {} .band.proscribed { fill: var(--proscribed); }
{} .heading { font-size: 14px; font-weight: 700; }
{} .title { font-size: 13px; } {} .caption { font-size: 11px; fill: var(--faint); }
{} .box { fill: var(--box); stroke: var(--rim); stroke-width: 1.2; }
{} .box.principle { stroke: var(--ink); stroke-width: 2.2; }
{} .box.proscribed { stroke: var(--apart); stroke-width: 2.2; }
{} .unsure { stroke-dasharray: 5 3; }
{} .line { fill: none; stroke-width: 1.5; }
{} .realised_by { stroke: var(--realised); } {} .requires { stroke: var(--needs); }
{} .substitute { stroke: var(--instead); } {} .excludes { stroke: var(--apart); }
{} .head { stroke-width: 1.5; stroke-linejoin: round; } {} .head.open { fill: none; }
{} .head.realised_by { fill: var(--realised); } {} .head.substitute { fill: var(--instead); }
{} .box.stop { stroke: var(--stop); stroke-width: 3; } {} .box.ask { stroke: var(--ask); stroke-width: 3; }
{} .box.fine { stroke: var(--fine); }
{} .mark { font-size: 11px; font-weight: 700; } {} .mark.stop { fill: var(--stop); }
{} .mark.ask { fill: var(--ask); } {} .mark.fine { fill: var(--fine); } {} .mark.plain { fill: var(--plain); }
"""


def style(id_: str) -> str:
    """Return the style sheet of the picture with an id; it changes nothing else on a page.

    The colours of a text reach a contrast of 4.5 to 1 with what is behind it, those of lines and rims 3 to 1, by day
    and by night (WCAG 2.2, 1.4.3 and 1.4.11). A page with a strict policy allows it by the hash of this text.

    Parameters
    ----------
    id_
        The id of the picture.

    Returns
    -------
    str
        Rules of CSS for light and dark, print, and colours that a reader forces.
    """
    one = f"#{id_}"
    return (
        f"{one} {{ {_DAY} }}\n"
        f"@media (prefers-color-scheme: dark) {{ {one} {{ {_NIGHT} }} }}\n"
        f"@media print {{ {one} {{ {_DAY} width: 100%; height: auto; max-height: 25cm; }} }}\n"
        f"@media (forced-colors: active) {{ {one} {{ {_OWN} }} }}"
        f"{_RULES.replace('{}', one)}"
    )
