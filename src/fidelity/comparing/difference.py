"""One way in which two versions of a model differ, and what that means for plans."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from itertools import zip_longest
from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.elements import Element, Indicator, NatureRule, Proscribed, Substitute, Tier, Tolerance
from fidelity.model.evidence import NOWHERE, Basis, Evidence, Source
from fidelity.model.model import Extends, Model, Override, Rating
from fidelity.model.parameters import Exemption, Limit, Parameter
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.rendering.english import capital, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.model.requirements import Term

KINDS: tuple[str, ...] = ("added", "withdrawn", "changed", "renamed", "split", "merged", "reordered", "inherited")
"""What can have happened to a part of a model: the kinds of a difference."""


class Bearing(Enum):
    """What a difference means for plans.

    Attributes
    ----------
    BREAKING
        A plan that was green may now not be, or what was a question (amber) may now be a breach (red).
    COMPATIBLE
        What is asked for or rated changes, and no plan is judged worse.
    EDITORIAL
        Nothing is judged by it.
    """

    BREAKING = "breaking"
    COMPATIBLE = "compatible"
    EDITORIAL = "editorial"

    @property
    def rank(self) -> int:
        """From 0, editorial, to 2, breaking."""
        return {"editorial": 0, "compatible": 1, "breaking": 2}[self.value]


@frozen(eq=False, repr=False)
class Difference(Content):
    """One difference between two versions of a model.

    Attributes
    ----------
    kind
        One of ``KINDS``.
    path
        Which part it is, as fields and ids in turn: ``("elements", "review-hearing", "parameters", "interval",
        "limits")``. Ids are those of the new version.
    old, new
        What the versions have there; ``None`` where one has nothing.
    bearing, reason
        What it means for plans, and why.
    with_it
        What comes with it and is no difference of its own: the links that name the parts of a split, or a limit that
        follows from a standard. ``bearing`` is then the worst of all of them.
    after
        The id of the part that an added one follows; ``""`` for the first.
    title
        The title of the element or practice that it is about; empty for anything else.
    old_place, new_place
        Where the two files say it.
    """

    kind: str
    path: tuple[str, ...]
    old: object
    new: object
    bearing: Bearing
    reason: str
    with_it: tuple[Difference, ...] = ()
    after: str = ""
    title: str = ""
    old_place: Place = field(default=NOWHERE, eq=False, repr=False)
    new_place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def part(self) -> str:
        """What kind of part it is, such as ``"elements.parameters.limits"``."""
        return ".".join(self.path[::2])

    @property
    def subject(self) -> str:
        """The id of the element, practice, source or piece of evidence it is about; empty for the model as a whole."""
        return self.path[1] if len(self.path) > 1 else ""

    @property
    def text(self) -> str:
        """The difference as one sentence with the old and the new value."""
        return sentence(self)


_NOUNS = {
    "elements": "", "proscribed": "", "evidence": "evidence", "sources": "source", "authority": "who may agree",
    "parameters": "parameter", "excludes": "exclusion of", "substitutes": "substitute", "adaptation": "rule for",
    "indicators": "indicator", "exceptions": "exception", "overrides": "override of", "extends": "the variant's",
}  # fmt: skip
_FIELDS = {
    "tier_basis": "basis of the tier", "realised_by": "what realises it", "requires": "what it requires",
    "read_as": "reading of the standard", "renamed_from": "former id", "split_from": "what it was split from",
    "merged_from": "what it was merged from", "look_at": "what to look at", "every": "how often", "says": "text",
    "family": "unit of comparison", "excludes": "exclusions", "when": "condition", "natures": "natures",
}  # fmt: skip


def sentence(difference: Difference) -> str:
    """Return a difference as one sentence."""
    kind, at = difference.kind, where(difference)
    old, new = (in_words(value).rstrip(".") or "nothing" for value in (difference.old, difference.new))
    if kind == "renamed":
        return f"'{difference.title}': '{in_words(difference.old)}' is now '{in_words(difference.new)}'."
    if kind in {"split", "merged"}:
        before, now = (
            listed(f"'{id_}'" for id_ in ids) if isinstance(ids, tuple) else ""
            for ids in (difference.old, difference.new)
        )
        return f"{before} {'was split into' if kind == 'split' else 'were merged into'} {now}."
    if kind == "inherited":
        return "What is inherited comes from another version of the parent, or is the model's own now."
    if kind == "reordered":
        return f"{at}: the order is another one."
    if kind == "added":
        return f"{at}: new ({new})."
    return f"{at}: withdrawn (before: {old})." if kind == "withdrawn" else f"{at}: {new} (before: {old})."


def where(difference: Difference) -> str:
    """Return what a difference is about, such as ``'Review hearings': parameter interval, limits``."""
    path = difference.path
    if not path:
        return "The model"
    names = []
    for name, key in zip_longest(path[::2], path[1::2], fillvalue=""):
        noun = _NOUNS.get(name, name) if key else _FIELDS.get(name, name.replace("_", " "))
        names.append(f"{noun} {key}".strip() if name != "extends" else noun)
    if difference.title and len(path) > 1:
        return ": ".join(filter(None, (f"'{difference.title}' ({path[1]})", ", ".join(names[1:]))))
    return capital(", ".join(names))


def in_words(value: object) -> str:
    """Return a value of a model in words, on one line; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return value.noun if isinstance(value, Tier) else str(value.name.lower())
    if isinstance(value, Content):
        return _IN_WORDS.get(type(value), str)(value)
    if isinstance(value, tuple):
        return ("; " if any(isinstance(one, Content) for one in value) else ", ").join(map(in_words, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {in_words(one)}" for key, one in value.items())
    return str(value)


def _basis(basis: Basis) -> str:
    cited = ", ".join(basis.evidence)
    return f"{cited}: {basis.strength.word}" if cited else f"inferred: {basis.inferred or 'no reason given'}"


def _link(term: Term) -> str:
    if isinstance(term, Group):
        words = {"all": "all of", "any": "any of"}.get(term.kind, f"at least {term.count} of")
        return f"{words} ({'; '.join(map(_link, term.terms))})"
    if isinstance(term, AdditionTerm):
        return f"an addition {term.addition} [{term.basis.strength.word}]"
    return f"{_side(term)} [{term.basis.strength.word}]"


def _side(term: ElementTerm | ParameterTerm) -> str:
    if isinstance(term, ParameterTerm):
        return f"{term.element}.{term.parameter}: {' and '.join(map(str, term.constraints))}"
    return term.element


def _limit(limit: Limit) -> str:
    return f"{limit} [{'derived' if limit.derived else limit.basis.strength.word}]"


def _parameter(one: Parameter) -> str:
    known = [f"standard {one.standard_text}" if one.standard else "", "; ".join(map(_limit, one.limits))]
    return ", ".join(filter(None, (one.type, *known)))


_IN_WORDS: dict[type, Callable[..., str]] = {
    Basis: _basis,
    Group: _link,
    ElementTerm: _link,
    ParameterTerm: _link,
    AdditionTerm: _link,
    Limit: _limit,
    Parameter: _parameter,
    Substitute: lambda one: f"{one.title}, if {_link(one.when)}" if one.when is not None else one.title,
    Element: lambda one: f"{one.tier.noun}{', optional' if one.optional else ''}, {one.strength.word}: {one.statement}",
    Exclusion: lambda one: f"{_side(one.other)} [{one.basis.strength.word}]",
    Exemption: lambda one: f"{one.title}: {in_words(one.limits)}",
    NatureRule: lambda one: f"{one.rule} [{one.basis.strength.word}]",
    Tolerance: lambda one: f"at most {one.at_most}",
    Indicator: lambda one: one.text,
    Proscribed: lambda one: one.statement,
    Evidence: lambda one: one.says,
    Source: lambda one: one.title,
    Override: lambda one: one.reason,
    Rating: lambda one: f"{', '.join(one.scale)}; in place from '{one.threshold}'",
    Extends: lambda one: f"{one.claim} {one.parent.reference}",
    Model: lambda one: one.reference,
}
"""By class: a value of a model in words."""


def where_or_none(place: Place) -> str | None:
    """Return a place as records have it: ``None`` if there is no file."""
    return str(place) if place.path else None
