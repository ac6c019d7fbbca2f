"""The register of agreed variations: everything that was agreed, whether it counts, and what runs out next."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.call import HEAD, ROOT, fidelity
from tests.strategies import Case, agreed_cases, cases

import fidelity as library
from fidelity.checking.result import judge_plan
from fidelity.comparing.register import COLUMNS, STATES, register_of
from fidelity.plan.plan import Covered
from fidelity.rendering.english import is_printable
from fidelity.rendering.escaping import csv_cell
from fidelity.reports import report
from fidelity.reports.register import FORMATS, Due

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-22"
CHANGE = """\
changes:
  - id: video
    element: review-hearing
    nature: format
    what: By video.
    function_kept: Parents talk with the judge.
"""
NOT_NEEDED = CHANGE.replace("element: review-hearing", "element: local-governance")


def approval(**said: str) -> str:
    known = {"covers": "[{change: video, nature: format}]", "by": "National Unit", "role": "model-owner"}
    known |= {"given": "2026-05-01", **said}
    return "  - {" + ", ".join(f"{key}: {text}" for key, text in known.items()) + "}\n"


def plan(name: str, *approvals: str, changes: str = CHANGE) -> str:
    return HEAD.replace("ashby", name).replace("Ashby", name.title()) + changes + "approvals:\n" + "".join(approvals)


PLANS = {
    "gone": plan("gone", approval(until="2026-06-30")),
    "later": plan("later", approval(given="2027-01-01")),
    "moved": plan("moved", approval(covers="[{change: video, nature: setting}]")),
    "nobody": plan("nobody", approval(role="friend")),
    "nothing": plan("nothing", approval(covers="[{change: audio}]")),
    "endless": plan("endless", approval(reference="NU/1")),
    "soon": plan("soon", approval(until="2026-12-31", conditions="August only")),
    "today": plan("today", approval(until=DAY)),
    "unneeded": plan("unneeded", approval(), changes=NOT_NEEDED),
    "year": plan("year", approval(until="2027-11-30")),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in PLANS.items():
        (tmp_path / f"{name}.fidelity.yaml").write_text(text, "utf-8")
    return tmp_path


def printed(*words: str | Path) -> tuple[int, dict[str, object]]:
    answer = fidelity("approvals", *words, "--format", "json", "--on", DAY)
    return answer.status, json.loads(answer.out)


def test_every_state_is_told_and_what_runs_out_next_comes_first(folder: Path) -> None:
    status, register = printed(folder)
    assert status == 0
    rows = register["variations"]
    assert isinstance(rows, list)
    assert [(row["plan"], row["state"], row["days_left"]) for row in rows] == [
        ("today", "in force", 0),
        ("soon", "in force", 39),
        ("year", "in force", 373),
        ("endless", "in force", None),
        ("later", "not yet valid", None),
        ("gone", "expired", None),
        ("moved", "void", None),
        ("nobody", "without authority", None),
        ("nothing", "covers nothing", None),
        ("unneeded", "not needed", None),
    ]
    assert register["counts"] == {"variations": 10, "in_force": 4, "running_out": 2, "lapsed": 4, "unreadable": 0}
    reasons = {row["plan"]: row["reason"] for row in rows}
    assert reasons["gone"] == "it ran until 2026-06-30"
    assert reasons["moved"] == "the nature is format, and what was agreed is setting"
    assert "model-owner" in reasons["nobody"]
    assert reasons["unneeded"] == "the change needs no approval"
    assert rows[1]["conditions"] == "August only"
    assert (rows[1]["line"], rows[1]["subject"], rows[1]["model"]) == (13, "review-hearing", "fdac@2026.1")


def test_a_site_that_agrees_to_its_own_change_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "a.fidelity.yaml").write_text(plan("own", approval(by="Own")), "utf-8")
    _, register = printed(tmp_path)
    rows = register["variations"]
    assert isinstance(rows, list)
    assert rows[0]["state"] == "by the plan's own site"


def test_the_text_sets_apart_what_runs_out_soon(folder: Path) -> None:
    answer = fidelity("approvals", folder, "--on", DAY)
    assert answer.status == 0
    text = answer.out
    head = " ".join(text.partition("\n\n")[0].split())
    assert head == (
        "10 agreed variations: 4 in force on 2026-11-22, 2 of them running out in the next 90 days; 4 without effect."
    )
    sections = ("Running out by 2027-02-19", "In force\n", "Agreed, and not yet valid", "Does not count")
    assert [text.index(title) for title in sections] == sorted(text.index(title) for title in sections)
    assert "Until 2026-12-31: video of soon, Soon (fdac@2026.1)" in text
    assert "  Terms     August only" in text
    first, second = text.index(sections[0]), text.index(sections[1])
    soon = text[first:second]
    assert ("of soon" in soon, "of year" in soon) == (True, False)
    assert "Running out by 2026-12-21" in fidelity("approvals", folder, "--on", DAY, "--within", "30").out


@pytest.mark.parametrize(
    ("words", "names", "status"),
    [
        ((), ("gone",), 0),
        (("--fail-on", "lapsed"), ("gone",), 1),
        (("--fail-on", "lapsed"), ("soon", "later", "unneeded"), 0),
        (("--fail-on", "running-out"), ("soon",), 1),
        (("--fail-on", "running-out", "--within", "39"), ("soon",), 0),
        (("--fail-on", "running-out", "--within", "40"), ("soon",), 1),
        (("--fail-on", "running-out"), ("gone",), 1),
        (("--fail-on", "running-out"), ("endless", "year"), 0),
    ],
)
def test_the_status_says_what_was_asked_for(
    folder: Path, words: tuple[str, ...], names: tuple[str, ...], status: int
) -> None:
    files = [folder / f"{name}.fidelity.yaml" for name in names]
    assert fidelity("approvals", *files, "--on", DAY, *words).status == status


def test_a_plan_that_cannot_be_read_does_not_hide_the_others(folder: Path) -> None:
    (folder / "broken.fidelity.yaml").write_text("plan: [", "utf-8")
    for format_ in FORMATS.names:
        answer = fidelity("approvals", folder, "--on", DAY, "--format", format_)
        assert answer.status == 2
        assert "broken.fidelity.yaml:2:1: FID102" in answer.err
        assert "NU/1" in answer.out
    assert "Not read" in fidelity("approvals", folder, "--on", DAY).out


def test_bad_calls_end_with_a_message(tmp_path: Path) -> None:
    for words, part in (
        ((), "no plans were named"),
        ((tmp_path,), "no plans in this folder"),
        ((tmp_path, "--within", "soon"), "'soon' is not a number of days"),
        ((tmp_path, "--on", "tomorrow"), "'tomorrow' is not a date"),
    ):
        answer = fidelity("approvals", *words)
        assert answer.status == 2
        assert part in answer.err
    assert fidelity("approvals", tmp_path, "--allow-empty").out == "No agreed variations.\n"


def test_the_plans_of_the_settings_are_taken_where_none_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "fidelity.toml").write_text('plans = ["soon.fidelity.yaml"]\n', "utf-8")
    assert fidelity("approvals", "--on", DAY).out.startswith("1 agreed variation: 1 in force")
    assert fidelity("approvals", "--on", DAY, "--isolated").status == 2


def test_the_table_has_a_row_a_variation_and_no_formula(tmp_path: Path) -> None:
    evil = plan(
        "evil", approval(by="'=HYPERLINK(1)'", conditions="'@SUM(A1)'", reference='"+1\\tx"', until="2026-12-01")
    )
    (tmp_path / "a.fidelity.yaml").write_text(evil, "utf-8")
    answer = fidelity("approvals", tmp_path, "--on", DAY, "--format", "csv")
    [row] = csv.DictReader(io.StringIO(answer.out, newline=""))
    assert tuple(row) == (*COLUMNS, "runs_out")
    assert (row["by"], row["conditions"], row["reference"]) == ("'=HYPERLINK(1)", "'@SUM(A1)", "'+1 x")
    assert (row["until"], row["days_left"], row["runs_out"]) == ("2026-12-01", "9", "yes")


@given(st.text())
def test_no_text_becomes_a_formula_or_a_second_row(text: str) -> None:
    shown = csv_cell(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠"))  # noqa: RUF001
    assert shown == "" or is_printable(shown)
    table = io.StringIO()
    csv.writer(table).writerow([shown, "end"])
    assert list(csv.reader(io.StringIO(table.getvalue()))) == [[shown, "end"]]


FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001 - what spreadsheets begin them with
HOSTILE = st.sampled_from(
    [
        "::error::forged",
        "##[error]x",
        "\x1b[2J",
        "\u202e",
        "\n::set-output name=a::b",
        "=1+1",
        "@SUM(A1)",
        "-1",
        "\t=1",
        "| a | b |",
        "\r\n",
        "\0",
    ]
)


@given(st.lists(HOSTILE, min_size=5, max_size=5), st.sampled_from(FORMATS.names))
def test_no_text_of_a_plan_becomes_a_command_a_control_or_a_line_of_its_own(texts: list[str], format_: str) -> None:
    approval_ = library.Approval(
        covers=(Covered("c"),),
        by=texts[0],
        role=texts[1],
        given=date(2026, 1, 1),
        reference=texts[2],
        conditions=texts[3],
    )
    plan_ = library.Plan(
        id=texts[4], model="fdac@2026.1", site=texts[0], unmentioned="as-specified", approvals=(approval_,)
    )
    text = report(FORMATS, format_, Due(library.approvals([plan_])))
    assert not [row for row in text.splitlines() if row.lstrip().startswith("::")]
    assert "##[" not in text
    assert [sign for sign in text if not is_printable(sign) and sign not in "\r\n"] == []
    if format_ == "csv":
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(rows) == 1
        cells = [cell for name, cell in rows[0].items() if name != "days_left"]  # which is a number, and may be below 0
        assert [cell for cell in cells if cell.startswith(FORMULAS)] == []


@given(st.sampled_from(FORMULAS), st.text(), st.sampled_from(("by", "role", "reference", "conditions")))
def test_no_text_of_an_approval_becomes_a_formula_in_the_table(start: str, rest: str, field: str) -> None:
    said = {"by": "B", "role": "r", "reference": "R", "conditions": "c"} | {field: start + rest}
    approval_ = library.Approval(
        covers=(Covered("c"),),
        by=said["by"],
        role=said["role"],
        given=date(2026, 1, 1),
        reference=said["reference"],
        conditions=said["conditions"],
    )
    plan_ = library.Plan(id="p", model="fdac@2026.1", site="S", unmentioned="undecided", approvals=(approval_,))
    [row] = csv.DictReader(io.StringIO(report(FORMATS, "csv", Due(library.approvals([plan_]))), newline=""))
    assert not row[field].startswith(FORMULAS)


def test_every_key_of_the_json_is_on_its_page(folder: Path) -> None:
    page = (ROOT / "docs" / "reference" / "exit-codes-and-json.md").read_text("utf-8")
    section = page.partition("## The register of approvals as JSON")[2].partition("\n## ")[0]
    _, register = printed(folder)
    rows = register["variations"]
    assert isinstance(rows, list)
    assert [key for key in (*register, *rows[0]) if f"`{key}`" not in section] == []
    assert [state for state in STATES if f"`{state}`" not in section] == []


@given(st.one_of(cases(), agreed_cases()))
def test_what_is_in_force_is_what_the_check_counts(case: Case) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    register = register_of([result], case.on)
    assert len(register.variations) == sum(len(one.covers) for one in case.plan.approvals)
    assert {one.state for one in register.variations} <= set(STATES)
    counted = {one.change for one in register.variations if one.state in {"in force", "not needed"}}
    granted = set(result._case.grants)
    assert counted == granted
    for one in register.variations:
        if one.days_left is not None:
            assert one.until is not None
            assert case.on is not None
            assert one.until == case.on + timedelta(one.days_left)
    assert sorted(STATES.index(one.state) for one in register.variations) == [
        STATES.index(one.state) for one in register.variations
    ]
    for format_ in FORMATS.names:
        assert report(FORMATS, format_, Due(register))


def test_the_library_gives_the_same_register(folder: Path) -> None:
    paths = sorted(folder.glob("*.fidelity.yaml"))
    register = library.approvals(paths, on=date.fromisoformat(DAY))
    assert repr(register) == "<Register: 10 agreed variations, 4 in force>"
    records = register.to_records()
    _, json_ = printed(folder)
    rows = json_["variations"]
    assert isinstance(rows, list)
    assert [{key: row[key] for key in COLUMNS} for row in rows] == records
    assert repr(register.variations[0]) == "<Variation today video: in force until 2026-11-22>"
    whenever = library.approvals(paths)
    assert whenever.running_out() == ()
    assert "expired" not in {one.state for one in whenever.variations}
    assert "agreed variations: 6 in force; 3 without effect." in report(FORMATS, "text", Due(whenever))
