"""What a new version of a model does to a plan: what its owner has to change, and how the verdict moves."""

from __future__ import annotations

import pytest
from tests.comparing.test_models import KEY, NEXT, TOUR, house
from tests.comparing.test_plans import HEAD, change, plan, size

import fidelity
from fidelity.reports import report
from fidelity.reports.comparison import FORMATS, Compared

OLD, NEW = house(), house(*NEXT)


def edits(found: fidelity.Effect) -> list[tuple[str, str, str]]:
    return [(one.kind, one.old, one.new) for one in found.edits]


def test_a_plan_that_names_nothing_is_judged_as_before() -> None:
    found = fidelity.effect(plan(), OLD, NEW)
    assert found.after is not None
    assert (found.before.verdict, found.after.verdict, found.worse) == ("green", "green", False)
    assert (found.edits, found.findings, found.faults) == ((), (), ())


def test_a_value_outside_a_tightened_limit_is_a_new_breach() -> None:
    found = fidelity.effect(plan(size("4")), OLD, NEW)
    assert found.after is not None
    assert (found.before.verdict, found.after.verdict, found.worse) == ("green", "red", True)
    (one,) = found.findings
    assert (one.kind, one.code, one.subject, one.verdict_before, one.verdict_after) == (
        "new", "FID204", "room.size", None, "red",
    )  # fmt: skip
    assert repr(found) == "<Effect on ashby: green to red, 0 edits>"
    assert "green to red" in found._repr_html_()


def test_renames_are_followed_and_told_with_their_place() -> None:
    found = fidelity.effect(plan("as_specified: [key]\n"), OLD, NEW)
    assert edits(found) == [("rename", "key", "door-key")]
    assert (found.edits[0].text, found.edits[0].place.line) == ("'key' is called 'door-key' now", 6)
    assert found.carried.as_specified == ("door-key",)
    assert found.carried.model == "house@2"


def test_a_change_to_what_was_split_is_judged_as_a_change_to_each_part() -> None:
    found = fidelity.effect(plan(change("removing")), OLD, NEW)
    assert edits(found) == [("decide", "tour", "tour-of-house, tour-of-garden")]
    assert [(one.id, one.element) for one in found.carried.changes] == [
        ("c1:tour-of-house", "tour-of-house"),
        ("c1:tour-of-garden", "tour-of-garden"),
    ]
    assert [(one.kind, one.code, one.subject) for one in found.findings if one.code == "FID201"] == [
        ("new", "FID201", "tour-of-house"),
        ("new", "FID201", "tour-of-garden"),
        ("gone", "FID201", "tour"),
    ]


def test_what_was_agreed_of_a_split_element_is_agreed_of_its_parts() -> None:
    agreed = (
        "approvals:\n  - {covers: [{change: c1, nature: format}], by: A Council, role: model-owner, "
        "given: 2026-01-01}\n"
    )
    found = fidelity.effect(plan(change("format") + agreed), OLD, NEW)
    assert found.after is not None
    assert (found.before.verdict, found.after.verdict) == ("green", "green")
    assert [one.change for one in found.carried.approvals[0].covers] == ["c1:tour-of-house", "c1:tour-of-garden"]


def test_elements_that_were_merged_are_one_in_the_plan_and_a_change_counts_for_more_than_silence() -> None:
    old = house(("    requires: {all: [key], basis: [H-1]}\n", ""))
    new = house(
        (TOUR, TOUR.replace("id: tour", "id: tour-and-key\n    merged_from: [tour, key]")),
        (KEY + "}\n", ""),
        ("    requires: {all: [key], basis: [H-1]}\n", ""),
        ("{any: [room, tour]", "{any: [room, tour-and-key]"),
    )
    found = fidelity.effect(plan("as_specified: [key]\n" + change("format")), old, new)
    assert edits(found) == [("decide", "tour", "tour-and-key"), ("decide", "key", "tour-and-key")]
    assert (found.carried.as_specified, found.carried.changes[0].element) == ((), "tour-and-key")


GARDEN = (
    "  - {id: garden, title: A garden, statement: There may be a garden., basis: [H-1], tier_basis: [H-1], "
    "optional: yes}\n"
)
GONE = (
    (GARDEN, ""),
    ("      size: {type: whole-number, standard: 2, limits: [{max: 4, basis: [H-1]}], basis: [H-1]}\n", ""),
    ("when: {parameter: room.size, min: 2}, ", ""),
    ("proscribed:\n  - {id: uniforms, title: Uniforms, statement: Somebody wears a uniform., basis: [H-1]}\n", ""),
)  # fmt: skip


def test_what_the_model_no_longer_has_is_left_out() -> None:
    text = (
        "as_specified: [garden]\nchoices: {room: {size: 3}}\nchanges:\n"
        "  - {id: u, proscribed: uniforms, what: Guides wear one.}\n"
        "  - {id: s, add: {id: slide, title: Slide, statement: So., requires: [garden, swing]}, "
        "touches: [garden], what: So.}\n"
        "  - {id: w, add: {id: swing, title: Swing, statement: So.}, what: So.}\n"
    )
    found = fidelity.effect(plan(text), OLD, house(*GONE))
    assert sorted(edits(found)) == [("drop", "garden", ""), ("drop", "room.size", ""), ("drop", "uniforms", "")]
    assert [one.id for one in found.carried.changes] == ["s", "w"]
    assert (
        found.carried.changes[0].touches,
        found.carried.changes[0].addition and found.carried.changes[0].addition.requires,
    ) == ((), ("swing",))
    assert found.after is not None
    assert (found.before.verdict, found.after.verdict, found.worse) == ("red", "green", False)
    assert [(one.kind, one.code) for one in found.findings] == [("gone", "FID205")]


def test_a_plan_that_does_not_fit_the_new_version_says_why() -> None:
    new = house(("options: [blue, green], standard: blue", "options: [blue, red], standard: blue"))
    found = fidelity.effect(plan("choices: {room: {colour: green}}\n"), OLD, new)
    assert (found.after, found.worse) == (None, True)
    assert [(one.code, one.place.line) for one in found.faults] == [("FID110", 6)]
    assert "does not fit" in found._repr_html_()


def test_a_plan_for_another_model_is_refused() -> None:
    with pytest.raises(fidelity.InputError, match="written for other@1, and the versions compared are of house"):
        fidelity.effect(plan(head=HEAD.replace("house@1", "other@1")), OLD, NEW)
    with pytest.raises(fidelity.InputError, match="written for house@2, the newer of the two versions"):
        fidelity.effect(plan(head=HEAD.replace("house@1", "house@2")), OLD, NEW)


def test_a_report_says_why_a_plan_does_not_fit_any_more() -> None:
    new = house(("options: [blue, green], standard: blue", "options: [blue, red], standard: blue"))
    found = fidelity.effect(plan("choices: {room: {colour: green}}\n"), OLD, new)
    compared = Compared(found.versions, (found,))
    for form in FORMATS.names:
        assert "FID110" in report(FORMATS, form, compared)
    assert "WORSE  ashby.yaml (Ashby): green before, does not fit now" in report(FORMATS, "text", compared)


def test_a_finding_with_another_verdict_is_told_with_both() -> None:
    firm = house(("standard: 2, limits: [{max: 4, basis: [H-1]}]", "standard: 2, limits: [{max: 3, basis: [H-1]}]"))
    weak = house(("standard: 2, limits: [{max: 4, basis: [H-1]}]", "standard: 2, limits: [{max: 3, basis: [H-2]}]"))
    found = fidelity.effect(plan(size("4")), weak, firm)
    (one,) = found.findings
    assert (one.kind, one.verdict_before, one.verdict_after) == ("changed", "amber", "red")
    assert "FID204 changed (red, was amber)" in report(FORMATS, "text", Compared(found.versions, (found,)))
    (back,) = fidelity.effect(plan(size("4")), firm, OLD).findings
    assert (back.kind, back.verdict_before, back.verdict_after) == ("gone", "red", None)
