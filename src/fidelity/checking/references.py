"""Where a finding points: places in the plan and the model, the evidence behind it, its fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.facts import Clash, SetValue, ToleranceUsed
from fidelity.model.requirements import AdditionTerm, leaves
from fidelity.plan.atoms import CHANGE, CHOICE, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.facts import Raw
    from fidelity.errors import Place
    from fidelity.model.elements import Element
    from fidelity.model.evidence import Basis
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Change


class Cited(NamedTuple):
    """A piece of evidence behind a finding, and how firmly it supports it.

    Attributes
    ----------
    evidence
        Its id, such as ``FDAC-24``.
    source, locator
        The title of the source, and the place in it; ``None`` where the whole is meant.
    strength
        How firmly it supports what is said.
    says
        What the source says, in the model's own words.
    """

    evidence: str
    source: str
    locator: str | None
    strength: Strength
    says: str


def plan_place(case: Case, atoms: tuple[str, ...]) -> Place:
    """Return where the plan says the first of some parts; the plan itself where there is none."""
    plan = case.plan
    if not atoms:
        return plan.place
    kind, name = split(atoms[0])
    if kind == CHANGE:
        return case.changes[name].place
    if kind == CHOICE:
        element, _, parameter = name.rpartition(".")
        settings = (setting for choice in plan.choices if choice.element == element for setting in choice.settings)
        return next(setting.place for setting in settings if setting.parameter == parameter)
    return plan.places.get(f"undecided/{name}", plan.places.get("unmentioned", plan.place))


def spoken_of(case: Case, atoms: tuple[str, ...], subject: str) -> Place:
    """Return where the plan says some parts, or else speaks of a subject."""
    if atoms:
        return plan_place(case, atoms)
    plan = case.plan
    spoken = [(one.element, one.place) for one in plan.choices] + [(one.element, one.place) for one in plan.changes]
    about = next((place for element, place in spoken if element == subject), None) if subject else None
    return about or plan.places.get(f"as_specified/{subject}") or plan.places.get(f"undecided/{subject}") or plan.place


def model_place(model: Model, subject: str, element: Element | None) -> Place | None:
    """Return where the model speaks of a proscribed practice or an element, or ``None``."""
    practice = model.proscribed_by_id.get(subject)
    if practice is not None:
        return practice.place
    return element.place if element else None


def cited(model: Model, bases_: Iterable[Basis]) -> tuple[Cited, ...]:
    """Return the evidence that some grounds name, strongest first and each piece once."""
    rows: dict[str, Cited] = {}
    for basis in bases_:
        for id_ in basis.evidence:
            evidence = model.evidence_by_id.get(id_)
            if evidence is None or id_ in rows:
                continue
            titles = (model.sources_by_id[key].title for key in evidence.sources if key in model.sources_by_id)
            rows[id_] = Cited(id_, "; ".join(titles), evidence.locator, evidence.strength, evidence.says)
    return tuple(sorted(rows.values(), key=lambda row: -row.strength))


def bases(model: Model, raw: Raw, element: Element | None, way: set[str]) -> Iterator[Basis]:
    """Yield the grounds that a finding stands on; ``way`` holds the elements on the way to a consequence."""
    detail = raw.detail
    if isinstance(detail, SetValue):
        for limit in detail.valued.broken:
            yield limit.basis
        yield detail.valued.parameter.basis
    elif isinstance(detail, Clash):
        if detail.ban is not None:
            yield detail.ban.exclusion.basis
    elif raw.subject in model.proscribed_by_id:
        yield model.proscribed_by_id[raw.subject].basis
    elif element is not None:
        yield element.tier_basis
        yield element.basis
        for link in (element.requires, element.realised_by):
            for leaf in leaves(link) if link is not None and way else ():
                if not isinstance(leaf, AdditionTerm) and leaf.element in way:
                    yield leaf.basis
        if isinstance(detail, ToleranceUsed) and element.tolerance is not None:
            yield element.tolerance.basis


def fingerprint(model: str, raw: Raw, element: str | None, changes: Iterable[Change]) -> str:
    """Return 32 hexadecimal digits made of model, element, code, changes, natures and values.

    Never of lines, texts or counts, so that it survives edits of both files.
    """
    from hashlib import sha256  # only reports ask for it

    parts = [model, raw.code, raw.subject, element or ""]
    for change in changes:
        parts += [change.id, *sorted(change.natures)]
        parts += sorted(f"{setting.parameter}={setting.text}" for setting in change.settings)
    if isinstance(raw.detail, SetValue):
        setting = raw.detail.setting
        parts.append(f"{setting.parameter}={setting.text}")
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]
