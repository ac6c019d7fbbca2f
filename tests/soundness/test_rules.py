"""A corpus of small unsound models, each with one known fault: it is found, at its place, and nothing else is."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import pytest
from attrs import evolve

from fidelity.files.models import read_model
from fidelity.model.evidence import Basis
from fidelity.soundness.issue import Level
from fidelity.soundness.lint import lint
from fidelity.soundness.rules.rule import all_rules
from fidelity.soundness.rules.sample import essential, flexible, sample

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.soundness.rules.rule import SoundnessRule

RULES = all_rules()
NOT_SHOWN = {"FID613", "FID618", "FID619"}  # the reader refuses the first in a file; the others take two models
SHOWN = [rule for rule in RULES if rule.code not in NOT_SHOWN]


class Said(NamedTuple):
    code: str
    subject: str
    line: int
    column: int
    message: str


def said_of(text: str) -> list[Said]:
    model = read_model(text.encode(), "model.yaml")
    return [Said(one.code, one.subject, one.place.line, one.place.column, one.message) for one in lint(model).issues]


def place_of(text: str, piece: str) -> tuple[int, int]:
    """Return the line and the column at which a piece of a text begins."""
    before = text[: text.index(piece)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


# By code: the subject, the piece of the text at which the place is, and the message.
EXPECTED: dict[str, tuple[str, str, str]] = {
    "FID601": (
        "child-first",
        "id: child-first",
        (
            "Nothing in the model puts the principle 'The child comes first' into practice, so no plan can lose it by "
            "what it does."
        ),
    ),
    "FID602": (
        "leaflet",
        "id: leaflet",
        "'Leaflet' is called essential, but it serves no principle and nothing needs it.",
    ),
    "FID603": (
        "review",
        "id: review",
        "No plan can keep all that has to be kept: what is asked of 'Review', 'Visit' does not go together.",
    ),
    "FID604": (
        "hotline",
        "{element: drop-in",
        (
            "A plan that keeps everything as specified has both 'Hotline' and 'Drop-in', and the first excludes the "
            "second."
        ),
    ),
    "FID605": (
        "review",
        "{max: 4 weeks",
        "The standard of 'Review' (every: 6 weeks) is outside its own limit (at most 4 weeks).",
    ),
    "FID606": (
        "review",
        "{type: whole-number",
        "No value of 'staff' ('Review') is inside all of its limits: at least 4; at most 2.",
    ),
    "FID607": (
        "venue",
        "{type: choice",
        "The option 'home' of 'Venue' (place) is offered, but a plan that chooses it breaks a link somewhere else.",
    ),
    "FID608": (
        "venue",
        "id: venue",
        "'Venue' is called optional, but something that has to be kept cannot do without it.",
    ),
    "FID609": (
        "hotline",
        "id: hotline",
        "No permitted plan can have 'Hotline': it goes against what has to be kept.",
    ),
    "FID610": (
        "review",
        "{id: video",
        "The substitute 'Video link' of 'Review' has a condition that no permitted plan meets.",
    ),
    "FID611": ("review", "notes], basis", "'Review' asks for 'Notes', which follows from its other links."),
    "FID612": (
        "review",
        "id: review",
        "These need each other, at first or second hand: 'Review', 'Visit'. If one goes, all may go.",
    ),
    "FID614": ("", "{id: EX-2", "Nothing in the model rests on this evidence, and no note names it: EX-2."),
    "FID615": ("report", "{type: report", "No evidence is drawn from the source 'report' (Report)."),
    "FID616": (
        "review",
        "id: review",
        "'Review' has no indicator, so a checklist cannot ask whether it is in place.",
    ),
    "FID617": (
        "review",
        "id: review",
        "The statement of 'Review' has 49 words; more than 40 are hard to take in.",
    ),
    "FID620": (
        "",
        "model: example",
        (
            "The model has no core principle and no essential element, and rules nothing out: a plan could do almost "
            "anything and be called the model."
        ),
    ),
}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_a_model_with_one_fault_gives_that_fault_alone_at_its_place(rule: SoundnessRule) -> None:
    subject, piece, message = EXPECTED[rule.code]
    assert said_of(rule.fails) == [Said(rule.code, subject, *place_of(rule.fails, piece), message)]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_model_without_the_fault_gives_nothing_at_all(rule: SoundnessRule) -> None:
    assert said_of(rule.passes) == []


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_the_level_of_a_fault_is_that_of_its_rule_and_a_way_out_is_named(rule: SoundnessRule) -> None:
    found = lint(read_model(rule.fails.encode(), "model.yaml"))
    (issue,) = found.issues
    assert (issue.code, issue.name, issue.level) == (rule.code, rule.name, rule.level)
    assert found.ok == (rule.level is not Level.FAULT)
    assert found.worst == rule.level.rank
    assert all(len(way) > 10 for way in issue.ways_out)
    assert issue.ways_out or rule.code == "FID612"  # a circle is there to be known


def test_every_rule_is_shown_or_known_not_to_be() -> None:
    assert {rule.code for rule in RULES if not (rule.passes or rule.fails)} == NOT_SHOWN
    assert set(EXPECTED) == {rule.code for rule in SHOWN}


def test_codes_and_names_are_used_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_it_is_why_it_matters_and_where_it_comes_from(rule: SoundnessRule) -> None:
    assert re.fullmatch(r"FID6\d\d", rule.code)
    assert re.fullmatch(r"[A-Z].{10,130}\.", rule.summary)
    assert re.fullmatch(r"[A-Z].{60,}[.)]", rule.why)
    assert len(rule.source) > 10
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    module = import_module(rule.find.__module__)
    assert re.fullmatch(r"fidelity\.soundness\.rules\.fid6xx_[a-z]+", module.__name__)
    assert [one for one in vars(module).values() if getattr(one, "code", "") == rule.code] == [rule]
    assert rule.find.__name__ == f"_{rule.name.replace('-', '_')}"


# Faults that take more than the sample shows -------------------------------------------------------------


def only(text: str, code: str) -> Said:
    """Return the one issue of a code."""
    (found,) = [one for one in said_of(text) if one.code == code]
    return found


ROOMS = "parameters: {rooms: {type: whole-number, standard: 1, limits: [{max: 3, basis: [EX-1]}], basis: [EX-1]}}"


def test_one_element_alone_can_be_impossible() -> None:
    text = sample(
        "essential:\n"
        + essential("review", "requires: {all: [{parameter: venue.rooms, min: 4}], basis: [EX-1]}")
        + "flexible:\n"
        + flexible("venue", ROOMS)
    )
    found = only(text, "FID603")
    assert found.message == "No plan can keep all that has to be kept: nothing gives 'Review' what it needs."
    assert found[1:4] == ("review", *place_of(text, "id: review"))


def test_only_the_elements_that_clash_are_named() -> None:
    text = sample(
        "essential:\n"
        + essential("review", "requires: {all: [visit], basis: [EX-1]}", "excludes: [{element: notes, basis: [EX-1]}]")
        + essential("visit", "requires: {all: [notes], basis: [EX-1]}")
        + essential("leaflet", "requires: {all: [review], basis: [EX-1]}")
        + "flexible:\n"
        + flexible("notes", "optional: yes")
    )
    assert "'Review', 'Visit' does not go together" in only(text, "FID603").message


def test_what_is_lost_at_second_hand_is_told_by_its_beginning_and_once() -> None:
    text = sample(
        "essential:\n"
        + essential("review", "requires: {all: [visit], basis: [EX-1]}")
        + essential("visit", "requires: {all: [{parameter: venue.rooms, min: 2}], basis: [EX-1]}")
        + "flexible:\n"
        + flexible("venue", ROOMS)
    )
    found = only(text, "FID604")
    assert found.message == (
        "A plan that keeps everything as specified does not have what 'Visit' asks for: 'Venue' with rooms at least 2."
    )
    assert found[1:4] == ("visit", *place_of(text, "{parameter: venue.rooms"))


def test_an_optional_element_may_ask_for_more_than_the_standard() -> None:
    hotline = flexible("hotline", "optional: yes", "requires: {all: [{parameter: venue.rooms, min: 2}], basis: [EX-1]}")
    text = sample("essential:\n" + essential("review") + "flexible:\n" + hotline + flexible("venue", ROOMS))
    assert said_of(text) == []
    needed = text.replace("There is a review.\n", "There is a review.\n    requires: {any: [hotline], basis: [EX-1]}\n")
    assert only(needed, "FID604").subject == "hotline"


def test_an_exclusion_of_the_standard_itself_is_told() -> None:
    text = sample(
        "essential:\n"
        + essential("review", "excludes: [{parameter: venue.rooms, max: 1, basis: [EX-1]}]")
        + "flexible:\n"
        + flexible("venue", ROOMS)
    )
    found = only(text, "FID604")
    assert found.message == (
        "'Review' excludes what is the standard of 'Venue' (rooms: 1): it would bite once a plan writes the standard "
        "down."
    )
    assert found[1:4] == ("review", *place_of(text, "{parameter: venue.rooms"))


def test_a_standard_that_is_an_interval_is_outside_a_limit_only_if_all_of_it_is() -> None:
    staff = "parameters: {{staff: {{type: whole-number, standard: {{min: 4, max: 6}}, limits: [{}], basis: [EX-1]}}}}"

    def with_limit(limit: str) -> str:
        return sample("essential:\n" + essential("review", staff.format(f"{{{limit}, basis: [EX-1]}}")))

    assert said_of(with_limit("max: 4")) == []
    assert only(with_limit("max: 3"), "FID605").message == (
        "The standard of 'Review' (staff: at least 4 and at most 6) is outside its own limit (at most 3)."
    )


@pytest.mark.parametrize(
    ("limits", "empty"),
    [
        ("{includes: [nurse], basis: [EX-1]}, {in: [nurse, judge], basis: [EX-1]}", False),
        ("{includes: [nurse], basis: [EX-1]}, {in: [judge], basis: [EX-1]}", True),
        ("{is: [judge], basis: [EX-1]}, {includes: [nurse], basis: [EX-1]}", True),
        ("{is: [judge, nurse], basis: [EX-1]}, {includes: [nurse], basis: [EX-1]}", False),
    ],
)
def test_limits_of_a_set_can_leave_no_set_at_all(limits: str, *, empty: bool) -> None:
    team = f"parameters: {{team: {{type: set, options: [nurse, judge], limits: [{limits}], basis: [EX-1]}}}}"
    codes = {one.code for one in said_of(sample("essential:\n" + essential("review", team)))}
    assert codes == ({"FID606"} if empty else set())


def test_an_exception_can_leave_room_where_the_limits_leave_none() -> None:
    limits = "limits: [{min: 4, basis: [EX-1]}, {max: 2, basis: [EX-1]}]"
    august = "exceptions: [{id: august, title: In August, limits: [{is: 3}], basis: [EX-1]}]"
    staff = f"parameters: {{staff: {{type: whole-number, {limits}, {august}, basis: [EX-1]}}}}"
    assert said_of(sample("essential:\n" + essential("review", staff))) == []


def test_a_value_that_only_a_link_names_is_not_called_an_option() -> None:
    team = flexible("team", "parameters: {staff: {type: set, basis: [EX-1]}, lawyer: {type: yes-no, basis: [EX-1]}}")
    excludes = (
        "excludes: [{parameter: team.staff, includes: [police], basis: [EX-1]}, "
        "{parameter: team.lawyer, is: yes, basis: [EX-1]}]"
    )
    assert said_of(sample("essential:\n" + essential("review", excludes) + "flexible:\n" + team)) == []


def test_a_closed_answer_and_a_closed_member_are_told_as_options_are() -> None:
    staff = "staff: {type: set, options: [nurse, police], basis: [EX-1]}"
    lawyer = "lawyer: {type: yes-no, limits: [{in: [yes, no], basis: [EX-1]}], basis: [EX-1]}"
    excludes = (
        "excludes: [{parameter: team.staff, includes: [police], basis: [EX-1]}, "
        "{parameter: team.lawyer, is: yes, basis: [EX-1]}]"
    )
    team = flexible("team", f"parameters: {{{staff}, {lawyer}}}")
    found = said_of(sample("essential:\n" + essential("review", excludes) + "flexible:\n" + team))
    assert [(one.code, one.message.partition(" of ")[0]) for one in found] == [
        ("FID607", "The option 'police'"),
        ("FID607", "The option 'yes'"),
    ]


def test_a_substitute_that_its_own_element_rules_out_is_unusable() -> None:
    text = sample(
        "essential:\n"
        + essential(
            "review",
            "substitutes: [{id: video, title: Video link, when: {parameter: venue.place, is: home}, basis: [EX-1]}]",
            "excludes: [{parameter: venue.place, is: home, basis: [EX-1]}]",
        )
        + "flexible:\n"
        + flexible("venue", "parameters: {place: {type: choice, options: [office, home], basis: [EX-1]}}")
    ).replace("options: [office, home]", "options: [office, home], standard: office")
    assert only(text, "FID610").subject == "review"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("{any: [notes, leaflet]}", "'Notes' or 'Leaflet'"),
        ("{at_least: 1, of: [notes, {all: [leaflet, visit]}]}", "at least 1 of: 'Notes', ('Leaflet' and 'Visit')"),
        ("{parameter: visit.length, max: 4 hours}", "'Visit' with length at most 4 hours"),
    ],
)
def test_what_is_implied_is_told_in_words(asked: str, words: str) -> None:
    length = "parameters: {length: {type: duration, limits: [{max: 2 hours, basis: [EX-1]}], basis: [EX-1]}}"
    text = sample(
        "essential:\n"
        + essential("review", f"requires: {{all: [{asked}, visit, notes], basis: [EX-1]}}")
        + essential("visit", length)
        + essential("notes", "requires: {all: [leaflet], basis: [EX-1]}")
        + essential("leaflet")
    )
    assert f"'Review' asks for {words}, which follows from its other links." in {one.message for one in said_of(text)}


def test_what_a_local_addition_brings_can_be_implied_too() -> None:
    asked = "[{addition: creche}, {any: [{addition: creche}, visit]}]"
    text = sample(
        "essential:\n" + essential("review", f"requires: {{all: {asked}, basis: [EX-1]}}") + essential("visit")
    )
    assert only(text, "FID611").message == (
        "'Review' asks for the local addition 'creche' or 'Visit', which follows from its other links."
    )


def test_evidence_that_a_note_or_the_summary_names_is_not_called_uncited() -> None:
    fails = next(rule.fails for rule in RULES if rule.code == "FID614")
    named = fails.replace("summary: A model to show one thing by.", "summary: A model that went well (EX-2).")
    assert named != fails
    assert said_of(named) == []


def test_long_titles_and_summaries_are_told_each_with_its_own_measure() -> None:
    text = sample("essential:\n" + essential("review")).replace(
        "summary: A model to show one thing by.", f"summary: {'word ' * 121}"
    )
    text = text.replace("title: Review\n", f"title: {'Word ' * 13}\n")
    assert [(one.code, one.subject, one.message) for one in said_of(text)] == [
        ("FID617", "", "The summary has 121 words; more than 120 are hard to take in."),
        (
            "FID617",
            "review",
            f"The title '{' '.join(['Word'] * 13)}' has 13 words; more than 12 are hard to take in.",
        ),
    ]


# Faults that only a model made in Python can have --------------------------------------------------------


def sound() -> Model:
    return read_model(RULES[0].passes.encode(), "model.yaml")


def test_a_basis_that_does_not_exist_is_found_in_a_model_made_in_python() -> None:
    model = sound()
    principle, review = model.elements
    broken = evolve(model, elements=(principle, evolve(review, tier_basis=Basis(("EX-7", "EX-8"), None))))
    assert [(one.code, one.subject, one.place.line, one.message) for one in lint(broken).issues] == [
        ("FID613", "review", 19, "'Review' rests on the evidence 'EX-7', which the model does not have."),
        ("FID613", "review", 19, "'Review' rests on the evidence 'EX-8', which the model does not have."),
    ]


def test_a_source_that_does_not_exist_is_found_in_a_model_made_in_python() -> None:
    model = sound()
    broken = evolve(model, evidence=(evolve(model.evidence[0], sources=("standards", "hearsay")),))
    assert [(one.code, one.subject, one.message) for one in lint(broken).issues] == [
        ("FID613", "EX-1", "The evidence 'EX-1' is drawn from the source 'hearsay', which the model does not have.")
    ]


def test_the_worst_comes_first_and_the_display_counts() -> None:
    model = sound()
    noted = evolve(model.evidence[0], id="EX-9")
    broken = evolve(model, evidence=(*model.evidence, noted), elements=(evolve(model.elements[0], realised_by=None),))
    found = lint(broken)
    assert [one.code for one in found.issues] == ["FID601", "FID614"]
    assert repr(found) == "<Soundness example@1: 1 fault, 0 advice, 1 note>"
    assert lint(model).worst == -1
