"""The plan to fill in: it can be read as it is, and so can it with any one of its parts un-commented."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import models

import fidelity
from fidelity.files.plans import read_plan
from fidelity.files.templates.yaml import plan_template, sample
from fidelity.plan.frame import NATURES, RECORD
from fidelity.plan.text import scalar, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.model.model import Model

FDAC = fidelity.load_model("fdac")


class Block(NamedTuple):
    """Lines that belong together: the key they stand under, their first word, and which lines they are."""

    key: str
    name: str
    lines: tuple[int, ...]


def blocks(text: str) -> list[Block]:
    """Return the parts that a reader would un-comment, each beginning at the first level of indentation."""
    found: list[list[int]] = []
    key, lines = "", text.splitlines()
    names: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        if line and not line.startswith("#"):
            key = line.partition(":")[0]
        if line.startswith("#   ") and line[4] != " ":
            found.append([number])
            names.append((key, line[4:].lstrip("- ").split(" ")[0].rstrip(":")))
        elif line.startswith("#    "):
            found[-1].append(number)
    return [Block(*name, tuple(numbers)) for name, numbers in zip(names, found, strict=True)]


def uncommented(text: str, *chosen: Block) -> str:
    """Return the text with some blocks un-commented."""
    numbers = {number for block in chosen for number in block.lines}
    return "\n".join(line[2:] if n in numbers else line for n, line in enumerate(text.splitlines()))


@cache
def template() -> str:
    return plan_template(FDAC)


def _read(text: str) -> fidelity.Plan:
    return read_plan(text.encode(), "new.yaml")


BLOCKS = blocks(template())
ALONE = [block for block in BLOCKS if block.key != "approvals"]


def test_it_is_a_plan_that_says_nothing_yet() -> None:
    plan = _read(template())
    assert (plan.model, plan.unmentioned, plan.claim, plan.status) == (
        FDAC.reference,
        "undecided",
        "implements",
        "proposed",
    )
    assert (plan.as_specified, plan.choices, plan.changes, plan.undecided, plan.approvals) == ((), (), (), (), ())


def test_its_silence_is_amber_and_said_first() -> None:
    result = fidelity.check(_read(template()))
    assert result.verdict == "amber"
    assert result.findings[0].code == "FID209"


def test_every_element_can_be_kept_or_left_open() -> None:
    ids = [*FDAC.by_id, *FDAC.proscribed_by_id]
    for key in ("as_specified", "undecided"):
        assert [block.name for block in BLOCKS if block.key == key] == ids


def test_every_element_with_a_figure_can_be_given_a_value() -> None:
    named = [block.name for block in BLOCKS if block.key == "choices"]
    assert named == [element.id for element in FDAC.elements if element.parameters]


@pytest.mark.parametrize("block", ALONE, ids=[f"{block.key}-{block.name}-{block.lines[0]}" for block in ALONE])
def test_any_part_alone_makes_a_plan_that_can_be_checked(block: Block) -> None:
    plan = _read(uncommented(template(), block))
    said = [*plan.as_specified, *plan.choices, *plan.changes, *plan.undecided]
    assert len(said) == 1
    assert fidelity.check(plan).findings


def test_the_approval_covers_the_example_of_a_change() -> None:
    change, approval = (next(block for block in BLOCKS if block.key == key) for key in ("changes", "approvals"))
    plan = _read(uncommented(template(), change, approval))
    assert [covered.change for covered in plan.approvals[0].covers] == [plan.changes[0].id]
    assert not any(finding.code in ("FID401", "FID404") for finding in fidelity.check(plan).findings)


def test_all_values_together_are_inside_the_model_or_the_model_is_silent() -> None:
    chosen = [block for block in BLOCKS if block.key == "choices"]
    plan = _read(uncommented(template(), *chosen))
    codes = {finding.code for finding in fidelity.check(evolve(plan, unmentioned="as-specified")).findings}
    assert "FID204" not in codes


def test_keeping_everything_is_green() -> None:
    chosen = [block for block in BLOCKS if block.key == "as_specified"]
    assert fidelity.check(_read(uncommented(template(), *chosen))).verdict == "green"


def test_the_example_of_a_change_has_the_whole_record_and_its_words() -> None:
    text = " ".join(template().replace("##", "").split())
    for words in (NATURES, *RECORD.values()):
        for word in words:
            assert word in text
    change = next(block for block in BLOCKS if block.key == "changes")
    assert _read(uncommented(template(), change)).changes[0].record.missing == ()


def test_exceptions_are_named_where_they_can_be_used() -> None:
    assert "'exception: extended-once'" in template()


def test_explanations_are_at_most_100_columns_wide() -> None:
    assert max(map(len, _explained(template().splitlines()))) <= 100


def _explained(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line.startswith("##")]


@given(models(), st.data())
def test_the_plan_for_any_model_can_be_read_whole_and_in_parts(model: Model, data: st.DataObject) -> None:
    text = plan_template(model)
    assert _read(text).model == model.reference
    alone = [block for block in blocks(text) if block.key != "approvals"]
    if alone:
        plan = _read(uncommented(text, data.draw(st.sampled_from(alone))))
        assert fidelity.check(plan, model).verdict in ("green", "amber", "red")


@given(models())
def test_a_sample_can_be_read(model: Model) -> None:
    for element in model.elements:
        for parameter in element.parameters:
            parameter.value(sample(parameter))


@given(st.text(max_size=20))
def test_a_title_of_any_kind_stays_a_comment(title: str) -> None:
    element = evolve(FDAC.elements[0], title=title)
    plan = _read(plan_template(evolve(FDAC, title=title, elements=(element, *FDAC.elements[1:2]))))
    assert plan.id == "our-plan"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    plain = text.strip()
    if "\0" in plain or not plain:
        return
    document = (
        f"plan: a\nmodel: fdac@1\nsite: {scalar(plain)}\nunmentioned: undecided\nas_specified: {written((plain,))}"
    )
    plan = _read(document)
    assert (plan.site, plan.as_specified) == (plain, (plain,))
