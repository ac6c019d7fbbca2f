"""What words give away: a text that says more than its nature, a function denied, a statement that says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.commands.call import EXAMPLES
from tests.strategies import Case, cases

import fidelity
from fidelity.plan.frame import NATURES
from fidelity.plan.signs import MILDER, MORE_THAN, denies, says_nothing, sounds_like_more
from fidelity.reports import report
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run
from fidelity.verdicts import Verdict

PAGE = EXAMPLES.parent / "explanation" / "what-words-give-away.md"
SIXTY = Path(__file__).with_name("sixty-texts.yaml")
MORE = {
    ("bairns-hoose-beyond", "without-police"),
    ("brighter-futures-beyond", "new-carers-only"),
    ("coram-i-beyond", "no-analysts"),
    ("scaling-and-spreading-within", "short-guide"),
}
"""The changes of the example plans, of a mild nature or one of manner, that leave out or cut down what they change."""


class Found(NamedTuple):
    """Of how many texts something was said, of how many rightly, and of how many it should have been."""

    said: int
    rightly: int
    due: int


def counted(pairs: list[tuple[bool, bool]]) -> Found:
    """Return the counts of pairs: whether it was said, and whether it is so."""
    return Found(sum(said for said, _ in pairs), sum(said and so for said, so in pairs), sum(so for _, so in pairs))


def of_examples() -> Found:
    """Return what is found in the example plans, of which texts sound like more."""
    pairs = []
    for path in sorted(EXAMPLES.glob("*.fidelity.yaml")):
        for change in fidelity.load_plan(path).changes:
            if change.natures and MILDER.issuperset(change.natures):
                said = sounds_like_more(change.what, change.natures) is not None
                pairs.append((said, (path.name.partition(".")[0], change.id) in MORE))
    return counted(pairs)


def of_sixty() -> dict[str, Found]:
    """Return what is found in the sixty texts of somebody who had not seen the signs."""
    texts = yaml.safe_load(SIXTY.read_text("utf-8"))
    assert len(texts) == 60
    more = [(sounds_like_more(one["what"], [one["nature"]]) is not None, one["more"]) for one in texts]
    stated = [one for one in texts if "function_kept" in one]
    return {
        "more": counted(more),
        "nothing": counted([(says_nothing(one["function_kept"], one["what"]), one["nothing"]) for one in stated]),
        "denied": counted([(denies(one["function_kept"]), one["denied"]) for one in stated]),
    }


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("Reviews with the judge are abolished.", "removing"),
        ("From May there is no mentor.", "removing"),
        ("We will no longer hold the weekly meeting", "removing"),
        ("Meetings go ahead without the guardian.", "removing"),
        ("Reviews are held less often, every six weeks.", "shortening"),
        ("Only parents of babies are seen.", "shortening"),
        ("The session is cut to ten minutes.", "shortening"),
        ("Parents meet a mentor where capacity allows.", "loosening-structure"),
    ],
)
def test_a_text_that_says_something_is_left_out_sounds_like_more_than_a_mild_nature(text: str, nature: str) -> None:
    found = sounds_like_more(text, ["tailoring"])
    assert found is not None
    assert found[0] == nature
    assert found[1] in text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "Nothing is left out.",
        "Reviews are no shorter than before.",
        "The order is changed without losing anything.",
        "The form is not changed.",
        "Parents get a card with pictures.",
        "",
    ],
)
def test_a_text_without_a_loss_does_not_sound_like_more(text: str) -> None:
    assert sounds_like_more(text, ["tailoring"]) is None


@given(st.text(max_size=80), st.sampled_from(sorted(NATURES)))
def test_what_a_nature_says_itself_is_not_said_again(text: str, nature: str) -> None:
    if nature not in MILDER:
        assert sounds_like_more(f"It is abolished. {text}", [nature]) is None
        assert sounds_like_more(f"It is abolished. {text}", [nature, "tailoring"]) is None
    assert sounds_like_more(text, []) is None


def test_natures_that_leave_something_out_are_the_only_ones_that_signs_speak_of() -> None:
    assert not MILDER & MORE_THAN.keys()
    assert MILDER | MORE_THAN.keys() <= NATURES.keys()


@pytest.mark.parametrize(
    "statement",
    [
        *("It is not kept.", "it isn't kept", "None", "Lost.", "The purpose is lost, sadly.", "It will not be met."),
        *("The function is no longer served", "This cannot be achieved any more.", "Unfortunately it is gone."),
    ],
)
def test_a_plain_denial_counts_as_nothing_said(statement: str) -> None:
    assert denies(statement)
    change = fidelity.Change("a", "So.", "review-hearing", ("tailoring",), function_kept=statement)
    assert not change.function_said
    plan = fidelity.Plan("p", "fdac@2026.1", "Northtown", "as-specified", author="lead", changes=(change,))
    (finding,) = fidelity.check(plan).open
    assert finding.code == "FID206"
    assert finding.why.endswith("the plan says that it is not.")


@pytest.mark.parametrize(
    "statement",
    [
        *("It is kept: parents ring the judge.", "It is not kept as a meeting, but as a letter.", "It is kept.", ""),
        *("Nothing is lost; the judge still sees parents.", "No reviews are lost.", "x"),
        *("The judge is not there, the guardian asks the same.", "It is not the same room."),
    ],
)  # fmt: skip
def test_what_explains_is_no_denial(statement: str) -> None:
    assert not denies(statement)


@pytest.mark.parametrize(
    "statement", ["x", "Yes", "-", "The purpose is kept.", "It is still met, of course", "As before."]
)
def test_a_statement_without_content_still_counts_and_is_remarked_on(statement: str) -> None:
    assert says_nothing(statement)
    change = fidelity.Change("a", "So.", "review-hearing", ("tailoring",), function_kept=statement)
    plan = fidelity.Plan("p", "fdac@2026.1", "Northtown", "as-specified", author="lead", changes=(change,))
    result = fidelity.check(plan)
    assert result.verdict is Verdict.GREEN
    (remark,) = (one for one in result.remarks if one.code == "FID508")
    assert remark.ways_out == ("say what will be done so that it is kept, as somebody who looks could see it",)


def test_a_function_or_a_change_that_is_only_repeated_says_nothing() -> None:
    assert says_nothing("Keeps parents motivated.", None, "keeps parents motivated")
    assert not says_nothing("Keeps parents motivated.", "They ring.", None)
    assert not says_nothing("Keeps parents motivated by a letter.", "They ring.", "keeps parents motivated")


@times(2)
@given(cases())
def test_a_denial_judges_a_plan_as_saying_nothing_does(case: Case) -> None:
    def said(words: str | None) -> fidelity.CheckResult:
        changes = tuple(evolve(one, function_kept=words) for one in case.plan.changes)
        return fidelity.check(evolve(case.plan, changes=changes), case.model, bind=case.bind, on=case.on)

    denied, silent = said("It is not kept."), said(None)
    assert denied.verdict is silent.verdict
    assert {(one.code, one.subject) for one in denied.findings if one.code[3] != "5"} == {
        (one.code, one.subject) for one in silent.findings if one.code[3] != "5"
    }


def test_the_page_says_what_the_signs_find_and_miss() -> None:
    page = " ".join(PAGE.read_text("utf-8").split())
    rows = {"example plans: sounds like more": of_examples()}
    names = {"more": "sounds like more", "nothing": "says nothing", "denied": "denies the function"}
    rows |= {f"sixty texts: {names[name]}": found for name, found in of_sixty().items()}
    for name, found in rows.items():
        part = f"| {name} | {found.said} | {found.rightly} | {found.due} |"
        assert part in page, part
    for signs in MORE_THAN.values():
        assert not [sign for sign in signs if f"*{sign}*" not in page]


def test_a_green_on_the_sites_own_word_says_so_and_names_the_statement() -> None:
    said = "Parents ring the judge every week."
    change = fidelity.Change("calls", "By telephone.", "review-hearing", ("tailoring",), function_kept=said)
    plan = fidelity.Plan("p", "fdac@2026.1", "Northtown", "as-specified", author="lead", changes=(change,))
    result = fidelity.check(plan)
    assert result.verdict is Verdict.GREEN
    (remark,) = (one for one in result.remarks if one.code == "FID509")
    assert remark.message == (
        "That 'Fortnightly reviews with the judge' keeps its function with the change calls "
        "(tailoring/tweaking/refining) is the site's own word: 'Parents ring the judge every week'."
    )
    for name in FORMATS.names:
        text = report(FORMATS, name, Run([result]))
        assert "FID509" in text, name
    assert report(FORMATS, "text", Run([result])).startswith(
        "GREEN  p is within the model, on the site's own word: 1 statement to check\n"
    )


@times(2)
@given(cases())
def test_of_what_is_green_only_for_words_every_word_is_listed(case: Case) -> None:
    """Without the statements that are listed nothing that was green for words alone stays so unremarked."""
    plan = evolve(case.plan, approvals=(), claim="implements")
    result = fidelity.check(plan, case.model, bind=case.bind, on=case.on)
    listed = {one.subject for one in result.remarks if one.code == "FID509"}
    rest = tuple(
        one if one.id in listed else evolve(one, function_kept=None) if one.element is not None else one
        for one in plan.changes
    )
    bare = fidelity.check(evolve(plan, changes=rest), case.model, bind=case.bind, on=case.on)
    if result.verdict is Verdict.GREEN:
        assert bare.verdict is Verdict.GREEN
