"""What is particular to FDAC: its ten standards, whose headlines decide what is essential, and its court times.

What holds of every model is in ``test_models``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.model.ledger import fact

import fidelity
from fidelity.model.requirements import ElementTerm, leaves

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.checking.result import CheckResult
    from fidelity.model.elements import Element

FDAC = fidelity.load_model("fdac")
DAY = date(2026, 11, 22)

HEADLINES = {
    *("FDAC-01", "FDAC-03", "FDAC-04", "FDAC-05", "FDAC-06", "FDAC-07", "FDAC-11", "FDAC-15", "FDAC-16", "FDAC-22"),
    *("FDAC-23", "FDAC-24", "FDAC-25", "FDAC-26", "FDAC-28", "FDAC-35", "FDAC-37", "FDAC-38", "FDAC-39"),
}
"""The facts that stand, wholly or in part, in the headline of one of the owner's ten standards."""

OWN_WORD = {"FDAC-08", "FDAC-12", "FDAC-19", "FDAC-27", "FDAC-36"}
"""The facts that are essential by the owner's own words elsewhere (a key feature, "only", "has to"), or by law."""


def _checked(tmp_path: Path, rest: str = "", bind: str = "restated") -> CheckResult:
    path = tmp_path / "plan.yaml"
    path.write_text(
        f"plan: ashby\nmodel: fdac@2026.1\nsite: Ashby\nunmentioned: as-specified\n{rest}", encoding="utf-8"
    )
    return fidelity.check(fidelity.load_plan(path), on=DAY, bind=bind)


@pytest.mark.parametrize("element", [*FDAC.principles, *FDAC.essential], ids=lambda element: str(element.id))
def test_the_tier_is_taken_from_the_standards_headlines_or_from_the_owners_own_word(element: Element) -> None:
    facts = {fact(id_) for id_ in element.tier_basis.evidence}
    assert ("FDAC-77" in facts) == bool(facts & HEADLINES)
    assert facts - {"FDAC-77"} <= HEADLINES | OWN_WORD
    assert bool(facts) != bool(element.tier_basis.inferred)


@pytest.mark.parametrize(
    ("length", "exception", "verdict"),
    [
        ("34 weeks", "extended-once", "green"),
        ("35 weeks", "extended-once", "red"),
        ("42 weeks", "extended-again", "amber"),
    ],
)
def test_a_case_may_be_longer_once_the_court_has_extended_it(
    tmp_path: Path, length: str, exception: str, verdict: str
) -> None:
    change = (
        f"changes:\n  - {{id: a, element: case-length, nature: lengthening, set: {{length: {length}}},\n"
        f"     exception: {exception}, what: Longer., function_kept: The court decides.}}\n"
    )
    assert _checked(tmp_path, change).verdict == verdict


@pytest.mark.parametrize("principle", FDAC.principles, ids=lambda element: str(element.id))
def test_any_one_essential_element_keeps_a_principle_alive(principle: Element) -> None:
    assert principle.realised_by is not None
    assert principle.realised_by.kind == "any"
    named = {leaf.element for leaf in leaves(principle.realised_by) if isinstance(leaf, ElementTerm)}
    assert named <= {element.id for element in FDAC.essential}


@pytest.mark.parametrize("element", ["belief-in-change", "problems-together", "care-case", "domestic-abuse-expertise"])
def test_to_take_out_what_nobody_calls_essential_has_to_be_asked_about(tmp_path: Path, element: str) -> None:
    change = f"changes:\n  - {{id: a, element: {element}, nature: removing, what: No more.}}\n"
    assert _checked(tmp_path, change).verdict == "amber"
    assert _checked(tmp_path, change, bind="inferred").verdict == "red"
