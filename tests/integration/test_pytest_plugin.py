"""The pytest plugin: plans are tests, and fail where ``fidelity check`` fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.integration.scratch import BREACHES, HEAD, repository

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]


@pytest.fixture
def ten(pytester: pytest.Pytester) -> pytest.Pytester:
    repository(pytester.path)
    return pytester


def test_the_three_plans_in_breach_fail_with_their_reports(ten: pytest.Pytester) -> None:
    result = ten.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=7, failed=3)
    text = result.stdout.str()
    for number in BREACHES:
        assert f"FAILED plans/site-{number}.fidelity.yaml::plan" in text
        assert f"RED  site-{number} breaches the model: 1 breach" in text
    assert "Ways out  either withdraw the change no-mentors" in text
    assert "Traceback" not in text


def test_asked_for_more_the_report_says_more(ten: pytest.Pytester) -> None:
    brief, long = (ten.runpytest_inprocess("-p", "no:cacheprovider", *words).stdout.str() for words in ((), ("-v",)))
    assert "--verbose shows all" in brief
    assert "The record of how a change came about is incomplete" not in brief
    assert "The record of how a change came about is incomplete" in " ".join(long.split())


def test_each_failure_says_once_what_is_wrong_why_and_what_to_do(ten: pytest.Pytester) -> None:
    text = ten.runpytest_inprocess("-p", "no:cacheprovider").stdout.str()
    reports = text.partition("= FAILURES =")[2].partition("= short test summary")[0].split("_ fidelity: site-")[1:]
    assert len(reports) == len(BREACHES)
    for number, report in zip(BREACHES, reports, strict=True):
        assert report.startswith(f"{number}.fidelity.yaml _")
        for part in ("RED  ", "Why  ", "Source  ", "Plan      line 7", "Ways out  either", "Smallest repairs"):
            assert report.count(part) == 1
        assert max(map(len, report.splitlines())) <= 80
    passing = [f"plans/site-{number}.fidelity.yaml ." for number in range(10) if number not in BREACHES]
    assert [line for line in passing if line not in text] == []


def test_the_threshold_and_the_files_are_those_of_the_settings(pytester: pytest.Pytester) -> None:
    amber = HEAD.format(n=1) + "undecided: [parent-mentor]\n"
    (pytester.path / "a.fidelity.yaml").write_text(amber, "utf-8")
    pytester.runpytest_inprocess().assert_outcomes(passed=1)
    pytester.runpytest_inprocess("--fidelity-fail-on", "amber").assert_outcomes(failed=1)
    (pytester.path / "fidelity.toml").write_text('fail-on = "amber"\n', "utf-8")
    pytester.runpytest_inprocess().assert_outcomes(failed=1)
    pytester.runpytest_inprocess("--fidelity-fail-on", "never").assert_outcomes(passed=1)


def test_what_is_known_before_passes(pytester: pytest.Pytester) -> None:
    from tests.commands.call import fidelity

    path = pytester.path / "a.fidelity.yaml"
    path.write_text(HEAD.format(n=2) + BREACHES[2], "utf-8")
    fidelity("check", path, "--baseline", pytester.path / "known.json", "--update-baseline")
    (pytester.path / "fidelity.toml").write_text('baseline = "known.json"\n', "utf-8")
    pytester.runpytest_inprocess().assert_outcomes(passed=1)


def test_a_plan_that_cannot_be_read_fails_and_says_where(pytester: pytest.Pytester) -> None:
    (pytester.path / "a.fidelity.yaml").write_text("plan: [", "utf-8")
    result = pytester.runpytest_inprocess("--fidelity-fail-on", "never")
    result.assert_outcomes(failed=1)
    assert "NOT READ  a.fidelity.yaml" in result.stdout.str()


def test_a_broken_setting_is_told_in_its_own_words(pytester: pytest.Pytester) -> None:
    (pytester.path / "a.fidelity.yaml").write_text(HEAD.format(n=1), "utf-8")
    (pytester.path / "fidelity.toml").write_text('fail_on = "red"\n', "utf-8")
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    assert "there is no setting 'fail_on' (did you mean 'fail-on'?)" in result.stdout.str()


def test_it_can_be_switched_off(pytester: pytest.Pytester) -> None:
    (pytester.path / "a.fidelity.yaml").write_text("{", "utf-8")
    (pytester.path / "pytest.ini").write_text("[pytest]\nfidelity_plans = false\n", "utf-8")
    assert pytester.runpytest_inprocess().ret is pytest.ExitCode.NO_TESTS_COLLECTED


def test_other_yaml_is_left_alone(pytester: pytest.Pytester) -> None:
    (pytester.path / "other.yaml").write_text("{", "utf-8")
    assert pytester.runpytest_inprocess().ret is pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_folder_of_the_run_stays_what_it_was(
    ten: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = ten.runpytest_inprocess("--rootdir", str(ten.path), str(ten.path))
    result.assert_outcomes(passed=7, failed=3)
    assert "RED  site-2 breaches the model" in result.stdout.str()
