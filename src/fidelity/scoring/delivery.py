"""Delivered fidelity by the same checker: what was rated below the threshold is not in place, with what follows.

We tell the engine what was delivered as a plan. It is the site's own plan, or the model as specified, but it removes
the essential elements below the threshold, lets in the practices that were found, and leaves undecided what nobody
could tell. So one engine judges planned and delivered fidelity, and their difference is drift. The drift of each site
shows period by period. The ways to get better are a start for improvement, not an audit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve, frozen

from fidelity.checking.facts import PRACTICE, UNDECIDED, UNDERMINED, UNREALISED
from fidelity.checklists.bands import number
from fidelity.checklists.names import name_of
from fidelity.checklists.responses import Responses, period_of
from fidelity.content import Content
from fidelity.model.elements import Tier
from fidelity.model.strength import Strength, level_of
from fidelity.plan.plan import Change, Plan
from fidelity.rendering.english import capital, counted, listed
from fidelity.scoring.scoring import Score, score, score_counts
from fidelity.scoring.tallies import COUNTED, MET, NA, NOT_MET, UNKNOWN, Counts
from fidelity.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.checklists.checklist import Item
    from fidelity.checklists.responses import Form
    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.scoring.scoring import Score
    from fidelity.scoring.tallies import Stack

DELIVERED = "delivered-"
"""The beginning of the id of a change that was rated and not planned."""


@frozen(eq=False, repr=False)
class DeliveryFinding(Content):
    """Something that delivery breaks or leaves open. ``because`` has the ids of the elements that were rated below.

    ``follows`` has the consequences, each a finding without consequences of its own.
    """

    code: str
    verdict: Verdict
    element: str | None
    title: str
    message: str
    because: tuple[str, ...] = ()
    follows: tuple[DeliveryFinding, ...] = ()


class Wording:
    """Says what the findings of a delivered state mean."""

    def __init__(self, score: Score, result: CheckResult, planned: Plan) -> None:
        self.score = score
        self.planned = planned
        self.model = result.model
        self._titles = {one.id: one.title for one in self.model.elements}
        self._titles |= {one.id: one.title for one in self.model.proscribed}

    def finding(self, found: Finding) -> DeliveryFinding:
        """Return a finding in words of delivery, with its consequences."""
        rated = tuple(change.removeprefix(DELIVERED) for change in found.changes if change.startswith(DELIVERED))
        atoms = (atom.partition(":") for cause in found.causes for atom in cause.atoms)
        causes = (id_.removeprefix(DELIVERED) for kind, _, id_ in atoms if kind in {"change", "undecided"})
        because = rated or tuple(dict.fromkeys(causes))
        return DeliveryFinding(
            found.code,
            found.verdict,
            found.element,
            found.title,
            self._message(found, because, direct=bool(rated)),
            because,
            tuple(self.finding(inner) for inner in found.consequences),
        )

    def _message(self, found: Finding, because: tuple[str, ...], *, direct: bool) -> str:
        if found.code == UNDECIDED:
            return self._unknown(found)
        if direct and found.code == PRACTICE:
            return f"{found.title} was found, and has to be absent."
        if direct:
            return f"{found.title} is not in place as delivered: {self._rated(because[0])}."
        reasons = " and ".join(f"'{self._titles.get(id_, id_)}'" for id_ in because)
        since = f", because of {reasons}" if reasons else ""
        certain = found.own_verdict is Verdict.RED
        if found.code == UNREALISED:
            verb = "is not" if certain else "may not be"
            return f"The principle {found.title} {verb} put into practice as it has to be{since}."
        if found.code == UNDERMINED:
            verb = "does not" if certain else "may not"
            return f"{found.title} {verb} hold up in delivery{since}."
        return f"{found.title}: {found.message}"

    def _unknown(self, found: Finding) -> str:
        names = [atom.partition(":")[2] for atom in found.raw.atoms if atom.startswith("undecided:")]
        statuses, silent = self.score.elements, self.planned.unmentioned == "undecided"
        groups: dict[str, list[str]] = {}
        for name in names:
            planned = name in self.planned.undecided or silent
            told = statuses.get(name) == UNKNOWN or not planned
            text = "nobody can tell yet whether these are in place" if told else "the plan has not decided on"
            groups.setdefault(text, []).append(self._titles.get(name, name))
        return capital(". ".join(f"{text}: {'; '.join(titles)}" for text, titles in groups.items())) + "."

    def _rated(self, element: str) -> str:
        """Return which of an element's items are below, and how they were rated."""
        items = (item for item in self.score.checklist if item.element == element)
        return "; ".join(self._item(item) for item in items if self.score.items.get(item.name) == NOT_MET)

    def _item(self, item: Item) -> str:
        tally = self.score.by("item")[item.name]
        wanted = self.score.checklist.responses_of(item).threshold_label
        form = next((form for form in self.score.responses.forms if item.name in form.answers), None)
        if tally.forms == 1 and form is not None:
            option = self.score.checklist.responses_of(item).option(form.answers[item.name].code)
            said = f"was rated '{option.label}'" if option else "was not rated"
        else:
            said = f"has a mean of {number(tally.mean.value)} over {counted(tally.answered, 'rating')}"
        return f"'{item.text}' {said}, below '{wanted}', the form's threshold for what is in place"


_NATURES = ("removing", "drift-without-returning", "integrating-into-another-framework")
"""Natures of a change that takes an element away. We take the first for which the element has no rule of its own."""


@frozen(eq=False, repr=False)
class Shift(Content):
    """An element whose state as delivered is not its state as planned. States are those of a check."""

    element: str
    title: str
    tier: str
    planned: str
    delivered: str


class Delivery:
    """Planned against delivered: both results of the checker, the findings that are new or worse, and the shifts.

    Attributes
    ----------
    score
        The score that says what was delivered.
    planned, result
        What the checker says of the plan, and of what was delivered.
    """

    def __init__(self, score: Score, planned: CheckResult, result: CheckResult) -> None:
        self.score = score
        self.planned = planned
        self.result = result

    @property
    def verdict(self) -> Verdict:
        """The checker's verdict on what was delivered."""
        return self.result.verdict

    @property
    def findings(self) -> tuple[DeliveryFinding, ...]:
        """The findings that delivery adds to the plan's own or makes worse, the worst first."""
        words = Wording(self.score, self.result, self.planned.plan)
        known = [one for finding in self.planned.findings for one in (finding, *finding.consequences)]
        before = {(one.code, one.subject): one.verdict.rank for one in known}
        return tuple(
            words.finding(one)
            for one in self.result.breaches + self.result.open
            if one.verdict.rank > before.get((one.code, one.subject), -1)
        )

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The elements whose state differs, in the order of the model."""
        model = self.result.model
        return tuple(
            Shift(id_, model.by_id[id_].title, state.tier.value, self.planned.elements[id_].state, state.state)
            for id_, state in self.result.elements.items()
            if state.state != self.planned.elements[id_].state
        )

    @property
    def weak_principles(self) -> tuple[str, ...]:
        """The titles of the principles whose own items were rated below the threshold."""
        statuses = self.score.elements
        return tuple(one.title for one in self.result.model.principles if statuses.get(one.id) == NOT_MET)

    def __repr__(self) -> str:
        return f"<Delivery {self.planned.plan.site}: planned {self.planned.verdict}, delivered {self.verdict}>"


def delivered(
    score: Score,
    plan: Plan | None = None,
    model: Model | None = None,
    *,
    on: date | None = None,
    bind: str | Strength = Strength.RESTATED,
) -> Delivery:
    """Return what one site delivered in one period, judged by the checker, against what was planned.

    Parameters
    ----------
    score
        A score of the model's own checklist, with forms of one site and one period.
    plan
        The plan that the checklist was made from; without one, the model as specified.
    model
        The model; by default the one that the checklist names.
    on, bind
        As for a check.

    Returns
    -------
    Delivery
        Both results of the checker, and how they differ.

    Raises
    ------
    ValueError
        If the forms are of several sites or periods: pooled, what one site lacks would be lost among the others.
        ``occasions`` judges each of them.
    """
    pooled = sorted({(form.site, period_of(form)) for form in score.responses.forms})
    named = [" in ".join(filter(None, (site or "no site", period))) for site, period in pooled]
    way = "fidelity.occasions(score) judges each site in each period"
    if not pooled:  # a score of a data frame has no forms
        named = next(([*found] for kind in ("site", "period") if len(found := score.by(kind)) > 1), [])
        way = "score the rows of each site in each period by themselves"
    if len(named) > 1:
        raise ValueError(
            f"these forms are of several sites or periods ({listed(named, most=_MOST)}), and what one of them lacks "
            f"would be lost among the others; {way}"
        )
    return _delivered(score, plan, model, on, bind)


def _delivered(score: Score, plan: Plan | None, model: Model | None, on: date | None, bind: str | Strength) -> Delivery:
    from fidelity.checking.result import judge_plan
    from fidelity.files.library import judged, load_model, seen_by

    judge = model or load_model(score.checklist.reference)
    start = plan or Plan(
        id=score.checklist.id, model=judge.reference, site="this site", unmentioned="as-specified", author="site"
    )
    planned = judged(start, judge, on=on, bind=bind)
    # What is chosen in a plan and cannot be told of its delivery is both: only what people write says each thing once.
    found = delivered_plan(score, planned.plan, judge, planned)
    return Delivery(score, planned, judge_plan(*seen_by(found, judge), level_of(bind), on))


def delivered_plan(score: Score, plan: Plan, model: Model, planned: CheckResult) -> Plan:
    """Return the plan that says what was delivered: the plan with what was rated worked into it."""
    changes = tuple(_found(score, model, planned))
    gone = {change.element or change.proscribed for change in changes}
    changed = gone | {change.element or change.proscribed for change in plan.changes}
    rated = {id_ for id_ in score.elements if id_ in model.by_id or id_ in model.proscribed_by_id}
    unasked = tuple(one.id for one in model.essential if _unasked(score, one))
    unknown = tuple(id_ for id_ in (*score.critical.unknown, *unasked) if id_ not in {*changed, *plan.undecided})
    settled = {id_ for id_ in rated if score.elements[id_] == MET and id_ not in unasked}
    undecided = tuple(id_ for id_ in plan.undecided if id_ not in gone and id_ not in settled) + unknown
    kept = [id_ for id_ in plan.as_specified if id_ not in gone and id_ not in undecided]
    if plan.unmentioned == "undecided":
        said = {*kept, *undecided, *changed, *(choice.element for choice in plan.choices)}
        kept += sorted(settled - said)
    choices = tuple(choice for choice in plan.choices if choice.element not in gone)
    return evolve(
        plan,
        changes=plan.changes + changes,
        undecided=undecided,
        as_specified=tuple(kept),
        choices=choices,
    )


def _found(score: Score, model: Model, planned: CheckResult) -> Iterator[Change]:
    """Yield a change for everything that was rated as not being as it should."""
    for id_, status in score.elements.items():
        element, practice = model.by_id.get(id_), model.proscribed_by_id.get(id_)
        if status != NOT_MET:
            continue
        if element is not None and element.tier is Tier.ESSENTIAL and id_ not in planned.taken_out:
            own = {rule.nature for rule in element.adaptation if rule.rule != "absent"}
            nature = next((one for one in _NATURES if one not in own), _NATURES[0])
            yield Change(id=DELIVERED + id_, what="Rated as not in place.", element=id_, natures=(nature,))
        elif practice is not None and all(change.proscribed != id_ for change in planned.plan.changes):
            yield Change(id=DELIVERED + id_, what="Found in practice.", proscribed=id_)


def _unasked(score: Score, element: Element) -> bool:
    """Return whether an element is not rated as absent and was not asked about in full: silence is no "yes".

    Nor is "not applicable" on everything that is asked of it, unless the model can do without it.
    """
    status = score.elements.get(element.id)
    if status == NA and not element.optional:
        return True
    asked = all(name_of(indicator.id) in score.checklist.by_name for indicator in element.indicators)
    return status != NOT_MET and (status is None or not asked)


_MOST = 6


def ways(occasion: Occasion, finding: DeliveryFinding) -> tuple[str, ...]:
    """Return the ways out of a finding, each a sentence or two, from the model and from the form.

    A finding that only follows from another has one way out: put right what it follows from.
    """
    if finding.code == UNDECIDED:
        return tuple(_find_out(occasion))
    model = occasion.delivery.result.model
    if finding.code == PRACTICE:
        return (
            "Agree how to keep it out from now on, and who will notice if it comes back.",
            "Ask what it was there for, and meet that need in a way that the model knows.",
        )
    if finding.element in finding.because and finding.element in model.by_id:
        return tuple(_put_in_place(occasion, finding.element or ""))
    names = [model.by_id[id_].title for id_ in finding.because if id_ in model.by_id]
    if not names:
        return ()
    return (f"Put in place what it follows from: {'; '.join(names)}.",)


def _put_in_place(occasion: Occasion, id_: str) -> Iterator[str]:
    element, score = occasion.delivery.result.model.by_id[id_], occasion.score
    for item in score.checklist:
        if item.element == id_ and score.items.get(item.name) == NOT_MET:
            label = score.checklist.responses_of(item).threshold_label
            look = f" Look at {' and '.join(item.look_at)} together." if item.look_at else ""
            yield f"'{item.text}': ask those who do it what keeps it from '{label}', and what would help.{look}"
    yield (
        "If less than that should be enough, the model's owner can say so: the threshold stands under 'rating' in the "
        "model's file."
    )
    if element.function:
        yield f"Keep in view what it is for: {element.function}."
    titles = "; ".join(f"'{one.title}'" for one in element.substitutes)
    if titles:
        yield f"The model knows something else that can stand in its place, where its conditions are met: {titles}."
    yield (
        "If the site means to work this way for good, write it into the plan as a change, and have it checked and, "
        "where it has to be, agreed."
    )


def _find_out(occasion: Occasion) -> Iterator[str]:
    score = occasion.score
    items = [item for item in score.checklist if item.critical and score.items.get(item.name) == UNKNOWN]
    for item in items[:_MOST]:
        look = f" Look at {' and '.join(item.look_at)}." if item.look_at else ""
        yield f"Find out before you judge: '{item.text}'{look}"
    if len(items) > _MOST:
        yield f"And {len(items) - _MOST} more; they are listed under the items that cannot be told."
    yield "What nobody has decided yet belongs in the plan; a checklist can only tell what is done."


class Occasion(NamedTuple):
    """A site in a period, the score of its forms, and planned against delivered.

    Attributes
    ----------
    site, period
        Either word may be empty.
    score
        The score of the forms of that site and period.
    delivery
        Planned against delivered.
    """

    site: str
    period: str
    score: Score
    delivery: Delivery


def occasions(
    whole: Score, plan: Plan | None = None, model: Model | None = None, *, on: date | None = None
) -> Iterator[Occasion]:
    """Return every site and period that has forms, sites in the order of the forms, periods by name.

    Parameters
    ----------
    whole
        A score of forms of any sites and periods.
    plan, model, on
        As for ``delivered``.

    Returns
    -------
    iterator of Occasion
        A site in a period each: its score, and planned against delivered.

    Raises
    ------
    ValueError
        If the score is of a data frame, which does not hold its forms.

    Examples
    --------
    >>> import fidelity
    >>> checklist = fidelity.checklist("fdac", rater="local authority team manager")
    >>> forms = [fidelity.Form(f"{site}1", {}, site=site, period="2026-Q1") for site in ("Ashby", "Westbrook")]
    >>> score = fidelity.score(checklist, fidelity.Responses(tuple(forms)))
    >>> [(one.site, one.delivery.verdict.value) for one in occasions(score)]
    [('Ashby', 'amber'), ('Westbrook', 'amber')]
    """
    if not whole.responses.forms and whole.total is not None:
        raise ValueError(
            "a score of a data frame holds no forms to tell sites and periods by; score the rows of each by themselves"
        )
    forms: dict[tuple[str, str], list[Form]] = {}
    for form in whole.responses.forms:
        forms.setdefault((form.site, period_of(form)), []).append(form)
    for site, period in _in_order(forms):
        part = score(whole.checklist, Responses(tuple(forms[site, period])), **_as_scored(whole))
        yield Occasion(site, period, part, _delivered(part, plan, model, on, Strength.RESTATED))


def counted_occasions(
    whole: Score, stacks: Iterable[Stack], plan: Plan | None, model: Model | None, on: date | None
) -> Iterator[Occasion]:
    """Return the same as ``occasions`` for the counted answers of a data frame, sites in the order of the alphabet."""
    counted: dict[tuple[str, str], list[Stack]] = {}
    for stack in stacks:
        counted.setdefault((stack.form.site, period_of(stack.form)), []).append(stack)
    for site, period in _in_order(sorted(counted)):
        counts = Counts.of(counted[site, period], COUNTED)
        part = score_counts(whole.checklist, Responses(()), counts, COUNTED, **_as_scored(whole))
        yield Occasion(site, period, part, _delivered(part, plan, model, on, Strength.RESTATED))


def _as_scored(whole: Score) -> dict[str, str]:
    """Return the choices by which a score was made."""
    return {"base": whole.base, "rule": whole.rule.name, "together": whole.together}


def _in_order(found: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Return sites and periods by the first place of the site, then by period."""
    pairs = list(found)
    place = {site: number for number, site in reversed([*enumerate(site for site, _ in pairs)])}
    return sorted(pairs, key=lambda pair: (place[pair[0]], pair[1]))
