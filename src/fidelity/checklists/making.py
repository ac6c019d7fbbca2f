"""Makes a checklist from a model, or from a model as a plan adapts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from fidelity.checklists.checklist import Checklist, LeftOut, Note, Section
from fidelity.checklists.identity import hash_of
from fidelity.checklists.items import absent_item, element_items, local_item
from fidelity.checklists.local import Local
from fidelity.checklists.names import clashes
from fidelity.checklists.response_sets import ABSENT_SET, LOCAL_SET, rating_set
from fidelity.errors import Fault, InputError, Place
from fidelity.model.model import Model
from fidelity.model.requirements import AdditionTerm, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from os import PathLike

    from fidelity.checklists.checklist import Item
    from fidelity.model.elements import Element
    from fidelity.plan.plan import Change, Plan

__all__ = ["checklist", "picked"]

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

    Sections go by principle: an element that realises several stands under the first, and says which others
    it serves. The site's local values and agreed variations stand with the items that they concern; what the
    plan takes out is not asked about, and is listed with the reason; the plan's additions are asked about as
    the site's own. What a plan changes without the agreement that it needs is rated by the model.

    Parameters
    ----------
    model
        The model, its id, its id with version, or the path of its file.
    plan
        The plan, or the path of its file. It has to be one that this model can judge.
    rater
        Only the items that this role rates, as the model names it (in any case); items for which no rater is
        named stay in.
    short
        Only the critical items: principles, essential elements, and what must be absent.
    on
        The day on which approvals are judged; without one they all count.
    language
        The language of the form; ``"en"`` is the only one so far.

    Raises
    ------
    InputError
        If the model or the plan cannot be read, do not fit each other, or no item is rated by ``rater``.

    Examples
    --------
    >>> import fidelity
    >>> checklist = fidelity.checklist("fdac", rater="independent observer")
    >>> checklist.sections[0].title, checklist.items[0].text
    ('A court that solves problems', 'At hearings the judge took up the problems behind the case and ...')
    """
    from fidelity._version import __version__

    require_language(language)
    known, local = _checked(model, plan, on)
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
        raise _refused(
            "FID108", known.place.path or known.id, f"items that would share the names {', '.join(twice)}", ""
        )
    return picked(evolve(whole, hash=hash_of(whole)), rater, short=short)


def require_language(language: str) -> None:
    """Raise ``InputError`` for a language in which there are no forms yet."""
    if language not in LANGUAGES:
        way = "leave --lang out: forms are in the language of the model's file, and all models so far are in English"
        expected = f"one of: {', '.join(LANGUAGES)}"
        raise InputError([Fault("FID107", Place("--lang"), f"the language '{language}'", expected, (way,))])


def _checked(
    model: Model | str | PathLike[str], plan: Plan | str | PathLike[str] | None, on: date | None
) -> tuple[Model, Local | None]:
    """Return the model, and the plan as it was judged by it."""
    from fidelity.api import check
    from fidelity.files.library import load_model

    known = model if isinstance(model, Model) else load_model(model)
    return known, None if plan is None else Local(check(plan, known, on=on))


def _sections(model: Model, local: Local | None) -> Iterator[Section]:
    serves = _serves(model)
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
    """Yield the sections for what the site adds and for what the model rules out."""
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
    """Yield the elements that a principle's link names, once each, principles apart."""
    terms = leaves(principle.realised_by) if principle.realised_by else ()
    names = dict.fromkeys(leaf.element for leaf in terms if not isinstance(leaf, AdditionTerm))
    for name in names:
        element = model.by_id.get(name)
        if element is not None and element not in model.principles:
            yield element


def _serves(model: Model) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for principle in model.principles:
        for element in _realising(model, principle):
            found[element.id] = (*found.get(element.id, ()), principle.id)
    return found


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
    """Return the checklist with only some of its items; sections that lose all of them go."""
    wanted = None if rater is None else " ".join(rater.casefold().split())
    raters = tuple(dict.fromkeys(item.rater for item in whole.items if item.rater))
    if wanted is not None and wanted not in map(str.casefold, raters):
        known = ", ".join(raters) or "nobody in particular"
        raise _refused("FID109", "--rater", f"no item is rated by '{rater}'", f"one of: {known}")
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


def _refused(code: str, where: str, found: str, expected: str) -> InputError:
    return InputError([Fault(code, Place(where), found, expected)])
