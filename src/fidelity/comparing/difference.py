"""One way in which two versions of a model differ, and what that means for plans."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
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


__all__ = ["KINDS", "Bearing", "Difference", "sentence", "told", "where", "where_or_none"]


KINDS: tuple[str, ...] = ("added", "withdrawn", "changed", "renamed", "split", "merged", "reordered", "inherited")
"""What can have happened to a part of a model."""


class Bearing(Enum):
    """What a difference means for plans.

    Attributes
    ----------
    BREAKING
        A plan that was green may now not be, or what was a question (amber) may now be a breach (red).
    COMPATIBLE
        It bears on what is asked for or rated, and no plan is judged worse by it.
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
        follows from a standard. ``bearing`` is then the worst of all.
    after
        The id behind which an added part stands, ``""`` for the first.
    title
        The title of the element or practice concerned; empty for others.
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
        """The id of the element, practice, source or piece of evidence concerned; empty for the model as a whole."""
        return self.path[1] if len(self.path) > 1 else ""

    @property
    def text(self) -> str:
        """The difference as one sentence, old and new value in it."""
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
    if kind == "renamed":
        return f"'{difference.title}': '{told(difference.old)}' is now '{told(difference.new)}'."
    if kind in {"split", "merged"}:
        verb = "was split into" if kind == "split" else "were merged into"
        return f"{_listed(difference.old)} {verb} {_listed(difference.new)}."
    if kind == "inherited":
        return "What is inherited comes from another version of the parent, or is the model's own now."
    if kind == "reordered":
        return f"{at}: the order is another one."
    if kind == "added":
        return f"{at}: new ({_shown(difference.new)})."
    if kind == "withdrawn":
        return f"{at}: withdrawn (before: {_shown(difference.old)})."
    return f"{at}: {_shown(difference.new)} (before: {_shown(difference.old)})."


def _listed(value: object) -> str:
    return listed(f"'{one}'" for one in value) if isinstance(value, tuple) else ""


def _shown(value: object) -> str:
    return told(value).rstrip(".") or "nothing"


def where(difference: Difference) -> str:
    """Return what a difference is about, such as ``'Review hearings': parameter interval, limits``."""
    path = difference.path
    if not path:
        return "The model"
    names = [_named(field, key) for field, key in zip(path[::2], (*path[1::2], "")[: len(path[::2])], strict=True)]
    if difference.title and len(path) > 1:
        rest = ", ".join(names[1:])
        return f"'{difference.title}' ({path[1]})" + (f": {rest}" if rest else "")
    text = ", ".join(names)
    return capital(text)


def _named(field: str, key: str) -> str:
    if not key:
        return _FIELDS.get(field, field.replace("_", " "))
    noun = _NOUNS.get(field, field)
    return noun if field == "extends" else f"{noun} {key}".strip()


def told(value: object) -> str:
    """Return a value of a model in words, on one line; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return value.noun if isinstance(value, Tier) else str(value.name.lower())
    if isinstance(value, Content):
        return _TELL[type(value)](value) if type(value) in _TELL else str(value)
    if isinstance(value, tuple):
        return (
            "; ".join(map(told, value))
            if any(isinstance(one, Content) for one in value)
            else ", ".join(map(told, value))
        )
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {told(one)}" for key, one in value.items())
    return str(value)


def _basis(basis: object) -> str:
    assert isinstance(basis, Basis)
    cited = ", ".join(basis.evidence) or f"inferred: {basis.inferred or 'no reason given'}"
    return cited if not basis.evidence else f"{cited}: {basis.strength.word}"


def _link(term: object) -> str:
    if isinstance(term, Group):
        words = {"all": "all of", "any": "any of"}.get(term.kind, f"at least {term.count} of")
        return f"{words} ({'; '.join(map(_link, term.terms))})"
    if isinstance(term, AdditionTerm):
        return f"an addition {term.addition} [{term.basis.strength.word}]"
    assert isinstance(term, ElementTerm | ParameterTerm)
    return f"{_side(term)} [{term.basis.strength.word}]"


def _side(term: ElementTerm | ParameterTerm) -> str:
    if isinstance(term, ParameterTerm):
        return f"{term.element}.{term.parameter}: {' and '.join(map(str, term.constraints))}"
    return term.element


def _limit(limit: object) -> str:
    assert isinstance(limit, Limit)
    return f"{limit} [{'derived' if limit.derived else limit.basis.strength.word}]"


def _parameter(one: object) -> str:
    assert isinstance(one, Parameter)
    known = [f"standard {one.standard_text}" if one.standard else "", "; ".join(map(_limit, one.limits))]
    return ", ".join(filter(None, (one.type, *known)))


def _substitute(one: object) -> str:
    assert isinstance(one, Substitute)
    return f"{one.title}, if {_link(one.when)}" if one.when is not None else one.title


def _element(one: object) -> str:
    assert isinstance(one, Element)
    return f"{one.tier.noun}{', optional' if one.optional else ''}, {one.strength.word}: {one.statement}"


_TELL: dict[type, Callable[[Content], str]] = {
    Basis: _basis,
    Group: _link,
    ElementTerm: _link,
    ParameterTerm: _link,
    AdditionTerm: _link,
    Limit: _limit,
    Parameter: _parameter,
    Substitute: _substitute,
    Element: _element,
    Exclusion: lambda one: f"{_side(one.other)} [{one.basis.strength.word}]" if isinstance(one, Exclusion) else "",
    Exemption: lambda one: f"{one.title}: {told(one.limits)}" if isinstance(one, Exemption) else "",
    NatureRule: lambda one: f"{one.rule} [{one.basis.strength.word}]" if isinstance(one, NatureRule) else "",
    Tolerance: lambda one: f"at most {one.at_most}" if isinstance(one, Tolerance) else "",
    Indicator: lambda one: one.text if isinstance(one, Indicator) else "",
    Proscribed: lambda one: one.statement if isinstance(one, Proscribed) else "",
    Evidence: lambda one: one.says if isinstance(one, Evidence) else "",
    Source: lambda one: one.title if isinstance(one, Source) else "",
    Override: lambda one: one.reason if isinstance(one, Override) else "",
    Rating: lambda one: f"{', '.join(one.scale)}; in place from '{one.threshold}'" if isinstance(one, Rating) else "",
    Extends: lambda one: f"{one.claim} {one.parent.reference}" if isinstance(one, Extends) else "",
    Model: lambda one: one.reference if isinstance(one, Model) else "",
}


def where_or_none(place: Place) -> str | None:
    """Return a place as records have it: ``None`` where there is none."""
    return str(place) if place.path else None
