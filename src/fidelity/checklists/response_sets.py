"""The answers that an item offers: options with their codes, labels and weights."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from fidelity.model.model import Rating

NOT_APPLICABLE = "na"
NOT_KNOWN = "nk"
UNSCORED = (NOT_APPLICABLE, NOT_KNOWN)
"""The codes of the two answers that carry no weight. They do not mean the same."""

_TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType({"redcap": {NOT_APPLICABLE: "98", NOT_KNOWN: "99"}})


@frozen(eq=False, repr=False)
class Option(Content):
    """One answer: its code, its label, and its weight (``None`` for an answer that is not scored)."""

    code: str
    label: str
    weight: Fraction | None = None

    @property
    def scored(self) -> bool:
        """Whether the answer counts in a score."""
        return self.weight is not None

    @property
    def weight_text(self) -> str:
        """The weight as a plain number, such as ``"2"`` or ``"0.5"``; empty for an answer without weight."""
        if self.weight is None:
            return ""
        return str(self.weight) if self.weight.denominator == 1 else repr(float(self.weight))


UNSCORED_OPTIONS = (Option(NOT_APPLICABLE, "not applicable"), Option(NOT_KNOWN, "not known"))


@frozen(eq=False, repr=False)
class ResponseSet(Content):
    """The answers that an item offers: the scored ones in order of weight, then ``na`` and ``nk``.

    ``threshold`` is the lowest code at which an item counts as in place; ``None`` where nobody set one.
    ``anchors`` say what each code means in practice; an item can have its own instead.
    ``origin`` tells the reader of a form where the set comes from.
    """

    id: str
    options: tuple[Option, ...]
    threshold: str | None = None
    origin: str = ""
    anchors: Mapping[str, str] = field(factory=lambda: MappingProxyType({}), hash=False)

    def option(self, code: str) -> Option | None:
        """Return the option of a code, or ``None``."""
        return next((option for option in self.options if option.code == code), None)

    @property
    def scored(self) -> tuple[Option, ...]:
        """The options that carry a weight."""
        return tuple(option for option in self.options if option.scored)

    @property
    def lowest(self) -> Fraction:
        """The smallest weight."""
        return min(self._weights)

    @property
    def highest(self) -> Fraction:
        """The greatest weight."""
        return max(self._weights)

    @property
    def _weights(self) -> list[Fraction]:
        return [option.weight for option in self.options if option.weight is not None]

    @property
    def threshold_label(self) -> str | None:
        """The label of the lowest answer at which an item counts as in place, or ``None``."""
        option = None if self.threshold is None else self.option(self.threshold)
        return None if option is None else option.label

    @property
    def enough(self) -> Fraction | None:
        """The lowest weight at which an answer counts as in place, or ``None``."""
        option = None if self.threshold is None else self.option(self.threshold)
        return None if option is None else option.weight

    @property
    def below(self) -> tuple[str, ...]:
        """The codes of the scored answers below the threshold. A form asks for the reason of such an answer."""
        enough = self.enough
        return tuple(
            option.code
            for option in self.options
            if enough is not None and option.weight is not None and option.weight < enough
        )


def scored_set(
    id_: str, labels: tuple[str, ...], threshold: str | None, origin: str = "", *, start: int = 0
) -> ResponseSet:
    """Return a set in which each label has a number as its code, weakest first; ``threshold`` is one of the labels.

    If all labels are whole numbers, they are their own codes and weights, so that ``"3"`` has one meaning. If only
    some are, the codes begin at the first number at which no label is the code of another answer.
    """
    if all(label.isascii() and label.isdigit() for label in labels):
        options = tuple(Option(label, label, Fraction(label)) for label in labels)
    else:
        first = next(n for n in count(start) if not _crossed(labels, n))
        options = tuple(Option(str(n), label, Fraction(n)) for n, label in enumerate(labels, first))
    code = next((option.code for option in options if option.label == threshold), None)
    return ResponseSet(id_, options + UNSCORED_OPTIONS, code, origin)


def _crossed(labels: tuple[str, ...], start: int) -> bool:
    """Return whether codes from ``start`` on would make a label of one answer the code of another."""
    codes = {str(n): label for n, label in enumerate(labels, start)}
    return any(codes.get(label, label) != label for label in labels)


DEFAULT_SCALE = ("not in place", "partly", "fully")
LOCAL_SET = scored_set("local", ("not in place as planned", "in place as planned"), "in place as planned", "house rule")
ABSENT_SET = scored_set("absent", ("present", "absent"), "absent", "house rule: what must be absent counts when it is")


def rating_set(rating: Rating | None) -> ResponseSet:
    """Return the answers for a model's own items: its rating scale, or our usual one if it has none.

    Examples
    --------
    >>> [option.label for option in rating_set(None).options]
    ['not in place', 'partly', 'fully', 'not applicable', 'not known']
    """
    if rating is None:
        why = "the model states no rating scale, so this is the one of fidelity: three steps, 'fully' counts"
        return scored_set("rating", DEFAULT_SCALE, DEFAULT_SCALE[-1], why)
    why = f"the rating scale of the model's file; from '{rating.threshold}' on, an item counts as in place"
    return scored_set("rating", rating.scale, rating.threshold, why)


def code_for(code: str, target: str) -> str:
    """Return how a target such as ``"redcap"`` writes a code. All other codes are the same everywhere.

    Examples
    --------
    >>> code_for("na", "redcap"), code_for("na", "xlsform"), code_for("2", "redcap")
    ('98', 'na', '2')
    """
    return _TABLES.get(target, {}).get(code, code)


def code_from(text: str, target: str) -> str:
    """Return the code that a target wrote as ``text``. This is the inverse of ``code_for``."""
    return next((ours for ours, theirs in _TABLES.get(target, {}).items() if theirs == text), text)
