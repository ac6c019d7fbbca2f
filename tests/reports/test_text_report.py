"""Golden reports: what the examples say today. After a change on purpose: FIDELITY_UPDATE_GOLDEN=1 python -m pytest."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

import fidelity
from fidelity import reports
from fidelity.checking.result import CheckResult, Unreadable
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 11, 22)
EXAMPLES = sorted(path.name for path in (ROOT / "docs" / "examples").glob("*.fidelity.yaml"))
PLAN = "plan: ashby\nmodel: fdac@2026.1\nsite: Ashby\nunmentioned: as-specified\n"


def report(*results: CheckResult | Unreadable, verbose: bool = False, width: int = 80, colour: bool = False) -> str:
    bind = next((one.bind for one in results if isinstance(one, CheckResult)), fidelity.Strength.RESTATED)
    return reports.report(FORMATS, "text", Run(results, bind, DAY), reports.Layout(width, colour, verbose))


def example(name: str, bind: str = "restated") -> CheckResult:
    path = f"docs/examples/{name}"
    os.chdir(ROOT)
    return fidelity.check(fidelity.load_plan(path), on=DAY, bind=bind)


def check(tmp_path: Path, text: str) -> CheckResult:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    return fidelity.check(fidelity.load_plan(path), on=DAY)


def assert_golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("FIDELITY_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_report_of_an_example_is_as_it_was(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert_golden(name.replace(".fidelity.yaml", ".txt"), report(example(name)))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_verbose_report_of_an_example_is_as_it_was(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert_golden(name.replace(".fidelity.yaml", ".verbose.txt"), report(example(name), verbose=True))


def test_no_golden_report_is_left_over() -> None:
    names = {name.replace(".fidelity.yaml", "") for name in EXAMPLES}
    assert {path.name.partition(".")[0] for path in GOLDEN.glob("*.txt")} == names


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_report_fits_its_width_apart_from_first_line_and_path(
    name: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    lines = report(example(name), width=width, verbose=True).splitlines()
    assert max(len(line) for line in lines[1:] if "docs/examples" not in line) <= width
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_said_by_colour_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    monkeypatch.chdir(ROOT)
    coloured = report(example(name), colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == report(example(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_everything_that_is_judged_is_in_the_verbose_report(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = example(name)
    words = " ".join(report(result, verbose=True).split())
    for finding in (*result.breaches, *result.open):
        assert " ".join(finding.message.split()) in words
        for inner in finding.consequences:
            assert inner.verdict == "green" or " ".join(inner.message.split()) in words
    for finding in result.remarks:
        assert " ".join(finding.message.split()) in words


def test_silence_is_always_explained(tmp_path: Path) -> None:
    kept = report(check(tmp_path, PLAN))
    assert "What the plan does not mention is taken to be as the model specifies." in kept
    assert "Nothing has to be done." in kept
    undecided = report(check(tmp_path, PLAN.replace("as-specified", "undecided")))
    assert "What the plan does not mention counts as not decided yet." in undecided


def test_a_plan_that_makes_no_claim_is_compared_and_not_called_a_breach(tmp_path: Path) -> None:
    changes = "changes:\n  - {id: none, element: parent-mentor, nature: removing, what: No mentors.}\n"
    text = report(check(tmp_path, f"{PLAN}claim: inspired-by\nundecided: [test-methods]\n{changes}"))
    first = text.splitlines()[0]
    assert first.startswith("AMBER  ashby was compared with the model, which it does not claim to be: 1 difference")
    assert "Differences from the model (1)" in text
    assert "breach" not in text.partition("Judged as of")[0].lower()


def test_a_breach_under_an_agreed_change_says_that_the_change_is_agreed(tmp_path: Path) -> None:
    text = PLAN + (
        "changes:\n  - {id: one-hearing, element: further-hearing, nature: removing, what: One early hearing.}\n"
        "approvals:\n  - covers: [{change: one-hearing, nature: removing}]\n    by: Unit\n    role: model-owner\n"
        "    given: 2026-05-01\n    reference: U/1\n"
    )
    result = check(tmp_path, text)
    words = report(result)
    assert result.verdict == "red"
    assert "Agreed    U/1; what follows from it is not" in words
    assert "The breach is in what follows from it:" in words


def test_the_terms_of_the_judgement_are_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN)
    plan = fidelity.load_plan(path)
    for bind, words in {
        "stated": "Only what sources state can make a breach",
        "restated": "Only what sources state or restate can make a breach",
        "observed": "Only what sources state, restate or have observed can make a breach",
        "inferred": "Everything in the model can make a breach, what was only inferred included",
    }.items():
        text = " ".join(report(fidelity.check(plan, bind=bind)).split())
        assert f"Judged as of 2026-11-22. {words} (--bind {bind})." in text
    assert "Judged without a date." in reports.report(FORMATS, "text", Run([fidelity.check(plan)]))


def test_a_plan_that_could_not_be_read_is_listed_with_its_faults() -> None:
    place = fidelity.Place("a.yaml", 3, 1)
    fault = fidelity.Fault("FID105", place, "no 'site'", "the name of a place", ("write it",))
    text = report(Unreadable("a.yaml", (fault,) * 30))
    told = "  - line 3: no 'site'; expected the name of a place. Write it. [FID105]\n"
    assert text == "NOT READ  a.yaml: 30 faults\n" + told * 30
    assert report(Unreadable("a.yaml", (fault,)), verbose=True) == "NOT READ  a.yaml: 1 fault\n" + told


def test_formats_are_found_by_walking() -> None:
    assert FORMATS.names[0] == "text"
    assert "json" in FORMATS.names
    with pytest.raises(ValueError, match="not 'paper'"):
        reports.report(FORMATS, "paper", Run([]))


CHOICE = "choices:\n  case-length: {length: 39 weeks}\n"
REMOVED = "  - {id: no-%s, element: %s, nature: removing, what: Gone.}\n"


def test_repairs_are_told_in_plain_words(tmp_path: Path) -> None:
    text = " ".join(report(check(tmp_path, PLAN + CHOICE)).split())
    assert "This is enough for nothing to be in breach any more: - go back to what the model specifies for" in text
    removed = "".join(REMOVED % (name, name) for name in ("parent-mentor", "trained-judge"))
    text = " ".join(report(check(tmp_path, f"{PLAN}{CHOICE}changes:\n{removed}")).split())
    assert "All of these together are enough for nothing to be in breach any more: - " in text
    assert "- withdraw the change no-parent-mentor, or have it agreed by the model owner." in text


MODEL = """\
model: small
version: "1"
title: Small Model
owner: The Unit
summary: A model with one principle that two optional elements realise.
authority: {flexible: [model-owner]}
sources:
  book: {type: standard, authors: The Unit, year: 2020, title: The book}
evidence:
  - {id: S-1, says: It says so., source: book, locator: page 1, voice: owner, status: seen}
principles:
  - id: aim
    title: The aim
    statement: What it is for.
    basis: [S-1]
    tier_basis: [S-1]
    realised_by: {any: [one, two], basis: [S-1]}
flexible:
  - {id: one, title: One, statement: The one., optional: true, basis: [S-1], tier_basis: [S-1]}
  - {id: two, title: Two, statement: The other., optional: true, basis: [S-1], tier_basis: [S-1]}
"""


def test_repairs_that_are_different_ways_are_told_as_a_choice(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(MODEL)
    plan = PLAN.replace("fdac@2026.1", "small@1") + "changes:\n" + "".join(REMOVED % (n, n) for n in ("one", "two"))
    (tmp_path / "plan.yaml").write_text(plan)
    model = fidelity.load_model(str(tmp_path / "small.yaml"))
    result = fidelity.check(fidelity.load_plan(tmp_path / "plan.yaml"), model, on=DAY)
    text = " ".join(report(result).split())
    assert result.verdict == "red"
    assert (
        "Any one of these is enough for nothing to be in breach any more: "
        "- withdraw the change no-one. - withdraw the change no-two. "
    ) in text
