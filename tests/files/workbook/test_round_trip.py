"""A plan says the same as an object, in YAML and in a workbook, whatever its texts are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.strategies import models, plans, worded

import fidelity
from fidelity.files.plans import read_plan
from fidelity.files.templates import converted

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

EXAMPLES = sorted(Path("docs/examples").glob("*.yaml"))


def in_a_workbook(plan: Plan, model: Model) -> bytes:
    made = converted(plan, "xlsx", model)
    assert isinstance(made, bytes)
    return made


def through_yaml(plan: Plan) -> Plan:
    return read_plan(fidelity.plan_text(plan).encode(), "plan.yaml")


def through_a_workbook(plan: Plan, model: Model) -> Plan:
    return read_plan(in_a_workbook(plan, model), "plan.xlsx")


@given(st.data())
def test_a_plan_read_from_yaml_or_from_a_workbook_is_the_plan_that_was_written(data: st.DataObject) -> None:
    model = data.draw(models(max_size=4))
    plan = data.draw(plans(model, max_atoms=4).flatmap(worded))
    assert through_yaml(plan) == plan
    assert through_a_workbook(plan, model) == plan


@times(0.2)
@given(st.data())
def test_the_same_plan_makes_the_same_bytes(data: st.DataObject) -> None:
    model = data.draw(models(max_size=3))
    plan = data.draw(plans(model, max_atoms=3))
    assert in_a_workbook(plan, model) == in_a_workbook(plan, model)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_comes_back_from_a_workbook_with_the_same_findings(path: Path) -> None:
    plan = fidelity.load_plan(path)
    again = through_a_workbook(plan, fidelity.load_model(plan.model))
    assert again == plan
    first, second = fidelity.check(plan), fidelity.check(again)
    assert [finding.fingerprint for finding in second.findings] == [finding.fingerprint for finding in first.findings]
    assert all(finding.location.sheet for finding in second.findings)
