"""A variant is read with what it inherits; what is amiss in it is said once, at its place, with exit 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.commands.call import fidelity
from tests.files.samples import Found, faults_of, only
from tests.soundness.house import PARENT, ROOM_SIZE, cabin_text, override, variant_of, write_house

from fidelity.files import library
from fidelity.files.library import load_model
from fidelity.files.models import read_model
from fidelity.model.elements import Tier
from fidelity.model.model import ancestors
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from pathlib import Path

STATED = "statement: There is one., basis: [C-1], tier_basis: [C-1]"
NOTED = override("room", "note: x")
PLAIN = cabin_text(NOTED)

# What is inherited ---------------------------------------------------------------------------------------


def test_what_nobody_overrides_is_the_parents_and_says_so(tmp_path: Path) -> None:
    cabin = variant_of(tmp_path)
    house = load_model(tmp_path / "house.yaml")
    assert [one.id for one in cabin.elements] == [one.id for one in house.elements]
    assert {one.origin for one in cabin.elements} == {one.origin for one in cabin.proscribed} == {"house@1"}
    assert cabin.by_id["tour"].statement == house.by_id["tour"].statement
    assert [(one.id, one.origin) for one in cabin.evidence] == [("H-1", "house@1"), ("C-1", None)]
    assert [(one.id, one.origin) for one in cabin.sources] == [("guide", "house@1"), ("letter", None)]
    assert (cabin.authority, cabin.rating) == (house.authority, house.rating)
    assert cabin.extends is not None
    assert (cabin.extends.parent, cabin.extends.claim, cabin.extends.overrides) == (house, "implements", ())
    assert cabin.extends.basis is not None
    assert cabin.extends.basis.strength is Strength.STATED


def test_what_a_variant_says_of_authority_and_rating_stands_in_place_of_its_parents(tmp_path: Path) -> None:
    rest = "authority: {flexible: [site-lead]}\nrating: {scale: [no, yes], threshold: yes}\n"
    cabin = variant_of(tmp_path, rest=rest)
    assert dict(cabin.authority) == {"flexible": ("site-lead",)}
    assert cabin.rating is not None
    assert cabin.rating.scale == ("no", "yes")


def test_an_override_replaces_what_it_sets_and_nothing_else(tmp_path: Path) -> None:
    lines = (
        "title: A bunk",
        "statement: There is a bunk.",
        "function: sleep",
        "note: x",
        "basis: [C-1]",
        "tier_inferred: why",
        "renamed_from: [room-1]",
        "indicators: [{id: bunk_seen, text: There was a bunk.}]",
        "excludes: [{element: garden, basis: [C-1]}]",
        "requires: {any: [key, garden], basis: [C-1]}",
        "substitutes: [{id: tent, title: A tent, basis: [C-1]}]",
        "adaptation: {format: {rule: permitted, basis: [C-1]}}",
        ROOM_SIZE.format("standard: 1, limits: [{max: 2, basis: [C-1]}]"),
    )
    cabin = variant_of(tmp_path, override("room", *lines, nature="[format, setting]"), claim="extends")
    room, before = cabin.by_id["room"], load_model(tmp_path / "house.yaml").by_id["room"]
    assert (room.title, room.statement, room.function, room.form) == ("A bunk", "There is a bunk.", "sleep", None)
    assert (room.basis.evidence, room.tier_basis.inferred, room.tier) == (("C-1",), "why", Tier.ESSENTIAL)
    assert [(one.id, one.standard_text) for one in room.parameters] == [("size", "1"), ("colour", "blue")]
    assert room.parameters[1] == before.parameters[1]
    assert [one.id for one in room.indicators] == ["bunk_seen"]
    assert [one.id for one in room.substitutes] == ["tent"]
    assert [(one.nature, one.rule) for one in room.adaptation] == [("format", "permitted")]
    assert room.requires is not None
    assert (room.requires.kind, len(room.requires.terms), len(room.excludes)) == ("any", 2, 1)
    assert cabin.extends is not None
    (said,) = cabin.extends.overrides
    assert (said.subject, said.reason, said.basis.evidence) == ("room", "Cabins stand in woods.", ("C-1",))
    assert said.natures == ("format", "setting")
    assert {"title", "statement", "parameters.size", "requires"} < set(said.keys)
    assert cabin.extends.override("room") == said
    assert cabin.extends.override("tour") is None


def test_a_principle_that_becomes_another_tier_keeps_no_links_of_a_principle(tmp_path: Path) -> None:
    cabin = variant_of(tmp_path, override("welcome", "tier: flexible", "optional: yes"), claim="extends")
    welcome = cabin.by_id["welcome"]
    assert (welcome.tier, welcome.optional, welcome.realised_by, welcome.tolerance) == (Tier.FLEXIBLE, True, None, None)


def test_an_element_that_rises_is_no_longer_optional(tmp_path: Path) -> None:
    garden = variant_of(tmp_path, override("garden", "tier: essential")).by_id["garden"]
    assert (garden.tier, garden.optional) == (Tier.ESSENTIAL, False)


def test_a_principle_can_be_put_into_practice_in_another_way(tmp_path: Path) -> None:
    lines = ("realised_by: {all: [room, tour], basis: [C-1]}", "tolerance: {at_most: 1, basis: [C-1]}")
    welcome = variant_of(tmp_path, override("welcome", *lines)).by_id["welcome"]
    assert welcome.realised_by is not None
    assert welcome.tolerance is not None
    assert (welcome.realised_by.kind, welcome.tolerance.at_most) == ("all", 1)


def test_what_is_withdrawn_is_gone_and_what_is_ruled_out_can_be_said_otherwise(tmp_path: Path) -> None:
    said = override("uniforms", "statement: Staff wear uniforms.", "basis: [C-1]", key="proscribed")
    cabin = variant_of(tmp_path, override("garden"), said)
    assert "garden" not in cabin.by_id
    (uniforms,) = cabin.proscribed
    assert (uniforms.title, uniforms.statement, uniforms.origin) == ("Uniforms", "Staff wear uniforms.", "house@1")
    gone = variant_of(tmp_path, override("uniforms", key="proscribed"), claim="extends")
    assert gone.proscribed == ()


def test_new_elements_may_link_to_inherited_ones_and_the_other_way_round(tmp_path: Path) -> None:
    needs = f"essential:\n  - {{id: stove, title: A stove, {STATED}, requires: {{all: [key], basis: [C-1]}}}}\n"
    cabin = variant_of(tmp_path, override("room", "requires: {all: [key, stove], basis: [C-1]}"), rest=needs)
    assert [(one.id, one.origin) for one in cabin.essential] == [
        ("room", "house@1"),
        ("tour", "house@1"),
        ("stove", None),
    ]


def test_the_origin_is_that_of_the_model_that_first_had_it(tmp_path: Path) -> None:
    variant_of(tmp_path, rest=f"essential:\n  - {{id: stove, title: A stove, {STATED}}}\n")
    text = cabin_text().replace("cabin", "hut").replace("./house.yaml", "./cabin.yaml").replace("C-1", "D-1")
    (tmp_path / "hut.yaml").write_text(text.replace("letter", "memo"), "utf-8")
    hut = load_model(tmp_path / "hut.yaml")
    assert {one.id: one.origin for one in hut.essential} == {"room": "house@1", "tour": "house@1", "stove": "cabin@1"}
    assert [one.origin for one in hut.evidence] == ["house@1", "cabin@1", None]
    assert [one.reference for one in ancestors(hut)] == ["cabin@1", "house@1"]


# What is refused -----------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[str, str, tuple[int, int], str]] = {
    "a parent in a file that is not there": (
        PLAIN.replace("./house.yaml", "./hut.yaml"),
        "FID113",
        (6, 18),
        (
            "there is no file './hut.yaml'; expected the parent, as a path or an id with version. The path of a parent "
            "is taken from the folder of its variant."
        ),
    ),
    "a parent that does not ship": (
        PLAIN.replace("./house.yaml", "fdax@2026.1"),
        "FID113",
        (6, 18),
        "no model 'fdax' ships with the library (did you mean 'fdac'?); expected one of: ",
    ),
    "a version that cannot be found": (
        PLAIN.replace("./house.yaml", "fdac@1999.1"),
        "FID113",
        (6, 18),
        (
            "there is no version '1999.1' of the model 'fdac'; expected one of the versions that ship: 2026.1. Write "
            "fdac@ and one of these versions."
        ),
    ),
    "a parent without a version": (
        PLAIN.replace("./house.yaml", "fdac"),
        "FID113",
        (6, 18),
        (
            "the parent 'fdac' without a version; expected the parent with its version. Write 'fdac@...' with the "
            "version that the variant was made from."
        ),
    ),
    "no parent at all": (
        PLAIN.replace("./house.yaml", "''"),
        "FID105",
        (6, 11),
        "'model' has no value; expected the parent with its version",
    ),
    "a parent that is the variant itself": (
        PLAIN.replace("./house.yaml", "./cabin.yaml"),
        "FID113",
        (6, 18),
        "this parent extends, at last, its own variant; expected a parent that does not come round again.",
    ),
    "an unknown claim": (
        PLAIN.replace("claim: implements", "claim: implement"),
        "FID107",
        (6, 39),
        "'implement' (did you mean 'implements'?); expected one of: implements, extends, inspired-by",
    ),
    "overrides of nothing": (
        PLAIN.replace("extends: {model: ./house.yaml, claim: implements, basis: [C-1]}\n", ""),
        "FID105",
        (1, 1),
        "a model without 'extends'; expected the model that is overridden, with a claim",
    ),
    "an override of an element that is not there": (
        cabin_text(override("rom", "note: x")),
        "FID109",
        (12, 14),
        (
            "house@1 has no element 'rom' (did you mean 'room'?); expected the id of its element. Something new stands "
            "in the list of its tier, not under 'overrides'."
        ),
    ),
    "an override of a practice that is not there": (
        cabin_text(override("uniform", "statement: x", key="proscribed")),
        "FID109",
        (12, 17),
        "house@1 has no proscribed practice 'uniform' (did you mean 'uniforms'?)",
    ),
    "an override of two things": (
        PLAIN.replace("element: room", "element: room\n    proscribed: uniforms"),
        "FID105",
        (12, 5),
        "an override that names both an element and a practice; expected either 'element:' or 'proscribed:' with an id",
    ),
    "an override that names nothing": (
        PLAIN.replace("element: room\n    reason", "reason"),
        "FID105",
        (12, 5),
        "an override that names nothing; expected either 'element:' or 'proscribed:' with an id",
    ),
    "two overrides of one thing": (
        cabin_text(NOTED, NOTED),
        "FID108",
        (17, 5),
        "'room' is overridden in line 12 already; expected one override for each. Join the two.",
    ),
    "an override that sets and withdraws": (
        cabin_text(override("garden", "note: x") + "    withdrawn: yes\n"),
        "FID112",
        (15, 5),
        "both 'set' and 'withdrawn'; expected one of them. Delete one of the two.",
    ),
    "an override that does nothing": (
        PLAIN.replace("    set:\n      note: x\n", ""),
        "FID105",
        (12, 5),
        "an override without 'set'; expected what is otherwise. Or 'withdrawn: yes'.",
    ),
    "an override without a reason": (
        PLAIN.replace("    reason: Cabins stand in woods.\n", ""),
        "FID105",
        (12, 5),
        "an override without 'reason'; expected why the variant does it otherwise, in a sentence",
    ),
    "a nature that is none": (
        cabin_text(override("room", "note: x", nature="formatting")),
        "FID107",
        (15, 13),
        "'formatting' (did you mean 'format'?); expected one of: tailoring,",
    ),
    "a statement in the wrong place": (
        PLAIN.replace("    set:", "    statement: x\n    set:"),
        "FID106",
        (15, 5),
        "unknown key 'statement'; expected a key of an override",
    ),
    "a tier that is none": (
        cabin_text(override("room", "tier: core")),
        "FID107",
        (16, 13),
        "'core'; expected one of: principle, essential, flexible",
    ),
    "another type for a parameter": (
        cabin_text(override("room", "parameters: {size: {type: duration, standard: 2 weeks, basis: [C-1]}}")),
        "FID114",
        (16, 7),
        (
            "'size' as a duration in minutes; it is a whole-number in house@1; expected a parameter of the same type "
            "and unit. Give the new parameter an id of its own."
        ),
    ),
    "a lower tier where a refinement is claimed": (
        cabin_text(override("room", "tier: flexible")),
        "FID114",
        (15, 5),
        (
            "'room' goes from essential element to flexible element, and the variant claims to implement house@1; "
            "expected refinements only. Claim 'extends' or 'inspired-by'. Keep to what the parent asks for"
        ),
    ),
    "an option where a refinement is claimed": (
        cabin_text(override("key", "optional: yes")),
        "FID114",
        (15, 5),
        "'key' becomes optional, and the variant claims to implement house@1; expected refinements only.",
    ),
    "a withdrawal where a refinement is claimed": (
        cabin_text(override("uniforms", key="proscribed")),
        "FID114",
        (15, 5),
        "'uniforms' is withdrawn, and the variant claims to implement house@1; expected refinements only.",
    ),
    "a link of an inherited element to what is withdrawn": (
        cabin_text(override("key"), claim="extends"),
        "FID109",
        (12, 5),
        (
            "'key' is withdrawn, and 'room' still names it in a link; expected links to elements that there are. "
            "Override the links of 'room' too."
        ),
    ),
    "a link of a new element to what is withdrawn": (
        cabin_text(
            override("garden"),
            rest=f"essential:\n  - {{id: x, title: X, {STATED}, requires: {{all: [garden], basis: [C-1]}}}}\n",
        ),
        "FID109",
        (17, 99),
        "'garden' is a withdrawn element of house@1; expected the id of an element",
    ),
    "the id of the parent": (
        PLAIN.replace("model: cabin", "model: house"),
        "FID108",
        (1, 8),
        "'house' is the id of the parent too; expected an id of the variant's own",
    ),
    "evidence that the parent has": (
        PLAIN.replace("C-1", "H-1"),
        "FID108",
        (10, 5),
        "'H-1' is a piece of evidence of house@1 already; expected an id of its own. Cite the inherited one.",
    ),
    "a source that the parent has": (
        PLAIN.replace("letter", "guide"),
        "FID108",
        (8, 10),
        "'guide' is a source of house@1 already; expected an id of its own. Cite the inherited one.",
    ),
    "a new element under an inherited id": (
        cabin_text(rest=f"essential:\n  - {{id: room, title: A room, {STATED}}}\n"),
        "FID108",
        (12, 10),
        (
            "the id 'room' is an essential element of house@1 already; expected each id once. Say what is otherwise "
            "about it under 'overrides'."
        ),
    ),
}


def refused(folder: Path, text: str, parent: str = PARENT) -> Found:
    write_house(folder, parent)
    (folder / "cabin.yaml").write_text(text, "utf-8")
    return only(faults_of(lambda: load_model(folder / "cabin.yaml")))


@pytest.mark.parametrize("what", REFUSED)
def test_a_variant_that_cannot_be_one_is_refused_in_one_message_at_its_place(what: str, tmp_path: Path) -> None:
    text, code, place, message = REFUSED[what]
    found = refused(tmp_path, text)
    assert (found.code, (found.line, found.column)) == (code, place)
    assert found.text.startswith(message)


@pytest.mark.parametrize("command", ["lint", "show"])
@pytest.mark.parametrize("what", REFUSED)
def test_on_the_command_line_it_is_the_same_message_and_exit_2(what: str, command: str, tmp_path: Path) -> None:
    text, code, (line, column), message = REFUSED[what]
    refused(tmp_path, text)
    answer = fidelity(command, tmp_path / "cabin.yaml")
    assert (answer.status, "Traceback" in answer.out) == (2, False)
    assert answer.err.startswith(f"{tmp_path / 'cabin.yaml'}:{line}:{column}: {code} {message}")
    assert answer.err.count("\n") == 1


def test_a_circle_of_parents_is_told_where_it_closes(tmp_path: Path) -> None:
    back = PARENT.replace("summary:", "extends: {model: ./cabin.yaml, claim: extends, basis: [H-1]}\nsummary:")
    found = refused(tmp_path, PLAIN, back)
    assert (found.code, found.line, found.column) == ("FID113", 5, 18)
    answer = fidelity("lint", tmp_path / "cabin.yaml")
    assert answer.status == 2
    assert answer.err.startswith(
        f"{tmp_path / 'house.yaml'}:5:18: FID113 this parent extends, at last, its own variant"
    )


def test_a_fault_of_the_parent_is_told_at_its_place_in_the_parent(tmp_path: Path) -> None:
    found = refused(tmp_path, PLAIN, PARENT.replace("title: Welcome\n", "titel: Welcome\n"))
    assert (found.code, found.line) == ("FID106", 13)
    assert fidelity("lint", tmp_path / "cabin.yaml").err.startswith(f"{tmp_path / 'house.yaml'}:13:5: FID106 ")


def test_every_fault_of_a_variant_is_told_in_one_run(tmp_path: Path) -> None:
    write_house(tmp_path)
    text = cabin_text(override("rom", "note: x"), override("key", "optional: yes"), override("room", "tier: flexible"))
    (tmp_path / "cabin.yaml").write_text(text, "utf-8")
    found = faults_of(lambda: load_model(tmp_path / "cabin.yaml"))
    assert [(one.code, one.line) for one in found] == [("FID109", 12), ("FID114", 20), ("FID114", 25)]


def test_what_is_taken_back_is_no_fault_where_no_refinement_is_claimed(tmp_path: Path) -> None:
    overrides = (override("key", "optional: yes"), override("uniforms", key="proscribed"))
    for claim in ("extends", "inspired-by"):
        assert variant_of(tmp_path, *overrides, claim=claim).by_id["key"].optional


def test_a_variant_given_as_bytes_alone_cannot_look_its_parent_up() -> None:
    found = only(faults_of(lambda: read_model(PLAIN.encode(), "cabin.yaml")))
    assert (found.code, found.line, found.column) == ("FID113", 6, 18)
    assert found.text.startswith("a parent that cannot be looked up here")


# Parents that ship ---------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a folder of models as the one that ships."""
    monkeypatch.setattr(library, "shipped_folder", lambda: str(tmp_path))
    monkeypatch.setattr(library, "_SHIPPED", {})
    return tmp_path


def test_a_parent_is_found_by_id_and_version(shelf: Path) -> None:
    write_house(shelf)
    (shelf / "cabin.yaml").write_text(PLAIN.replace("./house.yaml", "house@1"), "utf-8")
    cabin = load_model("cabin@1")
    assert cabin.extends is not None
    assert cabin.extends.parent is load_model("house")


def test_a_circle_of_models_that_ship_is_told(shelf: Path) -> None:
    (shelf / "cabin.yaml").write_text(PLAIN.replace("./house.yaml", "house@1"), "utf-8")
    back = PARENT.replace("summary:", "extends: {model: cabin@1, claim: extends, basis: [H-1]}\nsummary:")
    (shelf / "house.yaml").write_text(back, "utf-8")
    found = only(faults_of(lambda: load_model("cabin")))
    assert (found.code, found.line) == ("FID113", 5)
    assert found.text.startswith("this parent extends, at last, its own variant")


def test_every_kind_of_link_to_what_is_withdrawn_is_told(tmp_path: Path) -> None:
    house = PARENT.replace("  - id: tour\n", "  - id: tour\n    excludes: [{element: garden, basis: [H-1]}]\n", 1)
    house = house.replace("{all: [key]", "{all: [key, {addition: tent, basis: [H-1]}]", 1)
    (fault,) = faults_of(lambda: variant_of(tmp_path, override("garden"), parent=house))
    assert fault.text.startswith("'garden' is withdrawn, and 'tour' still names it in a link")
