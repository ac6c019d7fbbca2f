"""The worked example: three raters, four quarters, and a site that drifts, with the breach that follows named."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.checklists.quarters import RATERS, quarters
from tests.commands.call import EXAMPLES, ROOT
from tests.commands.call import fidelity as call
from tests.needed import library

import fidelity
from fidelity.scoring.delivery import occasions

if TYPE_CHECKING:
    import pytest

FILE = EXAMPLES / "delivery" / "quarters.csv"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = (ROOT / "docs" / "how-to" / "checklists.md").read_text("utf-8")


def test_the_file_is_what_the_story_says() -> None:
    if os.environ.get("FIDELITY_UPDATE_GOLDEN"):
        FILE.write_text(quarters(), "utf-8")
    assert FILE.read_text("utf-8") == quarters()


def test_one_site_drifts_quarter_by_quarter_and_the_other_holds() -> None:
    checklist = fidelity.checklist("fdac")
    responses = fidelity.read_responses(checklist, FILE)
    assert (responses.not_understood, len(responses)) == ((), 24)
    assert {form.rater for form in responses.forms} == set(RATERS)
    found = list(occasions(fidelity.score(checklist, responses)))
    assert {one.delivery.verdict.value for one in found if one.site == "Ashby"} == {"green"}
    barton = [one for one in found if one.site == "Barton"]
    absent = [[one.element for one in each.delivery.findings if one.code == "FID201"] for each in barton]
    assert absent == [[], ["review-hearing"], ["review-hearing", "same-judge"], ["review-hearing", "same-judge"]]
    last = {inner.element: inner for one in barton[-1].delivery.findings for inner in (one, *one.follows)}
    assert last["case-numbers"].because == ("same-judge",)
    assert last["trial-for-change"].because == ("key-worker",)
    assert last["trial-for-change"].message == (
        "'A trial for change for every parent who opts in' may not hold up in delivery, because of 'A key worker for "
        "each parent'."
    )


def test_the_page_shows_what_the_command_prints() -> None:
    answer = call("score", FILE, "--model", "fdac")
    assert answer.status == 1
    shown = re.findall(
        r"^```(?:console\n\$ fidelity score quarters.csv --model fdac|text)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    assert len(shown) == 6
    for text in shown:
        assert text in answer.out


def test_the_frame_on_the_page_comes_to_what_the_forms_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library("duckdb")
    code = next(
        block
        for block in re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
        if "score_frame" in block
    )
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(code.replace("docs/examples", EXAMPLES.as_posix()), names)  # noqa: S102 - the page's own lines
    checklist = fidelity.checklist("fdac")
    read = fidelity.score(checklist, fidelity.read_responses(checklist, FILE))
    found = names["score"]
    assert isinstance(found, fidelity.Score)
    assert [found.by(kind) for kind in ("site", "period")] == [read.by(kind) for kind in ("site", "period")]
    assert found.critical == read.critical


def test_the_scale_on_the_page_is_sound_and_lint_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = next(
        block
        for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
        if "our-scale.yaml" in block
    )
    monkeypatch.chdir(tmp_path)
    Path("our-scale.yaml").write_text(text, "utf-8")
    answer = call("lint", "our-scale.yaml")
    assert (answer.status, answer.err) == (0, "")
    assert f"$ fidelity lint our-scale.yaml\n{answer.out}```" in PAGE
