"""Where a finding points: places in the plan and the model, the evidence behind it, its fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import Note
from fidelity.checking.facts import Clash, Piece
from fidelity.checking.finding import Cited
from fidelity.model.requirements import Group, Term, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.case import Case
    from fidelity.checking.finding import Finding
    from fidelity.checking.judging import Valued
    from fidelity.errors import Place
    from fidelity.model.elements import Element
    from fidelity.model.evidence import Basis
    from fidelity.plan.plan import Setting

__all__ = ["cited", "fingerprint", "model_place", "plan_place"]


def plan_place(case: Case, finding: Finding) -> Place:
    """Return where the plan says what a finding is about; the plan itself where nothing nearer is known."""
    item = finding.raw.item
    if isinstance(item, Note):
        return item.covered.place if item.covered.place.line else item.approval.place
    value = value_of(finding)
    if value is not None:
        return value[1].place
    if finding.code == "FID506":
        hit: Place = item.place  # type: ignore[attr-defined]  # by the rule's contract
        return hit
    if finding.code[3] == "9":
        return _local_place(case, finding)
    causes = case.found_causes(finding.raw).sets
    for atom in finding.raw.atoms or (causes[0] if causes else ()):
        return atom_place(case, atom)
    return case.plan.place


def _local_place(case: Case, finding: Finding) -> Place:
    """Return where a local rule says that it is, else where the plan speaks of what it is about."""
    place: Place | None = getattr(getattr(finding.raw.item, "local", None), "place", None)
    if place is not None:
        return place
    for atom in finding.raw.atoms:
        return atom_place(case, atom)
    plan, name = case.plan, finding.subject
    spoken = [(one.element, one.place) for one in plan.choices] + [(one.element, one.place) for one in plan.changes]
    about = next((place for element, place in spoken if element == name), None) if name else None
    return about or plan.places.get(f"as_specified/{name}") or plan.places.get(f"undecided/{name}") or plan.place


def value_of(finding: Finding) -> tuple[Piece, Setting, Valued] | None:
    """Return the value that a finding is about, or ``None``."""
    if finding.raw.code in ("FID204", "FID208"):
        item: tuple[Piece, Setting, Valued] = finding.raw.item  # type: ignore[assignment]  # by the rule's contract
        return item
    return None


def atom_place(case: Case, atom: str) -> Place:
    """Return where a part of the plan stands."""
    kind, _, name = atom.partition(":")
    plan = case.plan
    if kind == "change":
        return case.changes[name].place
    if kind == "choice":
        element, _, parameter = name.rpartition(".")
        for choice in plan.choices:
            for setting in choice.settings:
                if choice.element == element and setting.parameter == parameter:
                    return setting.place
    default = plan.places.get("unmentioned", plan.place)
    return plan.places.get(f"undecided/{name}", default)


def model_place(case: Case, finding: Finding) -> Place | None:
    """Return where the model says what a finding is about, or ``None``."""
    item = finding.raw.item
    value = value_of(finding)
    if value is not None:
        valued = value[2]
        return valued.broken[0].place if valued.broken and valued.broken[0].place.line else valued.parameter.place
    if isinstance(item, Clash) and item.ban is not None:
        return item.ban.exclusion.place
    practice = case.model.proscribed_by_id.get(finding.subject)
    if practice is not None:
        return practice.place
    element = case.element_of(finding.raw)
    return element.place if element else None


def cited(case: Case, finding: Finding) -> tuple[Cited, ...]:
    """Return the evidence behind a finding, strongest first and each piece once."""
    rows: dict[str, Cited] = {}
    for basis in _bases(case, finding):
        for id_ in basis.evidence:
            evidence = case.model.evidence_by_id.get(id_)
            if evidence is None or id_ in rows:
                continue
            titles = (
                case.model.sources_by_id[key].title for key in evidence.sources if key in case.model.sources_by_id
            )
            rows[id_] = Cited(id_, "; ".join(titles), evidence.locator, evidence.strength, evidence.says)
    return tuple(sorted(rows.values(), key=lambda row: -row.strength))


def _bases(case: Case, finding: Finding) -> Iterator[Basis]:
    value = value_of(finding)
    item = finding.raw.item
    element = case.element_of(finding.raw)
    if value is not None:
        for limit in value[2].broken:
            yield limit.basis
        yield value[2].parameter.basis
    elif isinstance(item, Clash):
        if item.ban is not None:
            yield item.ban.exclusion.basis
    elif finding.subject in case.model.proscribed_by_id:
        yield case.model.proscribed_by_id[finding.subject].basis
    elif element is not None:
        yield element.tier_basis
        yield element.basis
        if finding.code[3] == "3":
            yield from _link_bases(element, {id_ for cause in finding.causes for id_ in cause.path})
        if finding.code == "FID304" and element.tolerance is not None:
            yield element.tolerance.basis


def _link_bases(element: Element, on_the_way: Iterable[str]) -> Iterator[Basis]:
    names = set(on_the_way)
    for link in (element.requires, element.realised_by):
        for leaf in _leaves(link):
            if getattr(leaf, "element", None) in names:
                yield leaf.basis


def _leaves(link: Group | None) -> Iterator[Term]:
    if link is not None:
        yield from leaves(link)


def fingerprint(case: Case, finding: Finding) -> str:
    """Return 32 hexadecimal digits made of model, element, code, changes, natures and values.

    Never of lines, texts or counts, so that it survives edits of both files.
    """
    from hashlib import sha256  # only reports ask for it

    parts = [case.model.id, finding.code, finding.subject, case.element_id(finding.raw) or ""]
    for id_ in sorted(finding.changes):
        change = case.changes.get(id_)
        if change is not None:
            parts += [id_, *sorted(change.natures)]
            parts += sorted(f"{setting.parameter}={setting.text}" for setting in change.settings)
    value = value_of(finding)
    if value is not None:
        parts.append(f"{value[1].parameter}={value[1].text}")
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]
