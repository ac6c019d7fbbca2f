"""A plan for a variant, as the variant's parent sees it.

To its parent a variant is itself an adaptation: where it sets another standard the site has another value, where it
does something otherwise the site has made a change, and what it withdraws the site has taken out. Said in that way, a
plan that is written for a variant can be judged by any ancestor, and by the same checker.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from fidelity.model.model import ancestors
from fidelity.model.requirements import AdditionTerm, leaves
from fidelity.plan.plan import Addition, Change, Choice, Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model, Override
    from fidelity.model.parameters import Parameter
    from fidelity.model.types import RawValue
    from fidelity.plan.plan import Approval, Plan


def before_ancestor(plan: Plan, variant: Model, ancestor: Model) -> tuple[Plan, Model]:
    """Return a plan for a variant in the words of an ancestor, and the ancestor able to read its values.

    Parameters
    ----------
    plan
        A plan whose names fit the variant.
    variant
        The model that the plan is written for.
    ancestor
        A model that the variant extends, at first or at second hand; any version of it.

    Returns
    -------
    tuple of Plan and Model
        In the plan, what the variant does otherwise stands as changes (``child-house:interviewer``) and as choices;
        what the ancestor has no word for is left out. The model asks for exactly what the ancestor does; options that
        only the variant has can be named, and are outside its limits.

    Notes
    -----
    The cost is linear in the size of both models.
    """
    view = _View(plan, variant, ancestor)
    changes = (*view.implied(), *view.changes())
    seen = evolve(
        plan,
        model=ancestor.reference,
        as_specified=tuple(
            name for name in plan.as_specified if view.knows(name) and not any(one.element == name for one in changes)
        ),
        choices=view.choices(),
        changes=changes,
        undecided=tuple(filter(view.knows, plan.undecided)),
        approvals=_approvals(plan.approvals, {change.id for change in changes}),
    )
    return seen, _readable(ancestor, variant)


class _Otherwise(NamedTuple):
    """An override of some model between the variant and the ancestor."""

    model: Model
    override: Override


class _View:
    """One plan, its variant, and the ancestor that looks at it."""

    def __init__(self, plan: Plan, variant: Model, ancestor: Model) -> None:
        self.plan = plan
        self.variant = variant
        self.ancestor = ancestor
        self.set = {(one.element, s.parameter) for one in plan.choices for s in one.settings}
        self.set |= {(one.element, s.parameter) for one in plan.changes if one.element for s in one.settings}
        added = {one.addition.id for one in plan.changes if one.addition is not None}
        self.gone = {
            element.id for element in ancestor.elements if element.id not in variant.by_id and element.id not in added
        }
        self.otherwise = tuple(self._otherwise())

    def knows(self, name: str) -> bool:
        return name in self.ancestor.by_id or name in self.ancestor.proscribed_by_id

    def _otherwise(self) -> Iterator[_Otherwise]:
        for model in takewhile(lambda one: one.id != self.ancestor.id, (self.variant, *ancestors(self.variant))):
            for override in model.extends.overrides if model.extends is not None else ():
                if override.natures and override.subject in self.ancestor.by_id:
                    yield _Otherwise(model, override)

    def _is_settled(self, element: str) -> bool:
        """Return whether the plan has the element as the variant specifies it, or changes it from there."""
        plan = self.plan
        if element in plan.undecided:
            return False
        named = {*plan.as_specified, *(c.element for c in plan.changes), *(c.element for c in plan.choices)}
        return plan.unmentioned == "as-specified" or element in named

    # What the variant itself does ----------------------------------------------------------------------

    def implied(self) -> Iterator[Change]:
        """Yield what the variant does otherwise, as changes of a site."""
        for model, override in self.otherwise:
            element = self.variant.by_id.get(override.subject)
            if element is not None and self._is_settled(element.id):
                settings = self._standards(element)
                self.set |= {(element.id, one.parameter) for one in settings}  # of several models the nearest sets it
                yield Change(
                    id=f"{model.id}:{element.id}",
                    what=override.reason,
                    element=element.id,
                    natures=override.natures,
                    settings=settings,
                    function_kept=override.function_kept,
                    place=override.place,
                )
        for name in self.ancestor.by_id:
            if name in self.gone:
                yield Change(
                    id=f"{self.variant.id}:{name}", what="It is withdrawn.", element=name, natures=("removing",)
                )
        for element in self._noticed():
            yield Change(
                id=f"{self.variant.id}:{element.id}",
                what=element.statement,
                natures=("adding",),
                addition=Addition(
                    element.id, element.title, element.statement, excludes=tuple(self._excluded(element))
                ),
                place=element.place,
            )

    def _standards(self, element: Element) -> tuple[Setting, ...]:
        """Return the standards of an element that are not the ancestor's, where the plan sets nothing else."""
        before = self.ancestor.by_id.get(element.id)
        found = []
        for parameter in element.parameters if before is not None else ():
            known = before.parameter(parameter.id) if before is not None else None
            if known is None or (element.id, parameter.id) in self.set:
                continue
            if parameter.point is not None and parameter.point != known.point:
                found.append(Setting(parameter.id, _raw(parameter), parameter.place))
        return tuple(found)

    def _noticed(self) -> Iterator[Element]:
        """Yield the variant's own elements that some link of the ancestor's, or of their own, is about."""
        links = [group for one in self.ancestor.elements for group in (one.requires, one.realised_by) if group]
        named = {leaf.addition for group in links for leaf in leaves(group) if isinstance(leaf, AdditionTerm)}
        removed = {change.element for change in self.plan.changes if "removing" in change.natures}
        for element in self.variant.elements:
            if element.id in self.ancestor.by_id or element.id in removed or not self._is_settled(element.id):
                continue
            if element.id in named or any(self._excluded(element)):
                yield element

    def _excluded(self, element: Element) -> Iterator[str]:
        for exclusion in element.excludes:
            if exclusion.other.element in self.ancestor.by_id and not hasattr(exclusion.other, "parameter"):
                yield exclusion.other.element

    # What the plan does --------------------------------------------------------------------------------

    def choices(self) -> tuple[Choice, ...]:
        """Return the plan's choices that the ancestor knows, and the variant's own standards among them."""
        changed = {override.subject for _, override in self.otherwise}
        chosen: dict[str, Choice] = {}
        for choice in self.plan.choices:
            settings = self._known(choice.element, choice.settings)
            if settings:
                chosen[choice.element] = evolve(choice, settings=settings)
        for element in self.variant.elements:
            if element.id in changed or not self._is_settled(element.id):
                continue
            standards = self._standards(element)
            if standards:
                before = chosen.get(element.id, Choice(element.id, (), element.place))
                chosen[element.id] = evolve(before, settings=(*before.settings, *standards))
        return tuple(chosen.values())

    def changes(self) -> Iterator[Change]:
        """Yield the plan's own changes, as far as the ancestor knows what they are about."""
        for change in self.plan.changes:
            if change.addition is not None:
                yield self._added(change, change.addition)
            elif change.element in self.ancestor.by_id:
                settings = self._known(change.element or "", change.settings)
                yield evolve(change, settings=settings, exception=self._exception(change, settings))
            elif change.proscribed in self.ancestor.proscribed_by_id:
                yield change

    def _added(self, change: Change, addition: Addition) -> Change:
        if addition.id in self.ancestor.proscribed_by_id:
            return evolve(change, addition=None, touches=(), proscribed=addition.id)
        known = evolve(
            addition,
            requires=tuple(filter(self.ancestor.by_id.__contains__, addition.requires)),
            excludes=tuple(filter(self.ancestor.by_id.__contains__, addition.excludes)),
        )
        return evolve(change, addition=known, touches=tuple(filter(self.ancestor.by_id.__contains__, change.touches)))

    def _known(self, element: str, settings: Iterable[Setting]) -> tuple[Setting, ...]:
        before = self.ancestor.by_id.get(element)
        return tuple(one for one in settings if before is not None and before.parameter(one.parameter) is not None)

    def _exception(self, change: Change, settings: Iterable[Setting]) -> str | None:
        element = self.ancestor.by_id[change.element or ""]
        known = {e.id for s in settings if (p := element.parameter(s.parameter)) is not None for e in p.exceptions}
        return change.exception if change.exception in known else None


def _raw(parameter: Parameter) -> RawValue:
    point = parameter.point
    return tuple(sorted(point)) if isinstance(point, frozenset) else parameter.standard[0].text


def _approvals(approvals: Iterable[Approval], changes: set[str]) -> tuple[Approval, ...]:
    kept = []
    for approval in approvals:
        covers = tuple(covered for covered in approval.covers if covered.change in changes)
        if covers:
            kept.append(evolve(approval, covers=covers))
    return tuple(kept)


def _readable(ancestor: Model, variant: Model) -> Model:
    """Return the ancestor, with the variant's options among those that can be named."""
    elements = tuple(_with_options(one, variant.by_id.get(one.id)) for one in ancestor.elements)
    if all(one is before for one, before in zip(elements, ancestor.elements, strict=True)):
        return ancestor
    return evolve(ancestor, elements=elements)


def _with_options(element: Element, now: Element | None) -> Element:
    wider: dict[str, Parameter] = {}
    for parameter in element.parameters if now is not None else ():
        other = now.parameter(parameter.id) if now is not None else None
        more = () if other is None else tuple(one for one in other.options if one not in parameter.options)
        if parameter.options and more:
            wider[parameter.id] = evolve(parameter, options=(*parameter.options, *more))
    if not wider:
        return element
    return evolve(element, parameters=tuple(wider.get(one.id, one) for one in element.parameters))
