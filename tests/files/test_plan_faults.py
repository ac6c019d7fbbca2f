"""Every fault of a plan is found, at its place, and once; and what is allowed is not called a fault."""

from __future__ import annotations

import pytest
from tests.files.samples import MODEL, PLAN, Found, edited, faults_of, only, plan_faults

from fidelity.files.plans import read_plan
from fidelity.rendering.english import is_printable

HEAD = "plan: a\nmodel: m@1\nsite: A\nunmentioned: undecided\n"


def line_of(piece: str) -> int:
    return PLAN[: PLAN.index(piece)].count("\n") + 1


def found_in(text: str) -> list[Found]:
    return faults_of(lambda: read_plan(text.encode(), "plan.yaml"))


# (edit, code, line, column, how the message begins): one fault each.
ONE_FAULT = {
    "a missing line on silence": (
        ("unmentioned: undecided\n", ""),
        "FID105",
        1,
        1,
        "a plan without 'unmentioned'; expected what the plan's silence means, which has no default. Either write",
    ),
    "an empty line on silence": (
        ("unmentioned: undecided", "unmentioned:"),
        "FID105",
        7,
        1,
        "'unmentioned' has no value; expected what",
    ),
    "a misspelt key": (
        ("unmentioned: u", "unmentionned: u"),
        "FID106",
        7,
        1,
        "unknown key 'unmentionned' (did you mean 'unmentioned'?); expected a key of a plan: plan, model, site",
    ),
    "a key that is no key": (("site: N", "x: y\nsite: N"), "FID106", 3, 1, "unknown key 'x'; expected a key of a plan"),
    "a key that is there already under its right name": (
        ("site: N", "sites: N\nsite: N"),
        "FID106",
        3,
        1,
        "unknown key 'sites' (did you mean 'site'?)",
    ),
    "a word that is none": (
        ("unmentioned: undecided", "unmentioned: undecidd"),
        "FID107",
        7,
        14,
        "'undecidd' (did you mean 'undecided'?); expected one of: as-specified, undecided",
    ),
    "a status that is none": (("in-delivery", "live"), "FID107", 5, 9, "'live'; expected one of: proposed, agreed"),
    "a claim that is none": (
        ("inspired-by", "inspired by"),
        "FID107",
        6,
        8,
        "'inspired by' (did you mean 'inspired-by'?)",
    ),
    "a model without a version": (
        ("example@2026.1", "example"),
        "FID107",
        2,
        8,
        "'example', which names no version; expected a model with its version. Write the id and the version",
    ),
    "a model with an empty version": (("example@2026.1", "example@"), "FID107", 2, 8, "'example@'; expected a model"),
    "no model": (
        ("model: example@2026.1\n", ""),
        "FID105",
        1,
        1,
        "a plan without 'model'; expected a model with its version",
    ),
    "a list where a text is expected": (
        ("site: Northtown", "site: [a]"),
        "FID107",
        3,
        7,
        "a list; expected the place that",
    ),
    "a text where a list is expected": (
        ("as_specified: [same-judge]", "as_specified: same-judge"),
        "FID107",
        8,
        15,
        "the text 'same-judge'; expected a list, each entry the id of an element. Write [same-judge]",
    ),
    "an entry that is no text": (
        ("[same-judge]", "[{a: b}]"),
        "FID107",
        8,
        16,
        "a mapping of keys; expected the id of an element",
    ),
    "an entry without a value": (("[same-judge]", "[~]"), "FID107", 8, 16, "nothing; expected the id of an element"),
    "an element kept twice": (
        ("[same-judge]", "[same-judge, same-judge]"),
        "FID108",
        8,
        28,
        "'same-judge' stands here a second time",
    ),
    "a key twice": (
        ("site: N", "site: N\nsite: N"),
        "FID108",
        4,
        1,
        "the key 'site' stands here a second time (first in line 3)",
    ),
    "a change twice": (
        ("id: video", "id: slower"),
        "FID108",
        line_of("id: video"),
        9,
        "the change 'slower' stands here a second time (first in line 13)",
    ),
    "a change without an element": (
        ("    element: review-hearing\n    nature: substituting\n    with: remote-review\n", ""),
        "FID105",
        line_of("id: video"),
        5,
        "a change that does not say what it changes; expected the id of an element. Either 'element:', 'add:' or",
    ),
    "a change with an empty element": (
        ("    element: review-hearing\n    nature: sub", "    element:\n    nature: sub"),
        "FID105",
        line_of("id: video") + 1,
        5,
        "'element' has no value",
    ),
    "a change of two things": (
        ("    proscribed: lawyers", "    element: a\n    nature: format\n    proscribed: lawyers"),
        "FID107",
        line_of("proscribed:") + 2,
        5,
        "a change that names element and proscribed at once; expected one of them",
    ),
    "a change without an id": (
        ("  - id: lawyers\n    pros", "  - pros"),
        "FID105",
        line_of("id: lawyers"),
        5,
        "a change without 'id'",
    ),
    "a change that does not say what it does": (
        ("    what: By video.\n", ""),
        "FID105",
        line_of("id: video"),
        5,
        "a change without 'what'; expected what is altered",
    ),
    "a change to an element without a nature": (
        ("    nature: substituting\n    with: remote-review\n", ""),
        "FID105",
        line_of("id: video"),
        5,
        "a change without 'nature'; expected what kind of change it is",
    ),
    "a nature that FRAME does not have": (
        ("nature: substituting", "nature: substitutin"),
        "FID107",
        line_of("nature: substituting"),
        13,
        "'substitutin' (did you mean 'substituting'?); expected one of: tailoring, packaging",
    ),
    "a nature twice": (
        ("nature: [shortening, format]", "nature: [format, format]"),
        "FID108",
        15,
        22,
        "'format' stands here a second time",
    ),
    "values in a change to nothing of the model": (
        ("    proscribed: l", "    set: {a: b}\n    proscribed: l"),
        "FID106",
        line_of("proscribed: l"),
        5,
        "'set' has no meaning here; expected 'set' only in a change to an element",
    ),
    "touches in a change to an element": (
        ("    with: remote-review\n", "    with: remote-review\n    touches: [a]\n"),
        "FID106",
        line_of("with: remote") + 1,
        5,
        "'touches' has no meaning here; expected 'touches' only in a local addition",
    ),
    "a substitute without substituting": (
        ("nature: substituting", "nature: format"),
        "FID106",
        line_of("with: remote-review"),
        5,
        "'with' has no meaning here; expected 'with' only where the nature is 'substituting'",
    ),
    "an exception without values": (
        ("    with: remote-review\n", "    with: remote-review\n    exception: august\n"),
        "FID106",
        line_of("with: remote") + 1,
        5,
        "'exception' has no meaning here; expected 'exception' only beside 'set'",
    ),
    "a comma in braces": (
        ("set: {interval: 3 weeks, staff", "set: {interval: 3 weeks, August only, staff"),
        "FID107",
        16,
        41,
        "nothing; expected a value, or a list of texts for a set. Inside {...} a comma starts a new key: put a text",
    ),
    "a comma in braces of an approval": (
        ("{change: slower, nat", "{change: slower, August only, nat"),
        "FID106",
        line_of("- {change"),
        26,
        "unknown key 'August only'; expected a key of an entry under 'covers': change, nature, set, with, exception. I",
    ),
    "a value that is a mapping": (
        ("place: no", "place: {a: b}"),
        "FID107",
        11,
        12,
        "a mapping of keys; expected a value, or",
    ),
    "choices that are a list": (
        ("choices:\n  venue:\n    place: no", "choices: [venue]"),
        "FID107",
        9,
        10,
        "a list; expected a mapping from elements to their values",
    ),
    "choices of an element that are a text": (
        ("  venue:\n    place: no", "  venue: no"),
        "FID107",
        10,
        10,
        "the text 'no'; expected a mapping from parameters to values",
    ),
    "a record field that FRAME does not have": (
        ("      modified:", "      modifier:"),
        "FID106",
        line_of("      modified"),
        7,
        "unknown key 'modifier' (did you mean 'modified'?)",
    ),
    "a record word that FRAME does not have": (
        ("level: target-group", "level: target group"),
        "FID107",
        line_of("level:"),
        14,
        "'target group' (did you mean 'target-group'?)",
    ),
    "a reason that FRAME does not have": (
        ("[available-resources]", "[available-resource]"),
        "FID107",
        line_of("reasons:"),
        17,
        "'available-resource' (did you mean",
    ),
    "a record that stands outside the record": (
        ("    record:\n      modified: content", "    modified: content\n    record:"),
        "FID106",
        line_of("    record:"),
        5,
        "unknown key 'modified'; expected a key of a change",
    ),
    "an addition with a basis": (
        ("      requires: [venue]", "      basis: [EX-1]\n      requires: [venue]"),
        "FID106",
        line_of("      requires:"),
        7,
        "unknown key 'basis'; expected a key of a local addition: id, title, statement, requires, excludes. A local",
    ),
    "an addition whose id is no id": (
        ("id: abuse-worker", "id: Abuse Worker"),
        "FID107",
        line_of("id: abuse-"),
        11,
        "the text 'Abuse Worker'",
    ),
    "changes that are a mapping": (
        ("undecided: [child-timescale]\napprovals:", "undecided: {a: b}\napprovals:"),
        "FID107",
        line_of("undecided: ["),
        12,
        "a mapping of keys; expected a list, each entry the id of an element",
    ),
    "kept and undecided": (
        ("undecided: [child-timescale]", "undecided: [same-judge]"),
        "FID112",
        line_of("undecided: ["),
        13,
        "'same-judge' is undecided here, and is as specified in line 8; expected one of the two",
    ),
    "kept and changed": (
        ("[same-judge]", "[lawyers-in-review]"),
        "FID112",
        line_of("proscribed: lawyers"),
        17,
        "'lawyers-in-review' is changed here, and is as specified in line 8",
    ),
    "chosen and undecided": (
        ("undecided: [child-timescale]", "undecided: [venue]"),
        "FID112",
        10,
        3,
        f"'venue' has chosen values here, and is undecided in line {line_of('undecided: [')}",
    ),
    "a parameter set twice in two changes": (
        ("    with: remote-review\n", "    with: remote-review\n    set: {interval: 1 week}\n"),
        "FID112",
        line_of("with: remote") + 1,
        11,
        "'interval' of 'review-hearing' is set here and in line 16; expected one value",
    ),
    "a parameter set in choices and in a change": (
        ("  venue:\n", "  review-hearing: {interval: 1 week}\n  venue:\n"),
        "FID112",
        17,
        11,
        "'interval' of 'review-hearing' is set here and in line 10",
    ),
    "an approval without a date": (
        ("    given: 2026-05-01\n", ""),
        "FID105",
        line_of("  - covers"),
        5,
        "an approval without 'given'",
    ),
    "an approval without a role": (
        ("    role: model-owner\n", ""),
        "FID105",
        line_of("  - covers"),
        5,
        "an approval without 'role'",
    ),
    "a date that is none": (
        ("2026-05-01", "1 May 2026"),
        "FID107",
        line_of("given:"),
        12,
        "the text '1 May 2026'; expected a date such as 2026-05-01. Write year, month and day: YYYY-MM-DD",
    ),
    "a day that does not exist": (
        ("2026-05-01", "2026-02-30"),
        "FID107",
        line_of("given:"),
        12,
        "the text '2026-02-30'",
    ),
    "an end before the start": (
        ('"2027-04-30"', "2026-04-30"),
        "FID107",
        line_of("until:"),
        12,
        "2026-04-30, which is before the approval was given",
    ),
    "an approval that covers a bare id": (
        ("{change: slower, nature: [shortening, format], set: {interval: 3 weeks}, exception: august}", "slower"),
        "FID107",
        line_of("- {change"),
        9,
        "the text 'slower'; expected an entry under 'covers', as a mapping of keys",
    ),
}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_one_slip_gives_one_fault_at_its_place(name: str) -> None:
    edit, code, line, column, text = ONE_FAULT[name]
    fault = only(plan_faults(edit))
    assert (fault.code, fault.line, fault.column) == (code, line, column), fault
    assert fault.text.startswith(text)


def test_an_element_changed_and_undecided_is_said_for_each_change() -> None:
    faults = plan_faults(("undecided: [child-timescale]", "undecided: [review-hearing]"))
    assert [fault.code for fault in faults] == ["FID112", "FID112"]
    assert faults[0].text.startswith("'review-hearing' is changed here, and is undecided in line")


def test_an_approval_that_covers_nothing_or_a_change_twice_is_a_fault() -> None:
    covers = "  - covers: {}\n    by: B\n    role: r\n    given: 2026-01-01\n"
    assert only(found_in(HEAD + "approvals:\n" + covers.format("[]"))).code == "FID105"
    twice = "changes: [{id: c, proscribed: p, what: w}]\napprovals:\n" + covers.format("[{change: c}, {change: c}]")
    fault = only(found_in(HEAD + twice))
    assert (fault.code, fault.text[:30]) == ("FID108", "the change 'c' stands here a s")


def test_all_faults_of_a_plan_come_in_one_run_and_in_file_order() -> None:
    faults = plan_faults(
        ("site: Northtown", "sit: Northtown"),
        ("place: no", "place:"),
        ("nature: substituting", "nature: swapping"),
        ("given: 2026-05-01", "given: soon"),
    )
    assert [fault.code for fault in faults] == ["FID106", "FID107", "FID107", "FID107"]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_an_approval_of_a_change_that_was_withdrawn_can_be_read() -> None:
    changed = edited(PLAN, ("{change: slower", "{change: slowe"))
    assert read_plan(changed.encode(), "plan.yaml").approvals[0].covers[0].change == "slowe"


def test_a_change_that_cannot_be_read_makes_no_approval_wrong() -> None:
    assert [f.code for f in plan_faults(("  - id: slower\n    el", "  - el"))] == ["FID105"]
    assert [f.code for f in plan_faults(("changes:\n", "changes:\n  - nothing\n"))] == ["FID107"]


def test_an_alias_is_the_only_fault_that_it_causes() -> None:
    for piece in ("northtown", "example@2026.1", "[same-judge]", "substituting", "2026-05-01", "3 weeks", "by-video"):
        if piece in PLAN:
            assert {fault.code for fault in plan_faults((piece, "*x"))} == {"FID103"}, piece


KINDS = {
    "": "not an adaptation plan: this file is empty; expected an adaptation plan. A plan begins with 'plan:'",
    "# nothing\n": "not an adaptation plan: this file is empty",
    "just text": "not an adaptation plan: this file holds no keys",
    "- a\n- b\n": "not an adaptation plan: this file holds no keys",
    "services: {web: {}}\nversions: 1\n": "not an adaptation plan: this file has none of the keys of one",
    MODEL: "not an adaptation plan: this is a practice model",
    '{"schema_version": 1, "checklist": "fdac", "model": "fdac"}': "not an adaptation plan: this is a fidelity",
    '{"schema_version": 1, "verdict": "red", "plans": []}': "not an adaptation plan: this is the result of a check",
    '{"schema_version": 1, "counts": {}, "variations": []}': "not an adaptation plan: this is a register of approvals",
    '{"schema_version": 1, "plans": []}': "not an adaptation plan: this is a baseline",
    '{"schema_version": 1, "items": []}': "not an adaptation plan: this is a report for other programs",
}


@pytest.mark.parametrize("text", KINDS)
def test_what_is_no_plan_is_called_so(text: str) -> None:
    fault = only(found_in(text))
    assert (fault.code, fault.line, fault.column) == ("FID104", 1, 1)
    assert fault.text.startswith(KINDS[text])


def test_a_plan_of_misspelt_keys_is_a_plan_all_the_same() -> None:
    assert {fault.code for fault in found_in("plam: a\nmodl: m@1\nsitee: A\nunmentionned: undecided\n")} == {"FID106"}


ALLOWED = {
    "choices of a kept element": ("as_specified: [same-judge]", "as_specified: [same-judge, venue]"),
    "an element in two changes": ("id: video", "id: video2"),
    "two parameters of one element in two changes": (
        "    with: remote-review\n",
        "    with: remote-review\n    set: {families: 5 families}\n",
    ),
    "substituting with what is not listed": ("    with: remote-review\n", ""),
    "a nature for a proscribed practice": ("    proscribed: l", "    nature: personnel\n    proscribed: l"),
    "an approval without an end": ('    until: "2027-04-30"\n', ""),
    "an empty set": ("staff: [nurse, judge]", "staff: []"),
    "empty lists": ("undecided: [child-timescale]", "undecided:"),
    "a change id that starts with a digit": ("id: video", "id: 2nd change"),
    "a text in blocks": ("what: By video.", "what: |\n      By\n      video."),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_read(name: str) -> None:
    read_plan(edited(PLAN, ALLOWED[name]).encode(), "plan.yaml")


def test_texts_are_stripped_and_quotes_do_not_matter() -> None:
    text = edited(PLAN, ("what: By video.", "what: |\n      By\n      video."), ("place: no", "place: 'no'"))
    plan = read_plan(text.encode(), "plan.yaml")
    assert plan.changes[1].what == "By\n      video.".replace("      ", "")
    assert plan.choices == read_plan(PLAN.encode(), "plan.yaml").choices


def test_an_error_shows_path_line_and_column() -> None:
    with pytest.raises(ValueError, match=r"^north/plan\.yaml:3:7: FID107 a list; expected the place") as caught:
        read_plan(edited(PLAN, ("site: Northtown", "site: []")).encode(), "north/plan.yaml")
    assert "\n" not in str(caught.value)


def test_an_addition_that_stands_twice_is_a_fault() -> None:
    again = "  - id: worker2\n    add: {id: abuse-worker, title: A, statement: A}\n    what: Again.\nundecided: [child"
    fault = only(plan_faults(("undecided: [child", again)))
    assert (fault.code, fault.line) == ("FID108", line_of("undecided: [") + 1)
    assert fault.text.startswith("an addition 'abuse-worker' stands here a second time (first in line 35)")


def test_a_long_text_is_shortened_in_a_message() -> None:
    fault = only(plan_faults(("in-delivery", "'" + "very long and \\x07 " * 50 + "'")))
    assert len(fault.text) < 200
    assert is_printable(fault.text)


def test_what_a_document_that_is_an_alias_is_remains_unknown() -> None:
    assert [fault.code for fault in found_in("*x\n")] == ["FID103"]
