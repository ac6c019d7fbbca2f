"""The forms for people in other people's programs: LibreOffice, a browser, and the web's own checkers."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from tests.browser import axe_violations, nu_errors, seen_in_browser
from tests.checklists.filling import DETAILS, Given, fill_docx, fill_xlsx, read_answers
from tests.needed import library, program

import fidelity
from fidelity.checklists.reading import read_data
from fidelity.checklists.scale_files import load_scale

if TYPE_CHECKING:
    from pathlib import Path

MODELS = tuple(reference.split("@")[0] for reference in fidelity.model_references())
PLAN = "docs/examples/agreed-variations.fidelity.yaml"


def of(model: str, format_: str) -> bytes:
    """Return a checklist as bytes."""
    made = fidelity.checklist(model).render(format_)
    return made.encode() if isinstance(made, str) else made


def office(folder: Path, to: str, *names: str) -> Path:
    """Have LibreOffice convert some files; return the folder with what it made."""
    soffice = program("soffice", "libreoffice")
    made = folder / "made"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    paths = [str(folder / name) for name in names]
    command = [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(made), *paths]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return made


@pytest.mark.slow
def test_libreoffice_works_out_the_same_totals_as_scoring_does(tmp_path: Path) -> None:
    pick = random.Random(20261125)  # noqa: S311 - the same answers each time
    plain, adapted = fidelity.checklist("fdac"), fidelity.checklist("fdac", PLAN)
    scale = load_scale("docs/examples/scales/dacts.yaml").checklist
    for number, checklist in enumerate((plain, plain, adapted, scale, evolve(scale, base="maximum"))):
        given_ = {
            item.name: Given(pick.choice(checklist.responses_of(item).options).code, "", ())
            for item in checklist
            if pick.random() > number % 3 / 5
        }
        data = checklist.render("xlsx")
        assert isinstance(data, bytes)
        (tmp_path / f"form{number}.xlsx").write_bytes(fill_xlsx(checklist, data, given_, ("shown", "code")[number % 2]))
        made = office(tmp_path, "xlsx:Calc MS Excel 2007 XML", f"form{number}.xlsx") / f"form{number}.xlsx"
        read = read_data(checklist, "form.xlsx", made.read_bytes())
        assert read_answers(read) == {item.name: given_[item.name] for item in checklist if item.name in given_}
        score = fidelity.score(checklist, evolve(read, forms=tuple(evolve(one, rater="") for one in read.forms)))
        assert score.total is not None
        assert score.total.share.value is not None
        book = library("openpyxl").load_workbook(made, data_only=True)
        found = {name: book["Summary"][one.attr_text.split("!")[1]].value for name, one in book.defined_names.items()
                 if "Summary" in one.attr_text}  # fmt: skip
        assert (found["critical_met"], found["critical_of"]) == (score.critical.met, score.critical.of)
        said = f"{score.critical.met} of {score.critical.of}" if score.critical.of else "none are named"
        assert book["Summary"]["B3"].value == said
        assert found[f"share_of_{checklist.base}"] == pytest.approx(float(score.total.share.value), abs=1e-12)
        counts = (score.total.answered, score.total.na, score.total.nk, score.total.missing)
        assert tuple(found[key] for key in ("answered", "not_applicable", "not_known", "not_answered")) == counts
        for row in book["Summary"].iter_rows(min_row=16, max_row=15 + len(checklist.sections)):
            (section,) = [one for one in checklist.sections if one.title == row[0].value]
            share = score.by("section")[section.id].share.value
            assert row[3].value == (None if share is None else pytest.approx(float(share), abs=1e-12))
        shutil.rmtree(tmp_path / "made")


@pytest.mark.slow
def test_a_word_form_that_libreoffice_saved_gives_back_what_was_filled_in(tmp_path: Path) -> None:
    checklist = fidelity.checklist("fdac", PLAN)
    pick = random.Random(20261125)  # noqa: S311 - the same answers each time
    given_ = {
        item.name: Given(
            pick.choice(checklist.responses_of(item).options).code,
            pick.choice(["", 'they said "yes" & meant it']),
            tuple(sorted(one.code for one in item.evidence_options if pick.random() > 0.5)),
        )
        for item in checklist
        if pick.random() > 0.3
    }
    data = checklist.render("docx")
    assert isinstance(data, bytes)
    (tmp_path / "form.docx").write_bytes(fill_docx(checklist, data, given_))
    made = office(tmp_path, "docx:MS Word 2007 XML", "form.docx") / "form.docx"
    read = read_data(checklist, "form.docx", made.read_bytes())
    assert (read.not_understood, read.remarks) == ((), ())
    assert read_answers(read) == given_
    (form,) = read.forms
    assert {"site": form.site, "assessor": form.rater, "period": form.period, "date": str(form.day)} == DETAILS
    assert form.checklist == checklist.hash


@pytest.mark.slow
def test_libreoffice_opens_word_forms_and_workbooks(tmp_path: Path) -> None:
    names = [f"{model}.{format_}" for model in MODELS for format_ in ("docx", "xlsx")]
    for name in names:
        model, format_ = name.split(".")
        (tmp_path / name).write_bytes(of(model, format_))
    for format_ in ("docx", "xlsx"):
        made = office(tmp_path, "pdf", *(name for name in names if name.endswith(format_)))
        for model in MODELS:
            reader = library("pypdf").PdfReader(made / f"{model}.pdf")
            text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
            assert re.sub(r"\s", "", next(iter(fidelity.checklist(model))).text) in text
        shutil.rmtree(made)


@pytest.mark.slow
def test_the_page_passes_the_webs_own_checkers_and_keeps_to_itself(tmp_path: Path) -> None:
    pages = []
    for model in MODELS:
        pages.append(tmp_path / f"{model}.html")
        pages[-1].write_bytes(of(model, "html"))
    pages.append(tmp_path / "adapted.html")
    pages[-1].write_text(str(fidelity.checklist("fdac", PLAN).render("html")), encoding="utf-8")
    assert axe_violations(*pages) == []
    assert nu_errors(*pages) == []
    assert seen_in_browser(pages[-1], "document.documentElement.scrollWidth <= 400", width=400) == (True, [])
    assert "<script" not in pages[-1].read_text("utf-8")
