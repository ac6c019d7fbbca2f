"""What a plan names and the model does not have: each fault with its code, its place and its words."""

from __future__ import annotations

import pytest

import fidelity
from fidelity.files.plans import read_plan

HEAD = "plan: p\nmodel: fdac@2026.1\nsite: Northtown\nauthor: site-lead\nunmentioned: as-specified\n"


def faults_of(rest: str) -> list[tuple[str, int, int, str]]:
    """Return code, line, column and words of every fault of a plan against its model."""
    plan = read_plan((HEAD + rest).encode(), "plan.yaml")
    with pytest.raises(fidelity.InputError) as caught:
        fidelity.check(plan)
    return [(one.code, one.place.line, one.place.column, one.message) for one in caught.value.faults]


def test_an_unknown_element_is_named_with_the_nearest_one() -> None:
    rest = "as_specified: [same-jugde]\nchoices:\n  reviw-hearing: {interval: 2 weeks}\nundecided: [parent-mentr]\n"
    found = faults_of(rest)
    assert [(code, line) for code, line, _, _ in found] == [("FID109", 6), ("FID109", 8), ("FID109", 9)]
    assert "'same-jugde' is not an element of fdac@2026.1. Did you mean 'same-judge'?" in found[0][3]
    assert "Did you mean 'review-hearing'?" in found[1][3]
    assert "Did you mean 'parent-mentor'?" in found[2][3]


def test_who_copies_a_title_is_told_the_name_that_a_plan_has_for_it() -> None:
    rest = "as_specified: [the same judge throughout, A parent mentor for every parent who wants one]\n"
    first, second = (text for _, _, _, text in faults_of(rest))
    assert first.endswith("'the same judge throughout' is not an element of fdac@2026.1. Did you mean 'same-judge'?")
    assert second.endswith("Did you mean 'parent-mentor'?")


def test_an_unknown_parameter_lists_those_that_there_are() -> None:
    ((code, line, _, text),) = faults_of("choices:\n  same-judge: {judge: 1}\n")
    assert (code, line) == ("FID109", 7)
    assert "'judge' is not a parameter of 'same-judge' of fdac@2026.1; expected one of: judges" in text


def test_an_unknown_option_lists_the_options_and_another_way() -> None:
    ((code, line, _, text),) = faults_of("choices:\n  review-room: {room: courtrom}\n")
    assert (code, line) == ("FID110", 7)
    assert "'review-room.room' cannot be 'courtrom'; expected one of: courtroom" in text
    assert "Did you mean 'courtroom'?" in text
    assert "describe it as a change that is 'substituting'" in text


def test_a_unit_that_does_not_convert_names_both() -> None:
    ((code, _, _, text),) = faults_of("choices:\n  review-hearing: {interval: 1 month}\n")
    assert code == "FID111"
    assert "months or years" in text
    assert "minutes, hours, days or weeks" in text


def test_a_value_that_is_none_says_what_would_be() -> None:
    ((code, _, _, text),) = faults_of("choices:\n  review-hearing: {interval: often}\n")
    assert code == "FID107"
    assert "'review-hearing.interval' cannot be 'often'; expected a length of time such as '2 weeks'" in text


def test_changes_name_what_the_model_has() -> None:
    found = faults_of(
        "changes:\n"
        "  - {id: a, element: revew-hearing, nature: format, what: w}\n"
        "  - {id: b, proscribed: nothing-such, what: w}\n"
        "  - {id: c, element: case-length, nature: lengthening, set: {length: 30 weeks}, exception: august, what: w}\n"
    )
    assert [code for code, _, _, _ in found] == ["FID109", "FID109", "FID109"]
    assert [line for _, line, _, _ in found] == [7, 8, 9]
    assert "is not a proscribed practice of fdac@2026.1" in found[1][3]
    assert "'august' is not an exception for what 'c' sets" in found[2][3]
    assert "extended-once" in found[2][3]


def test_a_local_addition_has_an_id_of_its_own_and_names_what_there_is() -> None:
    found = faults_of(
        "changes:\n"
        "  - id: a\n    add: {id: same-judge, title: T, statement: S., requires: [nobody]}\n"
        "    touches: [nothing]\n    what: w\n"
    )
    texts = [f"{code} {text}" for code, _, _, text in found]
    assert len(texts) == len(set(texts))
    for start in ("FID108 the local addition 'same-judge' has the id", "FID109 'nobody' is", "FID109 'nothing' is"):
        assert any(text.startswith(start) for text in texts)


def test_all_faults_come_in_one_run_in_the_order_of_the_file() -> None:
    found = faults_of("as_specified: [a, b]\nundecided: [c]\n")
    assert [(line, text[:3]) for _, line, _, text in found] == [(6, "'a'"), (6, "'b'"), (7, "'c'")]


def test_a_plan_that_fits_has_no_fault() -> None:
    plan = read_plan((HEAD + "choices:\n  review-hearing: {interval: 14 days}\n").encode(), "plan.yaml")
    assert fidelity.check(plan).verdict == "green"
