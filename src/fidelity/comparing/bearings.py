"""What each difference means for plans, argued from what the checker does with that part of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.comparing import elements_bear, parameters_bear
from fidelity.comparing.difference import Bearing
from fidelity.model.evidence import Basis

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.comparing.links import Links
    from fidelity.comparing.parts import Part

__all__ = ["BEARINGS", "bearing_of"]

BREAKING, COMPATIBLE, EDITORIAL = Bearing.BREAKING, Bearing.COMPATIBLE, Bearing.EDITORIAL


class Answer(NamedTuple):
    """A bearing, and in plain words why."""

    bearing: Bearing
    reason: str


WORDS = Answer(EDITORIAL, "It is said in other words; nothing is judged by them.")
_WHERE_FROM = Answer(
    EDITORIAL, "Where it makes something more or less firmly known, that is listed at what rests on it."
)
_VARIANT = Answer(COMPATIBLE, "Plans for this model are judged by what it holds; that is compared part by part.")
_RATED = Answer(COMPATIBLE, "It bears on how practice is rated, and on no plan.")
_HISTORY = Answer(EDITORIAL, "It records where an element comes from.")
_ORDER = Answer(EDITORIAL, "The order decides nothing.")


def bearing_of(part: Part, links: Links) -> Answer:
    """Return what a part in which two versions differ means for plans.

    ``links`` holds both versions, the older one with the ids of the newer.
    """
    if part.kind == "reordered":
        return _ORDER
    found = BEARINGS[".".join(part.path[::2])]
    return found if isinstance(found, Answer) else Answer(*found(part, links))


def _rating(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001 - the signature of all of these
    return (
        COMPATIBLE,
        "It bears on how practice is rated: scores by the two versions do not compare. No plan is judged.",
    )


def _authority(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    before = set(part.old if isinstance(part.old, tuple) else ())
    now = set(part.new if isinstance(part.new, tuple) else ())
    if before - now:
        return BREAKING, "What somebody in this role agreed is not agreed any more."
    if now - before:
        return COMPATIBLE, "More people may agree a variation; what was agreed before still is."
    return _ORDER


def _proscribed(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    if part.kind == "added":
        return BREAKING, "A plan that brings it in, or does not say that it stays out, was within the model."
    return COMPATIBLE, "It is ruled out no longer. A plan that names it only has to drop that."


def _proscribed_basis(part: Part, links: Links) -> tuple[Bearing, str]:  # noqa: ARG001
    assert isinstance(part.old, Basis)
    assert isinstance(part.new, Basis)
    return elements_bear.firmness(part.old, part.new, "what is ruled out")


BEARINGS: dict[str, Answer | Callable[[Part, Links], tuple[Bearing, str]]] = {
    **dict.fromkeys(("title", "summary"), WORDS),
    "owner": Answer(EDITORIAL, "Somebody else answers for the model; nothing is judged by the name."),
    "rating": _rating,
    "authority": _authority,
    **dict.fromkeys(("extends", "extends.parent", "extends.claim"), _VARIANT),
    **dict.fromkeys(("extends.basis", "extends.overrides"), _WHERE_FROM),
    **{
        f"extends.overrides.{name}": _VARIANT if name in {"keys", "withdrawn", "natures"} else WORDS
        for name in ("subject", "reason", "basis", "natures", "keys", "withdrawn", "function_kept")
    },
    **{
        f"sources{name}": _WHERE_FROM
        for name in ("", ".id", ".title", ".type", ".authors", ".year", ".url", ".publisher", ".note", ".origin")
    },
    **{
        f"evidence{name}": _WHERE_FROM
        for name in (
            "", ".id", ".says", ".sources", ".voice", ".status", ".strength", ".locator", ".via", ".scope", ".note",
            ".origin",
        )
    },
    "proscribed": _proscribed,
    "proscribed.basis": _proscribed_basis,
    **{f"proscribed.{name}": WORDS for name in ("id", "title", "statement", "note")},
    "proscribed.origin": _HISTORY,
    "elements": elements_bear.whole,
    **{f"elements.{name}": WORDS for name in ("id", "title", "statement", "function", "form", "note")},
    "elements.tier": elements_bear.tier,
    "elements.optional": elements_bear.optional,
    **dict.fromkeys(("elements.basis", "elements.tier_basis"), elements_bear.basis),
    **dict.fromkeys(("elements.requires", "elements.realised_by"), elements_bear.link),
    "elements.excludes": elements_bear.exclusion,
    "elements.substitutes": elements_bear.substitute,
    **dict.fromkeys(("elements.substitutes.id", "elements.substitutes.title"), WORDS),
    **dict.fromkeys(("elements.substitutes.when", "elements.substitutes.basis"), elements_bear.condition),
    **dict.fromkeys(
        ("elements.adaptation", "elements.adaptation.nature", "elements.adaptation.rule", "elements.adaptation.basis"),
        elements_bear.adaptation,
    ),
    "elements.tolerance": elements_bear.tolerance,
    "elements.indicators": _RATED,
    **{f"elements.indicators.{name}": WORDS for name in ("id", "text")},
    **{f"elements.indicators.{name}": _RATED for name in ("look_at", "rater", "every")},
    **{f"elements.{name}": _HISTORY for name in ("renamed_from", "split_from", "merged_from", "origin")},
    "elements.parameters": parameters_bear.whole,
    **{f"elements.parameters.{name}": WORDS for name in ("id", "title", "note")},
    "elements.parameters.basis": _WHERE_FROM,
    "elements.parameters.read_as": Answer(EDITORIAL, "What it does to the limits is listed there."),
    "elements.parameters.type": parameters_bear.type_,
    "elements.parameters.unit": parameters_bear.unit,
    "elements.parameters.family": parameters_bear.family,
    "elements.parameters.options": parameters_bear.options,
    "elements.parameters.standard": parameters_bear.standard,
    "elements.parameters.limits": parameters_bear.limits,
    "elements.parameters.exceptions": parameters_bear.exception,
    **{f"elements.parameters.exceptions.{name}": WORDS for name in ("id", "title")},
    **dict.fromkeys(
        ("elements.parameters.exceptions.limits", "elements.parameters.exceptions.basis"), parameters_bear.limits
    ),
}  # fmt: skip
"""By part: what it means, or how to find out. A new field of a model needs an entry here; a test sees to that."""
