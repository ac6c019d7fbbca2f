"""A plan for a variant is judged by the variant, and can be judged by what the variant was made from."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from tests.commands.call import fidelity as command
from tests.soundness.house import PARENT, ROOM_SIZE, cabin_text, override, variant_of, write_house

import fidelity
from fidelity.files.library import load_model
from fidelity.files.plans import read_plan
from fidelity.model.model import ancestors
from fidelity.plan.ancestry import before_ancestor

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.checking.result import CheckResult
    from fidelity.model.model import Model

HEAD = "plan: ashby\nmodel: cabin@1\nsite: Ashby\nauthor: site-lead\nunmentioned: as-specified\n"
SMALL = ROOM_SIZE.format("standard: 1, limits: [{max: 2, basis: [C-1]}]")
LARGE = ROOM_SIZE.format("standard: 6, limits: [{max: 8, basis: [C-1]}]")


def before(variant: Model, plan: str) -> CheckResult:
    """Judge a plan for a variant by the first of its ancestors, the one that stands on its own."""
    *_, ancestor = ancestors(variant)
    seen, judge = before_ancestor(read_plan(plan.encode(), "plan.yaml"), variant, ancestor)
    return fidelity.check(seen, judge)


def changed(result: CheckResult) -> list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]:
    return [
        (one.id, one.element, one.natures, tuple(f"{s.parameter}={s.text}" for s in one.settings))
        for one in result.plan.changes
    ]


# What the variant itself does ----------------------------------------------------------------------------


def test_a_plan_that_keeps_to_a_variant_that_only_adds_keeps_to_the_parent(tmp_path: Path) -> None:
    stove = "{id: stove, title: A stove, statement: It is warm., basis: [C-1], tier_basis: [C-1]}"
    variant = variant_of(tmp_path, rest=f"essential:\n  - {stove}\n")
    result = before(variant, HEAD + "as_specified: [stove, room]\n")
    assert (result.verdict, result.model.reference, result.plan.model) == ("green", "house@1", "house@1")
    assert (changed(result), result.plan.as_specified) == ([], ("room",))


def test_an_override_stands_before_the_parent_as_a_change_of_its_nature_with_its_reason(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, override("room", "statement: A small room.", SMALL, nature="shortening"))
    result = before(variant, HEAD + "as_specified: [room]\n")
    assert changed(result) == [("cabin:room", "room", ("shortening",), ("size=1",))]
    (change,) = result.plan.changes
    assert (change.what, change.function_kept) == ("Cabins stand in woods.", "It serves children.")
    assert change.place.path == str(tmp_path / "cabin.yaml")
    assert result.plan.as_specified == ()  # it is not as the parent specifies it
    (finding,) = [one for one in result.findings if one.verdict == "amber"]
    assert (finding.code, finding.element) == ("FID206", "room")


def test_another_standard_alone_stands_before_the_parent_as_a_value(tmp_path: Path) -> None:
    result = before(variant_of(tmp_path, override("room", LARGE), claim="extends"), HEAD)
    assert changed(result) == []
    (choice,) = result.plan.choices
    assert (choice.element, [(one.parameter, one.text) for one in choice.settings]) == ("room", [("size", "6")])
    assert [(one.code, one.verdict) for one in result.findings if one.verdict == "red"] == [("FID204", "red")]


def test_a_value_of_the_plan_stands_in_place_of_the_variants_standard(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, override("room", LARGE), claim="extends")
    result = before(variant, HEAD + "choices: {room: {size: 4, colour: green}}\n")
    (choice,) = result.plan.choices
    assert [(one.parameter, one.text) for one in choice.settings] == [("size", "4"), ("colour", "green")]
    assert result.verdict == "green"


def test_a_choice_and_the_variants_standard_of_another_parameter_go_together(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, override("room", LARGE), claim="extends")
    (choice,) = before(variant, HEAD + "choices: {room: {colour: green}}\n").plan.choices
    assert [(one.parameter, one.text) for one in choice.settings] == [("colour", "green"), ("size", "6")]


def test_what_the_variant_withdraws_is_taken_out_before_the_parent(tmp_path: Path) -> None:
    overrides = (override("welcome", "realised_by: {any: [room], basis: [C-1]}"), override("tour"), override("garden"))
    result = before(variant_of(tmp_path, *overrides, claim="extends"), HEAD)
    assert changed(result) == [
        ("cabin:tour", "tour", ("removing",), ()),
        ("cabin:garden", "garden", ("removing",), ()),
    ]
    assert [(one.code, one.element) for one in result.findings if one.verdict == "red"] == [("FID201", "tour")]
    assert result.elements["garden"].verdict == "green"  # it is optional


def test_what_the_site_has_not_settled_is_not_the_variants_doing(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, override("room", SMALL, nature="shortening"), override("tour", "note: x"))
    result = before(variant, HEAD + "undecided: [room]\n")
    assert (changed(result), result.plan.undecided) == ([], ("room",))
    silent = HEAD.replace("as-specified", "undecided")
    assert changed(before(variant, silent)) == []
    assert changed(before(variant, silent + "as_specified: [room]\n")) == [
        ("cabin:room", "room", ("shortening",), ("size=1",))
    ]


NAMED = PARENT.replace(
    "realised_by: {any: [room, tour], basis: [H-1]}",
    "realised_by: {at_least: 2, of: [room, {addition: stove}], basis: [H-1]}",
)
STOVE = "{{id: stove, title: A stove, statement: It is warm., basis: [C-1], tier_basis: [C-1], optional: yes{}}}"


def test_an_element_that_the_parent_names_as_an_addition_counts_as_one(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, rest=f"flexible:\n  - {STOVE.format('')}\n", parent=NAMED)
    assert before(variant, HEAD).verdict == "green"
    out = "changes: [{id: c, element: stove, nature: removing, what: None.}]\n"
    assert [(one.code, one.element) for one in before(variant, HEAD + out).findings if one.verdict != "green"] == [
        ("FID301", "welcome")
    ]


def test_an_element_that_excludes_one_of_the_parents_is_noticed(tmp_path: Path) -> None:
    excludes = ", excludes: [{element: tour, basis: [C-1]}, {parameter: room.size, is: 9, basis: [C-1]}]"
    variant = variant_of(tmp_path, rest=f"flexible:\n  - {STOVE.format(excludes)}\n")
    found = [one.code for one in before(variant, HEAD).findings if one.verdict != "green"]
    assert found == ["FID303"]


# What the plan does --------------------------------------------------------------------------------------

CHANGE = "changes:\n  - {id: c, nature: tailoring, what: x, function_kept: y, %s}\n"


def test_changes_to_what_the_parent_does_not_have_are_left_out(tmp_path: Path) -> None:
    beds = "parameters: {beds: {type: whole-number, standard: 1, limits: [{max: 9, basis: [C-1]}], basis: [C-1]}}"
    noise = "proscribed:\n  - {id: noise, title: Noise, statement: Loud., basis: [C-1]}\n"
    variant = variant_of(tmp_path, override("room", beds), rest=f"flexible:\n  - {STOVE.format('')}\n{noise}")
    for about in ("element: stove", "proscribed: noise"):
        plan = HEAD + (CHANGE % about if "stove" in about else "changes: [{id: c, proscribed: noise, what: x}]\n")
        assert changed(before(variant, plan)) == []
    kept = before(variant, HEAD + CHANGE % "element: room, set: {beds: 2, size: 3}")
    assert changed(kept) == [("c", "room", ("tailoring",), ("size=3",))]
    assert before(variant, HEAD + "choices: {room: {beds: 2}}\n").plan.choices == ()


def test_a_practice_that_only_the_parent_rules_out_is_ruled_out_before_it(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, override("uniforms", key="proscribed"), claim="extends")
    added = (
        "changes:\n  - {id: c, nature: adding, what: x, add: {id: uniforms, title: Uniforms, statement: They do.}}\n"
    )
    result = before(variant, HEAD + added)
    assert [(one.code, one.verdict) for one in result.findings if one.verdict == "red"] == [("FID205", "red")]
    said = HEAD + "changes: [{id: c, proscribed: uniforms, what: x}]\n"
    assert before(variant_of(tmp_path), said).findings[0].code == "FID205"


def test_an_addition_keeps_its_links_to_what_the_parent_has(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, rest=f"flexible:\n  - {STOVE.format('')}\n")
    added = (
        "changes:\n  - {id: c, what: x, nature: adding, touches: [room, stove], "
        "add: {id: den, title: Den, statement: A den., requires: [stove, key], excludes: [stove, garden]}}\n"
    )
    (change,) = before(variant, HEAD + added).plan.changes
    assert change.addition is not None
    assert (change.touches, change.addition.requires, change.addition.excludes) == (("room",), ("key",), ("garden",))


def test_an_option_that_only_the_variant_has_can_be_named_and_is_outside_the_parents_limits(tmp_path: Path) -> None:
    parent = PARENT.replace("standard: blue, inferred: pictures show it", "standard: blue, basis: [H-1]")
    red = "parameters: {colour: {type: choice, options: [blue, green, red], standard: blue, basis: [C-1]}}"
    variant = variant_of(tmp_path, override("room", red), parent=parent)
    result = before(variant, HEAD + "choices: {room: {colour: red}}\n")
    assert [(one.code, one.verdict) for one in result.findings if one.verdict == "red"] == [("FID204", "red")]
    assert before(variant, HEAD + "choices: {room: {colour: green}}\n").verdict == "green"


def test_an_exception_counts_only_where_the_parent_has_it(tmp_path: Path) -> None:
    august = "exceptions: [{id: august, title: In August, limits: [{max: 9}], basis: [C-1]}]"
    variant = variant_of(
        tmp_path, override("room", ROOM_SIZE.format(f"standard: 2, limits: [{{max: 4, basis: [C-1]}}], {august}"))
    )
    result = before(variant, HEAD + CHANGE % "element: room, exception: august, set: {size: 9}")
    assert result.plan.changes[0].exception is None
    assert result.verdict == "red"
    same = PARENT.replace("limits: [{max: 4, basis: [H-1]}]", f"limits: [{{max: 4, basis: [H-1]}}], {august}").replace(
        "limits: [{max: 9}], basis: [C-1]", "limits: [{max: 9}], basis: [H-1]"
    )
    kept = variant_of(tmp_path, parent=same)
    assert before(kept, HEAD + CHANGE % "element: room, exception: august, set: {size: 9}").verdict == "green"


def test_an_approval_counts_before_the_parent_for_what_the_parent_knows(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, rest=f"flexible:\n  - {STOVE.format('')}\n")
    changes = (
        "changes:\n  - {id: a, element: room, nature: format, what: x, function_kept: y}\n"
        "  - {id: b, element: stove, nature: shortening, what: x}\n"
    )
    approvals = (
        "approvals:\n  - {covers: [{change: a, nature: format}, {change: b, nature: shortening}], "
        "by: A Council, role: model-owner, given: 2026-01-01}\n"
        "  - {covers: [{change: b, nature: shortening}], by: A Council, role: model-owner, given: 2026-01-01}\n"
    )
    result = before(variant, HEAD + changes + approvals)
    assert [[one.change for one in approval.covers] for approval in result.plan.approvals] == [["a"]]
    assert result.verdict == "green"
    assert before(variant, HEAD + changes).verdict == "amber"


def test_a_set_is_said_before_the_parent_as_a_list(tmp_path: Path) -> None:
    staff = "parameters: {{staff: {{type: set, standard: [{0}], basis: [{1}]}}}}"
    parent = PARENT.replace(
        "    statement: Children are shown round.\n",
        f"    statement: Children are shown round.\n    {staff.format('nurse', 'H-1')}\n",
    )
    variant = variant_of(tmp_path, override("tour", staff.format("nurse, cook", "C-1")), parent=parent, claim="extends")
    (choice,) = before(variant, HEAD).plan.choices
    assert [(one.parameter, one.value) for one in choice.settings] == [("staff", ("cook", "nurse"))]


# At second hand ------------------------------------------------------------------------------------------


def hut_of(folder: Path, *overrides: str, cabin: tuple[str, ...] = ()) -> Model:
    """Write a variant of the variant."""
    variant_of(folder, *cabin, claim="extends")
    text = cabin_text(*overrides, claim="extends").replace("cabin", "hut").replace("./house.yaml", "./cabin.yaml")
    (folder / "hut.yaml").write_text(text.replace("C-1", "D-1").replace("letter", "memo"), "utf-8")
    return load_model(folder / "hut.yaml")


def test_what_each_model_between_does_is_said_under_its_own_name(tmp_path: Path) -> None:
    cabin = (override("room", LARGE, nature="lengthening"),)
    hut = hut_of(tmp_path, override("tour", "statement: A short tour.", nature="shortening"), cabin=cabin)
    result = before(hut, HEAD.replace("cabin", "hut"))
    assert changed(result) == [
        ("hut:tour", "tour", ("shortening",), ()),
        ("cabin:room", "room", ("lengthening",), ("size=6",)),
    ]
    parent = next(ancestors(hut))
    seen, judge = before_ancestor(read_plan(HEAD.replace("cabin", "hut").encode(), "p"), hut, parent)
    assert [one.id for one in fidelity.check(seen, judge).plan.changes] == ["hut:tour"]


def test_of_a_value_that_two_models_between_set_the_nearer_counts(tmp_path: Path) -> None:
    cabin = (override("room", LARGE, nature="lengthening"),)
    nearer = ROOM_SIZE.format("standard: 3, limits: [{max: 8, basis: [D-1]}]")
    hut = hut_of(tmp_path, override("room", nearer, nature="lengthening"), cabin=cabin)
    result = before(hut, HEAD.replace("cabin", "hut"))
    assert {one for *_, settings in changed(result) for one in settings} == {"size=3"}
    assert result.verdict == "amber"


# Through the front doors ---------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a folder of models that everybody can name by id."""
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(tmp_path / "models"))
    (tmp_path / "models").mkdir()
    return tmp_path


def with_plan(folder: Path, more: str = "") -> Path:
    path = folder / "ashby.fidelity.yaml"
    path.write_text(HEAD + more, "utf-8")
    return path


def test_a_plan_is_judged_by_its_variant_and_by_the_parent_where_asked(shelf: Path) -> None:
    variant_of(shelf / "models", override("room", LARGE), claim="extends")
    path = with_plan(shelf)
    assert command("check", path).out.startswith("GREEN")
    answer = command("check", path, "--model", "house")
    assert answer.status == 1
    assert answer.out.startswith("RED")
    assert "The plan says 6 for 'size' (in 'A room')" in " ".join(answer.out.split())
    assert fidelity.check(path, "house").verdict == fidelity.check(path, load_model("house")).verdict == "red"


@pytest.mark.parametrize("format_", ["text", "html", "markdown"])
def test_what_the_variant_itself_does_is_placed_in_the_file_of_the_variant(shelf: Path, format_: str) -> None:
    variant_of(shelf / "models", override("room", LARGE), claim="extends")
    answer = command("check", with_plan(shelf), "--model", "house", "--format", format_)
    place = f"ine 16 of {shelf / 'models' / 'cabin.yaml'}"
    assert place in " ".join(unescape(answer.out).replace("\\", "").split())


def test_a_plan_is_not_judged_by_a_model_that_is_no_ancestor(shelf: Path) -> None:
    variant_of(shelf / "models")
    path = with_plan(shelf)
    answer = command("check", path, "--model", "fdac")
    assert answer.status == 2
    assert answer.err.startswith(
        f"{path}:2:1: FID113 the plan is written for cabin@1, and fdac@2026.1 is neither its ancestor nor another "
        "version of it."
    )


def test_a_plan_for_the_parent_is_not_judged_by_the_variant(shelf: Path) -> None:
    variant_of(shelf / "models")
    path = with_plan(shelf)
    path.write_text(HEAD.replace("cabin@1", "house@1"), "utf-8")
    answer = command("check", path, "--model", "cabin")
    assert answer.status == 2
    assert "the plan is written for house@1, and cabin@1 is neither its ancestor" in answer.err


def test_a_plan_that_does_not_fit_its_variant_is_told_so_before_any_ancestor(shelf: Path) -> None:
    variant_of(shelf / "models")
    path = with_plan(shelf, "as_specified: [rom]\n")
    answer = command("check", path, "--model", "house")
    assert answer.status == 2
    assert answer.err.startswith(f"{path}:6:16: FID109 ")
    with pytest.raises(fidelity.InputError, match="'rom' is not an element of cabin"):
        fidelity.check(path, "house")


def test_another_version_of_the_ancestor_can_judge_too(tmp_path: Path) -> None:
    variant = variant_of(tmp_path, override("room", LARGE), claim="extends")
    write_house(tmp_path, PARENT.replace('version: "1"', 'version: "2"').replace("max: 4", "max: 7"))
    later = load_model(tmp_path / "house.yaml")
    seen, judge = before_ancestor(read_plan(HEAD.encode(), "p"), variant, later)
    assert seen.model == "house@2"
    assert fidelity.check(evolve(seen, claim="implements"), judge).verdict == "green"
