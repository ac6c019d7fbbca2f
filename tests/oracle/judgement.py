"""What an oracle answers: plain data, so that two oracles and the engine can be compared with ``==``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

Key: TypeAlias = "tuple[str, str]"
"""The code and the subject of a finding, such as ``("FID201", "review-hearing")``."""

UNSAID = (None, "It is not kept.")
"""What counts as nothing said of the function, among what the strategies draw: nothing, or a plain denial."""

Sets: TypeAlias = "frozenset[frozenset[str]]"
"""A family of sets of atoms (causes) or of actions (repairs)."""


@dataclass(frozen=True)
class Judgement:
    """A plan judged by a model.

    ``verdict`` is ``red``, ``amber`` or ``green``; a finding is ``red``, ``amber`` or ``agreed``.
    ``causes`` are sets of atoms (``change:ID``, ``choice:ELEMENT.PARAMETER``, ``undecided:NAME``).
    ``repairs`` are sets of actions (``withdraw change:ID``, ``reset choice:ELEMENT.PARAMETER``,
    ``settle undecided:NAME``, ``approve change:ID``): the one empty set where nothing needs repair,
    and no set at all where nothing helps.
    """

    verdict: str
    findings: Mapping[Key, str]
    states: Mapping[str, str]
    causes: Mapping[Key, Sets]
    repairs: Sets


@dataclass(frozen=True)
class Details:
    """What goes with a judgement: only the slow judge is asked for it.

    ``verdicts`` are those of the elements, consequences counted where they are. ``standing`` says for each principle
    how many of the elements that realise it stand for certain, and how many there are. ``nested`` holds for each
    consequence the findings that it may nest under: none where it is a finding of its own. ``notes`` holds for
    each approval, change by change, the codes that may be said of it: with several flaws, any of theirs.
    """

    verdicts: Mapping[str, str]
    standing: Mapping[str, tuple[int, int]]
    nested: Mapping[Key, frozenset[Key]]
    notes: Mapping[tuple[int, str], frozenset[str]]
