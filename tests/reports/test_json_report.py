"""The contract of section 6 of the design: keys, nesting and kinds of values."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import fidelity
from fidelity.checking.result import CheckResult, Unreadable
from fidelity.reports import report
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run

EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "examples").glob("*.fidelity.yaml"))
DAY = date(2026, 11, 22)

WHOLE = ["schema_version", "verdict", "on", "bind", "counts", "plans"]
PLAN = ["path", "plan", "site", "model", "claim", "unmentioned", "verdict", "known", "findings", "elements", "repairs"]
FINDING = [
    "code", "name", "verdict", "needs", "element", "tier", "changes", "message", "why", "ask", "ways_out", "location",
    "model_location", "causes", "via", "consequences", "basis", "fingerprint", "approval", "baselined",
]  # fmt: skip
VERDICTS = {"red", "amber", "green"}
NEEDS = {"owner", "decision", "evidence", "condition", None}
TIERS = {"principle", "essential", "flexible"}
STATES = {"agreed", "not-in-place", "uncertain", "outside-limits", "adapted", "within-room", "as-specified"}


def render(*results: CheckResult | Unreadable, on: date | None = DAY) -> Any:
    return json.loads(report(FORMATS, "json", Run(results, fidelity.Strength.RESTATED, on)))


def result_of(path: Path) -> CheckResult:
    return fidelity.check(fidelity.load_plan(path), on=DAY)


def assert_finding(finding: dict[str, Any]) -> None:
    assert list(finding) == FINDING
    assert finding["verdict"] in VERDICTS
    assert finding["needs"] in NEEDS
    assert finding["tier"] in {*TIERS, None}
    for key in ("changes", "ways_out", "via"):
        assert all(isinstance(word, str) for word in finding[key])
    assert all(isinstance(atom, str) for cause in finding["causes"] for atom in cause)
    assert finding["message"]
    assert finding["why"]
    if len(finding["ways_out"]) > 1:
        assert [way.split()[0] for way in finding["ways_out"]] == ["either", *["or"] * (len(finding["ways_out"]) - 1)]
    for key in ("location", "model_location"):
        assert finding[key] is None or list(finding[key]) == ["path", "line", "column"]
    assert finding["location"]["line"] >= 1
    for cited in finding["basis"]:
        assert list(cited) == ["evidence", "source", "locator", "strength"]
        assert cited["strength"] in {"stated", "restated", "observed", "inferred"}
    assert finding["baselined"] is False
    for inner in finding["consequences"]:
        assert_finding(inner)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_keys_nesting_and_kinds_are_those_of_the_contract(path: Path) -> None:
    result = result_of(path)
    whole = render(result)
    assert list(whole) == WHOLE
    assert (whole["schema_version"], whole["on"], whole["bind"]) == (1, "2026-11-22", "restated")
    assert list(whole["counts"]) == ["plans", "red", "amber", "green", "agreed", "unreadable", "known"]
    assert whole["counts"]["agreed"] == len(result.agreed)
    [plan] = whole["plans"]
    assert list(plan) == PLAN
    assert plan["model"] == {"id": result.model.id, "version": result.model.version}
    assert (plan["path"], plan["plan"], plan["site"]) == (str(path), result.plan.id, result.plan.site)
    assert plan["verdict"] == whole["verdict"] == result.verdict
    assert len(plan["findings"]) == len(result.findings)
    for finding in plan["findings"]:
        assert_finding(finding)
    assert list(plan["elements"]) == list(result.elements)
    for state in plan["elements"].values():
        assert state["tier"] in TIERS
        assert state["state"] in STATES
        assert state["verdict"] in VERDICTS
        assert ("realised_by" in state) == (state["tier"] == "principle")
        if "realised_by" in state:
            assert 0 <= state["realised_by"]["standing"] <= state["realised_by"]["named"]
    assert list(plan["repairs"]) == ["complete", "sets"]
    assert bool(plan["repairs"]["sets"]) == (plan["verdict"] == "red")


def test_the_breach_by_consequence_names_the_changes_and_the_path() -> None:
    path = next(path for path in EXAMPLES if path.name.startswith("breach-by-consequence"))
    [plan] = render(result_of(path))["plans"]
    worst = plan["findings"][0]
    [principle] = [one for one in worst["consequences"] if one["tier"] == "principle"]
    assert principle["verdict"] == "red"
    assert principle["causes"] == [["change:one-early-hearing"]]
    assert principle["via"] == ["further-hearing", "informed-choice"]


def test_a_plan_that_could_not_be_read_has_its_faults_as_findings() -> None:
    place = fidelity.Place("a.yaml", 3, 1)
    fault = fidelity.Fault("FID105", place, "no 'site'", "the name of a place", ("write it",))
    whole = render(Unreadable("a.yaml", (fault,)))
    assert whole["verdict"] is None
    assert whole["counts"] == {"plans": 1, "red": 0, "amber": 0, "green": 0, "agreed": 0, "unreadable": 1, "known": 0}
    [plan] = whole["plans"]
    assert list(plan) == PLAN
    assert [plan[key] for key in ("plan", "site", "model", "verdict")] == [None] * 4
    [finding] = plan["findings"]
    assert list(finding) == FINDING
    assert (finding["code"], finding["name"], finding["verdict"]) == ("FID105", "missing-key", None)
    assert finding["message"] == "no 'site'; expected the name of a place"
    assert finding["ways_out"] == ["write it"]
    assert finding["location"] == {"path": "a.yaml", "line": 3, "column": 1}


def test_without_a_date_it_is_null() -> None:
    result = fidelity.check(fidelity.load_plan(EXAMPLES[0]))
    assert render(result, on=None)["on"] is None


def test_it_is_the_same_every_time() -> None:
    texts = {json.dumps(render(*(result_of(path) for path in EXAMPLES))) for _ in range(2)}
    assert len(texts) == 1
