"""Workbooks and Word forms: exported, filled in by machine, read back: the same answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.checklists.filling import DETAILS, Given, answers, fill_docx, fill_xlsx, meant, read_answers

import fidelity
from fidelity.checklists.reading import read_data
from fidelity.checklists.response_sets import NOT_KNOWN
from fidelity.checklists.scale_files import load_scale

CHECKLIST = fidelity.checklist("fdac")
PART = fidelity.checklist("fdac", rater="independent observer")
MODELS = tuple(reference.split("@")[0] for reference in fidelity.model_references())


@cache
def empty(format_: str, model: str = "fdac") -> bytes:
    """Return the empty form."""
    data = fidelity.checklist(model).render(format_)
    assert isinstance(data, bytes)
    return data


@times(0.3)
@given(answered=answers(PART), how=st.sampled_from(["shown", "label", "code"]))
def test_a_workbook_gives_back_what_was_filled_in(answered: dict[str, Given], how: str) -> None:
    data = PART.render("xlsx")
    assert isinstance(data, bytes)
    read = read_data(CHECKLIST, "form.xlsx", fill_xlsx(PART, data, answered, how))
    assert (read.not_understood, read.remarks) == ((), ())
    assert read_answers(read) == meant(CHECKLIST, answered)


@times(0.4)
@given(answers(CHECKLIST))
def test_a_word_form_gives_back_what_was_filled_in(answered: dict[str, Given]) -> None:
    read = read_data(CHECKLIST, "form.docx", fill_docx(CHECKLIST, empty("docx"), answered))
    assert (read.not_understood, read.remarks) == ((), ())
    assert read_answers(read) == meant(CHECKLIST, answered)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("format_", ["xlsx", "docx"])
def test_every_item_of_every_model_comes_back(model: str, format_: str) -> None:
    checklist = fidelity.checklist(model)
    every = {
        item.name: Given(NOT_KNOWN, "=1+1", tuple(sorted(one.code for one in item.evidence_options)))
        for item in checklist
    }
    fill = {"xlsx": fill_xlsx, "docx": fill_docx}[format_]
    read = read_data(checklist, f"form.{format_}", fill(checklist, empty(format_, model), every))
    assert read.not_understood == ()
    assert read_answers(read) == every
    (form,) = read.forms
    assert {"site": form.site, "assessor": form.rater, "period": form.period, "date": str(form.day)} == DETAILS
    assert (form.model, form.checklist) == (checklist.reference, checklist.hash)


@pytest.mark.parametrize("path", sorted(Path("docs/examples/scales").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_answer_of_a_published_scale_comes_back(path: Path) -> None:
    checklist = load_scale(str(path)).checklist
    for pick in range(max(len(one.options) for one in checklist.response_sets)):
        options = {item.name: checklist.responses_of(item).options for item in checklist}
        answered = {name: Given(some[pick % len(some)].code, "", ()) for name, some in options.items()}
        for format_, fill in (("xlsx", fill_xlsx), ("docx", fill_docx)):
            data = checklist.render(format_)
            assert isinstance(data, bytes)
            read = read_data(checklist, f"form.{format_}", fill(checklist, data, answered))
            assert (read.not_understood, read.remarks) == ((), ())
            assert read_answers(read) == answered


@pytest.mark.parametrize("format_", ["xlsx", "docx"])
def test_an_empty_form_is_a_form_without_answers(format_: str) -> None:
    read = read_data(CHECKLIST, f"form.{format_}", empty(format_))
    (form,) = read.forms
    assert (dict(form.answers), form.checklist, read.not_understood) == ({}, CHECKLIST.hash, ())


@pytest.mark.parametrize("format_", ["xlsx", "docx"])
def test_a_form_of_another_model_is_refused(format_: str) -> None:
    with pytest.raises(fidelity.InputError) as caught:
        read_data(CHECKLIST, f"form.{format_}", empty(format_, "coram-i"))
    assert [fault.code for fault in caught.value.faults] == ["FID702", "FID703"]
    assert "for the model 'coram-i'" in caught.value.faults[0].found
