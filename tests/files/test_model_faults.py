"""Every fault of a model is found, at its place, and once."""

from __future__ import annotations

import pytest
from tests.files.samples import MODEL, PLAN, Found, edited, faults_of, model_faults, only

from fidelity.files.models import read_model


def line_of(piece: str) -> int:
    return MODEL[: MODEL.index(piece)].count("\n") + 1


INTERVAL = "        standard: 2 weeks\n        read_as: at-most\n"
REQUIRES = (
    "requires: {at_least: 1, of: [same-judge, {all: [venue]}, {parameter: venue.place, in: [court]}], basis: [EX-12]}"
)

# (edit, code, line, column, how the message begins): one fault each.
ONE_FAULT = {
    "no version": (("version: 2026.1\n", ""), "FID105", 1, 1, "a model without 'version'"),
    "a version that no plan could pin": (
        ("version: 2026.1", "version: May 2026"),
        "FID107",
        2,
        10,
        "the text 'May 2026'",
    ),
    "an id that is none": (
        ("model: example", "model: Example"),
        "FID107",
        1,
        8,
        "the text 'Example'; expected an id: lower-case",
    ),
    "a source without authors": (
        ("    authors: Example National Unit\n", ""),
        "FID105",
        14,
        5,
        "a source without 'authors'",
    ),
    "a year that is none": (
        ("year: 2019", "year: about 2019"),
        "FID107",
        16,
        11,
        "the text 'about 2019'; expected a whole number",
    ),
    "an address that is none": (
        ("url: null", "url: example.org"),
        "FID107",
        18,
        10,
        "the text 'example.org'; expected a web address",
    ),
    "an unknown source": (
        ("source: standards", "source: standard"),
        "FID109",
        22,
        13,
        "this model has no source 'standard' (did you mean 'standards'?)",
    ),
    "evidence without a source": (
        ("    source: standards\n", ""),
        "FID105",
        20,
        5,
        "a piece of evidence without 'source'",
    ),
    "evidence with a typed strength": (
        ("    voice: standard", "    strength: stated\n    voice: standard"),
        "FID106",
        24,
        5,
        "unknown key 'strength'; expected a key of a piece of evidence: id, says, source, locator, voice, status,",
    ),
    "an unknown voice": (
        ("voice: standard", "voice: standart"),
        "FID107",
        24,
        12,
        "'standart' (did you mean 'standard'?)",
    ),
    "an unknown via": (
        ("via: evaluator_summary", "via: evaluator-summary"),
        "FID107",
        32,
        10,
        "'evaluator-summary' (did you mean",
    ),
    "an unknown scope": (("scope: site", "scope: one"), "FID107", 31, 12, "'one'; expected one of: model, site"),
    "a tier misspelt": (
        ("essential:\n  - id", "esential:\n  - id"),
        "FID106",
        line_of("essential:\n  - id"),
        1,
        "unknown key 'esential' (did",
    ),
    "an authority for nothing": (
        ("  flexible: [model", "  flexibel: [model"),
        "FID106",
        8,
        3,
        "unknown key 'flexibel' (did you mean 'flexible'?)",
    ),
    "a threshold off the scale": (
        ("threshold: fully", "threshold: full"),
        "FID107",
        11,
        14,
        "'full' (did you mean 'fully'?); expected a label",
    ),
    "a scale of one": (
        ("scale: [not in place, partly, fully]", "scale: [fully]"),
        "FID105",
        10,
        3,
        "'scale' has no value; expected at least two labels",
    ),
    "an element without a title": (
        ("    title: Same judge\n", ""),
        "FID105",
        line_of("id: same-judge"),
        5,
        "an essential element without 'title'",
    ),
    "an element without a basis": (
        ("    basis: [EX-03]\n    tier_basis: [EX-03]\n    excl", "    tier_basis: [EX-03]\n    excl"),
        "FID105",
        line_of("id: same-judge"),
        5,
        "an essential element without 'basis'; expected what it rests on. Either name evidence: 'basis: [ID]'. Or say",
    ),
    "a tier without a basis": (
        ("    tier_basis: EX-03\n", ""),
        "FID105",
        line_of("id: child-"),
        5,
        "a principle without 'tier_basis'",
    ),
    "a basis that is empty": (
        ("tier_basis: EX-03", "tier_basis: []"),
        "FID105",
        line_of("tier_basis: EX"),
        5,
        "'tier_basis' has no value; expected the id of at",
    ),
    "a basis cited twice": (
        ("[EX-12, EX-03]", "[EX-12, EX-12]"),
        "FID108",
        line_of("[EX-12, EX-03]"),
        20,
        "'EX-12' stands here a second time",
    ),
    "a basis and an inference": (
        ("    tier_inferred: nobody", "    tier_basis: [EX-03]\n    tier_inferred: nobody"),
        "FID112",
        line_of("tier_inferred") + 1,
        5,
        "both 'tier_basis' and 'tier_inferred'; expected one of them",
    ),
    "unknown evidence": (
        ("tier_basis: EX-03", "tier_basis: EX-3"),
        "FID109",
        line_of("tier_basis: EX"),
        17,
        "this model has no evidence 'EX-3' (did you mean 'EX-03'?)",
    ),
    "a substitute under an element's id": (
        ("{id: remote-review", "{id: venue"),
        "FID108",
        line_of("id: venue"),
        9,
        "the id 'venue' is a substitute in line",
    ),
    "a proscribed practice under an element's id": (
        ("id: lawyers-in-review", "id: venue"),
        "FID108",
        line_of("id: lawyers"),
        9,
        "the id 'venue' is a flexible element in line",
    ),
    "optional where it cannot be": (
        ("    form: lawyers absent\n", "    optional: yes\n"),
        "FID106",
        line_of("form: lawyers"),
        5,
        "unknown key 'optional'; expected",
    ),
    "optional and unclear": (
        ("optional: yes", "optional: maybe"),
        "FID107",
        line_of("optional:"),
        15,
        "the text 'maybe'; expected yes or no",
    ),
    "realised_by where it cannot be": (
        ("    form: lawyers absent\n", "    realised_by: {all: [venue], inferred: why}\n"),
        "FID106",
        line_of("form: lawyers"),
        5,
        "unknown key 'realised_by'; expected a key of an essential element",
    ),
    "an unknown type": (
        ("type: duration", "type: durations"),
        "FID107",
        line_of("type: duration"),
        15,
        "'durations' (did you mean 'duration'?)",
    ),
    "a value that is none": (
        ("standard: 2 weeks", "standard: 2 weaks"),
        "FID107",
        line_of("standard: 2 w"),
        19,
        "'2 weaks'; expected a length of time",
    ),
    "a standard in another family than a limit": (
        ("{max: 4 weeks}", "{max: 1 month}"),
        "FID111",
        line_of("max: 4 w"),
        59,
        "'1 month', which is in months or years; expected a value in minutes, hours, days or weeks",
    ),
    "a quantity in another unit": (
        ("max: 6 families", "max: 6 judges"),
        "FID111",
        line_of("max: 6 f"),
        67,
        "'6 judges', which is in judges; expected a number of families",
    ),
    "a quantity without a unit": (
        ("standard: {min: 4 families, max: 6 families}, ", ""),
        "FID105",
        line_of("families: {"),
        17,
        "a parameter without 'unit'",
    ),
    "a unit for a duration": (
        ("        title: Time between", "        unit: weeks\n        title: Time between"),
        "FID106",
        line_of("title: Time"),
        9,
        "'unit' for a parameter of type duration",
    ),
    "options for a duration": (
        ("        title: Time between", "        options: [a]\n        title: Time between"),
        "FID106",
        line_of("title: Time"),
        9,
        "'options' for a parameter of type duration",
    ),
    "bounds that leave nothing": (
        ("max: 6 families", "max: 3 families"),
        "FID107",
        line_of("max: 6 f"),
        67,
        "at most 3 families and at least 4 families, which leaves no value",
    ),
    "an interval with a word that is none": (
        ("{min: 4 families", "{least: 4 families"),
        "FID106",
        line_of("{min: 4"),
        45,
        "unknown key 'least'; expected a key of an interval: min, max, over, under",
    ),
    "a limit without a comparison": (
        ("{max: 4 weeks}", "{inferred: why}"),
        "FID105",
        line_of("max: 4 w"),
        53,
        "a limit that compares with nothing; expected at least one of: is, in, min",
    ),
    "a limit outside the options": (
        ("{includes: [nurse]", "{includes: [nurs]"),
        "FID110",
        line_of("{includes"),
        29,
        "'nurs' (did you mean 'nurse'?); expected one of: nurse, judge, clerk",
    ),
    "a bound under parameters": (
        (INTERVAL, "        min: 2 weeks\n"),
        "FID106",
        line_of("standard: 2 w"),
        9,
        "unknown key 'min'; expected a key of a parameter",
    ),
    "read_as with an interval": (
        (INTERVAL, "        standard: {min: 1 week}\n        read_as: at-most\n"),
        "FID107",
        line_of("read_as"),
        18,
        "the text 'at-most'; expected no 'read_as' where",
    ),
    "an exception without limits": (
        ("limits: [{max: 4 weeks}], ", ""),
        "FID105",
        line_of("id: august"),
        13,
        "an exception without 'limits'",
    ),
    "limits that are no list": (
        ("limits: [{max: 4 weeks}]", "limits: {max: 4 weeks}"),
        "FID107",
        line_of("id: august"),
        52,
        "a mapping of keys; expected a list, each entry a limit",
    ),
    "a link to nothing": (
        ("{all: [venue]}", "{all: [vanue]}"),
        "FID109",
        line_of(REQUIRES),
        53,
        "this model has no element 'vanue' (did you mean 'venue'?)",
    ),
    "a link to a proscribed practice": (
        ("{all: [venue]}", "{all: [lawyers-in-review]}"),
        "FID109",
        line_of(REQUIRES),
        53,
        "'lawyers-in-review' is a proscribed practice",
    ),
    "a link to a substitute": (
        ("{all: [venue]}", "{all: [remote-review]}"),
        "FID109",
        line_of(REQUIRES),
        53,
        "'remote-review' is a substitute",
    ),
    "a link to no parameter": (
        ("{parameter: venue.place, in: [court]}", "{parameter: venue.plac, in: [court]}"),
        "FID109",
        line_of(REQUIRES),
        74,
        "'venue' has no parameter 'plac' (did you mean 'place'?); expected one of: place",
    ),
    "a link to a parameter without its element": (
        ("{parameter: venue.place, in: [court]}", "{parameter: place, in: [court]}"),
        "FID107",
        line_of(REQUIRES),
        74,
        "the text 'place'; expected an element and its parameter",
    ),
    "a condition outside the options": (
        ("in: [court]}", "in: [cour]}"),
        "FID110",
        line_of(REQUIRES),
        92,
        "'cour' (did you mean 'court'?); expected one of: court, home, no",
    ),
    "a count beyond the terms": (
        ("at_least: 1", "at_least: 4"),
        "FID107",
        line_of(REQUIRES),
        26,
        "the text '4'; expected a number from 1 to 3, as there are 3 terms",
    ),
    "a count of nothing": (
        ("at_least: 1", "at_least: 0"),
        "FID107",
        line_of(REQUIRES),
        26,
        "the text '0'; expected a number from 1 to 3",
    ),
    "a count that is none": (
        ("at_least: 1", "at_least: two"),
        "FID107",
        line_of(REQUIRES),
        26,
        "the text 'two'; expected a whole number",
    ),
    "an empty group": (
        ("{all: [venue]}", "{all: []}"),
        "FID105",
        line_of(REQUIRES),
        47,
        "'all' has no value; expected a list of at least one term",
    ),
    "a group under two heads": (
        ("{all: [venue]}", "{all: [venue], of: [venue]}"),
        "FID106",
        line_of(REQUIRES),
        61,
        "'of' has no meaning here; expected 'of' only beside 'at_least'",
    ),
    "a list where a group is expected": (
        (REQUIRES, "requires: [venue]"),
        "FID107",
        line_of(REQUIRES),
        15,
        "a list; expected a group. Either 'all: [...]', 'any: [...]' or",
    ),
    "a link that names nothing": (
        ("{all: [venue]}", "{al: [venue]}"),
        "FID105",
        line_of(REQUIRES),
        46,
        "a link that names nothing (did you mean 'all'?); expected one of: addition, all",
    ),
    "an exclusion without a basis": (
        ("{element: venue, inferred: why}", "venue"),
        "FID105",
        line_of("excludes:"),
        68,
        "'venue' without a basis; expected what this link rests on",
    ),
    "an exclusion of a group": (
        ("{element: venue, inferred: why}", "{all: [venue], inferred: why}"),
        "FID107",
        line_of("excludes:"),
        68,
        "a mapping of keys; expected an element or a parameter condition",
    ),
    "a rule for an unknown nature": (
        ("      format: {rule", "      formats: {rule"),
        "FID107",
        line_of("format: {"),
        7,
        "the nature 'formats' (did you mean 'format'?)",
    ),
    "an unknown rule": (
        ("rule: consult", "rule: ask"),
        "FID107",
        line_of("format: {"),
        22,
        "'ask'; expected one of: permitted, consult, absent",
    ),
    "a rule without a basis": (
        ("{rule: consult, basis: [EX-12]}", "{rule: consult}"),
        "FID105",
        line_of("format: {"),
        15,
        "a rule for a nature of change without 'basis'",
    ),
    "a tolerance without a number": (
        ("{at_most: 1, basis", "{basis"),
        "FID105",
        line_of("tolerance"),
        16,
        "a tolerance without 'at_most'",
    ),
    "an indicator twice": (
        ("every: 3 months}\n", "every: 3 months}\n      - {id: rev_int, text: Again.}\n"),
        "FID108",
        line_of("id: rev_int") + 1,
        14,
        "the id 'rev_int' is an indicator in line",
    ),
    "an exception twice": (
        (
            "basis: [EX-12]}\n        basis",
            "basis: [EX-12]}\n          - {id: august, title: B, limits: [{max: 1 day}], inferred: why}\n        basis",
        ),
        "FID108",
        line_of("id: august") + 1,
        13,
        "the exception 'august' stands here a second time",
    ),
}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_one_slip_gives_one_fault_at_its_place(name: str) -> None:
    edit, code, line, column, text = ONE_FAULT[name]
    fault = only(model_faults(edit))
    assert (fault.code, fault.line, fault.column) == (code, line, column), fault
    assert fault.text.startswith(text), fault.text


def faults_in(text: str) -> list[Found]:
    return faults_of(lambda: read_model(text.encode(), "model.yaml"))


def with_parameter(parameter: str) -> str:
    return edited(
        MODEL,
        ("{type: choice, options: [court, home, no], basis: [EX-03]}", parameter),
        ("parameter: venue.place, is: court", "element: venue"),
        ("parameter: venue.place, in: [court]", "element: venue"),
        ("parameter: venue.place, is: home", "element: venue"),
    )


PARAMETERS = {
    "{type: choice, standard: court, options: [], basis: [EX-03]}": "FID105",
    "{type: choice, standard: cort, options: [court], basis: [EX-03]}": "FID110",
    "{type: choice, standard: [court], options: [court], basis: [EX-03]}": "FID107",
    "{type: choice, standard: court, read_as: at-most, basis: [EX-03]}": "FID107",
    "{type: choice, limits: [{max: court}], basis: [EX-03]}": "FID107",
    "{type: choice, options: [a, a], basis: [EX-03]}": "FID108",
    "{type: yes-no, standard: perhaps, basis: [EX-03]}": "FID107",
    "{type: yes-no, standard: {min: yes}, basis: [EX-03]}": "FID107",
    "{type: duration, limits: [{in: 2 weeks}], basis: [EX-03]}": "FID107",
    "{type: duration, limits: [{in: [2 weeks, 1 month]}], basis: [EX-03]}": "FID111",
    "{type: duration, limits: [{includes: [2 weeks]}], basis: [EX-03]}": "FID107",
    "{type: duration, standard: {max: {a: b}}, basis: [EX-03]}": "FID107",
    "{type: duration, limits: [{over: 2 weeks, under: 14 days}], basis: [EX-03]}": "FID107",
    "{type: proportion, standard: 120%, basis: [EX-03]}": "FID107",
    "{type: quantity, standard: twelve, basis: [EX-03]}": "FID107",
    "{type: quantity, unit: judges, standard: 4 families, basis: [EX-03]}": "FID111",
    "{type: rate, standard: 2 per week, limits: [{max: 1 per month}], basis: [EX-03]}": "FID111",
    "{type: set, standard: [a, [b]], basis: [EX-03]}": "FID107",
    "{basis: [EX-03]}": "FID105",
    "court": "FID107",
}
"""Parameters with one fault each."""


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_parameter_with_a_fault_is_called_so(parameter: str) -> None:
    assert only(faults_in(with_parameter(parameter))).code == PARAMETERS[parameter]


SILENT = "{type: duration, basis: [EX-03]}"
LIMITS = {
    SILENT: [],
    "{type: quantity, unit: families, basis: [EX-03]}": [],
    "{type: set, inferred: why}": [],
    "{type: whole-number, standard: 3, basis: [EX-03]}": ["3"],
    "{type: whole-number, standard: three, read_as: at-least, basis: [EX-03]}": ["at least three"],
    "{type: proportion, standard: 80%, read_as: at-most, basis: [EX-03]}": ["at most 80%"],
    "{type: rate, standard: 2 per week, read_as: at-least, basis: [EX-03]}": ["at least 2 per week"],
    "{type: yes-no, standard: no, basis: [EX-03]}": ["no"],
    "{type: choice, standard: court, basis: [EX-03]}": ["court"],
    "{type: choice, standard: court, options: [court, home], basis: [EX-03]}": ["one of court, home"],
    "{type: duration, standard: 2 weeks, limits: [{over: 1 week, under: 20 days}], basis: [EX-03]}": [
        "more than 1 week and less than 20 days"
    ],
    "{type: duration, limits: [{in: [1 week, 2 weeks]}], basis: [EX-03]}": ["one of 1 week, 2 weeks"],
    "{type: duration, standard: {min: 1 week}, basis: [EX-03]}": ["at least 1 week"],
    "{type: set, limits: [{in: [a, [b, c]]}], basis: [EX-03]}": ["one of a, b, c"],
}
"""Parameters without a fault, and the limits that count for them."""


@pytest.mark.parametrize("parameter", LIMITS)
def test_a_parameter_without_a_fault_has_its_limits(parameter: str) -> None:
    model = read_model(with_parameter(parameter).encode(), "m")
    assert [str(limit) for limit in model.by_id["venue"].parameters[0].limits] == LIMITS[parameter]


def test_an_id_that_stands_twice_names_the_first() -> None:
    fault = only(model_faults(("{id: remote-review", "{id: same-judge")))
    assert (fault.code, fault.line) == ("FID108", line_of("id: same-judge"))
    line = line_of("id: remote-review")
    assert fault.text.startswith(f"the id 'same-judge' is a substitute in line {line} already; expected each id once")


def test_evidence_that_stands_twice_is_said_at_the_second() -> None:
    fault = only([f for f in model_faults(("id: EX-12", "id: EX-03")) if f.code == "FID108"])
    assert (fault.line, fault.column) == (26, 9)
    assert fault.text.startswith("the evidence 'EX-03' stands here a second time (first in line 20)")


def test_an_evidence_id_with_a_blank_is_a_fault() -> None:
    fault = model_faults(("id: EX-12", "id: EX 12"))[0]
    assert (fault.code, fault.line, fault.column) == ("FID107", 26, 9)


def test_a_link_without_a_basis_is_a_fault_for_each_term_that_needs_one() -> None:
    faults = model_faults(("], basis: [EX-12]}\n    subst", "]}\n    subst"))
    assert [fault.code for fault in faults] == ["FID105"] * 3
    assert faults[0].text.startswith("'same-judge' without a basis")


def test_a_broken_parameter_leaves_its_element_to_be_linked_to() -> None:
    assert only(model_faults(("{type: choice, options", "{type: choices, options"))).code == "FID107"


def test_an_element_that_cannot_be_read_makes_no_link_wrong() -> None:
    assert only(model_faults(("  - id: venue\n    title", "  - title"))).code == "FID105"
    assert only(model_faults(("flexible:\n  - id", "flexible:\n  - nothing\n  - id"))).code == "FID107"


def test_evidence_that_cannot_be_read_makes_no_basis_wrong() -> None:
    assert [f.code for f in model_faults(("  - id: EX-12\n    says", "  - says"))] == ["FID105"]
    text = MODEL[: MODEL.index("evidence:")] + "evidence: none\n" + MODEL[MODEL.index("principles:") :]
    assert only(faults_in(text)).code == "FID107"


def test_all_faults_of_a_model_come_in_one_run_and_in_file_order() -> None:
    faults = model_faults(
        ("title: Example Model", "titel: Example Model"),
        ("voice: standard", "voice: stranger"),
        ("standard: 2 weeks", "standard: 2 weaks"),
        ("{all: [venue]}", "{all: [vanue]}"),
        ("rule: consult", "rule: ask"),
        ("id: lawyers-in-review", "id: venue"),
    )
    assert [fault.code for fault in faults] == ["FID106", "FID107", "FID107", "FID109", "FID107", "FID108"]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


@pytest.mark.parametrize(
    "piece", ["2 weeks", "duration", "{all: [venue]}", "consult", "2026.1", "[not in place, partly, fully]"]
)
def test_an_alias_is_the_only_fault_that_it_causes(piece: str) -> None:
    assert {fault.code for fault in model_faults((piece, "*x"))} == {"FID103"}


@pytest.mark.parametrize("key", ["sources", "authority", "rating", "essential", "proscribed"])
def test_a_part_of_the_wrong_shape_is_a_fault(key: str) -> None:
    fault = only(faults_in(f"model: a\nversion: 1\ntitle: A\nowner: A\n{key}: text\n"))
    assert (fault.code, fault.line, fault.column) == ("FID107", 5, len(key) + 3)


@pytest.mark.parametrize("key", ["parameters", "adaptation", "tolerance", "indicators", "requires", "excludes"])
def test_a_part_of_an_element_of_the_wrong_shape_is_a_fault(key: str) -> None:
    element = "{id: e, title: E, statement: E, inferred: why, tier_inferred: why, %s}"
    wrong = "[a]" if key in ("parameters", "adaptation", "tolerance", "requires") else "{a: b}"
    text = "model: a\nversion: 1\ntitle: A\nowner: A\nprinciples:\n  - " + element % f"{key}: {wrong}"
    fault = only(faults_in(text))
    assert (fault.code, fault.line) == ("FID107", 6)


def test_a_plan_is_no_model() -> None:
    fault = only(faults_in(PLAN))
    assert fault == Found(
        "FID104", 1, 1,
        "not a practice model: this is an adaptation plan; expected a practice model. A model begins with 'model:', "
        "'version:', 'title:' and 'owner:'.",
    )  # fmt: skip
    assert only(faults_in("")).text.startswith("not a practice model: this file is empty")


HINTS = {
    "strength": (
        "    voice: standard",
        "    strength: stated\n    voice: standard",
        "Nobody types a strength in: it follows from",
    ),
    "tier": (
        "    form: lawyers absent\n",
        "    tier: essential\n",
        "The tier follows from the list in which the element stands",
    ),
    "optional": ("    form: lawyers absent\n", "    optional: yes\n", "Only a flexible element can be optional"),
    "realised_by": (
        "    form: lawyers absent\n",
        "    realised_by: {all: [venue]}\n",
        "Only a principle has this; what an element",
    ),
    "max": (
        "        read_as: at-most\n",
        "        max: 3 weeks\n",
        "Bounds stand in the list 'limits', or in 'standard'",
    ),
}


@pytest.mark.parametrize("key", HINTS)
def test_a_key_that_belongs_elsewhere_says_where(key: str) -> None:
    old, new, hint = HINTS[key]
    fault = model_faults((old, new))[0]
    assert (fault.code, fault.text.startswith(f"unknown key '{key}'")) == ("FID106", True)
    assert hint in fault.text


TERMS = {
    "nothing": ("[venue]", "[~]", "FID107", "nothing; expected the id of an element"),
    "a list": ("[venue]", "[[venue]]", "FID107", "a list; expected an id, a condition or a group"),
    "no number of terms": (
        "at_least: 1,",
        "at_least: ,",
        "FID105",
        "'at_least' has no value; expected how many of them",
    ),
    "no element": (
        "{parameter: venue.place, in: [court]}",
        "{element: , basis: [EX-03]}",
        "FID105",
        "'element' has no value",
    ),
    "no basis": (
        "{element: venue, inferred: why}",
        "{element: venue}",
        "FID105",
        "a term without 'basis'; expected what it",
    ),
    "an unknown element of a parameter": (
        "{parameter: venue.place, in: [court]}",
        "{parameter: venu.place, in: [court]}",
        "FID109",
        "this model has no element 'venu' (did you mean 'venue'?)",
    ),
    "an exclusion of a parameter that is none": (
        "{parameter: venue.place, is: home",
        "{parameter: venue.door, is: home",
        "FID109",
        "'venue' has no parameter 'door'",
    ),
    "a parameter of an element without any": (
        "{parameter: venue.place, in: [court]}",
        "{parameter: same-judge.name, is: A}",
        "FID109",
        "'same-judge' has no parameter 'name'; expected an element that has parameters",
    ),
    "two heads": ("{all: [venue]}", "{all: [venue], any: [venue]}", "FID107", "a link that is all and any at once"),
}


@pytest.mark.parametrize("name", TERMS)
def test_a_term_with_a_fault_is_called_so(name: str) -> None:
    old, new, code, text = TERMS[name]
    fault = only(model_faults((old, new)))
    assert fault.code == code
    assert fault.text.startswith(text), fault.text
