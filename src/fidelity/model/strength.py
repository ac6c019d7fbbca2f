"""How firmly something is known, and what binds.

The table comes from the notes on sources that every model here is codified by: whose statement it is
(``voice``) and whether it was read or recalled (``status``) give the strength. Nobody types a strength in.
"""

from __future__ import annotations

from enum import IntEnum


class Strength(IntEnum):
    """How firmly something is known; the weaker the smaller.

    Attributes
    ----------
    INFERRED
        Nobody states it: the model gives a reason instead.
    OBSERVED
        Evaluators found it, or it was seen at one site.
    RESTATED
        Somebody other than the owner describes it so, or the owner's words are recalled.
    STATED
        The owner, its standard, or the law says so.
    """

    INFERRED = 0
    OBSERVED = 1
    RESTATED = 2
    STATED = 3

    @property
    def word(self) -> str:
        """The strength as it is written in files and reports, such as ``"restated"``."""
        return self.name.lower()

    def __str__(self) -> str:
        return self.word


LEVELS: dict[str, Strength] = {level.word: level for level in reversed(Strength)}
"""From the word to the strength, strongest first: what ``--bind`` takes."""

_TABLE: dict[str, tuple[Strength, Strength]] = {
    **dict.fromkeys(("owner", "standard", "law"), (Strength.STATED, Strength.RESTATED)),
    **dict.fromkeys(("adopter", "inspector", "secondary"), (Strength.RESTATED, Strength.OBSERVED)),
    **dict.fromkeys(("evaluator", "research"), (Strength.OBSERVED, Strength.OBSERVED)),
    "codifier": (Strength.INFERRED, Strength.INFERRED),
}
VOICES: tuple[str, ...] = tuple(_TABLE)
STATUSES: tuple[str, ...] = ("seen", "recalled")


def strength_of(voice: str, status: str, *, via: str | None = None, one_site: bool = False) -> Strength:
    """Return how firmly one piece of evidence supports what it says.

    A practice of the owner's that was read only in an evaluation's summary (``via="evaluator_summary"``)
    is at most restated; what one site says of itself alone (``one_site``) is at most observed.

    Examples
    --------
    >>> strength_of("owner", "seen"), strength_of("adopter", "recalled")
    (<Strength.STATED: 3>, <Strength.OBSERVED: 1>)
    """
    seen, recalled = _TABLE[voice]
    strength = seen if status == "seen" else recalled
    if via == "evaluator_summary":
        strength = min(strength, Strength.RESTATED)
    return min(strength, Strength.OBSERVED) if one_site else strength


def level_of(word: str | Strength) -> Strength:
    """Return the strength of a word, or the strength itself. Raises ``ValueError`` for another word."""
    if isinstance(word, Strength):
        return word
    try:
        return LEVELS[word]
    except KeyError:
        raise ValueError(f"bind is one of {', '.join(LEVELS)}; not '{word}'") from None
