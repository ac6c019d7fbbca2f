"""``fidelity diff`` on the command line: what it prints, its status, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands.call import EXAMPLES, fidelity
from tests.comparing.test_models import BASE, NEXT
from tests.comparing.test_plans import HEAD

VALUE = HEAD + "choices: {room: {size: 4}}\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two versions of one model, each in a file of the folder that the call is made from."""
    monkeypatch.chdir(tmp_path)
    text = BASE
    for old, new in NEXT:
        text = text.replace(old, new)
    written(tmp_path, "old.yaml", BASE)
    written(tmp_path, "new.yaml", text)
    return Path("old.yaml"), Path("new.yaml")


def test_a_rename_a_split_a_tightened_limit_and_a_reworded_text_are_printed_each_in_its_class(
    versions: tuple[Path, Path],
) -> None:
    old, new = versions
    answer = fidelity("diff", old, new)
    assert answer == (0, answer.out, "")
    assert (
        answer.out
        == f"""\
DIFFERENT  house@1 to house@2: 4 differences (2 breaking, 1 compatible, 1 editorial)

Breaking: a plan may now be judged worse
----------------------------------------
  - 'tour' was split into 'tour-of-house' and 'tour-of-garden'.
    why       A plan that changes it has to say which of its parts it means.
    with it   'A tour' (tour): withdrawn (before: essential element, stated:
              Children are shown round).
    with it   'A tour' (tour-of-house): new (essential element, stated: Children
              are shown round).
    with it   'A tour' (tour-of-garden): new (essential element, stated:
              Children are shown round).
    with it   'Welcome' (welcome): what realises it: any of (room [stated]; all
              of (tour-of-house [stated]; tour-of-garden [stated])) (before: any
              of (room [stated]; tour [stated])).
    old       {old}:32:5
    new       {new}:32:5

  - 'A room' (room): parameter size, limits: at most 3 [stated] (before: at most
    4 [stated]).
    why       Some values are judged more strictly: what was inside the limits
              may be outside.
    old       {old}:27:56
    new       {new}:27:56

Compatible: no plan is judged worse
-----------------------------------
  - 'A key': 'key' is now 'door-key'.
    why       It is the same element under another id. A plan that names it has
              to name the new one.
    old       {old}:41:5
    new       {new}:49:5

Editorial: nothing is judged by it
----------------------------------
  - 'Welcome' (welcome): statement: Every child is welcome (before: Children are
    welcome).
    why       It is said in other words; nothing is judged by them.
    old       {old}:13:5
    new       {new}:13:5
"""
    )


def test_the_status_is_1_on_a_breaking_difference_only_where_that_was_asked_for(versions: tuple[Path, Path]) -> None:
    assert fidelity("diff", *versions).status == 0
    assert fidelity("diff", *versions, "--fail-on", "never").status == 0
    assert fidelity("diff", *versions, "--fail-on", "breaking").status == 1
    assert fidelity("diff", versions[0], versions[0], "--fail-on", "breaking").status == 0


@pytest.mark.parametrize("name", ["fdac", "barnahus", "fdac@2026.1"])
def test_a_model_and_itself_have_no_difference(name: str) -> None:
    answer = fidelity("diff", name, name)
    reference = name if "@" in name else f"{name}@2026.1"
    assert answer == (0, f"SAME  {reference} to {reference}: no difference\n", "")


def test_json_has_every_difference_with_class_reason_and_places(versions: tuple[Path, Path]) -> None:
    old, new = versions
    found = json.loads(fidelity("diff", old, new, "--format", "json").out)
    assert (found["schema_version"], found["compared"], found["relation"]) == (1, "models", "versions")
    assert found["old"] == {"id": "house", "version": "1", "title": "The House", "path": str(old)}
    assert found["counts"] == {"breaking": 2, "compatible": 1, "editorial": 1}
    limit = found["differences"][3]
    assert limit == {
        "class": "breaking",
        "kind": "changed",
        "part": "elements.parameters.limits",
        "subject": "room",
        "path": ["elements", "room", "parameters", "size", "limits"],
        "old": "at most 4 [stated]",
        "new": "at most 3 [stated]",
        "text": "'A room' (room): parameter size, limits: at most 3 [stated] (before: at most 4 [stated]).",
        "reason": "Some values are judged more strictly: what was inside the limits may be outside.",
        "old_location": {"path": str(old), "line": 27, "column": 56},
        "new_location": {"path": str(new), "line": 27, "column": 56},
        "with_it": [],
    }
    assert len(found["differences"][1]["with_it"]) == 4
    assert found["plans"] == []


def test_markdown_lists_the_same_and_no_text_becomes_mark_up(tmp_path: Path) -> None:
    old = written(tmp_path, "old.yaml", BASE)
    new = written(tmp_path, "new.yaml", BASE.replace("Children are shown round.", "'*All* are <b>shown</b> round.'"))
    assert fidelity("diff", old, new, "--format", "markdown").out == (
        "# house@1 to house@1: 1 difference (1 editorial)\n"
        "\n"
        "Both call themselves house@1. Give one of them another version: plans pin it.\n"
        "\n"
        "## Editorial: nothing is judged by it\n"
        "\n"
        "- 'A tour' (tour): statement: \\*All\\* are \\<b\\>shown\\</b\\> round (before: Children are shown round). "
        "*It is said in other words; nothing is judged by them.*\n"
    )


def test_two_models_that_are_strangers_and_a_variant_are_called_so() -> None:
    assert "These are two different models, and neither extends the other." in fidelity("diff", "fdac", "coram-i").out
    assert "The one extends the other." in fidelity("diff", "barnahus", "child-house").out


# Plans ----------------------------------------------------------------------------------------------------


def test_two_plans_are_compared_by_what_is_in_the_files(tmp_path: Path) -> None:
    old = written(tmp_path, "a.yaml", HEAD.replace("house@1", "fdac@2026.1"))
    new = written(tmp_path, "b.yaml", HEAD.replace("house@1", "fdac@2026.1") + "undecided: [parent-mentor]\n")
    assert fidelity("diff", old, new).out == (
        "DIFFERENT  ashby to ashby: 1 difference (1 loosened)\n"
        "\n"
        "Loosened: further from the model\n"
        "--------------------------------\n"
        "  - undecided:parent-mentor: not decided yet.\n"
        "    why       It is open now.\n"
        f"    where     {new}:6:13\n"
    )
    found = json.loads(fidelity("diff", old, new, "--format", "json").out)
    assert (found["compared"], found["counts"]["loosened"]) == ("plans", 1)
    assert found["differences"][0]["class"] == "loosened"
    assert "- undecided:parent-mentor" in fidelity("diff", old, new, "--format", "markdown").out
    assert fidelity("diff", old, old).out == "SAME  ashby to ashby: no difference\n"


def test_plans_for_two_models_are_compared_with_a_word_on_that() -> None:
    paths = (EXAMPLES / "within-the-model.fidelity.yaml", EXAMPLES / "coram-i-within.fidelity.yaml")
    assert "values are judged by the newer plan's model" in " ".join(fidelity("diff", *paths).out.split())


# What a new version does to plans ---------------------------------------------------------------------------


def test_a_plan_is_judged_by_both_versions(versions: tuple[Path, Path], tmp_path: Path) -> None:
    written(tmp_path, "ashby.fidelity.yaml", VALUE + "as_specified: [key]\n")
    plan = "ashby.fidelity.yaml"
    answer = fidelity("diff", *versions, "--plan", plan)
    assert answer.status == 0
    assert answer.out.endswith(f"""
================================================================================

WORSE  {plan} (Ashby): green before, red now

What has to be changed in the plan
----------------------------------
  - 'key' is called 'door-key' now. ({plan}:7:16)

Findings that are otherwise
---------------------------
  FID204 new (red)  The plan says 4 for 'size' (in 'A room'); what counts as the
                    model: at most 3.
""")
    found = json.loads(fidelity("diff", *versions, "--plan", plan, "--format", "json").out)["plans"]
    assert [(one["before"], one["after"], one["worse"]) for one in found] == [("green", "red", True)]
    assert [(one["kind"], one["code"], one["after"]) for one in found[0]["findings"]] == [("new", "FID204", "red")]
    assert "green before, red now" in fidelity("diff", *versions, "--plan", plan, "--format", "markdown").out


def test_a_folder_of_plans_is_judged_and_what_is_unread_is_told_and_2(
    versions: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    written(folder, "a.fidelity.yaml", HEAD)
    bad = written(folder, "b.fidelity.yaml", "plan: ashby\n")
    for form in ("text", "json", "markdown"):
        answer = fidelity("diff", *versions, "--plan", folder, "--format", form)
        assert answer.status == 2
        assert f"{bad}:1:1: FID105" in answer.err
        assert str(bad) in answer.out.replace("\\", "")
    assert fidelity("diff", *versions, "--plan", tmp_path / "none.yaml").status == 2


def test_a_plan_can_come_from_standard_input(versions: tuple[Path, Path]) -> None:
    answer = fidelity("diff", *versions, "--plan", "-", stdin=VALUE.encode())
    assert "WORSE  <stdin> (Ashby): green before, red now" in answer.out


def test_a_plan_that_fares_worse_is_1_where_that_was_asked_for(tmp_path: Path) -> None:
    old = written(tmp_path, "old.yaml", BASE)
    plan = written(tmp_path, "p.yaml", HEAD)
    assert fidelity("diff", old, old, "--plan", plan, "--fail-on", "breaking").status == 0
    assert "NO WORSE" in fidelity("diff", old, old, "--plan", plan).out


# What it refuses --------------------------------------------------------------------------------------------


def test_a_model_and_a_plan_are_not_compared() -> None:
    path = EXAMPLES / "direct-breach.fidelity.yaml"
    for words in (("fdac", path), (path, "fdac")):
        answer = fidelity("diff", *words)
        assert (answer.status, answer.out) == (2, "")
        assert "FID104 this is a plan (" in answer.err
        assert "expected two of a kind" in answer.err
        assert "name the plan with --plan" in answer.err


def test_a_version_that_is_not_there_is_named() -> None:
    answer = fidelity("diff", "fdac", "fdac@1999.1")
    assert (answer.status, answer.out) == (2, "")
    assert "FID113 there is no version '1999.1' of the model 'fdac'" in answer.err


def test_a_file_that_is_not_there_or_holds_nothing_is_refused(tmp_path: Path) -> None:
    assert "FID101 there is no such file" in fidelity("diff", "fdac", tmp_path / "none.yaml").err
    assert fidelity("diff", "fdac", written(tmp_path, "empty.yaml", "")).status == 2
    assert fidelity("diff", "fdac", written(tmp_path, "list.yaml", "- a\n")).status == 2


def test_what_makes_sense_for_models_only_is_refused_for_plans() -> None:
    path = EXAMPLES / "direct-breach.fidelity.yaml"
    answer = fidelity("diff", path, path, "--fail-on", "breaking")
    assert (answer.status, "two plans have no breaking differences" in answer.err) == (2, True)
    answer = fidelity("diff", path, path, "--plan", path)
    assert (answer.status, "with two versions of a model" in answer.err) == (2, True)


def test_a_plan_for_another_model_is_refused(versions: tuple[Path, Path]) -> None:
    answer = fidelity("diff", *versions, "--plan", EXAMPLES / "direct-breach.fidelity.yaml")
    assert (answer.status, "FID113 the plan is written for fdac@2026.1" in answer.err) == (2, True)


def test_the_report_is_not_written_over_what_is_compared(versions: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = versions
    answer = fidelity("diff", old, new, "--output", new)
    assert (answer.status, "this call reads it" in answer.err) == (2, True)
    target = tmp_path / "report.txt"
    assert fidelity("diff", old, new, "--output", target) == (0, "", "")
    assert target.read_text("utf-8").startswith("DIFFERENT  house@1 to house@2")


def test_a_date_that_is_none_is_refused(versions: tuple[Path, Path]) -> None:
    assert fidelity("diff", *versions, "--on", "soon").status == 2
