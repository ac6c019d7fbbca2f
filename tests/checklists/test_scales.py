"""A published scale as a file: read with places, scored by its own rules, and its bands looked at."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands.call import EXAMPLES
from tests.commands.call import fidelity as call
from tests.scoring.test_scoring import form

import fidelity
from fidelity import Responses
from fidelity.checklists.codes import RULES
from fidelity.checklists.reading import read_data
from fidelity.checklists.scale_files import load_scale, read_scale
from fidelity.checklists.scales import scale_issues
from fidelity.commands.explain import trial

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.codes import Code

SCALES = sorted((EXAMPLES / "scales").glob("*.yaml"))
IPS = EXAMPLES / "scales" / "ips-25.yaml"
HEAD = 'scale: s\nversion: "1"\ntitle: T\nsource: S\n'
ANSWERS = "answers:\n  - {code: 1, label: low}\n  - {code: 5, label: high}\n"
ITEMS = "sections:\n  - id: a\n    title: A\n    items:\n      - {id: one, text: One}\n      - {id: two, text: Two}\n"


@pytest.mark.parametrize("path", SCALES, ids=lambda path: path.stem)
def test_every_example_is_read_says_its_gaps_and_has_sound_bands(path: Path) -> None:
    scale = load_scale(path)
    assert scale.gaps
    assert scale_issues(scale) == ()
    assert read_data(scale.checklist, "x", str(scale.checklist.render("json")).encode()).not_understood == ()


def test_the_examples_have_the_items_and_ranges_of_the_publications() -> None:
    scales = {path.stem: load_scale(path) for path in SCALES}
    assert {name: len(scale.items) for name, scale in scales.items()} == {
        "dacts": 28,
        "housing-first": 38,
        "imr": 0,
        "ips-25": 25,
    }
    assert [list(map(int, scales[name].range)) for name in ("ips-25", "housing-first")] == [[25, 125], [38, 152]]
    assert [len(section.items) for section in scales["ips-25"].sections] == [3, 8, 14]
    assert [len(section.items) for section in scales["dacts"].sections] == [11, 7, 10]


@pytest.mark.parametrize(
    ("points", "label"),
    [(25, "not supported employment"), (73, "not supported employment"), (74, "fair fidelity"), (99, "fair fidelity"),
     (100, "good fidelity"), (114, "good fidelity"), (115, "exemplary fidelity"), (125, "exemplary fidelity")],
)  # fmt: skip
def test_ips_points_stand_in_the_band_that_is_published(points: int, label: str) -> None:
    checklist = load_scale(IPS).checklist
    names = [item.name for item in checklist]
    extra = points - len(names)
    codes = {name: str(1 + max(0, min(4, extra - 4 * at))) for at, name in enumerate(names)}
    score = fidelity.score(checklist, Responses((form(codes, checklist),)))
    assert score.by("form")["f"].points.value == points
    band = score.standings["f"].band
    assert band is not None
    assert band.label == label


def test_a_missing_item_that_could_change_the_band_leaves_it_open() -> None:
    checklist = load_scale(IPS).checklist
    first = checklist.items[0].name
    score = fidelity.score(checklist, Responses((form({"*": "4", first: "nk"}, checklist),)))
    assert score.standings["f"].words.startswith("fair fidelity") is False
    assert score.standings["f"].possible[0].label == "fair fidelity"
    assert score.standings["f"].words == (
        "cannot be told: with the gaps it lies between 97 and 101, which is 'fair fidelity' or 'good fidelity'"
    )


def test_a_mean_of_exactly_four_is_established_act_and_a_little_less_is_not() -> None:
    checklist = load_scale(EXAMPLES / "scales" / "dacts.yaml").checklist
    first = checklist.items[0].name
    at = fidelity.score(checklist, Responses((form({"*": "4"}, checklist),)))
    assert at.by("form")["f"].mean.value == 4
    assert at.standings["f"].words == "established ACT: from 4 (included); by the unrounded figure"
    under = fidelity.score(checklist, Responses((form({"*": "4", first: "3"}, checklist),)))
    assert under.standings["f"].words == "below established ACT: to 4 (not included); by the unrounded figure"


def test_the_base_of_a_percentage_matters_where_a_scale_starts_at_one() -> None:
    checklist = load_scale(IPS).checklist
    lowest = Responses((form({"*": "1"}, checklist),))
    shares = {
        base: fidelity.score(checklist, lowest, base=base).by("form")["f"].share.value for base in ("range", "maximum")
    }
    assert shares == {"range": 0, "maximum": Fraction(1, 5)}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("plan: a\n", 1, "no key 'scale'"),
        (HEAD + ITEMS, 1, "at least two answers with different weights"),
        (HEAD + ANSWERS, 1, "'gaps' that say why there is none"),
        (HEAD + ANSWERS.replace("5,", "na,") + ITEMS, 7, "'na' and 'nk' are there in every scale"),
        (HEAD + ANSWERS.replace("code: 5", "code: high") + ITEMS, 7, "without 'weight'"),
        (HEAD + ANSWERS + ITEMS + "threshold: 3\n", 14, "the code of an answer: 1, 5"),
        (HEAD + ANSWERS + ITEMS.replace("id: two", "id: one"), 13, "gives a name that another item has"),
        (HEAD + ANSWERS + ITEMS.replace("text: Two", "text: Two, weight: 0"), 13, "a weight of 1 or more"),
        (HEAD + ANSWERS + ITEMS.replace("text: Two", "text: Two, anchors: {3: x}"), 13, "an anchor for '3'"),
        (HEAD + ANSWERS + ITEMS.replace("text: Two", "text: Two, anchors: 3"), 13, "a mapping from codes"),
        (HEAD + ANSWERS + ITEMS + "bands:\n  - {label: a, at_least: some}\n", 15, "a number such as"),
        (HEAD + ANSWERS + ITEMS + "bands:\n  - {label: a, at_most: 1, below: 2}\n", 15, "not both"),
        (
            HEAD + ANSWERS + ITEMS + "bands:\n  - {label: a, below: 2}\n  - {label: b, of: mean}\n",
            15,
            "all of one measure",
        ),
        (HEAD + ANSWERS + ITEMS + "missing: guess\n", 14, "'guess'"),
        (HEAD + "answers: [", 6, "not YAML"),
        (HEAD + ANSWERS.replace("code: 5", "code: 1, weight: 5") + ITEMS, 6, "expected each code once"),
        (HEAD + ANSWERS.replace("code: 5", "code: " + "5" * 5000) + ITEMS, 7, "at most nine letters and digits"),
        (HEAD + ANSWERS.replace("code: 5", "code: 5, weight: 1e999999999") + ITEMS, 7, "a number such as"),
        (HEAD + ANSWERS.replace("label: high", "label: 1") + ITEMS, 6, "is the code of another answer"),
        (
            HEAD + ANSWERS + ITEMS + ITEMS.partition("\n")[2].replace("one", "x").replace("two", "y"),
            9,
            "two sections have the id 'a'",
        ),
    ],
)
def test_a_scale_that_cannot_be_meant_is_refused_at_its_place(text: str, line: int, said: str) -> None:
    with pytest.raises(fidelity.InputError) as caught:
        read_scale(text.encode(), "scale.yaml")
    assert {fault.code for fault in caught.value.faults} == {"FID709"}
    assert any(fault.place.line == line and said in fault.message for fault in caught.value.faults), caught.value


def banded(*bands: str, share: bool = False) -> str:
    rows = "".join(f"  - {{label: b{at}, {band}}}\n" for at, band in enumerate(bands))
    return HEAD + ANSWERS + ITEMS + "bands:\n" + (rows.replace("label", "of: share, label") if share else rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (banded("at_least: 2, at_most: 5", "at_least: 6"), []),
        (banded("at_least: 2, at_most: 4", "at_least: 6"), ["No band holds 5 points."]),
        (banded("at_least: 3"), ["No band holds 2 points."]),
        (banded("at_least: 2, at_most: 6", "at_least: 6"), ["'b0' and 'b1' both hold 6 points."]),
        (banded("at_most: 50%", "at_least: 51%, at_most: 79%", "at_least: 80%", share=True),
         ["No band holds a share of between 0.5 and 0.51.", "No band holds a share of between 0.79 and 0.8."]),
        (banded("below: 50%", "at_least: 50%", share=True), []),
        (banded("at_most: 50%", "at_least: 50%", share=True), ["'b0' and 'b1' both hold a share of 0.5."]),
    ],
)  # fmt: skip
def test_holes_and_overlaps_of_bands_are_found_and_named(text: str, said: list[str]) -> None:
    assert [issue.message for issue in scale_issues(read_scale(text.encode(), "s"))] == said


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=4))
def test_bands_of_whole_points_have_holes_and_overlaps_where_counting_says_so(ends: list[tuple[int, int]]) -> None:
    scale = read_scale(banded(*(f"at_least: {low}, at_most: {high}" for low, high in ends)).encode(), "s")
    codes = {issue.code for issue in scale_issues(scale)}
    held = [sum(low <= points <= high for low, high in ends) for points in range(2, 11)]
    assert ("FID710" in codes) == (0 in held)
    assert ("FID711" in codes) == any(count > 1 for count in held)


def test_lint_takes_a_scale_beside_models(tmp_path: Path) -> None:
    path = tmp_path / "scale.yaml"
    path.write_text(banded("at_least: 3"), "utf-8")
    answer = call("lint", path)
    assert answer.status == 1
    assert answer.out.startswith("FAULTY  T (s@1): 1 fault")
    assert "FID710 fault  No band holds 2 points." in answer.out
    assert call("lint", IPS).status == 0
    path.write_text(HEAD, "utf-8")
    assert call("lint", path, "--format", "json").status == 2


def test_a_filled_in_scale_is_scored_on_the_command_line(tmp_path: Path) -> None:
    scale = load_scale(IPS)
    rows = list(csv.DictReader(io.StringIO(str(scale.checklist.render("csv")), newline="")))
    path = tmp_path / "form.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "code": "4"} for row in rows)
    answer = call("score", path, "--scale", IPS)
    assert answer.status == 0
    said = "form.csv: good fidelity: from 100 (included) to 114 (included); by the unrounded figure."
    assert said in " ".join(answer.out.split())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_code_shows_a_form_or_a_scale_that_has_it_and_one_that_does_not(rule: Code) -> None:
    found = trial(rule.fails, rule.shows)
    assert set(found.codes) == {rule.code}
    assert rule.code in found.answer
    assert trial(rule.passes, rule.shows).codes == ()
    assert rule.summary.endswith(".")
    assert len(rule.why) > 100
