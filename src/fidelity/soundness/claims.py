"""Whether a variant keeps what it claims: the same checker judges, once before the variant and once before its parent.

*Refine, never redefine*: a variant that claims to implement its parent may ask for more, and never for less. Plans that
go to the edge of what the variant allows are put before both. One that is green before the variant and red before the
parent is a counterexample: the claim fails, and the plan shows how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.checking.result import judge_plan
from fidelity.checking.table import RULE_WORDS, table_level
from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.elements import Tier
from fidelity.model.evidence import NOWHERE
from fidelity.model.model import Model
from fidelity.model.strength import Strength
from fidelity.plan.ancestry import before_ancestor
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Plan
from fidelity.soundness.escapes import Edge, edges, escapes, untouched_plan, values_of
from fidelity.soundness.values import inside
from fidelity.verdicts import GREEN, RED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Override
    from fidelity.model.parameters import Parameter
    from fidelity.soundness.escapes import Escape


@frozen(eq=False, repr=False)
class Counterexample(Content):
    """A plan that the variant allows and its parent does not.

    Attributes
    ----------
    subject
        The id of the element or practice that it is about.
    allowed
        What the plan does.
    breach
        What a check before the parent says of it.
    plan
        The plan.
    place
        Where the variant lets it go.
    """

    subject: str
    allowed: str
    breach: str
    plan: Plan
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class ClaimTest(Content):
    """What a variant claims of its parent, and whether the claim holds.

    Attributes
    ----------
    claim
        ``implements``, ``extends`` or ``inspired-by``.
    parent
        The model that the variant extends.
    differences
        What the variant does differently.
    counterexamples
        Plans that show that the claim fails.
    """

    claim: str
    parent: Model
    differences: tuple[Deviation, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()

    @property
    def loosened(self) -> tuple[Deviation, ...]:
        """What the variant asks for less firmly, or no longer."""
        return tuple(one for one in self.differences if one.looser)

    @property
    def holds(self) -> bool | None:
        """Whether the claim holds: true or false for ``implements``, and true for ``extends``, which promises nothing.

        ``None`` if nothing is claimed. ``None`` also if the variant is looser than its parent and no plan that was
        tried shows that this breaches the parent: its word does not bind there, or it would have its owner asked.
        """
        if self.claim != "implements":
            return True if self.claim == "extends" else None
        if self.counterexamples:
            return False
        return None if self.loosened else True


def weigh_claim(variant: Model, bind: Strength = Strength.RESTATED) -> ClaimTest:
    """Return the test of what a variant claims of its parent.

    Parameters
    ----------
    variant
        A model that extends another.
    bind
        The weakest strength that binds.

    Returns
    -------
    ClaimTest
        What the variant does differently, and the plans that show where its claim fails.

    Raises
    ------
    ValueError
        If the model extends none.

    Notes
    -----
    A solver says exactly what a plan could do about the links of the parent. Everything else is tried, one step at a
    time. The cost is one check before each of the two models for every option, every end of a limit and every element
    that may be left out or is changed.
    """
    if variant.extends is None:
        raise ValueError(f"{variant.reference} extends no model")
    parent, claim = variant.extends.parent, variant.extends.claim
    found = tuple(escapes(variant, parent, untouched_plan(variant)))
    deviations = tuple(differences(variant, parent, found))
    if claim == "inspired-by":
        return ClaimTest(claim, parent, deviations)
    plans = (*edges(variant, parent), *(escape.edge for escape in found))
    return ClaimTest(claim, parent, deviations, tuple(_counterexamples(plans, variant, parent, bind)))


def _counterexamples(plans: Iterable[Edge], variant: Model, parent: Model, bind: Strength) -> Iterator[Counterexample]:
    """Yield a plan for each breach that the variant allows, each breach once, by the first plan that shows it."""
    known: set[tuple[str, str]] = set()
    for edge in plans:
        if judge_plan(edge.plan, variant, bind, None).verdict is not GREEN:
            continue
        result = judge_plan(*before_ancestor(edge.plan, variant, parent), bind, None)
        for breach in result.findings if result.verdict is RED else ():
            if breach.verdict is RED and (breach.code, breach.subject) not in known:
                known.add((breach.code, breach.subject))
                subject = breach.element or breach.subject
                place = _place((subject, edge.subject), variant)
                yield Counterexample(subject, edge.words, breach.message, edge.plan, place)


def _place(subjects: Iterable[str], variant: Model) -> Place:
    """Return where the variant says what lets something go: an override, or else what it extends."""
    extends = variant.extends
    if extends is None:
        return variant.place
    overrides = (extends.override(subject) for subject in subjects)
    return next((one.place for one in overrides if one is not None), extends.place)


# What a variant does differently -----------------------------------------------------------------------------

_RANK = {Tier.FLEXIBLE: 0, Tier.ESSENTIAL: 1, Tier.PRINCIPLE: 2}
_SHOWN = 3
"""How many values a sentence names as examples: enough to see the point."""


@frozen(eq=False, repr=False)
class Deviation(Content):
    """Something that a variant does differently from its parent.

    Attributes
    ----------
    kind
        ``adds``, ``withdraws``, ``narrows``, ``loosens`` or ``replaces``.
    subject, title
        The id and the title of the element or practice that it is about.
    text
        What the variant does, as a sentence.
    reason
        Why, as the variant gives it.
    looser
        Whether the variant asks for less than its parent there.
    place
        Where the variant says it.
    """

    kind: str
    subject: str
    title: str
    text: str
    reason: str = ""
    looser: bool = False
    place: Place = field(default=NOWHERE, eq=False, repr=False)


def differences(variant: Model, parent: Model, found: Iterable[Escape]) -> Iterator[Deviation]:
    """Yield what a variant does differently: what it adds, what it changes, and what it no longer asks for.

    ``found`` are the escapes from the parent's links.
    """
    for element in variant.elements:
        if element.id not in parent.by_id:
            text = f"It adds the {element.tier.noun} '{element.title}'."
            yield Deviation("adds", element.id, element.title, text, place=element.place)
    for practice in variant.proscribed:
        if practice.id not in parent.proscribed_by_id:
            text = f"It rules out '{practice.title}' as well."
            yield Deviation("narrows", practice.id, practice.title, text, place=practice.place)
    extends = variant.extends
    for override in extends.overrides if extends is not None else ():
        yield from _overridden(override, variant, parent)
    for escape in found:
        element = variant.by_id[escape.element]
        known = None if extends is None else extends.override(element.id)
        reason, place = ("", element.place) if known is None else (known.reason, known.place)
        text = f"'{element.title}' {escape.text}"
        yield Deviation("loosens", element.id, element.title, text, reason, looser=True, place=place)


def _overridden(override: Override, variant: Model, parent: Model) -> Iterator[Deviation]:
    id_, why, place = override.subject, override.reason, override.place
    before, now = parent.by_id.get(id_), variant.by_id.get(id_)
    practice = parent.proscribed_by_id.get(id_)
    title = now.title if now else before.title if before else practice.title if practice else id_
    if override.withdrawn:
        looser = before is None or not before.optional
        text = f"It does without '{title}'." if before is not None else f"It no longer rules out '{title}'."
        yield Deviation("withdraws", id_, title, text, why, looser, place)
    elif before is None or now is None:
        yield Deviation("replaces", id_, title, f"It says in other words what '{title}' is.", why, place=place)
    else:
        found = [*_tier_and_parameters(before, now), *_permissions(before, now)]
        for kind, text in found:
            yield Deviation(kind, id_, title, text, why, kind == "loosens", place)
        worded = [text for keys, text in _worded(before, now) if not keys.isdisjoint(override.keys)]
        if worded or not found:
            rest = f"It keeps '{now.title}', with evidence or a note of its own."
            if "substitutes" in override.keys:
                rest = f"It says in another way when something else can stand in for '{now.title}'."
            yield Deviation("replaces", id_, title, " ".join(worded) or rest, why, place=place)


def _worded(before: Element, now: Element) -> tuple[tuple[set[str], str], ...]:
    """Return what an override says in words, by what it replaces."""
    form = f"It does '{now.title}' in another way" + (f": {now.form}" if now.form else "")
    function = f"It gives '{now.title}' another purpose" + (f": {now.function}" if now.function else "")
    return (
        ({"title"}, f"What its parent calls '{before.title}' is '{now.title}' here."),
        ({"statement"}, f"It says of '{now.title}': {now.statement}"),
        ({"function"}, f"{function.removesuffix('.')}."),
        ({"form"}, f"{form.removesuffix('.')}."),
        ({"requires", "realised_by", "excludes"}, f"It changes what '{now.title}' needs or rules out."),
        ({"indicators"}, f"It checks in another way whether '{now.title}' is in place."),
    )


def _tier_and_parameters(before: Element, now: Element) -> Iterator[tuple[str, str]]:
    if now.tier is not before.tier:
        kind = "narrows" if _RANK[now.tier] > _RANK[before.tier] else "loosens"
        is_, was = (f"{'an' if tier is Tier.ESSENTIAL else 'a'} {tier.noun}" for tier in (now.tier, before.tier))
        yield kind, f"It makes '{now.title}' {is_}; before, it is {was}."
    elif now.optional is not before.optional:
        yield "loosens" if now.optional else "narrows", f"'{now.title}' is {'' if now.optional else 'not '}optional."
    for parameter in now.parameters:
        known = before.parameter(parameter.id)
        if known is None and parameter.silent:
            yield "narrows", f"It asks about '{parameter.name}' for '{now.title}', and gives no figure or limit."
        elif known is None:
            yield "narrows", f"It says what '{parameter.name}' has to be for '{now.title}': {_allowed(parameter)}."
        elif known != parameter:
            yield from _values(known, parameter, now.title)


def _values(before: Parameter, now: Parameter, title: str) -> Iterator[tuple[str, str]]:
    """Yield how the limits of a parameter differ, judged by values that stand for all."""
    name = f"'{now.name}' of '{title}'"
    if now.silent and not before.silent:
        yield "loosens", f"It sets no limit to {name} any more; before: {_allowed(before)}."
        return
    if before.silent and not now.silent:
        yield "narrows", f"It sets {name}: {_allowed(now)}."
        return
    pairs = values_of(now, before)
    more = [text for text, value in pairs if inside(now, value) and not inside(before, value)]
    fewer = [text for text, value in pairs if inside(before, value) and not inside(now, value)]
    if more and not any(inside(now, value) and inside(before, value) for _, value in pairs):
        yield "loosens", f"It asks for something else for {name}: {_allowed(now)}; before: {_allowed(before)}."
    elif more:
        shown = ", ".join(more[:_SHOWN])
        yield "loosens", f"It allows more for {name} ({_allowed(now)}; before: {_allowed(before)}), such as {shown}."
    elif fewer:
        yield "narrows", f"It allows less for {name}: {_allowed(now)}; before: {_allowed(before)}."
    if before.standard != now.standard and not more and not fewer:
        standards = f"{now.standard_text or 'none'}; before: {before.standard_text or 'none'}"
        yield "replaces", f"It sets another standard for {name}: {standards}."


def _allowed(parameter: Parameter) -> str:
    limits = "; ".join(map(str, parameter.limits)) or parameter.standard_text or "no limit"
    exceptions = (f"; '{one.title}': {'; '.join(map(str, one.limits))}" for one in parameter.exceptions)
    return f"{limits}{''.join(exceptions)}"


def _permissions(before: Element, now: Element) -> Iterator[tuple[str, str]]:
    known, accepted = ({one.id: one for one in element.substitutes} for element in (before, now))
    for id_, substitute in accepted.items():
        if id_ not in known:
            yield "loosens", f"It accepts '{substitute.title}' in the place of '{now.title}'."
    for id_, substitute in known.items():
        if id_ not in accepted:
            yield "narrows", f"It no longer accepts '{substitute.title}' in the place of '{now.title}'."
    ruled = {rule.nature for element in (before, now) for rule in element.adaptation}
    for nature in filter(ruled.__contains__, NATURES):  # the other natures go by the tier, which is compared above
        was, is_ = (
            next(
                (RULE_WORDS.index(rule.rule) for rule in element.adaptation if rule.nature == nature),
                table_level(nature, element.tier, function_kept=True),
            )
            for element in (before, now)
        )
        if was != is_:
            kind = "loosens" if is_ < was else "narrows"
            words = f"{RULE_WORDS[is_]}; before: {RULE_WORDS[was]}"
            yield kind, f"A change to '{now.title}' of the nature '{nature}' is {words}."
    if before.tolerance != now.tolerance:
        most = None if now.tolerance is None else now.tolerance.at_most
        tighter = before.tolerance is None or (most is not None and most < before.tolerance.at_most)
        yield "narrows" if tighter else "loosens", f"'{now.title}' tolerates {'any number' if most is None else most}."
