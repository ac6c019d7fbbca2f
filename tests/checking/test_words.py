"""Whoever filled in a workbook is told of pages and columns, and whoever wrote a file of its keys."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from tests.budget import times
from tests.checking.engine import every
from tests.strategies import Case, bearing_cases

import fidelity
from fidelity.errors import Place

KEYS = ("as_specified", "function_kept", "author: site-lead")
PAGES = ("on the page ", "in the column ")
WORKBOOK = Place(path="plan.xlsx", line=1, column=1, sheet="Plan")


def told(case: Case) -> dict[tuple[str, str], str]:
    """Return all that is said of every finding and remark."""
    result = fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)
    remarks = [finding for finding in result.findings if finding.code.startswith("FID5")]
    return {
        (one.code, one.subject): " ".join((one.message, one.why, *one.ways_out, one.ask or ""))
        for one in (*every(result), *remarks)
    }


@times(2)
@given(bearing_cases())
def test_what_is_said_fits_how_the_plan_was_made(case: Case) -> None:
    of_file = told(case)
    of_workbook = told(case._replace(plan=evolve(case.plan, place=WORKBOOK)))
    assert of_file.keys() == of_workbook.keys()
    for key, text in of_file.items():
        assert not any(word in text for word in PAGES)
        assert not any(word in of_workbook[key] for word in KEYS)
        assert (text == of_workbook[key]) == (not any(word in text for word in KEYS))
