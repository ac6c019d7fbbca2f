"""The register says of each agreed variation what the slow judge says of it, and all that the plan says of it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.oracle import naive
from tests.strategies import Case, agreed_cases

import fidelity
from fidelity.checking.result import COLUMNS as OF_FINDINGS
from fidelity.checking.result import result_records
from fidelity.comparing.register import COLUMNS, STATES, Variation, register_of
from fidelity.plan.plan import Approval, Change, Covered, Setting

if TYPE_CHECKING:
    from tests.oracle.judgement import Details

CODES = {
    "void": "FID401",
    "expired": "FID402",
    "not yet valid": "FID403",
    "without authority": "FID404",
    "by the plan's own site": "FID404",
    "covers nothing": "FID405",
    "not needed": "FID405",
}
RUNNING = ("in force", "not yet valid", "not needed")


def numbered(case: Case) -> Case:
    """Return the case with approvals that can be told apart."""
    approvals = tuple(evolve(one, reference=str(number)) for number, one in enumerate(case.plan.approvals))
    return case._replace(plan=evolve(case.plan, approvals=approvals))


def require_state(one: Variation, case: Case, details: Details) -> None:
    codes = details.notes[int(one.reference or ""), one.change] - {"FID406", "FID407"}
    assert (one.state == "in force") == one.counts == (not codes)
    assert bool(one.reason) == bool(codes)
    if codes:
        assert CODES[one.state] in codes
    change = next(change for change in case.plan.changes if change.id == one.change)
    listed = one.role in case.model.authority.get(naive.authority_key(case.model, change), ())
    if CODES.get(one.state) == "FID404":
        assert (one.state == "by the plan's own site") == listed
    left = (one.until - case.on).days if case.on and one.until and not codes else None
    assert one.days_left == left
    assert one.subject == change.subject


@times(3)
@given(agreed_cases().map(numbered), st.integers(0, 12))
def test_every_variation_is_listed_as_what_it_is(case: Case, days: int) -> None:
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    register = register_of([result], on=case.on)
    details = naive.details(case.model, case.plan, case.bind, case.on)
    entries = {
        (number, entry.change): (approval, entry)
        for number, approval in enumerate(case.plan.approvals)
        for entry in approval.covers
    }
    assert sorted((int(one.reference or ""), one.change) for one in register.variations) == sorted(entries)
    for one in register.variations:
        require_state(one, case, details)
        approval, entry = entries[int(one.reference or ""), one.change]
        assert (one.by, one.role, one.given, one.until) == (approval.by, approval.role, approval.given, approval.until)
        assert one.conditions == approval.conditions
        assert (one.plan, one.site, one.model) == (case.plan.id, case.plan.site, case.model.reference)
        assert one.nature.split(", ") == list(entry.natures or ("",))
        assert one.set.count(": ") == len(entry.settings)
    assert register.in_force() == tuple(one for one in register.variations if one.state == "in force")
    assert register.lapsed() == tuple(one for one in register.variations if one.state not in RUNNING)
    assert register.running_out(days) == tuple(
        one for one in register.in_force() if one.days_left is not None and one.days_left < days
    )
    for before, after in pairwise(register.variations):
        assert STATES.index(before.state) <= STATES.index(after.state)
        if before.state == after.state and before.until != after.until:
            runs_longer = after.until is None or (before.until is not None and before.until < after.until)
            assert runs_longer == (before.state != "expired")


@given(agreed_cases().map(numbered))
def test_records_have_all_columns_in_order(case: Case) -> None:
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    for record, one in zip(
        register_of([result], on=case.on).to_records(), register_of([result]).variations, strict=True
    ):
        assert tuple(record) == COLUMNS
        same = ("plan", "site", "model", "change", "subject", "by", "role", "conditions", "reference")
        assert [record[name] for name in same] == [getattr(one, name) for name in same]
        assert (record["nature"], record["set"]) == (one.nature or None, one.set or None)
        assert (record["given"], record["until"]) == (one.given.isoformat(), one.until and one.until.isoformat())
        assert {key for key, value in record.items() if value is None} <= {
            "until", "days_left", "subject", "nature", "set", "conditions", "reference", "reason", "line"
        }  # fmt: skip
    for row in result_records(result.findings):
        assert tuple(row) == OF_FINDINGS
        assert (row["parent_code"] is None) == (row["parent_subject"] is None) or row["parent_code"] == "FID209"


def test_an_approval_that_names_a_value_of_what_has_none_is_void() -> None:
    model = fidelity.load_model("fdac")
    practice = next(iter(model.proscribed_by_id))
    plan = fidelity.Plan(
        "a", model.reference, "A", "as-specified", author="lead", changes=(Change("c", "C.", proscribed=practice),)
    )
    covered = Covered("c", settings=(Setting("interval", "2 weeks"),))
    approval = Approval((covered,), by="Somebody", role="model-owner", given=date(2026, 1, 1))
    (one,) = register_of([fidelity.check(evolve(plan, approvals=(approval,)))]).variations
    assert (one.state, one.set) == ("void", "interval: 2 weeks")
    assert "sets no value, and what was agreed is interval: 2 weeks" in one.reason
