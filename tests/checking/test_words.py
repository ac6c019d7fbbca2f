"""Whoever filled in a workbook is told of pages and columns, and whoever wrote a file of its keys."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from attrs import evolve, fields, has
from hypothesis import given
from tests.budget import times
from tests.checking.engine import every
from tests.strategies import Case, bearing_cases

import fidelity
from fidelity.checking.rules.words import value_of
from fidelity.errors import Place
from fidelity.model.evidence import Basis
from fidelity.model.model import Model
from fidelity.plan.frame import NATURES
from fidelity.plan.plan import Addition, Approval, Change, Covered, Plan, Record

KEYS = ("as_specified", "function_kept", "author: site-lead")
PAGES = ("on the page ", "in the column ")
WORKBOOK = Place(path="plan.xlsx", line=1, column=1, sheet="Plan")


def told(case: Case) -> dict[tuple[str, str], str]:
    """Return all that is said of every finding and remark."""
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    remarks = [finding for finding in result.findings if finding.code.startswith("FID5")]
    return {
        (one.code, one.subject): " ".join((one.message, one.why, *one.ways_out, one.ask or ""))
        for one in (*every(result), *remarks)
    }


@times(2)
@given(bearing_cases())
def test_what_is_said_fits_how_the_plan_was_made(case: Case) -> None:
    of_file = told(case)
    of_workbook = told(case._replace(plan=evolve(case.plan, place=WORKBOOK)))
    assert of_file.keys() == of_workbook.keys()
    for key, text in of_file.items():
        assert not any(word in text for word in PAGES)
        assert not any(word in of_workbook[key] for word in KEYS)
        assert (text == of_workbook[key]) == (not any(word in text for word in KEYS))


COLUMNS = {
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
"""By key of a file what stands over the cell of a workbook."""


def test_a_text_that_may_be_personal_is_called_by_its_key_or_by_its_column() -> None:
    mail, day = "sam@example.org", date(2026, 1, 1)
    change = Change(
        id=mail,
        what=mail,
        element="review-hearing",
        natures=("format",),
        function_kept=mail,
        record=Record(effects=mail),
    )
    added = Change(id="b", what="b", addition=Addition(mail, mail, mail))
    approval = Approval((Covered(mail, ("format",)),), by=mail, role=mail, given=day, reference=mail, conditions=mail)
    plan = Plan(mail, "fdac@2026.1", mail, "as-specified", author=mail, changes=(change, added), approvals=(approval,))
    for place, called in ((Place("plan.yaml"), {key: key for key in COLUMNS}), (WORKBOOK, COLUMNS)):
        result = fidelity.check(evolve(plan, place=place))
        found = [one for one in result.remarks if one.code == "FID506"]
        assert {one.subject.partition(" of the ")[0].partition(" of ")[0] for one in found} >= {
            "what",
            "by",
            "conditions",
        }
        said = {name for name in called.values() for one in found if f"'{name}'" in one.message}
        assert said == set(called.values())
        assert all(one.own_verdict == "green" for one in found)


@times(2)
@given(bearing_cases())
def test_nobody_is_quoted_with_a_limit_that_was_inferred(case: Case) -> None:
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    for finding in (one for one in every(result) if one.code == "FID204"):
        valued = value_of(finding).valued
        parameter, broken = valued.parameter, valued.broken
        said = f"{finding.ask or ''} {finding.message}"
        firmest = max((limit.basis.strength for limit in broken), default=None)
        sourced = [limit for limit in broken if limit.basis.strength is not fidelity.Strength.INFERRED]
        if "the sources say" in said:
            assert sourced
        if "and no tolerance" in said or "and nothing else" in said:
            assert any(limit.derived for limit in broken)
            assert parameter.basis.strength is not fidelity.Strength.INFERRED
            voices = {case.model.evidence_by_id[id_].voice for id_ in parameter.basis.evidence}
            assert ("the owner states" in said) == ("owner" in voices)
        if finding.ask and firmest is fidelity.Strength.INFERRED:
            assert "the sources say" not in finding.ask


CALLED = {"principle": "a core principle", "essential": "essential", "flexible": "flexible"}


@times(2)
@given(bearing_cases())
def test_where_only_an_inference_makes_an_element_matter_the_reason_says_that_no_source_does(case: Case) -> None:
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    about = ("FID201", "FID202", "FID203", "FID301", "FID302", "FID304")
    for finding in (one for one in every(result) if one.code in about):
        element = case.model.by_id[finding.element or ""]
        inferred = [basis.strength is fidelity.Strength.INFERRED for basis in (element.basis, element.tier_basis)]
        said = re.search(r" No source says that it is (.*); that was inferred", finding.why)
        expected = "part of the model" if inferred[0] else CALLED[element.tier.value] if inferred[1] else None
        assert (said[1] if said else None) == expected


SPEAKING = re.compile(r"\b(the sources (say|state|give)|by its sources|the owner (says|states)|a source says)\b")


@times(2)
@given(bearing_cases())
def test_in_a_model_that_was_only_inferred_nobody_is_said_to_have_said_anything(case: Case) -> None:
    def inferred(one: Any) -> Any:
        if isinstance(one, Basis):
            return Basis(inferred="we think so")
        if isinstance(one, tuple) and not hasattr(one, "_fields"):
            return tuple(map(inferred, one))
        if has(type(one)) and not isinstance(one, Model):
            return evolve(one, **{f.name: inferred(getattr(one, f.name)) for f in fields(type(one)) if f.init})
        return one

    model = evolve(case.model, elements=inferred(case.model.elements), proscribed=inferred(case.model.proscribed))
    for bind in ("restated", "inferred"):
        result = fidelity.check(case.plan, model, bind=bind, on=case.on)
        remarks = [one for one in result.findings if one.code.startswith("FID5")]
        for one in (*every(result), *remarks):
            said = " ".join((one.message, one.why, *one.ways_out, one.ask or ""))
            assert SPEAKING.search(said) is None


@times(2)
@given(bearing_cases())
def test_the_reason_for_a_question_about_a_change_names_the_models_own_rule_and_how_firmly_it_is_known(
    case: Case,
) -> None:
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    for finding in (one for one in every(result) if one.code == "FID206" and "is not settled" in one.message):
        if finding.why.startswith("The form may vary"):
            continue
        own = {rule.nature: rule for rule in case.model.by_id[finding.element or ""].adaptation}
        said = next(one.natures for one in case.plan.changes if (one.id,) == finding.changes)
        natures = [one for one in said if NATURES[one].lower() in finding.message]  # others take the element out
        for nature in natures:
            rule = own.get(nature)
            named = f"own rule for {nature} is '{rule.rule}' (known as '{rule.basis.strength.word}')" if rule else ""
            assert named in finding.why
        assert ("general guidance: " in finding.why) == any(nature not in own for nature in natures)


@times(3)
@given(bearing_cases())
def test_how_the_function_is_kept_is_asked_for_where_saying_it_would_settle_the_change(case: Case) -> None:
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    for finding in (one for one in result.open if one.code == "FID206"):
        (name,) = finding.changes
        changes = [evolve(one, function_kept="As before.") if one.id == name else one for one in case.plan.changes]
        after = fidelity.check(evolve(case.plan, changes=tuple(changes)), case.model, bind=case.bind, on=case.on)
        unsaid = not next(one for one in case.plan.changes if one.id == name).function_said
        essential = case.model.by_id[finding.element or ""].tier is fidelity.Tier.ESSENTIAL
        swapped = finding.case.by_atom[f"change:{name}"].judged.swap is not None  # type: ignore[union-attr] # a change
        settled = not any(one.code == "FID206" and one.changes == (name,) for one in every(after))
        if essential and not swapped:
            assert (finding.needs is not None and finding.needs.value == "decision") == (unsaid and settled)
            assert ("function is kept" in finding.ways_out[0]) == (unsaid and settled)
