"""Corners of checklists: other scales, other ways to write a form, and what a plan lets in or leaves open."""

from __future__ import annotations

import csv
import io
import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from tests.scoring.test_scoring import FDAC, FEW, form

import fidelity
from fidelity.checklists.exchange import FORMATS, render, variants_of
from fidelity.checklists.exchange.csv_format import shown
from fidelity.checklists.reading import read_data
from fidelity.checklists.response_sets import code_for, code_from, rating_set, scored_set
from fidelity.checklists.responses import Cell, RawForm
from fidelity.checklists.understanding import understand
from fidelity.errors import Place
from fidelity.model.model import Rating
from fidelity.reports.score import FORMATS as SCORE_FORMATS
from fidelity.reports.score import render_score

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "plan: p\nmodel: fdac@2026.1\nsite: S\nunmentioned: as-specified\nauthor: site-lead\n"


def plan(text: str) -> fidelity.Plan:
    from fidelity.files.plans import read_plan

    return read_plan((HEAD + text).encode(), "p")


def test_a_model_without_a_scale_is_rated_on_the_one_of_the_house_and_it_is_said() -> None:
    model = evolve(fidelity.load_model("fdac"), rating=None)
    responses = fidelity.checklist(model).sets_by_id["rating"]
    assert [option.label for option in responses.scored] == ["not in place", "partly", "fully"]
    assert "the model states no rating scale" in responses.origin
    assert "the model states no rating scale" in str(fidelity.checklist(model).render("markdown"))


def test_no_label_of_a_scale_is_the_code_of_another_answer() -> None:
    options = scored_set("rating", ("1", "2", "3 or more"), "2").options
    assert [(option.code, option.label) for option in options if option.scored] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3 or more"),
    ]


def test_a_scale_of_yes_and_no_takes_no_as_an_answer() -> None:
    checklist = fidelity.checklist("barnahus")
    item = checklist.items[0].name
    read = read_data(checklist, "f.csv", f"item,code\n{item},No\n".encode())
    assert read.forms[0].answers[item].code == "0"


def test_labels_that_are_numbers_are_their_own_codes() -> None:
    responses = rating_set(Rating(("1", "2", "3"), "2"))
    assert [(option.code, option.weight_text) for option in responses.scored] == [("1", "1"), ("2", "2"), ("3", "3")]
    assert (responses.threshold, responses.below) == ("2", ("1",))
    assert responses.threshold_label == "2"


def test_codes_without_weight_go_to_a_target_and_back() -> None:
    for code in ("na", "nk", "0", "2"):
        assert code_from(code_for(code, "redcap"), "redcap") == code
        assert code_for(code, "xlsform") == code
    cell = Cell("98", Place("export.csv", 2, 5), "row 2")
    raw = RawForm({}, (("court_solves", cell),), Place("export.csv"), target="redcap")
    assert understand(FDAC, [raw], "export.csv").forms[0].answers["court_solves"].code == "na"
    assert understand(FDAC, [raw._replace(target="")], "x").not_understood[0].value == "98"


def test_a_label_that_two_answers_share_is_no_way_to_say_either() -> None:
    responses = scored_set("s", ("some", "some", "all"), "all")
    section = FEW.sections[0]
    checklist = evolve(
        FEW, sections=(evolve(section, items=section.items[:1]),), response_sets=(evolve(responses, id="rating"),)
    )
    name = checklist.items[0].name
    assert read_data(checklist, "f", f"item,code\n{name},some\n".encode()).not_understood[0].code == "FID704"
    assert read_data(checklist, "f", f"item,code\n{name},all\n".encode()).forms[0].answers[name].code == "2"


@pytest.mark.parametrize("name", FORMATS.names)
def test_every_format_is_written_in_each_of_its_ways(name: str) -> None:
    for variant in variants_of(name) or (None,):
        written = render(FDAC, name, variant)
        assert written
        assert written == render(FDAC, name, variant)
    with pytest.raises(ValueError, match="not 'sideways'"):
        render(FDAC, name, "sideways")


def test_the_excel_way_is_the_form_with_a_mark_and_the_code_book_has_every_code() -> None:
    assert render(FDAC, "csv", "excel") == "\ufeff" + str(render(FDAC, "csv"))
    rows = list(csv.DictReader(io.StringIO(str(render(FDAC, "csv", "codebook")), newline="")))
    ours = [(row["code"], row["weight"], row["counts_as_in_place"]) for row in rows if row["item"] == "court_solves"]
    assert ours == [("0", "0", "no"), ("1", "1", "no"), ("2", "2", "yes"), ("na", "", ""), ("nk", "", "")]


def test_a_text_that_a_spreadsheet_would_run_is_shown_and_not_run() -> None:
    checklist = evolve(FEW, sections=(evolve(FEW.sections[0], items=(evolve(FEW.items[0], text="=1+1"),)),))
    assert ",'=1+1," in str(checklist.render("csv"))
    assert [shown(text) for text in ("+1", "-1", "@a", "\t", "a=1")] == ["'+1", "'-1", "'@a", "'\t", "a=1"]


def test_a_format_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match=r"a format is one of markdown, .*; not 'fax'"):
        render(FDAC, "fax")
    score = fidelity.score(FEW, fidelity.Responses(()))
    with pytest.raises(ValueError, match=r"a format is one of text, .*; not 'fax'"):
        render_score(score, "fax")
    assert {"text", "json", "csv"} <= set(SCORE_FORMATS.names)


def test_the_short_form_is_a_list_to_tick_with_what_is_local() -> None:
    local = plan("choices: {domestic-abuse-expertise: {place: linked service}}\n")
    text = str(fidelity.checklist("fdac", local, short=True).render("markdown"))
    assert "\n  - Here: Where the expertise sits is linked service." in text
    assert "- [ ] No two reviews were more than two weeks apart. `review_gap`" in text
    assert "short form: critical items only" in text


def test_a_practice_that_a_plan_lets_in_is_asked_about_unless_it_was_agreed() -> None:
    text = "changes:\n  - {id: both, proscribed: ordinary-track-alongside, what: Both tracks run for a month.}\n"
    item = fidelity.checklist("fdac", plan(text))["no_ordinary_trac_b8ac"]
    assert [note.kind for note in item.notes] == ["not-agreed"]
    model = evolve(fidelity.load_model("fdac"), authority={"proscribed": ("model-owner",)})
    agreed = text + (
        "approvals:\n  - {covers: [{change: both}], by: The partnership, role: model-owner, given: 2026-01-02}\n"
    )
    checklist = fidelity.checklist(model, plan(agreed))
    assert "no_ordinary_trac_b8ac" not in checklist.by_name
    assert any(one.kind == "agreed" and one.tier == "proscribed" for one in checklist.left_out)


def test_what_a_plan_has_not_decided_and_what_it_adds_near_the_core_say_so() -> None:
    text = (
        "undecided: [review-hearing]\nchanges:\n  - id: help\n"
        "    add: {id: help, title: Help, statement: Students help.}\n"
        "    touches: [same-judge]\n    nature: adding\n    what: Students help.\n"
    )
    checklist = fidelity.checklist("fdac", plan(text))
    assert [note.kind for note in checklist["review_gap"].notes] == ["undecided"]
    assert [note.kind for note in checklist["local_help"].notes] == ["not-agreed"]
    silent = fidelity.checklist("fdac", evolve(plan(""), unmentioned="undecided"))
    assert {note.kind for item in silent if item.kind == "indicator" for note in item.notes} == {"undecided"}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"forms": [3]}, "form 1 is no object"),
        ({"forms": [{"answers": 3}]}, "the answers of form 1 are no object"),
        ({"forms": {}}, "'forms' is no list"),
    ],
)
def test_json_of_another_shape_is_refused(document: object, said: str) -> None:
    with pytest.raises(fidelity.InputError, match=said):
        read_data(FDAC, "f.json", json.dumps(document).encode())


def test_json_with_a_key_twice_is_refused() -> None:
    with pytest.raises(fidelity.InputError, match="these stand twice: a"):
        read_data(FDAC, "f.json", b'{"forms": [{"answers": {"a": 1, "a": 2}}]}')


def test_json_numbers_and_plain_codes_are_answers_too() -> None:
    data = {"forms": [{"answers": {"court_solves": 2, "court_next_steps": {"code": 1, "evidence": ["records"]}}}]}
    form_ = read_data(FDAC, "f.json", json.dumps(data).encode()).forms[0]
    assert {name: answer.code for name, answer in form_.answers.items()} == {
        "court_solves": "2",
        "court_next_steps": "1",
    }
    assert form_.answers["court_next_steps"].evidence == ("records",)


def test_what_was_looked_at_is_ticked_by_code_or_label_and_the_rest_is_listed() -> None:
    rows = b"item,code,evidence\ncourt_next_steps,2,Observation; records\ncourt_solves,2,hearsay\n"
    read = read_data(FDAC, "f.csv", rows)
    assert read.forms[0].answers["court_next_steps"].evidence == ("observation", "records")
    assert [(one.code, one.item) for one in read.not_understood] == [("FID707", "court_solves_evid")]


def test_a_report_lists_what_was_not_understood_and_what_has_to_be_said(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("assessor,item,code\na,court_solves,9\nb,court_solves,2\n", "utf-8")
    score = fidelity.score(FDAC, path)
    text = " ".join(render_score(score, "text").split())
    for said in ("Not understood, and so not counted", "FID704 '9' is no answer", "taken on trust", "By rater"):
        assert said in text
    assert fidelity.score(FDAC, [path]) == score
    assert repr(score).startswith("<Score fdac-2026.1: 2 forms, 0 of ")
    empty = render_score(fidelity.score(FDAC, fidelity.Responses(())), "text")
    assert "No form could be read, so there is nothing to score." in empty


def test_scores_and_answers_become_frames_of_what_the_reader_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "frames", SimpleNamespace(DataFrame=list))
    responses = fidelity.Responses((form({"*": "2"}, name="f", site="Ashby"),))
    score = fidelity.score(FEW, responses)
    assert score.to_frame("frames") == score.to_records()
    first = responses.to_records()[0]
    assert (first["form"], first["site"], first["code"], first["date"]) == ("f", "Ashby", "2", None)


def test_a_checklist_shows_itself() -> None:
    assert repr(FDAC).startswith("<Checklist fdac-2026.1: 52 items, ")
    assert FDAC._repr_markdown_() == FDAC.render("markdown")
    found = fidelity.delivered(
        fidelity.score(FDAC, fidelity.Responses((form({"*": "2", "no_ordinary_trac_b8ac": "1"}, FDAC),)))
    )
    assert repr(found) == "<Delivery this site: planned green, delivered green>"


def test_checking_a_plan_does_not_load_checklists() -> None:
    import subprocess

    code = "import sys, fidelity, fidelity.api; sys.exit(any('checklists' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
