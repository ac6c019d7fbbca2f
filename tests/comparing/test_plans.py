"""Two plans compared: each thing once, and whether it is nearer to the model or further from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from tests.comparing.test_models import house

from fidelity.comparing.plans import compare_plans
from fidelity.files.plans import read_plan
from fidelity.plan.plan import Addition, Change, Covered

if TYPE_CHECKING:
    import fidelity

HOUSE = house()
HEAD = "plan: ashby\nmodel: house@1\nsite: Ashby\nauthor: site-lead\nunmentioned: as-specified\n"


def plan(text: str = "", head: str = HEAD) -> fidelity.Plan:
    return read_plan((head + text).encode(), "ashby.yaml")


def moves(old: str, new: str) -> list[tuple[str, str]]:
    found = compare_plans(plan(old), plan(new), HOUSE)
    return [(one.move.value, one.subject) for one in found.differences]


def size(value: str) -> str:
    return f"choices: {{room: {{size: {value}}}}}\n"


def change(nature: str = "tailoring", more: str = "", what: str = "So it is.") -> str:
    return f"changes:\n  - {{id: c1, element: tour, nature: {nature}, what: {what}{more}}}\n"


def approval(more: str = "") -> str:
    covers = "covers: [{change: c1, nature: tailoring}]"
    return f"approvals:\n  - {{{covers}, by: A Council, role: model-owner, given: 2026-01-01, reference: R1{more}}}\n"


CASES = {
    "a value that comes": ("", size("3"), "added", "choice:room.size"),
    "a value that goes": (size("3"), "", "withdrawn", "choice:room.size"),
    "a value nearer to the standard": (size("4"), size("3"), "tightened", "choice:room.size"),
    "the standard itself": (size("4"), size("2"), "tightened", "choice:room.size"),
    "a value that leaves the limits": (size("4"), size("7"), "loosened", "choice:room.size"),
    "values on the two sides of the standard": (size("1"), size("3"), "altered", "choice:room.size"),
    "the same value in other words": (size("3"), size("three"), "reworded", "choice:room.size"),
    "an option that is not the standard": (
        "choices: {room: {colour: blue}}\n",
        "choices: {room: {colour: green}}\n",
        "loosened",
        "choice:room.colour",
    ),
    "a change that comes": ("", change(), "added", "change:c1"),
    "a change that goes": (change(), "", "withdrawn", "change:c1"),
    "a graver nature": (change(), change("removing"), "loosened", "change:c1.nature"),
    "a lighter nature": (change("removing"), change(), "tightened", "change:c1.nature"),
    "another nature of the same weight": (change("format"), change("setting"), "altered", "change:c1.nature"),
    "a change in other words": (change(), change(what="Thus it is."), "reworded", "change:c1.what"),
    "how the function is kept": (
        change(),
        change(more=", function_kept: Well"),
        "tightened",
        "change:c1.function_kept",
    ),
    "how the function was kept": (
        change(more=", function_kept: Well"),
        change(),
        "loosened",
        "change:c1.function_kept",
    ),
    "a record": (change(), change(more=", record: {level: target-group}"), "reworded", "change:c1.record"),
    "what is open": ("", "undecided: [garden]\n", "loosened", "undecided:garden"),
    "what is settled": ("undecided: [garden]\n", "", "tightened", "undecided:garden"),
    "what is kept expressly": ("", "as_specified: [garden]\n", "added", "as-specified:garden"),
    "an approval": (change(), change() + approval(), "added", "approval:R1"),
    "an approval that is gone": (change() + approval(), change(), "withdrawn", "approval:R1"),
    "an approval that has an end": (
        change() + approval(),
        change() + approval(", until: 2027-01-01"),
        "altered",
        "approval:R1",
    ),
    "a substitute": (
        change("substituting"),
        change("substituting", more=", with: film"),
        "altered",
        "change:c1.substitute",
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_what_is_otherwise_in_a_plan_is_told_once_and_which_way_it_went(what: str) -> None:
    old, new, move, subject = CASES[what]
    assert moves(old, new) == [(move, subject)]


@pytest.mark.parametrize(
    ("line", "now", "move", "subject"),
    [
        ("unmentioned: as-specified", "unmentioned: undecided", "loosened", "unmentioned"),
        ("author: site-lead", "claim: inspired-by\nauthor: site-lead", "loosened", "claim"),
        ("site: Ashby", "site: Barton", "altered", "site"),
        ("author: site-lead", "author: team-manager", "altered", "author"),
        ("model: house@1", "model: house@2", "altered", "model"),
        ("plan: ashby", "plan: ashby-2", "reworded", "plan"),
        ("author: site-lead", "author: site-lead\nstatus: agreed", "reworded", "status"),
    ],
)
def test_what_stands_at_the_top_of_a_plan_is_compared(line: str, now: str, move: str, subject: str) -> None:
    found = compare_plans(plan(), plan(head=HEAD.replace(line, now)), HOUSE)
    assert [(one.move.value, one.subject) for one in found.differences] == [(move, subject)]


ADDED = (
    "changes:\n  - {{id: c1, add: {{id: slide, title: {0}, statement: A slide.{1}}}, touches: [{2}], "
    "what: So it is.}}\n"
)


def test_an_addition_that_touches_more_is_further_from_the_model() -> None:
    few, many = ADDED.format("Slide", "", "tour"), ADDED.format("Slide", "", "tour, room")
    assert moves(few, many) == [("loosened", "change:c1.touches")]
    assert moves(many, few) == [("tightened", "change:c1.touches")]
    assert moves(few, ADDED.format("Slide", "", "room")) == [("altered", "change:c1.touches")]


def test_an_addition_with_another_title_is_reworded_and_with_another_link_altered() -> None:
    plain = ADDED.format("Slide", "", "tour")
    assert moves(plain, ADDED.format("Chute", "", "tour")) == [("reworded", "change:c1.add")]
    assert moves(plain, ADDED.format("Slide", ", requires: [room]", "tour")) == [("altered", "change:c1.add")]


def test_a_change_that_is_about_another_element_now_says_so_and_judges_nothing() -> None:
    found = moves(change(), change("removing").replace("tour", "room"))
    assert found == [("altered", "change:c1.element"), ("altered", "change:c1.nature")]


def test_what_a_plan_built_in_python_names_twice_is_one_thing() -> None:
    twice = evolve(plan(), undecided=("room", "room"), as_specified=("tour", "tour"))
    found = [one.subject for one in compare_plans(plan(), twice).differences]
    assert found == ["undecided:room", "as-specified:tour"]
    assert twice == evolve(plan(), undecided=("room",), as_specified=("tour",))
    assert [record["id"] for record in twice.to_records()] == ["tour", "room"]
    change = Change("c", "So it is.", "tour", natures=("format", "format"), touches=("room", "room"))
    addition = Addition("slide", "Slide", "A slide.", requires=("room", "room"), excludes=("tour", "tour"))
    covered = Covered("c", natures=("format", "format"))
    assert (change.natures, change.touches, covered.natures) == (("format",), ("room",), ("format",))
    assert (addition.requires, addition.excludes) == (("room",), ("tour",))


def test_without_a_model_values_are_told_apart_by_their_text() -> None:
    found = compare_plans(plan(size("4")), plan(size("3")))
    (one,) = found.differences
    assert (one.move.value, one.text) == ("altered", "choice:room.size: 3 (before: 4).")
    assert one.reason == "Whether that is nearer to the model cannot be told from the plan alone."


def test_a_value_that_the_model_cannot_read_is_not_judged() -> None:
    (one,) = compare_plans(plan(size("4")), plan(size("many")), HOUSE).differences
    assert one.move.value == "altered"


def test_both_places_are_told_and_it_shows_itself() -> None:
    found = compare_plans(plan(size("4")), plan("undecided: [garden]\n" + size("3")), HOUSE)
    assert [(one.old_place.line, one.new_place.line) for one in found.differences] == [(1, 6), (6, 7)]
    assert repr(found) == "<PlanDiff ashby to ashby: 1 tightened, 1 loosened>"
    assert "nearer to what the model specifies" in found._repr_html_()
    assert [(row["move"], row["old"], row["new"]) for row in found.to_records()] == [
        ("loosened", None, "not decided yet"),
        ("tightened", "4", "3"),
    ]
    assert found == compare_plans(plan(size("4")), plan("undecided: [garden]\n" + size("3")), HOUSE)
