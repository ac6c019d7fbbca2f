"""All formats render one run, and agree on it: verdict, findings, what was agreed, what was known before."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from tests.budget import times
from tests.reports.counted import AGREED, COUNTED, KNOWN, VERDICTS, counted_in_json
from tests.reports.page_read import read
from tests.reports.shared_run import GOLDEN, MACHINES, ROOT, SHARED, render, shared
from tests.strategies import cases

from fidelity.checking.result import CheckResult, judge_plan
from fidelity.files.baselines import Baseline, baseline_of
from fidelity.reports.check import FORMATS
from fidelity.reports.check.phrases import sections
from fidelity.reports.check.run import Run
from fidelity.reports.notebook import result_html
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
            assert worst_of(said, run) == counted_verdict(run), format_
    expected = [one.verdict.value if isinstance(one, CheckResult) else None for one in run.results]
    for format_, verdicts in VERDICTS.items():
        assert verdicts(render(run, format_)) == expected, format_
    approvals = AGREED["json"](render(run, "json"))
    for format_, agreed in AGREED.items():
        assert agreed(render(run, format_)) == approvals, format_


def counted_verdict(run: Run) -> str | None:
    counted = [run.counted(one) for one in run.judged()]
    return max(counted, key=lambda one: one.rank).value if counted else None


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
    assert_agreement(Run([result], case.bind, case.on, Verdict.RED, part_of_baseline(result, data)))


def part_of_baseline(result: CheckResult, data: st.DataObject) -> Baseline:
    """Draw a baseline that knows some, all or nothing of what was found."""
    whole = baseline_of([result]).known
    names = [name for found in whole.values() for name in found]
    kept = data.draw(st.sampled_from([set(names), set()]) | st.sets(st.sampled_from(names))) if names else set()
    return Baseline({key: {n: v for n, v in found.items() if n in kept} for key, found in whole.items()})


@given(cases(max_size=6, max_atoms=5), st.sampled_from([Verdict.RED, Verdict.AMBER, None]), st.data())
def test_a_baseline_changes_what_counts_and_never_a_colour(
    case: Case, fail_on: Verdict | None, data: st.DataObject
) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    plain = Run([result], case.bind, case.on, fail_on)
    run = Run([result], case.bind, case.on, fail_on, part_of_baseline(result, data))
    new = [one for one in result.findings if not run.is_known(result, one)]
    assert run.verdict is plain.verdict
    assert run.failed == any(run.fails(one.verdict) for one in new)
    assert run.all_known(result) == (result.verdict not in {*(one.verdict for one in new), Verdict.GREEN})
    for format_, verdicts in VERDICTS.items():
        assert verdicts(render(run, format_)) == verdicts(render(plain, format_)), format_
    known = ", known" if run.all_known(result) else ""
    assert render(run, "text").startswith(f"{result.verdict.value.upper()}{known}  ")
    assert f"<title>{result.plan.id} " in render(run, "html")
    assert f"{result.verdict.value.upper()}{known}</span>" in render(run, "html")
    assert f" {result.verdict.value}{known}: " in render(run, "markdown")
    (plan,) = json.loads(render(run, "json"))["plans"]
    assert plan["known"] is bool(known)
    assert (JUnitXml.fromstring(render(run, "junit").encode()).failures > 0) == run.failed


def test_every_format_can_say_the_colour_of_what_is_known() -> None:
    assert set(KNOWN) == set(FORMATS.names)


@given(cases(max_size=6, max_atoms=5), st.data())
def test_every_format_lists_what_the_baseline_knows_in_its_colour(case: Case, data: st.DataObject) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    run = Run([result], case.bind, case.on, Verdict.RED, part_of_baseline(result, data))
    truth = Counter((one.verdict.value, one.code) for one in run.known(result))
    for format_, known in KNOWN.items():
        assert known(render(run, format_)) == truth, format_


NUMBERS = re.compile(r"(\d+) (breach|difference|to settle|depending|agreed|known before)")
SECTIONS = {
    "Breaches": "breach", "Differences from the model": "difference", "To take to the model's owner": "to settle",
    "Still to decide": "to settle", "No source says": "to settle", "Depends on the above": "depending",
    "Agreed variations": "agreed", "Known before, in the baseline": "known before",
}  # fmt: skip


@given(cases(max_size=6, max_atoms=5), st.data())
def test_the_first_line_counts_the_blocks_that_follow(case: Case, data: st.DataObject) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    run = Run([result], case.bind, case.on, Verdict.RED, part_of_baseline(result, data))
    report = render(run, "text")
    said = Counter({kind: int(number) for number, kind in NUMBERS.findall(report.splitlines()[0])})
    titled: Counter[str] = Counter()
    for title, number in re.findall(r"^([A-Z][^\n(]*) \((\d+)\)\n-+$", report, re.MULTILINE):
        titled[SECTIONS[title]] += int(number)
    assert said == titled
    numbered = len(re.findall(r"^ ?\d+\. ", report, re.MULTILINE))
    if "--verbose shows all." not in report:
        assert numbered == said["breach"] + said["difference"] + said["to settle"]


@given(cases(max_size=6, max_atoms=5), st.data())
def test_a_page_counts_the_blocks_that_follow(case: Case, data: st.DataObject) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    nodes = read(render(Run([result], case.bind, case.on, Verdict.RED, part_of_baseline(result, data)), "html"))
    soft = [node.text for node in nodes if (node.name, node.attributes.get("class")) == ("p", "soft")]
    said = Counter({kind: int(number) for number, kind in NUMBERS.findall(soft[1])}) if soft[1:] else Counter()
    titled, told, section = Counter[str](), Counter[str](), ""
    for node in nodes:
        if node.name == "h2":
            section, _, number = node.text.rpartition(" (")
            section = SECTIONS.get(section, "")
            titled[section] += int(number.rstrip(")")) if section else 0
        elif node.name == "h3":
            told[section] += re.match(r"\d+\. ", node.text) is not None
    assert +said == +titled
    for section in ("breach", "difference", "to settle", "depending"):
        assert told[section] == said[section]


@times(4)
@given(cases(max_size=6, max_atoms=5), st.data())
def test_the_table_of_a_summary_counts_the_items_that_follow(case: Case, data: st.DataObject) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    text = render(Run([result], case.bind, case.on, Verdict.RED, part_of_baseline(result, data)), "markdown")
    head, _, row, *_ = (line for line in text.splitlines() if line.startswith("|"))
    names, numbers = ([cell.strip() for cell in line.split(" | ")[3:]] for line in (head, row.rstrip(" |")))
    said = +Counter(dict(zip([name.rstrip(" |") for name in names], map(int, numbers), strict=True)))
    named = {
        "Breaches": "breaches", "To settle": "to settle", "Depends on the above": "depending",
        "Agreed variations": "agreed", "Known before": "known before",
    }  # fmt: skip
    told: Counter[str] = Counter()
    for part in text.split("\n#### ")[1:]:
        title = re.match(r"(.*) \((\d+)\)\n", part)
        if title and title[1] in named:
            told[named[title[1]]] += int(title[2])
            assert len(re.findall("^- ", part, re.MULTILINE)) == int(title[2])
    assert said == told


@given(cases(max_size=6, max_atoms=5))
def test_a_notebook_counts_the_rows_that_begin_a_block(case: Case) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    nodes = read(result_html(result))
    said = Counter({kind: int(number) for number, kind in NUMBERS.findall(nodes[1].text)})
    cells = [cell.text for cell in nodes if cell.name == "td"]
    told = [tuple(cells[at : at + 4]) for at in range(0, len(cells), 4)]
    begun = [row for row in told if not row[2].startswith(("Of the same change: ", "Follows from the above: "))]
    settled = Counter(row[0].split()[0].rstrip(",:") for row in begun)
    if len(cells) % 4 == 0:  # else the table is cut, and says so
        open_ = said["difference"] + said["to settle"] + said["depending"]
        assert (settled["red"], settled["amber"]) == (said["breach"], open_)


@times(0.5)
@given(st.lists(cases(max_size=6, max_atoms=5), min_size=2, max_size=3))
def test_the_last_line_on_several_plans_adds_up_what_is_said_of_each(drawn: list[Case]) -> None:
    run = Run([judge_plan(one.plan, one.model, one.bind, one.on) for one in drawn])
    report = render(run, "text")
    said = [NUMBERS.findall(line) for line in report.splitlines() if re.match("(RED|AMBER|GREEN)(, known)?  ", line)]
    total = re.search(r"(\d+) agreed variations?\.", report)
    assert sum(int(number) for row in said for number, kind in row if kind == "agreed") == int(total[1] if total else 0)


@times(4)
@given(cases(max_size=6, max_atoms=5))
def test_one_change_to_one_element_is_one_block(case: Case) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    blocks = sections(Run([result], case.bind, case.on), result).blocks
    known = sections(Run([result], case.bind, case.on, baseline=baseline_of([result])), result).known
    assert Counter(id(one) for block in blocks for one in block) == Counter(
        id(one) for one in result.findings if one not in result.remarks
    )
    for told in (blocks, known):
        of = [{(one.element, name) for one in block for name in one.changes if one.code[3] == "2"} for block in told]
        assert all(not (one & other) for number, one in enumerate(of) for other in of[:number])
    assert all(block[0].verdict.rank == max(one.verdict.rank for one in block) for block in blocks)


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
