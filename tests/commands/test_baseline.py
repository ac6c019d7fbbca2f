"""Only what is new counts: a baseline lists what was there before, only ever shrinks, and never holds a principle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.call import EXAMPLES, HEAD, RED, fidelity
from tests.strategies import Case, agreed_cases, cases

from fidelity.checking.result import judge_plan
from fidelity.files.baselines import baseline_of
from fidelity.model.elements import Tier
from fidelity.reports.check.run import Run
from fidelity.verdicts import GREEN as GREEN_

if TYPE_CHECKING:
    from pathlib import Path

TWO = RED + "  - {id: no-data, element: national-data, nature: removing, what: No data.}\n"
PRINCIPLE = HEAD + "changes:\n  - {id: a, element: informed-choice, nature: removing, what: No choice.}\n"
DAY = ("--on", "2026-11-22")


def plan(folder: Path, text: str, name: str = "a.fidelity.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def known(folder: Path, text: str = RED) -> Path:
    file = folder / "known.json"
    answer = fidelity("check", plan(folder, text), "--baseline", file, "--update-baseline", *DAY)
    assert answer.status == 0, answer
    return file


def test_what_is_in_the_baseline_is_listed_and_does_not_count(tmp_path: Path) -> None:
    file = known(tmp_path)
    answer = fidelity("check", plan(tmp_path, RED), "--baseline", file, *DAY)
    assert answer.status == 0
    assert answer.out.startswith("RED, known  ashby breaches the model: 1 known before\n")
    assert "Known before, in the baseline (1)" in answer.out
    assert "[FID201, red]" in answer.out


def test_a_new_breach_still_fails(tmp_path: Path) -> None:
    file = known(tmp_path)
    answer = fidelity("check", plan(tmp_path, TWO), "--baseline", file, *DAY)
    assert answer.status == 1
    assert answer.out.startswith("RED  ashby breaches the model: 1 breach, 1 known before\n")


def test_moving_reordering_and_reformatting_a_plan_changes_nothing(tmp_path: Path) -> None:
    file = known(tmp_path, TWO)
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    lines = TWO.splitlines()
    [second] = [line for line in lines if "no-data" in line]
    others = [line for line in lines if line != second]
    at = others.index("changes:") + 1
    moved = "# Another comment\n\n" + "\n".join([*others[:at], second, *others[at:]]) + "\n"
    answer = fidelity("check", plan(deeper, moved, "b.fidelity.yaml"), "--baseline", file, *DAY)
    assert answer.status == 0
    assert "2 known before" in answer.out


@given(agreed_cases(max_size=9, max_atoms=6) | cases(), st.data())
def test_what_is_known_is_known_in_any_order_and_in_any_words(case: Case, data: st.DataObject) -> None:
    plan = case.plan
    before = judge_plan(plan, case.model, case.bind, case.on)
    turned = evolve(
        plan,
        changes=tuple(evolve(change, what="Said otherwise.") for change in data.draw(st.permutations(plan.changes))),
        choices=tuple(data.draw(st.permutations(plan.choices))),
        undecided=tuple(data.draw(st.permutations(plan.undecided))),
        as_specified=tuple(data.draw(st.permutations(plan.as_specified))),
        approvals=tuple(data.draw(st.permutations(plan.approvals))),
        author=plan.author,
    )
    after = judge_plan(turned, case.model, case.bind, case.on)
    known = baseline_of([before])
    assert baseline_of([after]).known == known.known
    assert Run([after], baseline=known).verdict is Run([before], baseline=known).verdict
    assert known.shrunk([after]).known == known.known
    for finding in after.findings:
        if known.knows(after, finding):
            assert finding.tier is not Tier.PRINCIPLE
            assert all(one.tier is not Tier.PRINCIPLE for one in finding.consequences if one.own_verdict is not GREEN_)


def test_a_breach_of_a_principle_is_never_in_it(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    answer = fidelity("check", plan(tmp_path, PRINCIPLE), "--baseline", file, "--update-baseline", *DAY)
    assert answer.status == 1
    assert fidelity("check", plan(tmp_path, PRINCIPLE), "--baseline", file, *DAY).status == 1


def test_an_essential_change_that_fells_a_principle_counts_too(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    example = EXAMPLES / "breach-by-consequence.fidelity.yaml"
    assert fidelity("check", example, "--baseline", file, "--update-baseline", *DAY).status == 1
    assert fidelity("check", example, "--baseline", file, *DAY).status == 1


def test_a_list_of_what_is_undecided_is_never_in_it_because_it_can_grow(tmp_path: Path) -> None:
    text = HEAD + "undecided: [parent-mentor]\n"
    file = known(tmp_path, text)
    more = HEAD + "undecided: [parent-mentor, same-judge]\n"
    assert fidelity("check", plan(tmp_path, more), "--baseline", file, "--fail-on", "amber", *DAY).status == 1


def test_an_update_takes_out_what_is_no_longer_found_and_puts_nothing_in(tmp_path: Path) -> None:
    file = known(tmp_path, TWO)
    before = json.loads(file.read_text("utf-8"))
    fidelity("check", plan(tmp_path, RED), "--baseline", file, "--update-baseline", *DAY)
    after = json.loads(file.read_text("utf-8"))
    assert set(after["plans"][0]["findings"]) < set(before["plans"][0]["findings"])
    answer = fidelity("check", plan(tmp_path, TWO), "--baseline", file, "--update-baseline", *DAY)
    assert answer.status == 1
    assert json.loads(file.read_text("utf-8")) == after


def test_plans_that_were_not_checked_keep_their_place_in_it(tmp_path: Path) -> None:
    file = known(tmp_path)
    other = plan(tmp_path, HEAD.replace("plan: ashby", "plan: other"), "other.fidelity.yaml")
    fidelity("check", other, "--baseline", file, "--update-baseline", *DAY)
    assert fidelity("check", plan(tmp_path, RED), "--baseline", file, *DAY).status == 0


def test_a_plan_with_another_id_or_site_is_not_excused_by_it(tmp_path: Path) -> None:
    file = known(tmp_path)
    for text in (RED.replace("plan: ashby", "plan: ashby-2"), RED.replace("site: Ashby", "site: Bexley")):
        assert fidelity("check", plan(tmp_path, text), "--baseline", file, *DAY).status == 1


def test_a_finding_that_has_become_worse_is_new(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    inferred = HEAD + "changes:\n  - {id: a, element: domestic-abuse-expertise, nature: removing, what: No more.}\n"
    path = plan(tmp_path, inferred)
    assert fidelity("check", path, "--baseline", file, "--update-baseline", "--fail-on", "amber", *DAY).status == 0
    assert fidelity("check", path, "--baseline", file, "--fail-on", "amber", *DAY).status == 0
    assert fidelity("check", path, "--baseline", file, "--bind", "inferred", *DAY).status == 1


def test_the_baseline_stays_as_it_is_where_a_plan_cannot_be_read(tmp_path: Path) -> None:
    file = known(tmp_path, TWO)
    before = file.read_bytes()
    answer = fidelity("check", plan(tmp_path, "plan: ["), "--baseline", file, "--update-baseline", *DAY)
    assert answer.status == 2
    assert "left as it is, because not all plans could be read" in answer.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "FID1"),
        ("{", "FID102"),
        ('{"plans": []}', "FID105 a baseline without 'schema_version'"),
        ('{"schema_version": 2, "plans": []}', "FID107 '2'"),
        ('{"schema_version": 1, "plans": {}}', "FID107"),
        ('{"schema_version": 1, "plans": [{"plan": "a", "site": "b", "model": "c", "findings": []}]}', "FID107"),
        ('{"schema_version": 1, "plans": [{"plan": "a", "site": "b", "model": "c", "findings": {"x": "rd"}}]}', "'rd'"),
        ('{"schema_version": 1, "plans": [{"plan": "a", "site": "b", "model": "c", "findings": {"x": []}}]}', "FID107"),
    ],
)
def test_a_broken_baseline_is_one_clear_message(tmp_path: Path, text: str, part: str) -> None:
    file = tmp_path / "known.json"
    file.write_text(text, "utf-8")
    answer = fidelity("check", plan(tmp_path, RED), "--baseline", file)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(str(file))
    assert part in answer.err


def test_a_baseline_that_is_not_there_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    answer = fidelity("check", plan(tmp_path, RED), "--baseline", tmp_path / "typo.json")
    assert answer.status == 2
    assert "typo.json: FID101" in answer.err


def test_an_update_needs_to_know_which_file(tmp_path: Path) -> None:
    answer = fidelity("check", plan(tmp_path, RED), "--update-baseline")
    assert answer.status == 2
    assert "--baseline FILE as well" in answer.err
