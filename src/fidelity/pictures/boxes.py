"""What a picture of a model shows: boxes and the lines between them, before anything has a place."""

from __future__ import annotations

import re
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.elements import Tier
from fidelity.model.links import Link, iter_links
from fidelity.model.requirements import Group, leaves
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.plan.plan import Change


class Box(NamedTuple):
    """Something with a title.

    Attributes
    ----------
    id, title
        What it is.
    kind
        Its tier, or ``substitute``, ``addition`` or ``proscribed``.
    tier
        The tier that it is drawn with.
    firm
        Whether its place there is stated or restated.
    caption
        How many of the things that it names are enough; empty if it names one or none.
    """

    id: str
    title: str
    kind: str
    tier: str
    firm: bool
    caption: str = ""


class Connector(NamedTuple):
    """All links of one kind from one box to another. ``firm`` says whether one of them is stated or restated."""

    source: str
    target: str
    kind: str
    firm: bool
    conditions: tuple[str, ...] = ()


class Picture(NamedTuple):
    """The boxes by id, in file order, and the lines between them."""

    boxes: dict[str, Box]
    lines: tuple[Connector, ...]


def drawn(model: Model, only: Collection[str] | None = None, added: Sequence[Change] = ()) -> Picture:
    """Return the picture of a model, or of some of its parts and the links between them.

    Parameters
    ----------
    model
        The model.
    only
        The ids of the parts to draw; everything if not given.
    added
        Changes of a plan. What they add locally is drawn too, whatever ``only`` names.

    Raises
    ------
    KeyError
        If ``only`` names something that the model does not have.
    """
    elements = model.elements
    if only is not None and all(id_ in model.by_id or id_ in model.proscribed_by_id for id_ in only):
        near = set(only)  # nothing else can be in the picture, and most pictures show a small part of a model
        elements = tuple(element for element in elements if element.id in near)
    boxes = {box.id: box for box in (*_boxes(model, elements), *_own(model, added))}
    if only is not None:
        missing = [id_ for id_ in only if id_ not in boxes]
        if missing:
            raise KeyError(missing[0])
        shown = {*only, *(change.addition.id for change in added if change.addition)}
        boxes = {id_: box for id_, box in boxes.items() if id_ in shown}
    lines: dict[tuple[str, str, str], Connector] = {}
    for link in (*iter_links(elements), *_own_links(added)):
        if link.source in boxes and link.target in boxes:
            key = (link.source, link.target, link.kind)
            known = lines.get(key, Connector(*key, firm=False))
            conditions = tuple(dict.fromkeys((*known.conditions, *link.conditions)))
            lines[key] = known._replace(firm=known.firm or _firm(link.strength), conditions=conditions)
    return Picture(boxes, tuple(lines.values()))


def _boxes(model: Model, elements: Sequence[Element]) -> Iterator[Box]:
    for element in elements:
        tier = element.tier.value
        yield Box(element.id, element.title, tier, tier, _firm(element.strength), _caption(element))
        for substitute in element.substitutes:
            firm = _firm(substitute.basis.strength)
            yield Box(substitute.id, substitute.title, "substitute", tier, firm)
    tiers = {element.id: element.tier.value for element in elements}
    for link in iter_links(elements):
        if link.addition:
            tier = "essential" if tiers.get(link.source) == "principle" else tiers.get(link.source, "flexible")
            yield Box(link.target, link.target, "addition", tier, firm=True)
    for practice in model.proscribed:
        yield Box(practice.id, practice.title, "proscribed", "proscribed", _firm(practice.basis.strength))


def _own(model: Model, added: Sequence[Change]) -> Iterator[Box]:
    """Yield what a site adds, with the highest tier that it touches, but never among the principles."""
    for change in added:
        if change.addition is not None:
            touched = [model.by_id[id_] for id_ in change.touches if id_ in model.by_id]
            tier = "essential" if any(one.tier is not Tier.FLEXIBLE for one in touched) else "flexible"
            caption = f"bears on: {'; '.join(one.title for one in touched)}" if touched else ""
            yield Box(change.addition.id, change.addition.title, "addition", tier, firm=True, caption=caption)


def _own_links(added: Sequence[Change]) -> Iterator[Link]:
    for addition in (change.addition for change in added if change.addition):
        yield from (Link(addition.id, other, "requires", Strength.INFERRED) for other in addition.requires)
        yield from (Link(addition.id, other, "excludes", Strength.INFERRED) for other in addition.excludes)


def _firm(strength: Strength) -> bool:
    return strength >= Strength.RESTATED


def _caption(element: Element) -> str:
    counts = (_count("lives by", element.realised_by), _count("needs", element.requires))
    return "; ".join(filter(None, counts))


def _count(verb: str, group: Group | None) -> str:
    """Return in words how many terms of a link are enough; empty if there are not two."""
    total = sum(1 for _ in leaves(group)) if group is not None else 0
    if group is not None and any(isinstance(term, Group) for term in group.terms):
        return f"{verb} a mix of {total}"
    if group is None or total == 1:
        return ""
    if group.kind == "all":
        return f"{verb} all {total}"
    return f"{verb} at least {group.count if group.kind == 'at_least' else 1} of {total}"


_CAPITAL, _SMALL, _WIDE = 0.7, 0.63, 1.05
"""Widths of signs, as shares of the size of the type: a little above what common fonts without serifs need."""
_WIDE_SIGN = re.compile(
    "[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2630-\u2637\u2648-\u2653\u267f"
    "\u268a-\u268f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a"
    "\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u3247"
    "\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6"
    "\U00016fe0-\U00018dff\U0001aff0-\U0001b2ff\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f200-\U0001f64f"
    "\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7ff\U0001f900-\U0001faff\U00020000-\U0003fffd]"
)
"""East Asian signs and emoji, by a table of our own: those of Python grow with its versions."""


class _Widths(dict[str, float]):
    """How wide signs are; each is worked out once: pictures measure many thousand signs."""

    def __missing__(self, sign: str) -> float:
        width = _WIDE if _WIDE_SIGN.match(sign) else _CAPITAL if sign.isupper() else _SMALL
        self[sign] = width
        return width


_WIDTHS = _Widths(
    {
        **dict.fromkeys("ijl'|.,:;!I", 0.32),
        **dict.fromkeys('ftr()[]/-" ', 0.41),
        **dict.fromkeys("mwMWQO@%&GNDH", 0.87),
    }
)


def width_of(text: str, size: float) -> float:
    """Return the width of a text at a size, in the unit of that size: hardly ever less than it will be."""
    return size * fsum(map(_WIDTHS.__getitem__, text))  # sum rounds as the version of Python has it


@lru_cache(maxsize=2048)  # many pictures have the same titles; 2,048 are several models
def lines_of(text: str, size: float, room: float) -> tuple[str, ...]:
    """Return a text as lines that fit; a word that is too long for a line is broken, and nothing is cut.

    Examples
    --------
    >>> lines_of("The same judge throughout", 13, 120)
    ('The same judge', 'throughout')
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= room:
            line = longer
            continue
        lines += [line] if line else []
        line = ""
        for sign in word:
            if line and width_of(line + sign, size) > room:
                lines.append(line)
                line = ""
            line += sign
    return (*lines, line)
