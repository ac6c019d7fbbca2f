"""Each format is what its outside judges ask for: programs and rules that others wrote."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from junitparser import JUnitXml
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema
from tests.browser import axe_violations, nu_errors, seen_in_browser
from tests.budget import times
from tests.needed import node_package
from tests.reports.shared_run import DAY, ROOT, render, shared
from tests.strategies import cases

import fidelity
from fidelity.checking.result import judge_plan
from fidelity.reports.check.run import Run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.strategies import Case


# SARIF ------------------------------------------------------------------------------------------------------------


def sarif(run: Run) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(run, "sarif"))
    StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    return log


@times(0.8)
@given(cases(max_size=5, max_atoms=4))
def test_sarif_is_what_its_schema_and_github_ask_for(case: Case) -> None:
    log = sarif(Run([judge_plan(case.plan, case.model, case.bind, case.on)], case.bind, case.on))
    assert_taken_by_github(log)


def test_the_shared_sarif_is_what_its_schema_and_github_ask_for() -> None:
    assert_taken_by_github(sarif(shared()))
    assert sarif(Run([]))["runs"][0]["results"] == []


def assert_taken_by_github(log: dict[str, Any]) -> None:
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert "security-severity" not in result.get("properties", {})
        [place] = result["locations"]
        physical = place["physicalLocation"]
        assert not physical["artifactLocation"]["uri"].startswith(("/", "./"))
        assert physical["region"]["startLine"] >= 1
        assert result["partialFingerprints"]["primaryLocationLineHash"]
    fingerprints = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]
    assert len(fingerprints) == len(set(fingerprints))


def test_a_file_that_could_not_be_read_makes_the_sarif_run_a_failed_one() -> None:
    assert sarif(shared())["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert sarif(Run([]))["runs"][0]["invocations"][0]["executionSuccessful"] is True


# The multitool is what GitHub checks uploads with. Its exit status is 0 whatever it finds: its report has to be read.

NO_ADDRESS = "SARIF2005"
"""Advice that a tool should name an address to read more at. This library has no address of its own yet."""


def multitool(log: dict[str, Any], folder: Path) -> list[tuple[str, str]]:
    """Return what the multitool has against a log, by GitHub's rules too: each rule with the level of what it found."""
    program = node_package("@microsoft/sarif-multitool-linux") / "Sarif.Multitool"
    path, report = folder / "ours.sarif", folder / "report.sarif"
    path.write_text(json.dumps(log), "utf-8")
    words = ["validate", str(path), "--rule-kind", "Sarif;Ghas", "-o", str(report), "--log", "ForceOverwrite"]
    done = subprocess.run(
        [program, *words],
        capture_output=True,
        check=False,
        timeout=300,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert report.exists(), done.stderr
    [run] = json.loads(report.read_text("utf-8-sig"))["runs"]
    assert all(one["executionSuccessful"] for one in run["invocations"])
    return [(one["ruleId"], one.get("level", "warning")) for one in run["results"]]


def test_the_multitool_takes_what_the_library_writes(tmp_path: Path) -> None:
    found = multitool(json.loads(render(shared(), "sarif")), tmp_path)
    assert [one for one in found if one[0] != NO_ADDRESS] == []


def test_the_multitool_would_have_seen_a_finding_without_a_place(tmp_path: Path) -> None:
    log = json.loads(render(shared(), "sarif"))
    del log["runs"][0]["results"][0]["locations"]
    assert ("GH1015", "error") in multitool(log, tmp_path)


# JUnit ------------------------------------------------------------------------------------------------------------


def test_junit_is_the_strict_layout_that_jenkins_reads() -> None:
    root = ET.fromstring(render(shared(), "junit").encode())  # noqa: S314 - our own output
    assert root.tag == "testsuites"
    for suite in root:
        assert set(suite.attrib) == {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"}
        for case in suite:
            assert set(case.attrib) == {"name", "time", "classname"}
            assert [inner.tag for inner in case] in ([], ["failure"], ["error"], ["skipped"], ["system-out"])
        names = [(case.get("classname"), case.get("name")) for case in suite]
        assert len(names) == len(set(names))
    suites = JUnitXml.fromstring(render(shared(), "junit").encode())
    assert (suites.tests, suites.failures, suites.errors) == (14, 2, 1)


def test_gitlab_gets_a_fingerprint_of_its_own_for_every_finding_and_plain_paths() -> None:
    issues = json.loads(render(shared(), "gitlab"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["location"]["path"].startswith("tests/reports/shared/")
        assert issue["location"]["lines"]["begin"] >= 1
    assert not render(shared(), "gitlab").startswith("\ufeff")


def test_github_sees_the_worst_first_and_is_told_what_it_will_not_show(tmp_path: Path) -> None:
    lines = render(shared(known=False), "github").splitlines()
    levels = [line[2:].partition(" ")[0] for line in lines if re.match("::(error|warning|notice) ", line)]
    assert levels == sorted(levels, key=["error", "warning", "notice"].index)
    path = tmp_path / "many.fidelity.yaml"
    additions = "".join(
        f"  - {{id: c{n}, element: {one.id}, nature: removing, what: No more.}}\n"
        for n, one in enumerate(fidelity.load_model("fdac").essential)
    )
    head = "plan: many\nmodel: fdac@2026.1\nsite: Many\nauthor: a\nunmentioned: as-specified\nchanges:\n"
    path.write_text(head + additions, "utf-8")
    text = render(Run([fidelity.check(fidelity.load_plan(path), on=DAY)]), "github")
    assert re.search(r"^\d+ of \d+ findings have no annotation, as GitHub shows 10 of each kind\.$", text, re.MULTILINE)


# Pages: the rules of access (axe-core, in a browser) and of the web itself (the Nu checker) -----------------------

LARGEST = "docs/examples/ten-changes.fidelity.yaml"
WITHIN = "docs/examples/within-the-model.fidelity.yaml"


def pages(folder: Path) -> list[Path]:
    """Write the pages that are judged: the largest example, every kind of finding, and nothing to say at all."""
    runs = {
        "shared": shared(),
        "largest": Run([fidelity.check(fidelity.load_plan(ROOT / LARGEST), on=DAY)], on=DAY),
        "uncounted": shared(known=False),
        "twice": Run([one for one in shared(known=False).results if one.readable] * 2),
        "within": Run([fidelity.check(fidelity.load_plan(ROOT / WITHIN))]),
        "unread": Run([one for one in shared().results if not one.readable]),
    }
    for name, run in runs.items():
        (folder / f"{name}.html").write_text(render(run, "html"), "utf-8")
    return [folder / f"{name}.html" for name in runs]


@pytest.mark.slow
def test_axe_and_nu_have_nothing_against_the_pages(tmp_path: Path) -> None:
    written = pages(tmp_path)
    assert axe_violations(*written) == []
    assert nu_errors(*written) == []


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(400, "light"), (1280, "dark")])
def test_a_page_keeps_to_itself_and_fits_its_window(tmp_path: Path, width: int, scheme: str) -> None:
    script = (
        "[document.documentElement.scrollWidth, getComputedStyle(document.body).maxWidth, document.styleSheets.length]"
    )
    for page, pictures in zip(pages(tmp_path), (1, 1), strict=False):
        seen, besides = seen_in_browser(page, script, width=width, scheme=scheme)
        assert seen == [width, "none", 1 + pictures]  # nothing sticks out, and the policy let in the page's own styles
        assert besides == []  # it asked for nothing, and the browser had nothing to complain about
