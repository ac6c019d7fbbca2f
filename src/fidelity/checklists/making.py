"""Makes a checklist from a model, or from a model as a plan adapts it.

The items come from elements, additions and proscribed practices. ``Local`` says what a plan means for them: the local
values, the agreed variations, what the plan leaves out, and what is not settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.checklists.checklist import Checklist, Item, LeftOut, Note, Section, Variation, hash_of
from fidelity.checklists.names import clashes, name_of
from fidelity.checklists.response_sets import ABSENT_SET, LOCAL_SET, rating_set
from fidelity.checklists.responses import refused
from fidelity.files.faults import DUPLICATE, UNKNOWN_NAME, WRONG_VALUE
from fidelity.model.elements import Element, Tier
from fidelity.model.model import Model
from fidelity.model.requirements import AdditionTerm, leaves
from fidelity.model.wording import basis_words
from fidelity.verdicts import GREEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from os import PathLike

    from fidelity.checking.result import CheckResult
    from fidelity.model.elements import Proscribed
    from fidelity.model.evidence import Basis
    from fidelity.plan.plan import Addition, Change, Plan, Setting

LANGUAGES = ("en",)
_OTHER = "Other elements"


def checklist(
    model: Model | str | PathLike[str],
    plan: Plan | str | PathLike[str] | None = None,
    *,
    rater: str | None = None,
    short: bool = False,
    on: date | None = None,
    language: str = "en",
) -> Checklist:
    """Return the fidelity checklist of a model, or of a model as a plan adapts it.

    Each principle has a section. An element that realises several principles stands under the first, and says which
    others it serves. The site's local values and agreed variations stand with the items that they concern. The
    checklist does not ask about what the plan takes out; it lists it with the reason. It asks about the plan's
    additions as the site's own. Where a plan makes a change without the agreement that it needs, the item is rated by
    the model.

    Parameters
    ----------
    model
        The model, its id, its id with version, or the path of its file.
    plan
        The plan, or the path of its file. This model has to be able to judge it.
    rater
        Keep only the items that this role rates, as the model names it, in upper or lower case. Items that name no
        rater stay in.
    short
        Keep only the critical items: principles, essential elements, and what must be absent.
    on
        The day on which approvals are judged; without a day they all count.
    language
        The language of the form; ``"en"`` is the only one so far.

    Returns
    -------
    Checklist
        The form. Cost: linear in the model.

    Raises
    ------
    InputError
        If the model or the plan cannot be read, if they do not fit each other, or if ``rater`` rates no item.

    Examples
    --------
    >>> import fidelity
    >>> checklist = fidelity.checklist("fdac", rater="independent observer")
    >>> checklist.sections[0].title, checklist.items[0].text
    ('A court that solves problems', 'At hearings the judge took up the problems behind the case and ...')
    """
    from fidelity._version import __version__
    from fidelity.files.library import judged, load_model

    require_language(language)
    known = model if isinstance(model, Model) else load_model(model)
    local = None if plan is None else Local(judged(plan, known, on=on))
    sections = tuple(_sections(known, local))
    sets = (rating_set(known.rating), LOCAL_SET, ABSENT_SET)
    used = {item.responses for section in sections for item in section.items}
    whole = Checklist(
        id=local.plan.id if local else f"{known.id}-{known.version}",
        title=f"{known.title}: fidelity checklist",
        model=known.id,
        model_version=known.version,
        model_title=known.title,
        hash="",
        sections=sections,
        response_sets=tuple(one for one in sets if one.id in used),
        plan=local.plan.id if local else None,
        site=local.plan.site if local else None,
        left_out=tuple(_left_out(known, local)),
        variations=tuple(local.variations()) if local else (),
        language=language,
        tool_version=__version__,
    )
    twice = clashes(item.name for item in whole.items)
    if twice:
        found = f"items that would share the names {', '.join(twice)}"
        raise refused(known.place.path or known.id, found, "", code=DUPLICATE)
    return picked(evolve(whole, hash=hash_of(whole)), rater, short=short)


def require_language(language: str) -> None:
    """Raise ``InputError`` for a language that has no forms yet."""
    if language not in LANGUAGES:
        way = "leave --lang out: forms are in the language of the model's file, and all models so far are in English"
        expected = f"one of: {', '.join(LANGUAGES)}"
        raise refused("--lang", f"the language '{language}'", expected, way, code=WRONG_VALUE)


def _sections(model: Model, local: Local | None) -> Iterator[Section]:
    serves: dict[str, tuple[str, ...]] = {}
    for principle in model.principles:
        for element in _realising(model, principle):
            serves[element.id] = (*serves.get(element.id, ()), principle.id)
    seen: set[str] = set()
    for principle in model.principles:
        members = [principle, *(element for element in _realising(model, principle) if element.id not in seen)]
        seen.update(element.id for element in members)
        items = tuple(item for element in members for item in _items(model, element, local, serves))
        if items:
            yield Section(principle.id, principle.title, principle.statement, items, principle.id)
    rest = tuple(
        item for element in model.elements if element.id not in seen for item in _items(model, element, local, serves)
    )
    if rest:
        yield Section("other", _OTHER, "What belongs to the model, and is not tied to one principle.", rest)
    yield from _ends(model, local)


def _ends(model: Model, local: Local | None) -> Iterator[Section]:
    """Yield the section for what the site adds and the section for what the model rules out."""
    if local is not None:
        additions = tuple(
            local_item(change, change.addition, _standing(local, change), change.touches)
            for change in local.plan.changes
            if change.addition is not None
        )
        if additions:
            yield Section("additions", "Local additions", "What this site adds of its own.", additions)
    practices = tuple(
        absent_item(model, practice, local.practice_notes(practice) if local else ())
        for practice in model.proscribed
        if local is None or local.left_out(practice) is None
    )
    if practices:
        yield Section("proscribed", "What must be absent", "With this, it is not the model.", practices)


def _standing(local: Local, change: Change) -> tuple[Note, ...]:
    if local.standing(change) == "open":
        return (Note("not-agreed", "This addition still has to be taken to the owner of the model."),)
    return (Note("agreed-variation", "This addition was agreed."),) if local.standing(change) == "agreed" else ()


def _items(model: Model, element: Element, local: Local | None, serves: dict[str, tuple[str, ...]]) -> Iterator[Item]:
    if local is not None and local.left_out(element) is not None:
        return
    yield from element_items(model, element, local.notes(element) if local else (), serves.get(element.id, ()))


def _realising(model: Model, principle: Element) -> Iterator[Element]:
    """Yield each element that a principle's link names, once, and leave out the principles among them."""
    terms = leaves(principle.realised_by) if principle.realised_by else ()
    names = dict.fromkeys(leaf.element for leaf in terms if not isinstance(leaf, AdditionTerm))
    for name in names:
        element = model.by_id.get(name)
        if element is not None and element not in model.principles:
            yield element


def _left_out(model: Model, local: Local | None) -> Iterator[LeftOut]:
    for element in model.elements:
        out = local.left_out(element) if local else None
        if out is not None:
            yield out
        elif not element.indicators:
            why = "the model gives no sign to rate it by"
            yield LeftOut(element.id, element.title, element.tier.value, "no-indicator", why)
    for practice in model.proscribed if local else ():
        out = local.left_out(practice) if local else None
        if out is not None:
            yield out


def picked(whole: Checklist, rater: str | None, *, short: bool) -> Checklist:
    """Return the checklist with only some of its items, and without the sections that lose all of theirs."""
    wanted = None if rater is None else " ".join(rater.casefold().split())
    raters = tuple(dict.fromkeys(item.rater for item in whole.items if item.rater))
    if wanted is not None and wanted not in map(str.casefold, raters):
        known = ", ".join(raters) or "nobody in particular"
        raise refused("--rater", f"no item is rated by '{rater}'", f"one of: {known}", code=UNKNOWN_NAME)
    sections = []
    for section in whole.sections:
        kept = tuple(
            item
            for item in section.items
            if (item.critical or not short)
            and (wanted is None or item.rater is None or item.rater.casefold() == wanted)
        )
        if kept:
            sections.append(evolve(section, items=kept))
    return evolve(whole, sections=tuple(sections), rater=rater, short=short)


_ANYWHERE = ("file audit", "observation", "interview", "records")


def element_items(model: Model, element: Element, notes: tuple[Note, ...], serves: tuple[str, ...]) -> Iterator[Item]:
    """Yield one item for each indicator of an element."""
    guidance = [element.statement]
    guidance += [f"What it is for: {element.function}"] if element.function else []
    guidance += [f"How it is usually done: {element.form}"] if element.form else []
    for indicator in element.indicators:
        yield Item(
            name=name_of(indicator.id),
            id=indicator.id,
            text=indicator.text,
            element=element.id,
            title=element.title,
            tier=element.tier.value,
            kind="indicator",
            critical=element.tier is not Tier.FLEXIBLE,
            responses="rating",
            guidance=tuple(guidance),
            look_at=indicator.look_at,
            rater=indicator.rater,
            every=indicator.every,
            sources=(_source(model, element.basis),),
            notes=notes,
            serves=serves,
        )


def local_item(change: Change, addition: Addition, notes: tuple[Note, ...], touched: tuple[str, ...]) -> Item:
    """Return the item that asks whether a local addition is in place as planned; the model has no evidence on it."""
    return Item(
        name=name_of(f"local-{addition.id}"),
        id=addition.id,
        text=addition.statement,
        element=addition.id,
        title=addition.title,
        tier="addition",
        kind="addition",
        critical=False,
        responses=LOCAL_SET.id,
        guidance=(f"What the plan says: {change.what}",),
        look_at=_ANYWHERE,
        sources=("the site's own plan; no evidence of the model",),
        notes=notes,
        serves=touched,
    )


def absent_item(model: Model, practice: Proscribed, notes: tuple[Note, ...]) -> Item:
    """Return the item of a proscribed practice, which is met when the practice is absent."""
    return Item(
        name=name_of(f"no-{practice.id}"),
        id=practice.id,
        text=f"This is absent: {practice.title}",
        element=practice.id,
        title=practice.title,
        tier="proscribed",
        kind="absent",
        critical=True,
        responses=ABSENT_SET.id,
        guidance=(practice.statement,),
        look_at=_ANYWHERE,
        sources=(_source(model, practice.basis),),
        notes=notes,
    )


def _source(model: Model, basis: Basis) -> str:
    words = basis_words(model, basis)
    if not basis.evidence:
        return f"{words}: {basis.inferred}" if basis.inferred else words
    return f"{words} ({', '.join(basis.evidence)})"


_SAYS = {
    "agreed": ("agreed-variation", "Agreed variation: {}"),
    "settled": ("adapted", "Adapted within the model: {}"),
    "open": ("not-agreed", "Not agreed yet, so rate by the model: {}"),
}


class Local:
    """A checked plan, asked about one element at a time."""

    def __init__(self, result: CheckResult) -> None:
        self.plan = result.plan
        self.model = result.model
        self._out = result.taken_out
        self._agreed = result.agreements
        every = (one for finding in result.findings for one in (finding, *finding.consequences))
        unsettled = [finding for finding in every if finding.own_verdict is not GREEN]
        self._open = {change for finding in unsettled for change in finding.changes}
        self._unsettled_choices = {finding.subject for finding in unsettled}
        plan = result.plan
        self._undecided = {*plan.undecided}
        if plan.unmentioned == "undecided":
            said = {*plan.as_specified, *(one.element for one in plan.choices), *(one.subject for one in plan.changes)}
            self._undecided |= {*result.model.by_id, *result.model.proscribed_by_id} - said

    def standing(self, change: Change) -> str:
        """Return whether a change is ``agreed``, ``settled`` (it needs no agreement) or still ``open``."""
        if change.id in self._agreed:
            return "agreed"
        return "open" if change.id in self._open else "settled"

    def notes(self, element: Element) -> tuple[Note, ...]:
        """Return what a rater has to know about an element at this site."""
        notes = [
            Note("local-value", f"Here: {self._value(element, setting)}.")
            for choice in self.plan.choices
            if choice.element == element.id
            for setting in choice.settings
            if f"{element.id}.{setting.parameter}" not in self._unsettled_choices
        ]
        for change in self.plan.changes:
            if change.element == element.id:
                notes += self._change(element, change)
        if element.id in self._undecided:
            notes.append(Note("undecided", "The plan has not decided on this yet, so rate by the model."))
        return tuple(notes)

    def _change(self, element: Element, change: Change) -> Iterator[Note]:
        standing = self.standing(change)
        kind, words = _SAYS[standing]
        yield Note(kind, words.format(change.what))
        if standing != "open":
            for setting in change.settings:
                yield Note("local-value", f"Here: {self._value(element, setting)}.")

    @staticmethod
    def _value(element: Element, setting: Setting) -> str:
        parameter = element.parameter(setting.parameter)
        name = parameter.name if parameter else setting.parameter
        usual = parameter.standard_text if parameter else None
        return f"{name} is {setting.text}" + (f" (usually {usual})" if usual and usual != setting.text else "")

    def left_out(self, one: Element | Proscribed) -> LeftOut | None:
        """Return why the checklist does not ask about an element or practice, or ``None`` where it does."""
        if isinstance(one, Element):
            changes = [change for change in self.plan.changes if change.id in self._out.get(one.id, ())]
            if not changes:
                return None
            what = " ".join(f"{change.what} (change '{change.id}')" for change in changes)
            if all(self.standing(change) == "agreed" for change in changes):
                return LeftOut(
                    one.id, one.title, one.tier.value, "agreed", f"the plan leaves it out, as agreed: {what}"
                )
            settled = all(self.standing(change) == "settled" for change in changes)
            how = "as the model allows" if settled else "and nobody agreed to that"
            return LeftOut(one.id, one.title, one.tier.value, "removed", f"the plan leaves it out, {how}: {what}")
        for change in self.plan.changes:
            if change.proscribed == one.id and self.standing(change) == "agreed":
                why = f"the plan lets it in, as agreed: {change.what} (change '{change.id}')"
                return LeftOut(one.id, one.title, "proscribed", "agreed", why)
        return None

    def practice_notes(self, practice: Proscribed) -> tuple[Note, ...]:
        """Return what a rater has to know about a proscribed practice that the plan lets in without agreement."""
        words = "Not agreed, so it counts as present if you find it: {}"
        changes = (change for change in self.plan.changes if change.proscribed == practice.id)
        return tuple(Note("not-agreed", words.format(change.what)) for change in changes)

    def variations(self) -> Iterator[Variation]:
        """Yield every agreed variation, in the order of the plan's changes."""
        titles = {one.id: one.title for one in self.model.elements}
        titles |= {practice.id: practice.title for practice in self.model.proscribed}
        titles |= {change.addition.id: change.addition.title for change in self.plan.changes if change.addition}
        for change in self.plan.changes:
            for approval in self._agreed.get(change.id, ()):
                until = approval.until.isoformat() if approval.until else None
                yield Variation(
                    change.id,
                    change.subject,
                    titles.get(change.subject, change.subject),
                    change.what,
                    approval.by,
                    approval.reference,
                    until,
                    approval.conditions,
                )
