"""Random models and plans, always legal: whoever adds a feature adds it to ``fidelity.strategies``, or here.

What others may want too is there: ``models()`` (sound or not), ``plans(model)`` with at most six atoms unless told
otherwise, so that an oracle can try every subset, and ``cases()``, all that a judge is asked about. Here is what only
our own laws need: ``simple_cases()`` are the models and plans of the monotonicity laws, in ``bearing_cases()`` links
are about what the plan does, in ``agreed_cases()`` much of it is approved too, and ``model_yaml`` and ``plan_yaml``
write files.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml
from attrs import evolve
from hypothesis import strategies as st

from fidelity.model.elements import Element, Substitute, Tier
from fidelity.model.parameters import Constraint, Exemption, Parameter
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm, leaves
from fidelity.plan.frame import LISTS, RECORD, STATUSES
from fidelity.plan.plan import Approval, Change, Plan, Record, Setting
from fidelity.strategies import Case, cases
from fidelity.strategies.drawing import (
    ADDITIONS,
    AUTHOR,
    BASES,
    EVIDENCE,
    OWNER,
    ROLES,
    SITE,
    SOURCES,
    TODAY,
    basis,
    below,
    coin,
    number,
    pick,
    some,
)
from fidelity.strategies.modelling import (
    Ground,
    authorities,
    elements,
    exclusions,
    groups,
    holds_untouched,
    leaf_terms,
    link,
    linked,
    mended,
    models,
    nature_rules,
    natures,
    parameter_terms,
    sound_models,
    substitutes,
)
from fidelity.strategies.parameters import KINDS, Sampled, conditions, constraint, parameters, values_for
from fidelity.strategies.planning import (
    Draft,
    Manner,
    approval_of,
    approvals,
    binds,
    days,
    faithful,
    plans,
    plans_in_manner,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from fidelity.model.evidence import Basis, Evidence
    from fidelity.model.model import Model
    from fidelity.model.requirements import Leaf, Term
    from fidelity.model.types import RawValue

__all__ = [
    "ADDITIONS",
    "AUTHOR",
    "BASES",
    "EVIDENCE",
    "KINDS",
    "OWNER",
    "ROLES",
    "SITE",
    "SOURCES",
    "TODAY",
    "Case",
    "Draft",
    "Ground",
    "Manner",
    "Sampled",
    "agreed_cases",
    "all_leaves",
    "approvals",
    "authorities",
    "basis",
    "bearing_cases",
    "below",
    "binds",
    "cases",
    "coin",
    "conditions",
    "constraint",
    "days",
    "elements",
    "enables_nothing",
    "exclusions",
    "faithful",
    "groups",
    "leaf_terms",
    "link",
    "linked",
    "mended",
    "model_yaml",
    "models",
    "nature_rules",
    "natures",
    "number",
    "parameter_terms",
    "parameters",
    "pick",
    "plan_yaml",
    "plans",
    "plans_in_manner",
    "records",
    "simple_cases",
    "simple_plans",
    "some",
    "sound_models",
    "substitutes",
    "values_for",
]

# Plans as people word them --------------------------------------------------------------------------

_SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"))
_ODD = (
    "=1+1",
    "@home",
    "-",
    "#REF!",
    "no",
    "null",
    "~",
    "12",
    "0.8",
    "a: b",
    "x;y",
    '"',
    '"q"',
    "a.b",
    "c\u20131",
    "\u00a0x",
)
_WORDS_AND_SIGNS = st.lists(st.sampled_from(_ODD) | st.text(_SIGNS, max_size=8), min_size=1, max_size=3)
_JOINTS = st.sampled_from((" ", "", "\n", "\t", "; ", "\u00a0"))


@st.composite
def texts(draw: DrawFn) -> str:
    """Texts as a plan can hold them: with what spreadsheets and word processors make of them."""
    text = draw(_JOINTS).join(draw(_WORDS_AND_SIGNS)).strip()
    return text or "x"


@st.composite
def worded(draw: DrawFn, plan: Plan) -> Plan:
    """Return a plan with every text in it in any words, with records, and in any order."""
    ids = {change.id: f"{draw(texts())}-{number}" for number, change in enumerate(plan.changes)}
    chosen = {choice.element for choice in plan.choices}  # a file says of an element that it is chosen or undecided
    return evolve(
        plan,
        id=draw(texts()),
        site=draw(texts()),
        author=draw(st.none() | texts()),
        status=pick(draw, STATUSES),
        as_specified=(*draw(st.permutations(plan.as_specified)), *draw(st.sampled_from(((), ("no.such; one",))))),
        undecided=tuple(name for name in draw(st.permutations(plan.undecided)) if name not in chosen),
        choices=tuple(evolve(one, settings=_worded(draw, one.settings)) for one in draw(st.permutations(plan.choices))),
        changes=tuple(_worded_change(draw, change, ids[change.id]) for change in plan.changes),
        approvals=tuple(_worded_approval(draw, approval, ids) for approval in plan.approvals),
    )


def _worded(draw: DrawFn, settings: Sequence[Setting]) -> tuple[Setting, ...]:
    """Return settings with some values in any words; now and then there are none."""
    values = st.none() | texts() | st.lists(texts(), max_size=3).map(tuple)
    kept = [setting for setting in settings if draw(below(9))]
    return tuple(one if (raw := draw(values)) is None else evolve(one, value=raw) for one in kept)


def _worded_change(draw: DrawFn, change: Change, name: str) -> Change:
    addition, settings = change.addition, change.settings if change.exception else _worded(draw, change.settings)
    if addition is not None:
        addition = evolve(addition, title=draw(texts()), statement=draw(texts()))
    return evolve(
        change,
        id=name,
        what=draw(texts()),
        settings=settings,
        addition=addition,
        substitute=None if change.substitute is None else draw(texts()),
        function_kept=draw(st.none() | texts()),
        record=records(draw) if coin(draw) else change.record,
    )


def records(draw: DrawFn) -> Record:
    words = {name: tuple(some(draw, tuple(taken), 0, 3)) for name, taken in RECORD.items()}
    several = {name: words[name] for name in LISTS}
    single = {name: (found or (None,))[0] for name, found in words.items() if name not in LISTS}
    return Record(**several, **single, effects=draw(st.none() | texts()))  # type: ignore[arg-type] # by their names


def _worded_approval(draw: DrawFn, approval: Approval, ids: Mapping[str, str]) -> Approval:
    given = draw(st.dates(date(1850, 1, 1), date(2100, 1, 1)))
    return evolve(
        approval,
        covers=tuple(evolve(one, change=ids[one.change]) for one in approval.covers),
        by=draw(texts()),
        role=draw(texts()),
        given=given,
        until=draw(st.none() | st.dates(given)),
        reference=draw(st.none() | texts()),
        conditions=draw(st.none() | texts()),
    )


# What a judge is asked --------------------------------------------------------------------------


CHANGING = Manner(parts=("change", "change", "change", "change", "choice", "undecided", "add", "proscribed"), least=4)


@st.composite
def bearing_cases(draw: DrawFn, *, max_size: int = 4, max_atoms: int = 5, agreed: bool = False) -> Case:
    """Small models whose links are about what the plan does; with ``agreed`` much of it is approved.

    In larger models that know nothing of the plan most changes bear on no link, most values on no condition, and hardly
    an approval on anything.
    """
    bare = draw(models(max_size=number(draw, 2, max_size)))
    plan = draw(plans_in_manner(bare, CHANGING, max_atoms=max_atoms))
    model = bearing(draw, bare, plan)
    if agreed:
        owner, region = "model-owner", "regional-lead"
        roles = [(owner,), (owner,), (owner, region), (owner, AUTHOR), (region,), (AUTHOR,), ()]
        keys = ["essential", "flexible", "proscribed", *pick(draw, [[], ["principle"]])]
        authority = {key: found for key in keys if (found := pick(draw, roles))}
        model = evolve(model, authority=MappingProxyType(authority))
        covered = [change for change in plan.changes if number(draw, 0, 3)]
        plan = evolve(plan, approvals=tuple(approval_of(draw, model, [change]) for change in covered))
    return Case(model, plan, draw(binds()), draw(days()))


def agreed_cases(*, max_size: int = 4, max_atoms: int = 4) -> SearchStrategy[Case]:
    """Plans of which much is approved, validly or but for one thing, so that much of what follows is agreed."""
    return bearing_cases(max_size=max_size, max_atoms=max_atoms, agreed=True)


def bearing(draw: DrawFn, model: Model, plan: Plan) -> Model:
    """Return the model with links drawn anew, about what the plan changes, sets, adds or leaves open."""
    touched = {*plan.undecided, *(change.element for change in plan.changes)}
    given = [(change.element or "", one) for change in plan.changes for one in change.settings]
    given += [(choice.element, one) for choice in plan.choices for one in choice.settings]
    made = [change.addition.id for change in plan.changes if change.addition is not None]
    values = [(name, found) for name, one in given if (found := model.by_id[name].parameter(one.parameter)) is not None]
    swapped = {change.element for change in plan.changes if change.substitute is not None}

    def term(leaf: Leaf) -> Leaf:
        return evolve(leaf, addition=pick(draw, made)) if isinstance(leaf, AdditionTerm) and made else leaf

    def about(link: Group | None) -> Group | None:
        if link is None:
            return None
        terms = (about(one) if isinstance(one, Group) else term(one) for one in link.terms)
        return evolve(link, terms=tuple(one for one in terms if one is not None))

    def anew(element: Element) -> Element:
        if not number(draw, 0, 3) and element.id not in swapped:
            return element
        others = [one for one in model.by_id if one != element.id]
        names = [one for one in others if one in touched] or others
        ground = Ground(tuple(names), tuple(values) or tuple((e.id, p) for e in model.elements for p in e.parameters))
        stand_in = evolve(substitutes(draw, ground), when=groups(draw, ground, 1) if number(draw, 0, 3) else None)
        return evolve(
            element,
            requires=about(link(draw, ground)),
            realised_by=about(link(draw, ground)) if element.tier is Tier.PRINCIPLE else None,
            excludes=exclusions(draw, ground),
            substitutes=(evolve(stand_in, when=about(stand_in.when)),),
        )

    return evolve(model, elements=tuple(anew(element) for element in model.elements))


def simple_plans(model: Model, *, max_atoms: int = 6) -> SearchStrategy[Plan]:
    """Plans without approvals and additions in which no value helps anything to hold.

    The laws about such plans are for models without exclusions: see ``simple_cases``.
    """
    manner = Manner(
        parts=("change", "change", "choice", "undecided", "proscribed"),
        approvals=False,
        value_allowed=enables_nothing,
    )
    return plans_in_manner(model, manner, max_atoms=max_atoms)


def enables_nothing(model: Model, element: str, parameter: Parameter, raw: RawValue) -> bool:
    """Return whether a value meets no condition that the standard does not meet."""
    value = parameter.value(raw)
    for leaf in all_leaves(model):
        if isinstance(leaf, ParameterTerm) and (leaf.element, leaf.parameter) == (
            element,
            parameter.id,
        ):
            meets = all(item.holds(value) for item in leaf.constraints)
            if meets and not holds_untouched(model, leaf):
                return False
    return True


def all_leaves(model: Model) -> list[Leaf]:
    """Return the leaves of every link and condition of a model."""
    links: list[Group | None] = []
    for element in model.elements:
        links += [element.requires, element.realised_by]
        links += [substitute.when for substitute in element.substitutes]
    return [leaf for link in links if link is not None for leaf in leaves(link)]


@st.composite
def simple_cases(draw: DrawFn, *, max_size: int = 9, max_atoms: int = 6) -> Case:
    """Models without exclusions, sound or not, and simple plans for them."""
    kind = pick(draw, [sound_models, models])
    model = draw(kind(max_size=max_size, excluding=False))
    plan = draw(simple_plans(model, max_atoms=max_atoms))
    return Case(model, plan, draw(binds()), draw(days()))


# As files ---------------------------------------------------------------------------------------


def model_yaml(model: Model) -> str:
    """Return a model as the text of its file."""
    return _dump(
        {
            "model": model.id,
            "version": model.version,
            "title": model.title,
            "owner": model.owner,
            "summary": model.summary,
            "authority": {key: list(roles) for key, roles in model.authority.items()} or None,
            "sources": {
                s.id: _some(type=s.type, authors=s.authors, year=s.year, title=s.title, url=s.url)
                for s in model.sources
            },
            "evidence": [_evidence(item) for item in model.evidence],
            "principles": [_element(item) for item in model.principles],
            "essential": [_element(item) for item in model.essential],
            "flexible": [_element(item) for item in model.flexible],
            "proscribed": [
                {"id": p.id, "title": p.title, "statement": p.statement, **_basis(p.basis)} for p in model.proscribed
            ],
        }
    )


def plan_yaml(plan: Plan) -> str:
    """Return a plan as the text of its file."""
    return _dump(
        {
            "plan": plan.id,
            "model": plan.model,
            "site": plan.site,
            "author": plan.author,
            "status": plan.status,
            "claim": plan.claim,
            "unmentioned": plan.unmentioned,
            "as_specified": list(plan.as_specified),
            "choices": {choice.element: _set(choice.settings) for choice in plan.choices},
            "changes": [_change(change) for change in plan.changes],
            "undecided": list(plan.undecided),
            "approvals": [_approval(approval) for approval in plan.approvals],
        }
    )


class _Plain(yaml.SafeDumper):
    """Writes every list out in full: the readers refuse aliases."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _dump(data: Mapping[str, object]) -> str:
    plain = {key: value for key, value in data.items() if value not in (None, [], {})}
    return yaml.dump(plain, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)


def _some(**items: object) -> dict[str, object]:
    """Return the items that say something."""
    return {key: value for key, value in items.items() if value not in (None, [], {}, ())}


def _basis(basis_: Basis, prefix: str = "") -> dict[str, object]:
    if basis_.evidence:
        return {f"{prefix}basis": list(basis_.evidence)}
    return {f"{prefix}inferred": basis_.inferred or "nobody says so"}


def _evidence(item: Evidence) -> dict[str, object]:
    return _some(
        id=item.id,
        says=item.says,
        source=item.sources[0],
        locator=item.locator,
        voice=item.voice,
        status=item.status,
    )


def _element(element: Element) -> dict[str, object]:
    found: dict[str, object] = {
        "id": element.id,
        "title": element.title,
        "statement": element.statement,
        **_some(function=element.function, form=element.form),
        **_basis(element.basis),
        **_basis(element.tier_basis, "tier_"),
    }
    if element.tier is Tier.FLEXIBLE:
        found["optional"] = element.optional
    tolerance = element.tolerance
    found |= _some(
        parameters={parameter.id: _parameter(parameter) for parameter in element.parameters},
        requires=element.requires and _term(element.requires),
        realised_by=element.realised_by and _term(element.realised_by),
        tolerance=tolerance and {"at_most": tolerance.at_most, **_basis(tolerance.basis)},
        excludes=[{**_term(x.other), **_basis(x.basis)} for x in element.excludes],
        substitutes=[_substitute(substitute) for substitute in element.substitutes],
        adaptation={rule.nature: {"rule": rule.rule, **_basis(rule.basis)} for rule in element.adaptation},
    )
    return found


def _substitute(substitute: Substitute) -> dict[str, object]:
    when = substitute.when and _term(substitute.when)
    return {
        "id": substitute.id,
        "title": substitute.title,
        **_some(when=when),
        **_basis(substitute.basis),
    }


def _term(term: Term) -> dict[str, object]:
    if isinstance(term, Group):
        inner = [_term(item) for item in term.terms]
        head = {"at_least": term.count, "of": inner} if term.kind == "at_least" else {term.kind: inner}
        return {**head, **_basis(term.basis)}
    if isinstance(term, ElementTerm):
        return {"element": term.element, **_basis(term.basis)}
    if isinstance(term, AdditionTerm):
        return {"addition": term.addition, **_basis(term.basis)}
    reference = f"{term.element}.{term.parameter}"
    return {"parameter": reference, **_constraints(term.constraints), **_basis(term.basis)}


def _constraints(constraints: Iterable[Constraint]) -> dict[str, object]:
    found: dict[str, object] = {}
    for item in constraints:
        several = item.operator in {"in", "includes"} or isinstance(item.value, frozenset)
        found[item.operator] = item.text.split(", ") if several else item.text
    return found


def _parameter(parameter: Parameter) -> dict[str, object]:
    standard: object = None
    if parameter.standard:
        pairs = _constraints(parameter.standard)
        standard = pairs.get("is", pairs)
    options = Constraint("in", parameter.options, ", ".join(parameter.options))
    limits = [limit for limit in parameter.limits if not limit.derived and limit.constraints != (options,)]
    return {
        "type": parameter.type,
        **_some(
            title=parameter.title,
            standard=standard,
            read_as=None if parameter.read_as == "exact" else parameter.read_as,
            unit=parameter.unit,
            options=list(parameter.options),
            limits=[{**_constraints(limit.constraints), **_basis(limit.basis)} for limit in limits],
            exceptions=[_exemption(exemption) for exemption in parameter.exceptions],
        ),
        **_basis(parameter.basis),
    }


def _exemption(exemption: Exemption) -> dict[str, object]:
    limits = [{**_constraints(x.constraints), **_basis(x.basis)} for x in exemption.limits]
    return {
        "id": exemption.id,
        "title": exemption.title,
        "limits": limits,
        **_basis(exemption.basis),
    }


def _raw(raw: RawValue) -> object:
    return raw if isinstance(raw, str) else list(raw)


def _set(settings: Iterable[Setting]) -> dict[str, object]:
    return {setting.parameter: _raw(setting.value) for setting in settings}


def _change(change: Change) -> dict[str, object]:
    addition = change.addition
    add = None
    if addition is not None:
        add = {
            "id": addition.id,
            "title": addition.title,
            "statement": addition.statement,
            **_some(requires=list(addition.requires), excludes=list(addition.excludes)),
        }
    return {
        "id": change.id,
        **_some(
            element=change.element,
            add=add,
            proscribed=change.proscribed,
            touches=list(change.touches),
            nature=list(change.natures),
            set=_set(change.settings),
            exception=change.exception,
            function_kept=change.function_kept,
        ),
        **({"with": change.substitute} if change.substitute else {}),
        "what": change.what,
    }


def _approval(approval: Approval) -> dict[str, object]:
    covers = [
        {
            "change": item.change,
            **_some(nature=list(item.natures), set=_set(item.settings), exception=item.exception),
            **({"with": item.substitute} if item.substitute else {}),
        }
        for item in approval.covers
    ]
    found: dict[str, object] = {"covers": covers, "by": approval.by, "role": approval.role}
    return found | {"given": approval.given} | _some(until=approval.until, conditions=approval.conditions)
