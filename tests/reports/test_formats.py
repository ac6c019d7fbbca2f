"""All formats render one run, and agree on it: verdict, findings, what was agreed, what was known before."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema
from tests.strategies import cases

import fidelity
from fidelity.checking.baseline import Baseline, baseline_of
from fidelity.checking.check import judge_plan
from fidelity.checking.result import CheckResult, Unreadable
from fidelity.checking.verdicts import Verdict
from fidelity.errors import InputError
from fidelity.reports.formats import format_names, renderer
from fidelity.reports.run import Layout, Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.strategies import Case

ROOT = Path(__file__).parents[2]
SHARED = sorted((Path(__file__).parent / "shared").glob("*.fidelity.yaml"))
GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 11, 22)
MACHINES = ("sarif", "junit", "gitlab", "github", "markdown", "json")


def shared(*, known: bool = True) -> Run:
    """Return the shared run: every kind of finding, a file that cannot be read, and one finding known before."""
    os.chdir(ROOT)
    results: list[CheckResult | Unreadable] = []
    for path in SHARED:
        name = path.relative_to(ROOT).as_posix()
        try:
            results.append(fidelity.check(fidelity.load_plan(name), on=DAY))
        except InputError as error:
            results.append(Unreadable(name, error.faults))
    whole = baseline_of(one for one in results if isinstance(one, CheckResult))
    named = {key: {name: found[name] for name in sorted(found)[:6]} for key, found in whole.known.items()}
    return Run(results, fidelity.Strength.RESTATED, DAY, Verdict.RED, Baseline(named) if known else None)


def render(run: Run, format_: str) -> str:
    return renderer(format_)(run, Layout(base=str(ROOT)))


@pytest.mark.parametrize("format_", [*MACHINES, "text"])
def test_the_shared_run_is_told_as_it_was(format_: str) -> None:
    text = render(shared(), format_)
    path = GOLDEN / f"shared.{format_}"
    if os.environ.get("FIDELITY_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8")


def test_the_shared_run_has_a_finding_of_every_kind() -> None:
    kinds = {kind for kind, _ in counted_in_json(render(shared(), "json"))}
    assert kinds == {"breach", "open", "agreed", "remark", "unreadable", "known"}


def test_the_formats_of_the_contract_are_there() -> None:
    assert set(MACHINES) < set(format_names())


# What each format says was found, as pairs of a kind and a code ---------------------------------------------------


def counted_in_json(text: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for plan in json.loads(text)["plans"]:
        for finding in plan["findings"]:
            found[_kind(finding), finding["code"]] += 1
    return found


def _kind(finding: dict[str, Any]) -> str:
    if finding["verdict"] is None:
        return "unreadable"
    if finding["baselined"]:
        return "known"
    if finding["verdict"] == "green":
        return "agreed" if finding["approval"] else "remark"
    return "breach" if finding["verdict"] == "red" else "open"


def counted_in_sarif(text: str) -> Counter[tuple[str, str]]:
    return Counter((_sarif_kind(result), result["ruleId"]) for result in json.loads(text)["runs"][0]["results"])


def _sarif_kind(result: dict[str, Any]) -> str:
    suppressed = [one["kind"] for one in result.get("suppressions", [])]
    if suppressed:
        return "known" if suppressed == ["external"] else "agreed"
    if result["ruleId"][3] == "1":
        return "unreadable"
    return {"error": "breach", "warning": "open", "note": "remark"}[result["level"]]


def counted_in_junit(text: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for case in ET.fromstring(text.encode()).iter("testcase"):  # noqa: S314 - our own output
        if case.get("name") == "the plan as a whole":
            continue
        skipped = case.find("skipped")
        kind = "open or remark"
        if case.find("failure") is not None:
            kind = "breach"
        elif case.find("error") is not None:
            kind = "unreadable"
        elif skipped is not None:
            kind = "known" if str(skipped.get("message")).startswith("known before") else "agreed"
        found[kind, str(case.get("name"))[:6]] += 1
    return found


def counted_in_gitlab(text: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for issue in json.loads(text):
        code, said, severity = issue["check_name"][:6], issue["description"], issue["severity"]
        kind = {"info": "remark", "minor": "open", "critical": "breach", "blocker": "breach"}[severity]
        if said.startswith("Known before: "):
            kind = "known"
        elif said.startswith("Agreed ("):
            kind = "agreed"
        elif code[3] == "1":
            kind = "unreadable"
        found[kind, code] += 1
    return found


def counted_in_github(text: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for line in text.partition("::stop-commands::")[0].splitlines():
        match = re.fullmatch(r"::(error|warning|notice) (?:\S|(?<=,)| )*?title=(FID\d{3}) [^:]*::(.*)", line)
        assert match, line
        level, code, said = match.groups()
        kind = {"error": "breach", "warning": "open", "notice": "remark"}[level]
        if said.startswith("Known before: "):
            kind = "known"
        elif said.startswith("Agreed ("):
            kind = "agreed"
        elif code[3] == "1":
            kind = "unreadable"
        found[kind, code] += 1
    return found


def counted_in_markdown(text: str) -> Counter[tuple[str, str]]:
    titles = {
        "Breaches": "breach",
        "To settle": "open",
        "Agreed variations": "agreed",
        "Known before": "known",
        "Remarks": "remark",
        "Faults": "unreadable",
    }
    found: Counter[tuple[str, str]] = Counter()
    kind = ""
    for line in text.splitlines():
        if line.startswith("#### "):
            kind = titles.get(line[5:].rpartition(" (")[0], "")
        elif line.startswith("- **FID") and kind:
            found[kind, line[4:10]] += 1
    return found


COUNTED = {
    "sarif": counted_in_sarif,
    "junit": counted_in_junit,
    "gitlab": counted_in_gitlab,
    "github": counted_in_github,
    "markdown": counted_in_markdown,
}


def assert_agreement(run: Run) -> None:
    truth = counted_in_json(render(run, "json"))
    for format_, counted in COUNTED.items():
        said = counted(render(run, format_))
        if format_ == "junit":  # what is open passes in both of its forms
            merged = Counter({("open or remark", code): 0 for _, code in truth})
            for (kind, code), number in truth.items():
                merged["open or remark" if kind in ("open", "remark") else kind, code] += number
            assert +merged == said
        else:
            assert said == truth, format_


def test_all_formats_agree_on_the_shared_run() -> None:
    assert_agreement(shared())
    assert_agreement(shared(known=False))


@given(cases(max_size=6, max_atoms=5), st.data())
def test_all_formats_agree_on_any_run(case: Case, data: st.DataObject) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    names = [name for found in baseline_of([result]).known.values() for name in found]
    kept = data.draw(st.sets(st.sampled_from(names))) if names else set()
    known = {key: {n: v for n, v in found.items() if n in kept} for key, found in baseline_of([result]).known.items()}
    assert_agreement(Run([result], case.bind, case.on, Verdict.RED, Baseline(known)))


@given(cases(max_size=6, max_atoms=5), st.sampled_from([Verdict.RED, Verdict.AMBER, None]))
def test_a_run_fails_in_junit_where_it_fails_on_the_command_line(case: Case, fail_on: Verdict | None) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    run = Run([result], case.bind, case.on, fail_on)
    suite = JUnitXml.fromstring(render(run, "junit").encode())
    assert (suite.failures > 0) == run.fails(result.verdict)


# The outside judges of each format --------------------------------------------------------------------------------


def sarif(run: Run) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(run, "sarif"))
    StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(log)
    return log


@settings(max_examples=30)
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


# Texts that try to be something else ------------------------------------------------------------------------------

FORGERIES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "::error file=x,line=1::forged",
            "x\n::set-output name=verdict::green",
            "%0A::error::forged",
            "##[error]forged",
            "</failure><testcase name='forged'/>",
            "<script>alert(1)</script>",
            "]]><b>",
            "| forged | row |",
            "\n\n# forged heading",
            "- [ ] forged item",
            "[link](javascript:alert(1))",
            "\x1b[2J\x1b[31mforged",
            "\u202eforged",
            "=HYPERLINK(1)",
            "&#x3C;b&#x3E;",
            "\x00\x0b\ufffe",
        ]
    ),
)


def forged(text: str) -> Run:
    plan = fidelity.Plan(
        id="ashby",
        model="fdac@2026.1",
        site=text or "x",
        unmentioned="as-specified",
        author=text or "x",
        changes=(
            fidelity.Change(id="a", element="parent-mentor", natures=("removing",), what=text or "x"),
            fidelity.Change(id="b", element="same-judge", natures=("personnel",), what=text or "x", function_kept=text),
        ),
    )
    return Run([fidelity.check(plan, on=DAY)], on=DAY)


BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HARMLESS = forged("harmless")


@given(FORGERIES)
def test_no_text_of_a_plan_becomes_a_command_of_the_workflow(text: str) -> None:
    for format_ in format_names():
        lines = render(forged(text), format_).splitlines()
        if format_ == "github":
            tokens = [line for line in lines if line.startswith("::stop-commands::")]
            assert len(tokens) == 1
            start = lines.index(tokens[0])
            assert lines[-1] == f"::{tokens[0].removeprefix('::stop-commands::')}::"
            assert lines.count(lines[-1]) == 1
            lines = lines[:start]
            assert len(lines) == render(HARMLESS, "github").partition("::stop-commands::")[0].count("\n")
            assert all(re.match("::(error|warning|notice) file=", line) for line in lines)
        else:
            assert not [line for line in lines if line.strip().startswith("::") or "##[" in line], format_


@given(FORGERIES)
def test_no_text_of_a_plan_adds_an_element_to_the_xml(text: str) -> None:
    ours, plain = (ET.fromstring(render(run, "junit").encode()) for run in (forged(text), HARMLESS))  # noqa: S314
    assert [one.tag for one in ours.iter()] == [one.tag for one in plain.iter()]


@given(FORGERIES)
def test_no_text_of_a_plan_adds_structure_to_the_markdown(text: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    ours, plain = (parser.parse(render(run, "markdown")) for run in (forged(text), HARMLESS))
    assert [token.type for token in ours] == [token.type for token in plain]
    inline = {child.type for token in ours for child in token.children or ()}
    assert inline <= {child.type for token in plain for child in token.children or ()}


@given(FORGERIES)
def test_no_text_of_a_plan_reaches_a_terminal_as_a_command(text: str) -> None:
    for format_ in format_names():
        said = render(forged(text), format_)
        assert not [sign for sign in said if (category(sign) == "Cc" or sign in BIDI) and sign != "\n"], format_


@given(FORGERIES)
def test_json_formats_stay_json(text: str) -> None:
    for format_ in ("json", "sarif", "gitlab"):
        json.loads(render(forged(text), format_))


def paths(run: Run, format_: str) -> Iterable[str]:
    return re.findall(r"[\w/.<>-]+\.fidelity\.yaml", render(run, format_))


def test_paths_are_relative_to_the_folder_of_the_call() -> None:
    for format_ in ("sarif", "gitlab", "github"):
        assert set(paths(shared(), format_)) == {path.relative_to(ROOT).as_posix() for path in SHARED} - {
            "tests/reports/shared/within.fidelity.yaml" if format_ != "github" else ""
        }
