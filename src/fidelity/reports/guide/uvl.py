"""A model in UVL, the Universal Variability Language: for analysers of feature models, which judge it independently.

Principles, essential elements and flexible ones that are not optional are mandatory features; requirements, quorums
and exclusions are constraints; what may be chosen about a parameter is a group of alternatives. A configuration is
valid if a plan that does just that is permitted, every link counted however firmly it is known. What feature models
cannot say stands in comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.model.elements import Tier
from fidelity.rendering.escaping import uvl_comment, uvl_name, uvl_text
from fidelity.reports.guide.features.asking import Asking, addition_name
from fidelity.reports.guide.features.rooms import rooms_of
from fidelity.soundness.space import is_free

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.reports.guide.features.rooms import Room

__all__ = ["model_guide"]

_GROUPS = {
    Tier.PRINCIPLE: "core principles",
    Tier.ESSENTIAL: "essential elements",
    Tier.FLEXIBLE: "flexible elements",
}
_LEFT_OUT = (
    "What is left out, because feature models have no words for it: statements, evidence, how firmly each thing is",
    "known and what follows from that for a verdict; rules for the nature of a change; approvals; tolerances.",
    "Of amounts only those values are named that a limit or a link tells apart.",
)


class _Feature(NamedTuple):
    """A feature with what stands under it: pairs of the kind of a group and its features."""

    head: str
    groups: tuple[tuple[str, tuple[_Feature, ...]], ...] = ()


def model_guide(model: Model) -> str:
    r"""Return the whole model as a feature model.

    Examples
    --------
    >>> import fidelity
    >>> print(*model_guide(fidelity.load_model("fdac")).splitlines()[:2], sep="\n")
    // Family Drug and Alcohol Court (fdac@2026.1) as a feature model
    // What is left out, because feature models have no words for it: statements, evidence, how firmly each thing is
    """
    root = uvl_name(f"model {model.id}")
    rooms = rooms_of(model)
    asking = Asking(model, rooms, root)
    for element in model.elements:
        _ask(asking, element)
    asking.constraints += (f"!{uvl_name(practice.id)}" for practice in model.proscribed)
    unsaid = [*asking.unsaid, *_unsaid(model)]
    head = [f"{model.title} ({model.reference}) as a feature model", *_LEFT_OUT, *unsaid]
    lines = [*map(uvl_comment, head), "features", *_lines(_root(model, root, rooms, asking), 1)]
    if asking.constraints:
        lines += ["constraints", *(f"    {one}" for one in asking.constraints)]
    return "\n".join(lines) + "\n"


def _ask(asking: Asking, element: Element) -> None:
    owner = uvl_name(element.id)
    asking.demand(owner, element.requires, f"{owner} needs")
    asking.demand(owner, element.realised_by, f"{owner} lives by")
    for exclusion in element.excludes:
        asking.exclude(owner, exclusion)
    for substitute in element.substitutes:
        stand_in = _stand_in(element, substitute.id)
        asking.demand(stand_in, substitute.when, f"{stand_in} needs")


def _unsaid(model: Model) -> Iterator[str]:
    for element in model.elements:
        for parameter in element.parameters:
            if parameter.type == "set":
                yield f"{uvl_name(element.id)}: which members '{parameter.name}' may have"
        if element.tolerance is not None:
            most = f"at most {element.tolerance.at_most} of what it lives by may be changed at once"
            yield f"{uvl_name(element.id)}: {most}"


def _root(model: Model, root: str, rooms: dict[tuple[str, str], Room], asking: Asking) -> _Feature:
    tiers = tuple(_tier(model, tier, rooms) for tier in Tier if model.tier(tier))
    free = [_Feature(uvl_name(practice.id)) for practice in model.proscribed]
    free += [_Feature(addition_name(addition)) for addition in asking.additions]
    free += [
        _Feature(
            f"{quorum.feature} {{abstract}}",
            ((f"[{quorum.needed}..{len(quorum.members)}]", tuple(map(_Feature, quorum.members))),),
        )
        for quorum in asking.quorums
    ]
    said = f"{{title {uvl_text(model.title)}, version {uvl_text(model.version)}}}"
    return _Feature(f"{root} {said}", _some(("mandatory", tiers), ("optional", tuple(free))))


def _tier(model: Model, tier: Tier, rooms: dict[tuple[str, str], Room]) -> _Feature:
    kept = tuple(_element(element, rooms) for element in model.tier(tier) if not is_free(element))
    free = tuple(_element(element, rooms) for element in model.tier(tier) if is_free(element))
    return _Feature(f"{uvl_name(_GROUPS[tier])} {{abstract}}", _some(("mandatory", kept), ("optional", free)))


def _element(element: Element, rooms: dict[tuple[str, str], Room]) -> _Feature:
    own = tuple(
        _Feature(
            f"{room.feature} {{abstract}}", (("alternative", tuple(map(_Feature, (room.left, *room.values.values())))),)
        )
        for parameter in element.parameters
        if (room := rooms.get((element.id, parameter.id))) is not None
    )
    stand_ins = tuple(
        _Feature(f"{_stand_in(element, one.id)} {{title {uvl_text(one.title)}}}") for one in element.substitutes
    )
    said = f"{{title {uvl_text(element.title)}, strength {uvl_text(element.strength.word)}}}"
    return _Feature(f"{uvl_name(element.id)} {said}", _some(("mandatory", own), ("optional", stand_ins)))


def _stand_in(element: Element, substitute: str) -> str:
    return uvl_name(f"{element.id} by {substitute}")


def _some(*groups: tuple[str, tuple[_Feature, ...]]) -> tuple[tuple[str, tuple[_Feature, ...]], ...]:
    return tuple(group for group in groups if group[1])


def _lines(feature: _Feature, depth: int) -> Iterator[str]:
    yield f"{'    ' * depth}{feature.head}"
    for kind, inside in feature.groups:
        yield f"{'    ' * (depth + 1)}{kind}"
        for one in inside:
            yield from _lines(one, depth + 2)
