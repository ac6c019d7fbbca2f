"""Each kind of difference between two versions of a model, in its class, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from tests.soundness.house import PARENT, override, variant_of

import fidelity
from fidelity.comparing.bearings import BEARINGS
from fidelity.comparing.parts import COLLECTIONS
from fidelity.files.models import read_model
from fidelity.model.elements import Element, Indicator, NatureRule, Proscribed, Substitute
from fidelity.model.evidence import Evidence, Source
from fidelity.model.model import Extends, Model, Override
from fidelity.model.parameters import Exemption, Parameter

if TYPE_CHECKING:
    from pathlib import Path

BREAKING, COMPATIBLE, EDITORIAL = "breaking", "compatible", "editorial"
EVIDENCE = "  - {id: H-1, says: It is so., source: guide, voice: owner, status: seen}\n"
WEAK = "  - {id: H-2, says: It was seen., source: guide, voice: research, status: seen}\n"
BASE = PARENT.replace(EVIDENCE, EVIDENCE + WEAK)
KEY = "  - {id: key, title: A key, statement: There is a key., basis: [H-1], tier_basis: [H-1]"
TOUR = (
    "  - id: tour\n    title: A tour\n    statement: Children are shown round.\n    basis: [H-1]\n"
    "    tier_basis: [H-1]\n"
)


def house(*edits: tuple[str, str]) -> Model:
    """Return the house with some texts of its file replaced; each has to be there."""
    text = BASE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return read_model(text.encode(), "house.yaml")


def told(old: Model, new: Model) -> list[tuple[str, str, str]]:
    found = fidelity.diff(old, new)
    assert found.apply(old) == new
    return [(one.bearing.value, one.kind, ".".join(one.path)) for one in found.differences]


CAMP = "{id: camp, title: In camp, limits: [{max: 9}], basis: [H-1]}"

# Texts of the file: what is replaced by what; which difference that is; which way round it is in which class -----

TURNS = {
    "a word": (
        ("Children are shown round.", "We show children round."), "elements.tour.statement", EDITORIAL, EDITORIAL,
    ),
    "the title": (("title: The House\n", "title: Our House\n"), "title", EDITORIAL, EDITORIAL),
    "the owner": (("owner: A Council\n", "owner: A County\n"), "owner", EDITORIAL, EDITORIAL),
    "a limit": (("{max: 4, basis", "{max: 3, basis"), "elements.room.parameters.size.limits", BREAKING, COMPATIBLE),
    "the firmness of a limit": (
        ("{max: 4, basis: [H-1]}", "{max: 4, basis: [H-2]}"),
        "elements.room.parameters.size.limits",
        COMPATIBLE,
        BREAKING,
    ),
    "a limit in other words": (
        ("limits: [{max: 4,", "limits: [{under: 5,"),
        "elements.room.parameters.size.limits",
        EDITORIAL,
        EDITORIAL,
    ),
    "a standard inside the limits": (
        ("standard: 2, limits", "standard: 3, limits"),
        "elements.room.parameters.size.standard",
        COMPATIBLE,
        COMPATIBLE,
    ),
    "what may be chosen": (
        ("options: [blue, green]", "options: [blue, green, red]"),
        "elements.room.parameters.colour.options",
        COMPATIBLE,
        BREAKING,
    ),
    "the type of a value": (
        ("type: choice, options: [blue, green], standard: blue", "type: set, options: [blue, green], standard: [blue]"),
        "elements.room.parameters.colour.type",
        BREAKING,
        BREAKING,
    ),
    "an exception": (
        ("limits: [{max: 4, basis: [H-1]}]", f"limits: [{{max: 4, basis: [H-1]}}], exceptions: [{CAMP}]"),
        "elements.room.parameters.size.exceptions.camp",
        COMPATIBLE,
        BREAKING,
    ),
    "optional or not": ((KEY, f"{KEY}, optional: yes"), "elements.key.optional", COMPATIBLE, BREAKING),
    "what a requirement rests on": (
        ("requires: {all: [key], basis: [H-1]}", "requires: {all: [key], basis: [H-2]}"),
        "elements.room.requires",
        COMPATIBLE,
        BREAKING,
    ),
    "what is required": (
        ("requires: {all: [key], basis", "requires: {all: [key, garden], basis"),
        "elements.room.requires",
        BREAKING,
        COMPATIBLE,
    ),
    "what realises a principle": (
        ("{any: [room, tour], basis", "{any: [room, tour, garden], basis"),
        "elements.welcome.realised_by",
        COMPATIBLE,
        BREAKING,
    ),
    "a link in other words": (
        ("{any: [room, tour], basis", "{at_least: 1, of: [room, tour], basis"),
        "elements.welcome.realised_by",
        EDITORIAL,
        EDITORIAL,
    ),
    "the condition of a substitute": (
        ("when: {parameter: room.size, min: 2}", "when: {parameter: room.size, min: 1}"),
        "elements.tour.substitutes.film.when",
        COMPATIBLE,
        BREAKING,
    ),
    "a rule of its own": (
        ("personnel: {rule: absent, basis: [H-1]}", "personnel: {rule: permitted, basis: [H-1]}"),
        "elements.room.adaptation.personnel.rule",
        COMPATIBLE,
        BREAKING,
    ),
    "how firm a prohibition is": (
        ("statement: Somebody wears a uniform., basis: [H-1]", "statement: Somebody wears a uniform., basis: [H-2]"),
        "proscribed.uniforms.basis",
        COMPATIBLE,
        BREAKING,
    ),
    "how firmly an element is known": (
        (TOUR, TOUR.replace("tier_basis: [H-1]", "tier_basis: [H-2]")),
        "elements.tour.tier_basis",
        COMPATIBLE,
        BREAKING,
    ),
    "who may agree": (
        ("flexible: [model-owner, site-lead]", "flexible: [model-owner]"),
        "authority.flexible",
        BREAKING,
        COMPATIBLE,
    ),
    "what one looks at": (
        ("{id: tour_seen, text: There was a tour.}", "{id: tour_seen, text: There was a tour., look_at: [file audit]}"),
        "elements.tour.indicators.tour_seen.look_at",
        COMPATIBLE,
        COMPATIBLE,
    ),
    "what a source says": (("says: It is so.", "says: It is just so."), "evidence.H-1.says", EDITORIAL, EDITORIAL),
}  # fmt: skip
"""By what is otherwise: the edit, the place, and the class there and back."""


@pytest.mark.parametrize("what", TURNS)
def test_what_is_otherwise_is_told_once_and_in_its_class_and_the_other_way_round_in_its_own(what: str) -> None:
    edit, path, there, back = TURNS[what]
    old, new = house(), house(edit)
    assert told(old, new) == [(there, "changed" if not path.endswith("camp") else "added", path)]
    assert told(new, old) == [(back, "changed" if not path.endswith("camp") else "withdrawn", path)]


COMINGS = {
    "an essential element": (TOUR, "elements.tour"),
    "a flexible element": (KEY + "}\n", "elements.key"),
    "a practice ruled out": (
        "proscribed:\n  - {id: uniforms, title: Uniforms, statement: Somebody wears a uniform., basis: [H-1]}\n",
        "proscribed.uniforms",
    ),
}


@pytest.mark.parametrize("what", COMINGS)
def test_what_comes_in_is_breaking_and_what_goes_is_not(what: str) -> None:
    text, path = COMINGS[what]
    without = BASE.replace(text, "").replace("{any: [room, tour], basis", "{any: [room], basis")
    without = without.replace("    requires: {all: [key], basis: [H-1]}\n", "")
    if what == "an essential element":
        start = without.index("    substitutes:")
        without = without[:start] + without[without.index("flexible:\n") :]
    old, new = read_model(without.encode(), "a.yaml"), read_model(BASE.encode(), "b.yaml")
    assert (BREAKING, "added", path) in told(old, new)
    assert (COMPATIBLE, "withdrawn", path) in told(new, old)


def test_a_substitute_that_is_no_longer_accepted_is_breaking() -> None:
    line = "    substitutes:\n      - {id: film, title: A film, when: {parameter: room.size, min: 2}, basis: [H-1]}\n"
    old, new = house(), house((line, ""))
    assert told(old, new) == [(BREAKING, "withdrawn", "elements.tour.substitutes.film")]
    assert told(new, old) == [(COMPATIBLE, "added", "elements.tour.substitutes.film")]


def test_an_exclusion_is_breaking_and_its_end_is_not() -> None:
    new = house((KEY, f"{KEY}, excludes: [{{element: garden, basis: [H-1]}}]"))
    assert told(house(), new) == [(BREAKING, "added", "elements.key.excludes.garden")]
    assert told(new, house()) == [(COMPATIBLE, "withdrawn", "elements.key.excludes.garden")]


def test_to_ask_for_less_can_break_a_plan_where_something_is_excluded() -> None:
    ruled = (KEY, f"{KEY}, excludes: [{{element: garden, basis: [H-1]}}]")
    garden = "basis: [H-1], tier_basis: [H-1], optional: yes}"
    needy = (garden, garden.replace("}", ", requires: {all: [tour], basis: [H-1]}}"))
    (difference,) = fidelity.diff(house(ruled, needy), house(ruled)).differences
    assert (difference.part, difference.bearing.value) == ("elements.requires", BREAKING)
    assert difference.reason == "It asks for less; but more can then stand side by side, and something excludes it."


def test_a_higher_tier_is_breaking_and_a_lower_one_is_not() -> None:
    text = TOUR.replace("  - id: tour", "  - id: tour")
    start, end = BASE.index(text), BASE.index("flexible:\n")
    block = BASE[start:end]
    lowered = BASE.replace(block, "").replace("flexible:\n", f"flexible:\n{block}")
    old, new = read_model(BASE.encode(), "a.yaml"), read_model(lowered.encode(), "b.yaml")
    assert told(old, new) == [(COMPATIBLE, "changed", "elements.tour.tier")]
    assert told(new, old) == [(BREAKING, "changed", "elements.tour.tier")]


def test_a_tolerance_counts_changes_and_so_does_a_lower_one() -> None:
    line = "    realised_by: {any: [room, tour], basis: [H-1]}\n"
    strict, loose = (line + f"    tolerance: {{at_most: {n}, basis: [H-1]}}\n" for n in (0, 1))
    path = "elements.welcome.tolerance"
    assert told(house(), house((line, loose))) == [(BREAKING, "changed", path)]
    assert told(house((line, loose)), house((line, strict))) == [(BREAKING, "changed", path)]
    assert told(house((line, strict)), house((line, loose))) == [(COMPATIBLE, "changed", path)]
    assert told(house((line, loose)), house()) == [(COMPATIBLE, "changed", path)]
    more = ("{any: [room, tour], basis", "{any: [room, tour, garden], basis")
    (difference,) = fidelity.diff(house((line, loose)), house((line, loose), more)).differences
    assert difference.reason == "More elements count towards what the principle tolerates."


def test_a_limit_that_only_follows_from_the_standard_is_told_with_the_standard() -> None:
    derived = ("standard: 2, limits: [{max: 4, basis: [H-1]}]", "standard: 2, read_as: at-most")
    old, new = house(derived), house((derived[0], "standard: 1, read_as: at-most"), ("size, min: 2", "size, min: 1"))
    found = fidelity.diff(old, new)
    standard = next(one for one in found.differences if one.path[-1] == "standard")
    assert [one.path[-1] for one in standard.with_it] == ["limits"]
    assert standard.bearing.value == BREAKING
    assert found.apply(old) == new


def test_a_standard_on_which_a_substitute_hangs_is_breaking_where_the_condition_no_longer_holds() -> None:
    (difference,) = fidelity.diff(house(), house(("standard: 2, limits", "standard: 1, limits"))).differences
    assert difference.bearing.value == BREAKING
    assert difference.reason == "What 'A tour' needs is not met any more by leaving the value as specified."


# What a version records of its history -------------------------------------------------------------------------

NEXT = (
    ('version: "1"', 'version: "2"'),
    # a rename
    ("key, title", "door-key, renamed_from: [key], title"),
    ("{all: [key]", "{all: [door-key]"),
    # a split
    (
        TOUR,
        TOUR.replace("id: tour", "id: tour-of-house\n    split_from: [tour]")
        + "    indicators: [{id: seen_house, text: There was a tour of the house.}]\n"
        + TOUR.replace("id: tour", "id: tour-of-garden\n    split_from: [tour]"),
    ),
    ("{any: [room, tour]", "{any: [room, {all: [tour-of-house, tour-of-garden]}]"),
    # a limit that is tightened
    ("{max: 4, basis", "{max: 3, basis"),
    # a text in other words
    ("statement: Children are welcome.", "statement: Every child is welcome."),
)


def test_a_rename_a_split_a_tightened_limit_and_a_reworded_text_are_told_and_nothing_else() -> None:
    old, new = house(), house(*NEXT)
    assert told(old, new) == [
        (COMPATIBLE, "renamed", "elements.door-key"),
        (BREAKING, "split", "elements.tour"),
        (EDITORIAL, "changed", "elements.welcome.statement"),
        (BREAKING, "changed", "elements.room.parameters.size.limits"),
    ]
    assert [one.text for one in fidelity.diff(old, new).differences] == [
        "'A key': 'key' is now 'door-key'.",
        "'tour' was split into 'tour-of-house' and 'tour-of-garden'.",
        "'Welcome' (welcome): statement: Every child is welcome (before: Children are welcome).",
        "'A room' (room): parameter size, limits: at most 3 [stated] (before: at most 4 [stated]).",
    ]


def test_with_a_split_come_its_elements_and_the_links_that_named_it() -> None:
    split = fidelity.diff(house(), house(*NEXT)).differences[1]
    assert {(one.kind, ".".join(one.path)) for one in split.with_it} == {
        ("changed", "elements.welcome.realised_by"),
        ("withdrawn", "elements.tour"),
        ("added", "elements.tour-of-house"),
        ("added", "elements.tour-of-garden"),
    }


def test_seen_from_the_new_version_a_rename_goes_back_and_a_split_is_a_merge() -> None:
    found = told(house(*NEXT), house())
    assert found[:2] == [(COMPATIBLE, "renamed", "elements.key"), (BREAKING, "merged", "elements.tour")]
    assert len(found) == 4


def test_elements_that_were_merged_are_told_as_one_difference() -> None:
    merged = (
        (TOUR, TOUR.replace("id: tour", "id: tour-and-key\n    merged_from: [tour, key]")),
        (KEY + "}\n", ""),
        ("    requires: {all: [key], basis: [H-1]}\n", ""),
        ("{any: [room, tour]", "{any: [room, tour-and-key]"),
    )
    old = house(("    requires: {all: [key], basis: [H-1]}\n", ""))
    assert told(old, house(*merged)) == [(BREAKING, "merged", "elements.tour-and-key")]


def test_an_id_that_both_versions_have_is_the_same_element() -> None:
    new = house((KEY, f"{KEY}, renamed_from: [garden]"))
    assert told(house(), new) == [(EDITORIAL, "changed", "elements.key.renamed_from")]


# Corners that the checker has ----------------------------------------------------------------------------------

FREE = "basis: [H-1], tier_basis: [H-1], optional: yes}"
FREE_GARDEN = f"  - {{id: garden, title: A garden, statement: There may be a garden., {FREE}\n"
RULED = (KEY, f"{KEY}, excludes: [{{parameter: room.size, min: 3, basis: [H-1]}}]")


def test_an_exclusion_that_reaches_less_far_is_covered_by_the_one_before() -> None:
    narrower = (RULED[0], RULED[1].replace("min: 3", "min: 4"))
    path = "elements.key.excludes.room.size: at least"
    assert told(house(RULED), house(narrower)) == [
        (COMPATIBLE, "withdrawn", f"{path} 3"),
        (COMPATIBLE, "added", f"{path} 4"),
    ]
    assert told(house(narrower), house(RULED)) == [
        (COMPATIBLE, "withdrawn", f"{path} 4"),
        (BREAKING, "added", f"{path} 3"),
    ]


def test_an_exclusion_that_is_known_more_firmly_is_breaking() -> None:
    weaker = (RULED[0], RULED[1].replace("min: 3, basis: [H-1]", "min: 3, basis: [H-2]"))
    path = "elements.key.excludes.room.size: at least 3"
    assert told(house(weaker), house(RULED)) == [(BREAKING, "changed", path)]
    assert told(house(RULED), house(weaker)) == [(COMPATIBLE, "changed", path)]


def test_a_substitute_that_is_known_less_firmly_is_breaking() -> None:
    weaker = ("min: 2}, basis: [H-1]}", "min: 2}, basis: [H-2]}")
    path = "elements.tour.substitutes.film.basis"
    assert told(house(), house(weaker)) == [(BREAKING, "changed", path)]
    assert told(house(weaker), house()) == [(COMPATIBLE, "changed", path)]


def test_a_lower_tier_at_which_fewer_people_may_agree_is_breaking() -> None:
    start, end = BASE.index(TOUR), BASE.index("flexible:\n")
    block = BASE[start:end]
    lowered = BASE.replace(block, "").replace("flexible:\n", f"flexible:\n{block}")
    roles = ("flexible: [model-owner, site-lead]", "flexible: [site-lead]")
    old, new = (read_model(text.replace(*roles).encode(), "house.yaml") for text in (BASE, lowered))
    (difference,) = fidelity.diff(old, new).differences
    assert difference.reason == "Fewer people may agree a variation at the lower tier."
    assert difference.bearing.value == BREAKING


def test_a_principle_that_becomes_essential_is_breaking_where_it_permitted_changes_without_a_word() -> None:
    rule = "    adaptation: {personnel: {rule: permitted, basis: [H-1]}}\n"
    start, end = BASE.index("  - id: welcome"), BASE.index("essential:\n  - id: room")
    block = BASE[start:end].replace("    realised_by: {any: [room, tour], basis: [H-1]}\n", rule)
    old = BASE[:start] + block + BASE[end:]
    new = old.replace(f"principles:\n{block}", "").replace(
        "essential:\n  - id: room", f"essential:\n{block}  - id: room"
    )
    models = (read_model(text.encode(), "house.yaml") for text in (old, new))
    (difference,) = fidelity.diff(*models).differences
    assert difference.reason == "A change that the element itself permits now has to say how the function is kept."


def test_a_rule_that_says_what_the_general_table_says_is_editorial() -> None:
    same = (TOUR, TOUR + "    adaptation: {personnel: {rule: consult, basis: [H-1]}}\n")
    assert told(house(), house(same)) == [(EDITORIAL, "added", "elements.tour.adaptation.personnel")]


def test_doubt_about_leaving_out_what_may_be_left_out_is_breaking() -> None:
    doubt = (FREE, FREE.replace("}", ", adaptation: {removing: {rule: consult, basis: [H-1]}}}"))
    assert told(house(), house(doubt)) == [(BREAKING, "added", "elements.garden.adaptation.removing")]


def test_a_substitute_for_what_may_be_left_out_is_breaking_only_where_it_counted_as_left_out() -> None:
    stand_in = "substitutes: [{id: yard, title: A yard, when: {all: [key]}, basis: [H-1]}]}"
    absent = "adaptation: {substituting: {rule: absent, basis: [H-1]}}, "
    plain = (FREE, FREE.replace("}", f", {stand_in}"))
    assert told(house(), house(plain)) == [(COMPATIBLE, "added", "elements.garden.substitutes.yard")]
    strict = (FREE, FREE.replace("}", f", {absent.removesuffix(', ')}}}"))
    both = (FREE, FREE.replace("}", f", {absent}{stand_in}"))
    assert told(house(strict), house(both)) == [(BREAKING, "added", "elements.garden.substitutes.yard")]
    free = (FREE, both[1].replace("when: {all: [key]}, ", ""))
    assert told(house(both), house(free)) == [(BREAKING, "changed", "elements.garden.substitutes.yard.when")]


def test_evidence_that_is_better_known_is_told_at_what_rests_on_it() -> None:
    line = (KEY, KEY.replace("tier_basis: [H-1]", "tier_basis: [H-2]"))
    better = (WEAK, WEAK.replace("voice: research", "voice: owner"))
    assert told(house(line), house(line, better)) == [
        (EDITORIAL, "changed", "evidence.H-2.voice"),
        (EDITORIAL, "changed", "evidence.H-2.strength"),
        (BREAKING, "changed", "elements.key.tier_basis"),
    ]


def test_other_evidence_of_the_same_strength_is_editorial() -> None:
    more = (EVIDENCE, EVIDENCE + EVIDENCE.replace("H-1", "H-3"))
    cited = (KEY, KEY.replace("tier_basis: [H-1]", "tier_basis: [H-3]"))
    assert told(house(more), house(more, cited)) == [(EDITORIAL, "changed", "elements.key.tier_basis")]


def test_a_split_takes_along_what_excludes_the_whole_and_a_condition_on_it() -> None:
    ruled = (KEY, f"{KEY}, excludes: [{{element: garden, basis: [H-1]}}]")
    parts = "".join(
        FREE_GARDEN.replace("id: garden", f"id: {name}, split_from: [garden]") for name in ("lawn", "flower-bed")
    )
    both = "[{element: lawn, basis: [H-1]}, {element: flower-bed, basis: [H-1]}]"
    new = house(ruled, (FREE_GARDEN, parts), ("[{element: garden, basis: [H-1]}]", both))
    assert told(house(ruled), new) == [(BREAKING, "split", "elements.garden")]
    assert told(new, house(ruled)) == [(BREAKING, "merged", "elements.garden")]


def test_an_element_that_only_gives_something_away_is_split_too() -> None:
    part = FREE_GARDEN.replace("id: garden", "id: lawn, split_from: [garden]")
    (difference,) = fidelity.diff(house(), house((FREE_GARDEN, FREE_GARDEN + part))).differences
    assert difference.text == "'garden' was split into 'garden' and 'lawn'."


def test_a_variant_of_another_version_of_its_parent_differs_in_what_the_parent_differs_in(tmp_path: Path) -> None:
    old = variant_of(tmp_path, override("tour", "title: A walk"))
    later = PARENT.replace('version: "1"', 'version: "2"').replace("{max: 4, basis", "{max: 3, basis")
    new = variant_of(tmp_path, override("tour", "title: A stroll"), claim="extends", parent=later)
    assert told(old, new) == [
        (EDITORIAL, "inherited", ""),
        (BREAKING, "changed", "elements.room.parameters.size.limits"),
        (EDITORIAL, "changed", "elements.tour.title"),
        (COMPATIBLE, "changed", "extends.model.parent"),
        (COMPATIBLE, "changed", "extends.model.claim"),
    ]
    alone = read_model(PARENT.replace("model: house", "model: cabin").encode(), "cabin.yaml")
    assert (COMPATIBLE, "changed", "extends") in told(old, alone)


def test_an_order_decides_nothing_and_is_applied_all_the_same() -> None:
    start, end = BASE.index("  - id: room"), BASE.index(TOUR)
    block = BASE[start:end]
    turned = BASE.replace(block, "").replace("flexible:\n  - {id: key", f"{block}flexible:\n  - {{id: key")
    old, new = house(), read_model(turned.encode(), "house.yaml")
    assert told(old, new) == [(EDITORIAL, "reordered", "elements")]
    assert fidelity.diff(old, new).differences[0].text == "Elements: the order is another one."


SIZE = "size: {type: whole-number, standard: 2, limits: [{max: 4, basis: [H-1]}], basis: [H-1]}"
NOT_NEEDED = ("when: {parameter: room.size, min: 2}, ", "")


@pytest.mark.parametrize(
    ("before", "now", "there", "back"),
    [
        ("type: quantity, unit: beds", "type: quantity, unit: bed", EDITORIAL, EDITORIAL),
        ("type: quantity, unit: beds", "type: quantity, unit: cots", BREAKING, BREAKING),
        ("type: duration", "type: duration, limits: [{max: 2 weeks, basis: [H-1]}]", BREAKING, BREAKING),
        ("type: choice", "type: choice, options: [big, small]", BREAKING, BREAKING),
        ("type: choice, options: [big, small]", "type: choice, options: [small, big]", EDITORIAL, EDITORIAL),
        ("type: whole-number", "type: whole-number, title: Beds", EDITORIAL, EDITORIAL),
    ],
)
def test_what_a_value_is_measured_in_and_chosen_from(before: str, now: str, there: str, back: str) -> None:
    old, new = (house((SIZE, f"size: {{{text}, basis: [H-1]}}"), NOT_NEEDED) for text in (before, now))

    def gravest(first: Model, second: Model) -> str:
        found = fidelity.diff(first, second)
        assert found.apply(first) == second
        return max(found.differences, key=lambda one: one.bearing.rank).bearing.value

    assert (gravest(old, new), gravest(new, old)) == (there, back)


def test_a_parameter_comes_and_goes_without_harm() -> None:
    without = house((SIZE, ""), NOT_NEEDED, ("      colour:", "      colour:"))
    assert told(without, house(NOT_NEEDED)) == [(COMPATIBLE, "added", "elements.room.parameters.size")]
    assert told(house(NOT_NEEDED), without) == [(COMPATIBLE, "withdrawn", "elements.room.parameters.size")]


def test_a_rating_and_a_variant_are_compared_too() -> None:
    rated = ("sources:\n", "rating: {scale: [no, yes], threshold: yes}\nsources:\n")
    assert told(house(), house(rated)) == [(COMPATIBLE, "changed", "rating")]


# The whole ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", fidelity.model_references())
def test_a_shipped_model_has_no_difference_from_itself(name: str) -> None:
    model = fidelity.load_model(name)
    found = fidelity.diff(model, name)
    assert found.same
    assert found.differences == ()


@pytest.mark.parametrize("variant", ["child-house", "bairns-hoose"])
def test_a_variant_can_be_compared_with_its_parent_and_made_from_it(variant: str) -> None:
    parent, model = fidelity.load_model("barnahus"), fidelity.load_model(variant)
    found = fidelity.diff(parent, model)
    assert found.relation == "variant"
    assert found.apply(parent) == model
    assert found.differences[0].kind == "inherited"


def test_two_models_that_do_not_know_each_other_are_compared_all_the_same() -> None:
    old, new = fidelity.load_model("fdac"), fidelity.load_model("coram-i")
    found = fidelity.diff(old, new)
    assert found.relation == "strangers"
    assert found.apply(old) == new
    assert found == fidelity.diff("fdac", "coram-i")


def test_differences_apply_to_the_version_that_they_are_from_only() -> None:
    found = fidelity.diff(house(), house(*NEXT))
    with pytest.raises(ValueError, match="the differences are from house@1, and this is house@2"):
        found.apply(house(*NEXT))
    other = house(("statement: Children are welcome.", "statement: They are welcome."))
    with pytest.raises(ValueError, match=r"not the one that was compared: it differs at elements\.welcome\.statement"):
        found.apply(other)


def test_both_places_are_told() -> None:
    found = fidelity.diff(house(), house(*NEXT)).differences
    assert [(one.old_place.line, one.new_place.line) for one in found] == [(41, 49), (32, 32), (13, 13), (27, 27)]


def test_every_part_of_a_model_has_a_bearing() -> None:
    members = {
        "sources": Source, "evidence": Evidence, "elements": Element, "proscribed": Proscribed, "authority": None,
        "parameters": Parameter, "excludes": None, "substitutes": Substitute, "adaptation": NatureRule,
        "indicators": Indicator, "exceptions": Exemption, "overrides": Override,
    }  # fmt: skip

    def parts(of: type, before: str) -> set[str]:
        found = set()
        for one in attrs.fields(of):
            if not one.eq or (of is Model and one.name in {"id", "version"}):
                continue
            name = f"{before}{one.name}"
            found.add(name)
            if one.name in COLLECTIONS.get(of, ()) and (inner := members[one.name]):
                found |= parts(inner, f"{name}.")
            if one.name == "extends":
                found |= parts(Extends, f"{name}.")
        return found

    assert parts(Model, "") == BEARINGS.keys()


def test_a_comparison_is_a_value_and_shows_itself() -> None:
    found = fidelity.diff(house(), house(*NEXT))
    assert found == fidelity.diff(house(), house(*NEXT))
    assert hash(found) == hash(fidelity.diff(house(), house(*NEXT)))
    assert repr(found) == "<ModelDiff house@1 to house@2: 2 breaking, 1 compatible, 1 editorial>"
    page = found._repr_html_()
    assert "house@1 to house@2" in page
    assert page.index("at most 3 [stated]") < page.index("Every child is welcome")
    records = found.to_records()
    assert (records[2]["old"], records[2]["new"]) == ("Children are welcome.", "Every child is welcome.")
    assert {row["bearing"] for row in records} == {BREAKING, COMPATIBLE, EDITORIAL}
