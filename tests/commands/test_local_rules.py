"""Rules of one's own: they show everywhere, never make a plan red, and never stop the others."""

from __future__ import annotations

import json
import re
from importlib.metadata import EntryPoint, EntryPoints
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.call import GREEN, HEAD, RED, fidelity
from tests.strategies import Case, agreed_cases, cases

import fidelity as library
from fidelity.checking.local import LocalFinding, LocalRule, LocalRules
from fidelity.checking.result import Extra, judge_plan
from fidelity.files.plans import read_plan
from fidelity.reports.check import FORMATS
from fidelity.rules import load_rules, local_rule
from fidelity.verdicts import RED as RED_VERDICT
from fidelity.verdicts import worst

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from fidelity.checking.result import CheckResult

DAY = ("--on", "2026-11-22")
RULES = """\
from fidelity.rules import LocalFinding, local_rule

@local_rule("FID902", "no-goal", "A change has no goal.", why="Our board reads the goals first.", source="Minute 12")
def no_goal(result):
    for change in result.plan.changes:
        if not change.record.goal:
            yield LocalFinding(f"{change.id} has no goal.", change=change.id, ways_out=["name a goal"])

@local_rule("FID903", "praise", "A plan that keeps everything.", verdict="green")
def praise(result):
    if not result.plan.changes:
        yield LocalFinding("Nothing is changed.")
"""
CRASHES = (
    RULES
    + """
@local_rule("FID904", "crashes", "It crashes.")
def crashes(result):
    yield LocalFinding("Never seen.")
    raise RuntimeError("no luck")
"""
)
CHANGE = HEAD + (
    "changes:\n"
    "  - {id: prompts, element: review-hearing, nature: tailoring, what: A card., function_kept: It is kept.}\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.py").write_text(RULES, "utf-8")
    for name, text in {"green": GREEN, "change": CHANGE, "red": RED}.items():
        (tmp_path / f"{name}.fidelity.yaml").write_text(text, "utf-8")
    return tmp_path


def test_what_a_rule_finds_counts_and_says_where_and_what_to_do(folder: Path) -> None:
    answer = fidelity("check", "change.fidelity.yaml", "--local-rules", "rules.py", "--format", "json", *DAY)
    printed = json.loads(answer.out)
    assert answer.status == 0
    assert printed["verdict"] == "amber"
    [found] = [one for one in printed["plans"][0]["findings"] if one["code"] == "FID902"]
    assert (found["name"], found["verdict"], found["needs"], found["element"], found["changes"]) == (
        "no-goal",
        "amber",
        "decision",
        "review-hearing",
        ["prompts"],
    )
    assert (found["message"], found["why"]) == ("prompts has no goal.", "Our board reads the goals first.")
    assert found["ways_out"] == ["name a goal"]
    assert found["causes"] == [["change:prompts"]]
    assert found["location"] == {"path": "change.fidelity.yaml", "line": 7, "column": 5}
    assert re.fullmatch(r"[0-9a-f]{32}", found["fingerprint"])
    assert folder.joinpath("rules.py").exists()


@pytest.mark.parametrize("format_", FORMATS.names)
def test_it_is_in_every_report(folder: Path, format_: str) -> None:
    answer = fidelity("check", folder, "--local-rules", "rules.py", "--format", format_, "--verbose", *DAY)
    assert answer.status == 1
    assert "FID902" in answer.out
    assert "prompts has no goal" in answer.out.replace("\n", " ").replace("\\_", "_")


def test_without_being_named_it_is_not_run(folder: Path) -> None:
    assert "FID90" not in fidelity("check", folder, *DAY).out
    (folder / "fidelity.toml").write_text('local-rules = ["rules.py"]\n', "utf-8")
    assert "FID902" in fidelity("check", folder, *DAY).out
    assert "FID90" not in fidelity("check", folder, "--isolated", *DAY).out
    assert "FID902" in fidelity("check", folder, "--isolated", "--local-rules", "rules.py", *DAY).out


def test_isolated_takes_no_rules_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_LOCAL_RULES", "rules.py")
    assert "FID902" in fidelity("check", folder, *DAY).out
    assert "FID90" not in fidelity("check", folder, "--isolated", *DAY).out


def test_the_threshold_decides_whether_it_stops_anything(folder: Path) -> None:
    call = ("check", "change.fidelity.yaml", "--local-rules", "rules.py", *DAY)
    assert fidelity(*call).status == 0
    assert fidelity(*call, "--fail-on", "amber").status == 1
    assert folder.exists()


def test_a_baseline_knows_it(folder: Path) -> None:
    call = ("check", "change.fidelity.yaml", "--local-rules", "rules.py", "--baseline", "known.json", *DAY)
    fidelity(*call, "--update-baseline")
    assert fidelity(*call, "--fail-on", "amber").status == 0
    known = json.loads((folder / "known.json").read_text("utf-8"))
    assert list(known["plans"][0]["findings"].values()) == ["amber"]


def test_advice_is_green(folder: Path) -> None:
    answer = fidelity(
        "check", "green.fidelity.yaml", "--local-rules", "rules.py", "--fail-on", "amber", "--verbose", *DAY
    )
    assert answer.status == 0
    assert answer.out.startswith("GREEN")
    assert "Nothing is changed. [FID903]" in " ".join(answer.out.split())
    assert folder.exists()


def test_one_that_crashes_is_a_finding_and_the_others_go_on(folder: Path) -> None:
    (folder / "rules.py").write_text(CRASHES, "utf-8")
    call = ("check", "change.fidelity.yaml", "red.fidelity.yaml", "--local-rules", "rules.py", *DAY)
    answer = fidelity(*call, "--format", "json")
    assert answer.status == 1
    assert "Traceback" not in answer.out + answer.err
    for plan in json.loads(answer.out)["plans"]:
        codes = {one["code"]: one for one in plan["findings"]}
        assert {"FID900", "FID902"} <= codes.keys()
        assert "FID904" not in codes
        found = codes["FID900"]
        assert (found["verdict"], found["needs"]) == ("amber", "condition")
        assert found["message"] == "The local rule FID904 (crashes) could not be run: RuntimeError: no luck."
        assert re.fullmatch(r"either mend the rule, in rules\.py:1\d:1", found["ways_out"][0])
    assert "FID904 (crashes) could not be run" in fidelity(*call).out


MISUSES = {
    "a rule gives LocalFinding objects; not 'text'": "return ['text']",
    "the plan has no change 'c9'": "return [LocalFinding('x', change='c9')]",
    "the plan chooses no value 'a.b'": "return [LocalFinding('x', choice='a.b')]",
    "the model has no element 'none'": "return [LocalFinding('x', element='none')]",
    "not about change and element": "return [LocalFinding('x', change='prompts', element='review-hearing')]",
    "finds nothing worse than amber; not red": "return [LocalFinding('x', verdict='red')]",
    "'blue' is not a valid Verdict": "return [LocalFinding('x', verdict='blue')]",
    "'money' is not a valid Need": "return [LocalFinding('x', needs='money')]",
    "'NoneType' object is not iterable": "return None",
    "SystemExit: 3": "raise SystemExit(3)",
    "AttributeError": "raise AttributeError",
}


@pytest.mark.parametrize("part", MISUSES)
def test_one_that_gives_nonsense_fails_like_one_that_crashes(folder: Path, part: str) -> None:
    head = 'from fidelity.rules import LocalFinding, local_rule\n\n@local_rule("FID901", "odd", "It is odd.")\n'
    (folder / "rules.py").write_text(f"{head}def odd(result):\n    {MISUSES[part]}\n", "utf-8")
    answer = fidelity("check", "change.fidelity.yaml", "--local-rules", "rules.py", "--format", "json", *DAY)
    [found] = [one for one in json.loads(answer.out)["plans"][0]["findings"] if one["code"] == "FID900"]
    assert part in found["message"]


DECORATOR = "from fidelity.rules import LocalFinding, local_rule\n\n"
ODD = {
    "from FID901 to FID999; not 'FID201'": '@local_rule("FID201", "a", "A.")\ndef a(result): ...\n',
    "from FID901 to FID999; not 'FID900'": '@local_rule("FID900", "a", "A.")\ndef a(result): ...\n',
    "joined by hyphens; not 'A b'": '@local_rule("FID901", "A b", "A.")\ndef a(result): ...\n',
    "FID901: a rule has a summary": '@local_rule("FID901", "a", " ")\ndef a(result): ...\n',
    "no local rule makes a plan red": '@local_rule("FID901", "a", "A.", verdict="red")\ndef a(result): ...\n',
    "verdict is 'amber' or 'green'; not 'blue'": '@local_rule("FID901", "a", "A.", verdict="blue")\ndef a(r): ...\n',
    "takes one thing, the result of a check": '@local_rule("FID901", "a", "A.")\ndef a(): ...\n',
    "a rule is a function; not 3": 'a = local_rule("FID901", "a", "A.")(3)\n',
    "two local rules have the code FID901": (
        '@local_rule("FID901", "a", "A.")\ndef a(r): ...\n@local_rule("FID901", "b", "B.")\ndef b(r): ...\n'
    ),
    "two local rules have the name a": (
        '@local_rule("FID901", "a", "A.")\ndef a(r): ...\n@local_rule("FID902", "a", "B.")\ndef b(r): ...\n'
    ),
    "there are no local rules in it": "x = 1\n",
    "ZeroDivisionError": "1 / 0\n",
    "SyntaxError": "def\n",
    "SystemExit": "raise SystemExit\n",
}


@pytest.mark.parametrize("part", ODD)
def test_a_rules_file_that_is_not_in_order_is_one_clear_message(folder: Path, part: str) -> None:
    (folder / "rules.py").write_text(DECORATOR + ODD[part], "utf-8")
    answer = fidelity("check", "green.fidelity.yaml", "--local-rules", "rules.py")
    assert (answer.status, answer.out) == (2, "")
    assert re.match(r"rules\.py(:\d+:1)?: FID1\d\d ", answer.err)
    assert part in answer.err
    assert "Traceback" not in answer.err


def test_a_fault_names_the_line_of_the_rules_file(folder: Path) -> None:
    (folder / "rules.py").write_text(DECORATOR + "\n\n1 / 0\n", "utf-8")
    assert fidelity("check", "green.fidelity.yaml", "--local-rules", "rules.py").err.startswith("rules.py:5:1: FID107")


def test_a_file_that_is_not_there_or_no_python_is_told(folder: Path) -> None:
    assert "FID101 there is no such file" in fidelity("check", "green.fidelity.yaml", "--local-rules", "none.py").err
    (folder / "rules.txt").write_text("", "utf-8")
    assert "FID104 this is no Python file" in fidelity("check", "green.fidelity.yaml", "--local-rules", "rules.txt").err


def test_explain_knows_them(folder: Path) -> None:
    assert fidelity("explain", "FID902").status == 2
    answer = fidelity("explain", "FID902", "--local-rules", "rules.py")
    assert (answer.status, answer.err) == (0, "")
    assert "FID902 no-goal" in answer.out
    assert "Our board reads the goals first." in answer.out
    assert "Minute 12" in answer.out
    (folder / "fidelity.toml").write_text('local-rules = ["rules.py"]\n', "utf-8")
    assert "FID902 no-goal" in fidelity("explain", "no-goal").out
    assert "FID903" in fidelity("explain").out
    assert "FID903" not in fidelity("explain", "--isolated").out


def offered(value: str) -> EntryPoints:
    return EntryPoints([EntryPoint("ours", value, "fidelity.rules")])


def test_packages_offer_rules_where_the_settings_ask_for_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(folder))
    (folder / "northtown_rules_for_a_test.py").write_text(RULES, "utf-8")
    with mock.patch("importlib.metadata.entry_points", return_value=offered("northtown_rules_for_a_test")):
        assert "FID902" not in fidelity("check", folder, *DAY).out
        assert "FID902" in fidelity("check", folder, "--packaged-rules", *DAY).out
        (folder / "fidelity.toml").write_text("packaged-rules = true\n", "utf-8")
        assert "FID902" in fidelity("check", folder, *DAY).out
        assert "FID902" not in fidelity("check", folder, "--isolated", *DAY).out
        twice = fidelity("check", folder, "--local-rules", "rules.py", *DAY)
        assert twice.status == 2
        assert "two local rules have the code FID902" in twice.err
    with mock.patch("importlib.metadata.entry_points", return_value=offered("no_such_module_anywhere")):
        answer = fidelity("check", folder, *DAY)
        assert answer.status == 2
        assert "the package 'no_such_module_anywhere': FID107" in answer.err


def test_the_pytest_plugin_runs_them(folder: Path, pytester: pytest.Pytester) -> None:
    for name in ("rules.py", "change.fidelity.yaml"):
        (pytester.path / name).write_text((folder / name).read_text("utf-8"), "utf-8")
    settings = 'local-rules = ["rules.py"]\nfail-on = "amber"\n'
    (pytester.path / "fidelity.toml").write_text(settings, "utf-8")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--ignore=rules.py")
    result.assert_outcomes(failed=1)
    assert "FID902" in result.stdout.str()


pytest_plugins = ["pytester"]


# Laws ---------------------------------------------------------------------------------------------------------------


@local_rule("FID901", "every-change", "It finds every change and every choice.")
def every_change(result: CheckResult) -> Iterator[LocalFinding]:
    for change in result.plan.changes:
        yield LocalFinding(f"There is {change.id}.", change=change.id)
    for choice in result.plan.choices:
        for setting in choice.settings:
            yield LocalFinding("A value is chosen.", choice=f"{choice.element}.{setting.parameter}")
    for element in result.model.elements:
        yield LocalFinding("There is one.", element=element.id, verdict="green")


@given(st.one_of(cases(), agreed_cases()))
def test_a_local_rule_adds_to_a_result_and_takes_nothing_from_it(case: Case) -> None:
    without = judge_plan(case.plan, case.model, case.bind, case.on)
    result = judge_plan(case.plan, case.model, case.bind, case.on, Extra(LocalRules((every_change,))))
    local = [finding for finding in result.findings if finding.code == "FID901"]
    assert [finding for finding in result.findings if finding.code != "FID901"] == list(without.findings)
    assert result.elements == without.elements
    assert result.breaches == without.breaches
    assert result.verdict is worst(without.verdict, *(finding.verdict for finding in local))
    assert RED_VERDICT not in {finding.verdict for finding in local}
    ranks = [finding.verdict.rank for finding in result.findings]
    assert ranks == sorted(ranks, reverse=True)
    for finding in local:
        assert finding.causes == () or finding.causes[0].atoms == finding.raw.atoms
        assert finding.message
        assert finding.fingerprint
    assert (result == without) is False


def test_a_finding_points_to_where_the_plan_speaks_of_its_element() -> None:
    text = GREEN + "as_specified: [parent-mentor]\nchoices:\n  case-length: {length: 16 weeks}\n"
    plan = read_plan(text.encode(), "a.yaml")

    @local_rule("FID901", "places", "Places.")
    def places(_: CheckResult) -> Iterable[LocalFinding]:
        elsewhere = library.Place("b.yaml", 3, 1)
        names = ("parent-mentor", "case-length", "same-judge")
        return [*(LocalFinding(name, element=name) for name in names), LocalFinding("other", place=elsewhere)]

    found = library.check(plan, rules=[places]).findings
    at = {finding.message: finding.location[:2] for finding in found if finding.code == "FID901"}
    assert at == {
        "parent-mentor": ("a.yaml", 6),
        "case-length": ("a.yaml", 8),
        "same-judge": ("a.yaml", 1),
        "other": ("b.yaml", 3),
    }


def test_a_rule_that_does_not_say_why_says_what_it_is() -> None:
    assert every_change.why == ""
    assert every_change.rule.why == every_change.summary
    assert evolve(every_change, why="So.").rule.why == "So."


def test_a_rule_shows_itself_briefly() -> None:
    assert repr(every_change) == "<LocalRule FID901 every-change>"
    assert load_rules() == ()
    with pytest.raises(ValueError, match="two local rules have the code FID901"):
        library.check(
            read_plan(GREEN.encode(), "a"), rules=[every_change, LocalRule("FID901", "b", "B.", every_change.find)]
        )
