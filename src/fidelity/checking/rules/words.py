"""Turns of phrase that several rules share: titles, lists, the chain that leads to a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.approvals import approvers
from fidelity.checking.facts import Raw, SetValue
from fidelity.model.elements import Tier
from fidelity.model.strength import Strength
from fidelity.rendering.english import listed
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from fidelity.checking.case import Case
    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.finding import Finding
    from fidelity.model.elements import Element
    from fidelity.model.evidence import Basis
    from fidelity.plan.plan import Change

TITLES = {
    "plan": "Name of the plan",
    "site": "Site",
    "author": "Author",
    "id": "Change",
    "what": "What is different",
    "function_kept": "How its function is kept",
    "effects": "Effects",
    "id of the addition": "Own element",
    "title": "Its title",
    "statement": "What it is",
    "by": "Agreed by",
    "role": "Their role",
    "reference": "Reference",
    "conditions": "Conditions",
    "change": "Change",
}
"""What a workbook calls the keys of a plan that findings speak of."""


def in_workbook(case: Case) -> bool:
    """Return whether the plan was filled in as a workbook, which has pages and columns where a file has keys."""
    return bool(case.plan.place.sheet)


def field_called(case: Case, key: str) -> str:
    """Return what whoever filled in the plan sees as the name of a key, in quotation marks."""
    return f"'{TITLES.get(key, key) if in_workbook(case) else key}'"


def to_say_how_it_is_kept(case: Case) -> str:
    """Return where a plan says how a function is kept: the key of a file, or the column of a workbook."""
    where = f"in the column {field_called(case, 'function_kept')}" if in_workbook(case) else "under function_kept"
    return f"say {where} how"


def element_of(finding: Finding) -> Element:
    """Return the element that a finding is about; only for rules whose findings always have one."""
    element = finding.case.element_of(finding.raw)
    assert element is not None
    return element


def value_of(finding: Finding) -> SetValue:
    """Return the value that a finding is about; only for the rules about values."""
    value = finding.raw.detail
    assert isinstance(value, SetValue)
    return value


def value_raw(code: str, evaluation: Evaluation, value: SetValue, badness: int) -> Raw:
    """Return a finding in the raw about a value; it is agreed if its change is, at a principle never."""
    valued = value.valued
    element = evaluation.prepared.elements[valued.node]
    agreed = element.tier is not Tier.PRINCIPLE and evaluation.is_agreed(value.part)
    subject = f"{element.id}.{valued.parameter.id}"
    return Raw(code, subject, 0 if agreed else badness, valued.node, (value.part.atom,), value)


def title(finding: Finding, id_: str) -> str:
    """Return the title of an element or practice of the model, in quotation marks; the id where unknown."""
    model = finding.case.model
    known = model.by_id.get(id_) or model.proscribed_by_id.get(id_)
    return f"'{known.title}'" if known else f"'{id_}'"


def changes_of(finding: Finding) -> list[Change]:
    """Return the changes that a finding names itself."""
    return [finding.case.changes[id_] for id_ in finding.changes if id_ in finding.case.changes]


def what_changes(finding: Finding) -> str:
    """Return what the plan says it alters, in its own words, with the id of each change."""
    return "; ".join(f"{change.id}: {change.what}" for change in changes_of(finding))


def what_is_altered(finding: Finding) -> str:
    """Return what the plan says it alters, in its own words, as sentences."""
    return " ".join(f"{change.what.rstrip('.')}." for change in changes_of(finding))


def nobody_says(basis: Basis, what: str) -> str:
    """Return in a sentence that no source says something, and why it was inferred; empty where a source does."""
    if basis.strength is not Strength.INFERRED:
        return ""
    why = f": {basis.inferred.rstrip('.')}" if basis.inferred else ""
    return f" No source says {what}; that was inferred{why}."


def purpose(finding: Finding) -> str:
    """Return what an element is there for, and where no source says that it is what the model calls it, that."""
    element = element_of(finding)
    said = f"It is there for this: {element.function.rstrip('.')}." if element.function else element.statement
    rank = {Tier.PRINCIPLE: "a core principle", Tier.ESSENTIAL: "essential", Tier.FLEXIBLE: "flexible"}[element.tier]
    part = nobody_says(element.basis, "that it is part of the model")
    return said + (part or nobody_says(element.tier_basis, f"that it is {rank}"))


def owner_question(finding: Finding, question: str) -> str:
    """Return a question to the model's owner, written out."""
    model = finding.case.model
    return f"Ask {model.owner}: {question}"


def approve_way(finding: Finding) -> tuple[str, ...]:
    """Return the way out of getting a variation agreed, where somebody other than the site may agree to it."""
    if any(inner.tier is Tier.PRINCIPLE and inner.raw.red for inner in finding.consequences):
        return ()  # nobody can agree to the loss of a principle, so agreeing to its cause would not help
    roles: set[str] = set()
    for change in changes_of(finding):
        roles.update(approvers(finding.case.plan, finding.case.model, change))
    if not roles:
        return ()
    who = listed(sorted(role.replace("-", " ") for role in roles), "or")
    return (f"have it agreed by the {who}, and record the approval in the plan",)


def undo_way(finding: Finding) -> str:
    """Return the way out of taking the changes back."""
    ids = listed(change.id for change in changes_of(finding))
    return f"withdraw the change {ids} and keep to what the model specifies"


def unless_claimed(finding: Finding, need: Need) -> Need:
    """Return ``need``, or that it depends on the claim where the plan makes none."""
    return Need.CONDITION if finding.case.inspired else need


def question_of_change(finding: Finding) -> str:
    """Return the question whether a change still leaves the model, written out for its owner."""
    case = finding.case
    change = changes_of(finding)[0]
    what = change.what.rstrip(".")
    if change.addition is not None:
        wish = f"add '{change.addition.title}', which touches {listed(title(finding, name) for name in change.touches)}"
    else:
        wish = f"change {title(finding, change.subject)}"
    kept = ""
    if change.function_kept:
        like = "would be kept like this" if change.function_said else "would not be kept"
        kept = f" What it is there for {like}: {change.function_kept.rstrip('.')}."
    return f"at {case.plan.site} we would like to {wish}: {what}.{kept} Is that still the model '{case.model.title}'?"
