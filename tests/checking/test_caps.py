"""Plans with more causes or repairs than anybody would read: an honest part of the answer, and soon."""

from __future__ import annotations

from itertools import combinations

import fidelity
from fidelity.checking.causes import MOST_SETS, minimal_sets
from fidelity.plan.plan import Change, Plan


def without_the_first(count: int) -> Plan:
    """A plan that takes out so many of the essential elements."""
    names = [element.id for element in fidelity.load_model("fdac").essential[:count]]
    changes = tuple(Change(id=name, what="It goes.", element=name, natures=("removing",)) for name in names)
    return Plan("bare", "fdac@2026.1", "Northtown", "as-specified", author="site-lead", changes=changes)


def test_repairs_of_findings_that_share_nothing_are_put_together() -> None:
    result = fidelity.check(without_the_first(6))
    repairs = result.repairs()
    assert repairs.complete
    assert repairs.needed
    assert len({len(row) for row in repairs.sets}) == 1
    assert len(set(repairs.sets)) == len(repairs.sets) > 1


def test_where_there_are_too_many_repairs_what_is_listed_still_works() -> None:
    plan = without_the_first(20)
    repairs = fidelity.check(plan).repairs()
    assert not repairs.complete
    assert repairs.sets
    for row in repairs.sets[:3]:
        dropped = [action.removeprefix("withdraw ") for action in row if action.startswith("withdraw ")]
        if len(dropped) == len(row):
            assert fidelity.check(plan.without(*dropped)).verdict != "red"


def test_a_plan_that_is_not_red_needs_no_repair() -> None:
    repairs = fidelity.check(without_the_first(0)).repairs()
    assert (repairs.sets, repairs.complete, repairs.needed) == ((), True, False)


def test_a_plan_that_is_amber_can_be_asked_how_to_become_green() -> None:
    plan = Plan("p", "fdac@2026.1", "Northtown", "as-specified", author="lead", undecided=("parent-mentor",))
    result = fidelity.check(plan)
    assert result.repairs("amber").sets == (("settle undecided:parent-mentor",),)
    assert not result.repairs().needed


def test_minimal_sets_are_the_pairs_where_any_two_of_five_are_enough() -> None:
    atoms = ["a", "b", "c", "d", "e"]
    found, complete = minimal_sets(atoms, lambda some: len(some) > 1)
    assert complete
    assert sorted(map(sorted, found)) == [list(pair) for pair in combinations(atoms, 2)]


def test_past_the_cap_the_smallest_sets_are_kept_and_said_to_be_a_part() -> None:
    atoms = [f"a{number:02}" for number in range(30)]
    found, complete = minimal_sets(atoms, lambda some: len(some) > 2)
    assert not complete
    assert 0 < len(found) <= MOST_SETS
    assert {len(one) for one in found} == {3}


def test_a_thing_that_holds_anyway_has_the_empty_cause() -> None:
    assert minimal_sets(["a"], lambda _: True) == ([frozenset()], True)
