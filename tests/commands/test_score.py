"""``fidelity score``: many forms in Parquet, charts with a rule set of one's own, the page, and input that is amiss."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from tests.commands.call import EXAMPLES, fidelity
from tests.needed import library

import fidelity as fidelity_library
from fidelity.checklists.reading import read_watched
from fidelity.commands.output import with_progress as progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Item = TypeVar("Item")
QUARTERS = EXAMPLES / "delivery" / "quarters.csv"


def rows() -> list[dict[str, str]]:
    """Return the rows of the example, each with the id of its form."""
    with QUARTERS.open(encoding="utf-8", newline="") as file:
        return [{"form": f"{row['site']} {row['period']} {row['assessor']}", **row} for row in csv.DictReader(file)]


def parquet(path: Path, some: list[dict[str, str]]) -> Path:
    arrow: Any = library("pyarrow")
    library("pyarrow.parquet").write_table(arrow.Table.from_pylist(some), path)
    return path


def text_of(some: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(some[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(some)
    return out.getvalue()


def told(*words: str | Path, **names: Any) -> dict[str, Any]:
    answer = fidelity("score", *words, "--model", "fdac", "--format", "json", **names)
    assert answer.status in {0, 1}, answer.err
    document: dict[str, Any] = json.loads(answer.out)
    return document


# Many forms -------------------------------------------------------------------------------------------------


def assert_same_but_for_single_forms(counted: dict[str, Any], read: dict[str, Any]) -> None:
    """Assert that answers that were counted come to the same as forms that were read."""
    tallies = [one for one in read["tallies"] if one["kind"] != "form"]
    by = {(one["kind"], one["key"]): one for one in counted["tallies"]}
    assert by == {(one["kind"], one["key"]): one for one in tallies}
    for key in ("critical", "items", "elements", "charts"):
        assert counted[key] == read[key], key
    ours, theirs = ([(one["site"], one["period"], one["delivered"], one["critical"], one["shifts"])
                     for one in document["occasions"]] for document in (counted, read))  # fmt: skip
    assert ours == theirs
    assert (counted["agreement"], counted["not_understood"]) == (None, [])


def test_answers_in_parquet_come_to_the_same_as_the_forms_they_were_made_of(tmp_path: Path) -> None:
    library("duckdb")
    path = parquet(tmp_path / "answers.parquet", rows())
    assert_same_but_for_single_forms(told(path), told(QUARTERS))
    assert_same_but_for_single_forms(told(path, "--unique"), told(QUARTERS))


def test_several_files_and_patterns_are_scored_together(tmp_path: Path) -> None:
    library("duckdb")
    whole = rows()
    ashby = parquet(tmp_path / "a-1.parquet", [row for row in whole if row["site"] == "Ashby"])
    barton = parquet(tmp_path / "a-2.parquet", [row for row in whole if row["site"] != "Ashby"])
    read = told(QUARTERS)
    assert_same_but_for_single_forms(told(ashby, barton), read)
    assert_same_but_for_single_forms(told(tmp_path / "a-*.parquet"), read)
    for at, site in enumerate(("Ashby", "Barton")):
        (tmp_path / f"c-{at}.csv").write_text(text_of([row for row in whole if row["site"] == site]), "utf-8")
    assert_same_but_for_single_forms(told(tmp_path / "c-*.csv"), read)


def test_the_breach_is_named_and_the_status_is_1_from_parquet_too(tmp_path: Path) -> None:
    library("duckdb")
    answer = fidelity("score", parquet(tmp_path / "a.parquet", rows()), "--model", "fdac")
    assert answer.status == 1
    said = " ".join(answer.out.split())
    assert "'No two reviews were more than two weeks apart.' has a mean of 1.33 over 3 ratings" in said
    assert "single forms were not kept: raters were not held beside each other." in said


def test_one_form_in_parquet_says_its_mean(tmp_path: Path) -> None:
    library("duckdb")
    first = [row for row in rows() if row["form"] == "Barton 2026-Q4 rater-1"]
    answer = fidelity("score", parquet(tmp_path / "a.parquet", first), "--model", "fdac")
    assert "has a mean of 0 over 1 rating," in " ".join(answer.out.split())


def test_a_scale_is_scored_from_parquet_as_well(tmp_path: Path) -> None:
    library("duckdb")
    scale = EXAMPLES / "scales" / "ips-25.yaml"
    made = list(csv.DictReader(io.StringIO(fidelity("checklist", scale, "--format", "csv").out)))
    path = parquet(tmp_path / "a.parquet", [{"form": "f1", "item": row["item"], "code": "4"} for row in made])
    answer = fidelity("score", path, "--scale", scale, "--format", "json")
    assert (answer.status, answer.err) == (0, "")
    total = next(one for one in json.loads(answer.out)["tallies"] if one["kind"] == "total")
    assert (total["answered"], total["mean"]) == (25, 4.0)


@pytest.mark.parametrize("name", ["narwhals", "duckdb"])
def test_without_the_extra_one_message_says_what_to_install(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    answer = fidelity("score", tmp_path / "a.parquet", "--model", "fdac")
    assert (answer.status, answer.out) == (2, "")
    assert "python -m pip install 'duckdb>=1.3' 'narwhals>=2.0'" in answer.err


def test_files_of_two_kinds_and_files_that_are_not_there_are_refused(tmp_path: Path) -> None:
    library("duckdb")
    path = parquet(tmp_path / "a.parquet", rows()[:2])
    answer = fidelity("score", path, QUARTERS, "--model", "fdac")
    assert (answer.status, answer.out) == (2, "")
    assert "FID701 there are CSV files beside files of another kind" in answer.err
    assert "either score the Parquet files and the CSV files apart" in " ".join(answer.err.split()).replace(
        "Either", "either"
    )
    missing = fidelity("score", tmp_path / "none-*.parquet", "--model", "fdac")
    assert (missing.status, missing.out) == (2, "")
    assert "FID701 this file cannot be read: " in missing.err


# Charts and the page ----------------------------------------------------------------------------------------


def test_the_rule_set_and_the_periods_to_start_anew_from_are_ones_own() -> None:
    document = told(QUARTERS, "--rules", "7-7", "--rebase", "2026-Q3")
    barton = document["charts"][1]["critical"]
    assert barton["rules"] == {"name": "7-7", "shift": 7, "trend": 7}
    assert barton["rebased"] == ["2026-Q3"]
    assert [one["from"] for one in barton["lines"]] == ["2026-Q1", "2026-Q3"]
    assert [(point["period"], point["met"], point["rated"]) for point in barton["points"]] == [
        ("2026-Q1", 41, 41), ("2026-Q2", 40, 41), ("2026-Q3", 39, 41), ("2026-Q4", 38, 41)
    ]  # fmt: skip


def test_a_period_that_nobody_rated_is_refused_with_those_that_were(tmp_path: Path) -> None:
    answer = fidelity("score", QUARTERS, "--model", "fdac", "--rebase", "2031-Q1")
    assert (answer.status, answer.out) == (2, "")
    assert "no form is of the period '2031-Q1'" in answer.err
    assert "2026-Q1, 2026-Q2, 2026-Q3, 2026-Q4" in answer.err
    path = tmp_path / "form.csv"
    path.write_text("item,code\nreview_gap,2\n", "utf-8")
    answer = fidelity("score", path, "--model", "fdac", "--rebase", "2031-Q1")
    assert "periods on the forms" in answer.err


def test_the_page_goes_to_a_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "score.html"
    answer = fidelity("score", QUARTERS, "--model", "fdac", "--format", "html", "--output", path)
    assert (answer.status, answer.out) == (1, "")
    text = path.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>\n")
    assert "38 of 41 in Barton, 2026-Q4</title>" in text


# Input that is amiss ----------------------------------------------------------------------------------------


def test_a_half_filled_form_is_scored_as_far_as_the_rule_allows(tmp_path: Path) -> None:
    first = [row for row in rows() if row["form"] == "Ashby 2026-Q1 rater-1"]
    path = tmp_path / "half.csv"
    path.write_text(text_of([{**row, "code": row["code"] if at < 26 else ""} for at, row in enumerate(first)]), "utf-8")
    plain = told(path)
    total = next(one for one in plain["tallies"] if one["kind"] == "total")
    assert (total["answered"], total["missing"], total["applicable"]) == (26, 26, 52)
    assert (total["share"], total["share_highest"]) == (1.0, 1.0)
    assert total["share_lowest"] < 0.51
    assert plain["critical"]["unknown"] != []
    refused = told(path, "--rule", "80-percent")
    assert next(one for one in refused["tallies"] if one["kind"] == "total")["share"] is None
    assert "no score by the rule for gaps" in fidelity("score", path, "--model", "fdac", "--rule", "80-percent").out


def test_a_total_that_was_typed_in_is_no_item_and_changes_nothing(tmp_path: Path) -> None:
    first = [row for row in rows() if row["form"] == "Ashby 2026-Q1 rater-1"]
    path = tmp_path / "typed.csv"
    path.write_text(text_of(first), "utf-8")
    before = told(path)
    path.write_text(text_of([*first, {**first[0], "item": "total", "code": "104"}]), "utf-8")
    after = told(path)
    assert after["tallies"] == before["tallies"]
    [amiss] = after["not_understood"]
    assert (amiss["code"], amiss["item"], amiss["line"]) == ("FID705", "total", 54)
    assert "'total' is no item of this checklist" in amiss["why"]


def test_one_bad_value_in_200_000_rows_is_named_with_its_place(tmp_path: Path) -> None:
    library("duckdb")
    first = [row for row in rows() if row["form"] == "Ashby 2026-Q1 rater-1"][:50]
    names = list(first[0])
    tails = [",".join(row[name] for name in names[1:]) for row in first]
    lines = [f"f{form},{tail}" for form in range(4_000) for tail in tails]
    lines[123_456] = lines[123_456][: -len(first[123_456 % 50]["code"])] + "fully?"
    path = tmp_path / "many.csv"
    path.write_text("\n".join([",".join(names), *lines]) + "\n", "utf-8")
    document = told(tmp_path / "many*.csv")
    [amiss] = document["not_understood"]
    item = first[123_456 % 50]["item"]
    assert (amiss["code"], amiss["form"], amiss["item"]) == ("FID704", "f2469", item)
    assert amiss["where"] == f"form f2469, item '{item}'"
    assert f"'fully?' is no answer to '{item}'; answers are" in amiss["why"]
    total = next(one for one in document["tallies"] if one["kind"] == "total")
    assert (total["forms"], total["answered"]) == (4_000, 199_999)


# What somebody at a terminal sees ---------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_read_says_on_a_terminal_how_many_forms_or_files_are_read(tmp_path: Path) -> None:
    checklist = fidelity_library.checklist("fdac")
    paths = []
    for name in ("one.csv", "two.csv"):
        paths.append(str(tmp_path / name))
        text = "form,item,code\n" + "".join(f"{name}{n},court_solves,2\n" for n in range(3))
        (tmp_path / name).write_text(text, "utf-8")
    seen: list[tuple[int, str]] = []

    def watch(items: Sequence[Item], done: str) -> Iterable[Item]:
        seen.append((len(items), done))
        return items

    assert len(read_watched(checklist, paths[:1], watch).forms) == 3
    assert len(read_watched(checklist, paths, watch).forms) == 6
    assert seen == [(3, "forms read"), (2, "files read")]
    screen, now = Terminal(), iter(range(100))
    assert list(progress("abc", 3, screen, lambda: float(next(now)), done="forms read")) == ["a", "b", "c"]
    assert screen.getvalue().startswith("\r2 of 3 forms read, about 1 s to go")


def test_a_scale_is_scored_without_a_plan_and_by_its_sections(tmp_path: Path) -> None:
    scale = EXAMPLES / "scales" / "dacts.yaml"
    path = tmp_path / "form.csv"
    path.write_text(fidelity("checklist", scale, "--format", "csv").out, "utf-8")
    for words in (("--plan", QUARTERS), ("--on", "2026-01-01")):
        answer = fidelity("score", path, "--scale", scale, *words)
        assert (answer.status, answer.out) == (2, "")
        assert f"{words[0]}: FID107 a published scale is scored as it is; expected no {words[0]}" in answer.err
    text = fidelity("score", path, "--scale", scale).out
    page = fidelity("score", path, "--scale", scale, "--format", "html").out
    for shown in (text, page):
        assert "By section" in shown
        for other in ("By principle", "By tier", "By element"):
            assert other not in shown


def test_a_pattern_for_forms_names_them_where_the_shell_does_not(tmp_path: Path) -> None:
    for site in ("Ashby", "Barton"):
        form = {"site": site, "answers": {"court_solves": "2"}}
        (tmp_path / f"{site}.json").write_text(json.dumps({"forms": [form]}), "utf-8")
    assert [one["site"] for one in told(tmp_path / "*.json")["occasions"]] == ["Ashby", "Barton"]
    answer = fidelity("score", tmp_path / "*.docx", "--model", "fdac")
    assert (answer.status, answer.out) == (2, "")
    assert "*.docx: FID101 this file cannot be read" in answer.err


def test_a_form_beside_a_table_is_refused_in_one_message(tmp_path: Path) -> None:
    table = parquet(tmp_path / "answers.parquet", rows())
    form = tmp_path / "form.json"
    form.write_text('{"forms": []}', "utf-8")
    for paths in ((table, form), (form, table)):
        answer = fidelity("score", *paths, "--model", "fdac")
        assert (answer.status, answer.out) == (2, "")
        assert answer.err.startswith(
            f"{form}: FID701 this file cannot be read: it is no Parquet; expected Parquet or CSV files."
        )
        assert "score completed forms and tables apart" in answer.err.lower()
