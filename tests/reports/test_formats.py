"""All formats render one run, and agree on it: verdict, findings, what was agreed, what was known before."""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from tests.reports.counted import AGREED, COUNTED, VERDICTS, counted_in_json
from tests.reports.shared_run import GOLDEN, MACHINES, ROOT, SHARED, render, shared
from tests.strategies import cases

from fidelity.checking.result import CheckResult, judge_plan
from fidelity.files.baselines import Baseline, baseline_of
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run
from fidelity.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.strategies import Case


@pytest.mark.parametrize("format_", [*MACHINES, "html", "text"])
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
    assert set(FORMATS.names) == {*MACHINES, "html", "text"}


def assert_agreement(run: Run) -> None:
    """Hold every format against JSON: what was found, how each plan was judged, and who agreed to what."""
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
            assert worst_of(said, run) == run.verdict, format_
    expected = [run.verdict_of(one).value if isinstance(one, CheckResult) else None for one in run.results]
    for format_, verdicts in VERDICTS.items():
        assert verdicts(render(run, format_)) == expected, format_
    approvals = AGREED["json"](render(run, "json"))
    for format_, agreed in AGREED.items():
        assert agreed(render(run, format_)) == approvals, format_


def worst_of(said: Counter[tuple[str, str]], run: Run) -> str | None:
    """Return the verdict that follows from what a format says was found."""
    kinds = {kind for kind, _ in said}
    if not list(run.judged()):
        return None
    return "red" if "breach" in kinds else "amber" if "open" in kinds else "green"


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


def paths(run: Run, format_: str) -> Iterable[str]:
    return re.findall(r"[\w/.<>-]+\.fidelity\.yaml", render(run, format_))


def test_paths_are_relative_to_the_folder_of_the_call() -> None:
    for format_ in ("sarif", "gitlab", "github"):
        assert set(paths(shared(), format_)) == {path.relative_to(ROOT).as_posix() for path in SHARED} - {
            "tests/reports/shared/within.fidelity.yaml" if format_ != "github" else ""
        }
