"""Many plans judged at once get what each of them gets alone."""

from __future__ import annotations

import subprocess
import sys
from importlib import util
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.benchmarks.generate import Planner, make_model
from tests.needed import library

import fidelity
from fidelity import sweep_columns as columns_
from fidelity import sweep_lanes as lanes
from fidelity.checking.facts import WEIGHING
from fidelity.errors import MissingExtraError
from fidelity.files.changes import said_twice
from fidelity.files.plans import read_plan
from fidelity.model.elements import Element, Tier, Tolerance
from fidelity.model.evidence import Basis
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint, Limit, Parameter
from fidelity.model.requirements import ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.model.strength import Strength
from fidelity.plan.plan import Addition, Change, Choice, Plan, Setting
from fidelity.plan.text import plan_text
from fidelity.strategies import Case, cases, plans
from fidelity.strategies.parameters import values_for
from fidelity.verdicts import RED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

Answer = tuple[str, list[str], list[str]]
FDAC = fidelity.load_model("fdac")
STATED = Basis(("E",), None, Strength.STATED)


def alone(plan: Plan, model: Model, bind: Strength = Strength.RESTATED, on: date | None = None) -> Answer:
    """Return what one plan gets by itself: its verdict, its codes, and those that are red."""
    result = fidelity.check(plan, model, bind=bind, on=on, privacy_scan=False)
    every = [one for finding in result.findings for one in (finding, *finding.consequences) if one.code in WEIGHING]
    red = {one.code for one in every if one.own_verdict is RED}
    return result.verdict.value, sorted({one.code for one in every}), sorted(red)


def together(swept: fidelity.Sweep) -> list[Answer]:
    """Return the same for each plan of a sweep."""
    rows = zip(swept.verdicts.tolist(), swept.found.tolist(), swept.breached.tolist(), strict=True)
    return [(verdict, named(found), named(red)) for verdict, found, red in rows]


def named(row: list[bool]) -> list[str]:
    """Return the codes of a row of a sweep."""
    return [code for code, has in zip(fidelity.Sweep.codes, row, strict=True) if has]


def in_columns(plans: Sequence[Plan]) -> dict[str, list[object]]:
    """Return some plans as the columns of their records, with a row for each plan that says nothing."""
    rows = [{**row, "plan": number} for number, plan in enumerate(plans) for row in plan.to_records()]
    rows += [{"plan": number} for number in range(len(plans))]
    names = ("plan", "kind", "element", "nature", "set", "with", "exception", "function_kept")
    return {name: [row.get(name) for row in rows] for name in names}


def sayable(plan: Plan) -> bool:
    """Return whether columns can say all of a plan."""
    plain = plan.unmentioned == "as-specified" and plan.claim == "implements" and not plan.approvals
    return plain and all(change.addition is None for change in plan.changes)


@given(cases(max_atoms=8), st.data())
def test_a_sweep_over_plans_finds_what_a_check_of_each_finds(case: Case, data: st.DataObject) -> None:
    some = [case.plan, *data.draw(st.lists(plans(case.model, max_atoms=8), max_size=5))]
    swept = fidelity.sweep(case.model, some, bind=case.bind, on=case.on)
    assert together(swept) == [alone(plan, case.model, case.bind, case.on) for plan in some]


@given(cases(max_atoms=8), st.data())
def test_a_sweep_over_columns_finds_what_a_check_of_each_plan_finds(case: Case, data: st.DataObject) -> None:
    drawn = [case.plan, *data.draw(st.lists(plans(case.model, max_atoms=8), max_size=5))]
    some = [one for one in drawn if sayable(one)]
    swept = fidelity.sweep(case.model, in_columns(some), bind=case.bind)
    assert together(swept) == [alone(plan, case.model, case.bind) for plan in some]
    for position, plan in enumerate(some):
        assert alone(swept.plan_of(position), case.model, case.bind) == alone(plan, case.model, case.bind)


@pytest.mark.parametrize("narrow", [False, True])
def test_many_plans_for_a_large_model_are_no_different(monkeypatch: pytest.MonkeyPatch, *, narrow: bool) -> None:
    if narrow:  # several blocks, and combinations of words that no table holds
        monkeypatch.setattr(lanes, "_WIDEST", 8)
        monkeypatch.setattr(lanes, "_NARROWEST", 8)
        monkeypatch.setattr(columns_, "_DENSE", 1)
    model = make_model(120)
    planner = Planner(model)
    some = planner.plans(90, breaching=True) + planner.plans(60, breaching=False)
    expected = [alone(plan, model) for plan in some]
    assert together(fidelity.sweep(model, some)) == expected
    columns = in_columns(some)
    assert together(fidelity.sweep(model, columns)) == expected
    mixed = np.random.default_rng(1).permutation(len(columns["plan"]))
    shuffled = {name: [column[row] for row in mixed] for name, column in columns.items()}
    assert together(fidelity.sweep(model, shuffled)) == expected


# Links in a circle ------------------------------------------------------------------------------


def circle(*, bound: bool) -> Model:
    """Return a model in which a, b and f need each other, b needs c, and a principle needs two of three."""

    def element(name: str, needs: Sequence[str]) -> Element:
        basis = STATED if bound else Basis(inferred="it follows")
        link = Group("all", tuple(ElementTerm(one, basis) for one in needs), basis) if needs else None
        return Element(name, name, name, Tier.ESSENTIAL, STATED, STATED, requires=link)

    quorum = Group("at_least", tuple(ElementTerm(one, STATED) for one in "abd"), STATED, 2)
    principle = Element("p", "p", "p", Tier.PRINCIPLE, STATED, STATED, realised_by=quorum)
    rest = (element("a", "b"), element("b", "acf"), element("c", ""), element("d", ""), element("e", "ad"))
    optional = evolve(element("f", "a"), tier=Tier.FLEXIBLE, optional=True)
    return Model("circle", "1", "Circle", "Owner", "", (), (), (principle, *rest, optional))


@pytest.mark.parametrize("bound", [True, False])
def test_an_open_element_does_not_fall_through_its_own_doubt(*, bound: bool) -> None:
    model = circle(bound=bound)
    ways = ("removing", "shortening")
    some = [
        Plan(f"{''.join(names)}", "circle@1", "A", "as-specified", changes=changes, undecided=undecided)
        for size in (1, 2, 3)
        for names in combinations("abcdef", size)
        for way in ways
        for undecided in ((), *[(one,) for one in "abcdef" if one not in names])
        if (changes := tuple(Change(f"c{n}", "x", name, (way,)) for n, name in enumerate(names)))
    ]
    assert together(fidelity.sweep(model, some)) == [alone(plan, model) for plan in some]


def test_groups_that_always_or_never_hold_are_no_different() -> None:
    def group(count: int, *terms: ElementTerm | Group) -> Group:
        return Group("at_least", terms, STATED, count)

    a, b, c = (ElementTerm(name, STATED) for name in "abc")
    free = group(0, b)
    links = {
        "v": free, "w": group(3, a, b), "x": group(1, a, free), "y": group(2, a, free, c),
        "z": group(2, a, Group("all", (b, c), STATED), c),
    }  # fmt: skip
    elements = tuple(
        Element(name, name, name, Tier.ESSENTIAL, STATED, STATED, requires=links.get(name)) for name in "abcvwxyz"
    )
    model = Model("odd", "1", "Odd", "Owner", "", (), (), elements)
    some = [
        Plan("".join(names), "odd@1", "A", "as-specified", changes=changes)
        for size in range(4)
        for names in combinations("abc", size)
        if (changes := tuple(Change(name, "x", name, ("removing",)) for name in names)) or not size
    ]
    assert together(fidelity.sweep(model, some)) == [alone(plan, model) for plan in some]


@pytest.mark.parametrize("bind", ["stated", "inferred"])
def test_tolerances_exclusions_and_conditions_are_no_different(bind: str) -> None:
    guess = Basis(inferred="it follows")
    options = ("court", "home", "school")
    standard = (Constraint("is", "home", "home"),)
    limit = Limit((Constraint("in", options[:2], "court, home"),), guess)
    place = Parameter("place", "choice", STATED, standard=standard, limits=(limit,), options=options)
    silent = Parameter("time", "whole-number", STATED)
    court = ParameterTerm("a", "place", (Constraint("is", "court", "court"),), STATED)
    school = ParameterTerm("a", "place", (Constraint("is", "school", "school"),), guess)
    realised = Group("at_least", tuple(ElementTerm(name, STATED) for name in "abc"), STATED, 1)

    def element(name: str, tier: Tier, **more: object) -> Element:
        return Element(name, name, name, tier, STATED, STATED, **more)  # type: ignore[arg-type]  # fields by name

    elements = (
        element("p", Tier.PRINCIPLE, realised_by=realised, tolerance=Tolerance(1, STATED)),
        element("a", Tier.ESSENTIAL, parameters=(place, silent)),
        element("b", Tier.ESSENTIAL, requires=Group("all", (court,), STATED)),
        element("c", Tier.FLEXIBLE, excludes=(Exclusion(school, guess), Exclusion(ElementTerm("b", STATED), STATED))),
        element("d", Tier.FLEXIBLE, optional=True),
        element("q", Tier.PRINCIPLE, realised_by=realised, tolerance=Tolerance(9, STATED)),
    )
    model = Model("small", "1", "Small", "Owner", "", (), (), elements)
    parts = [
        Change(f"{name}-{way}-{value}", "x", name, (way,), (Setting(key, value),) if value else ())
        for name in "pabcd"
        for way in ("removing", "shortening", "format")
        for key, value in (("", ""), *([("place", one) for one in options] + [("time", "3")] if name == "a" else ()))
    ]
    some = [
        Plan(str(number), "small@1", "A", "as-specified", claim=claim, changes=changes, undecided=undecided)
        for number, (changes, undecided) in enumerate(
            (changes, undecided)
            for size in range(3)
            for changes in combinations(parts, size)
            for undecided in ((), ("b",), ("c", "d"))
        )
        for claim in (("implements", "inspired-by")[number % 7 == 0],)
    ]
    some = [plan for plan in some if not [*said_twice(plan)]]
    swept = fidelity.sweep(model, some, bind=bind)
    level = Strength.STATED if bind == "stated" else Strength.INFERRED
    assert together(swept) == [alone(plan, model, level) for plan in some]
    assert not len(swept.alone)
    assert {"FID204", "FID208", "FID209", "FID301", "FID302", "FID303", "FID304"} <= set(swept.code_counts)


# What columns may be ----------------------------------------------------------------------------

ROWS = {
    "plan": [3, 1, 3, 2, 2],
    "element": ["review-hearing", "key-worker", "parent-mentor", "parent-mentor", None],
    "nature": ["shortening", "removing", "tailoring", "shortening, format", None],
    "parameter": ["interval", None, None, None, None],
    "value": ["6 weeks", None, None, None, None],
    "function_kept": [True, False, True, False, False],
}


def test_columns_may_come_from_anything_that_holds_them(tmp_path: Path) -> None:
    pandas, polars, arrow = library("pandas"), library("polars"), library("pyarrow")
    expected = together(fidelity.sweep("fdac", ROWS))
    frame, table = pandas.DataFrame(ROWS), arrow.table(ROWS)
    coded = frame.astype(dict.fromkeys(("element", "nature", "parameter", "value"), "category"))
    enums = polars.DataFrame(ROWS).with_columns(polars.col("element").cast(polars.Categorical))
    halves = arrow.concat_tables([part.combine_chunks() for part in (table.slice(0, 2), table.slice(2))])
    words = arrow.concat_tables([arrow.table(coded.iloc[:2]), arrow.table(coded.iloc[2:])])
    path = tmp_path / "plans.parquet"
    library("pyarrow.parquet").write_table(halves, path, row_group_size=2)
    pairs = {**ROWS, "element": ([0, 1, 2, 2, -1], ["review-hearing", "key-worker", "parent-mentor"])}
    texts = {**ROWS, "function_kept": ["They ring.", "no", "They meet.", "False", ""]}
    for data in (frame, table, coded, polars.DataFrame(ROWS), enums, halves, words, path, str(path), pairs, texts):
        swept = fidelity.sweep("fdac", data)
        assert together(swept) == expected
        assert swept.labels.tolist() == [1, 2, 3]


def test_a_column_of_numbers_holds_values() -> None:
    model = make_model(60)
    element = next(one for one in model.elements if one.parameter("amount"))
    some = range(2, 14)
    for kind in (np.int8, np.float64, np.uint64, object):
        numbers = np.array(some, dtype=kind)
        columns = {"plan": range(12), "element": [element.id] * 12, "parameter": ["amount"] * 12, "value": numbers}
        swept = fidelity.sweep(model, columns)
        assert swept.having("FID204").tolist() == [not 3 <= number <= 8 for number in some]


def test_plans_may_be_named_and_say_nothing() -> None:
    swept = fidelity.sweep("fdac", {"plan": ["b", "a", "b"], "element": ["", "key-worker", "key-worker"]})
    assert swept.labels.tolist() == ["a", "b"]
    assert swept.counts == {"green": 2, "amber": 0, "red": 0}
    assert len(fidelity.sweep("fdac", [])) == 0
    assert len(fidelity.sweep("fdac", {"plan": [], "element": []})) == 0


def test_a_row_about_a_proscribed_practice_lets_it_in() -> None:
    practice = FDAC.proscribed[0].id
    plan = Plan("a", "fdac@2026.1", "A", "as-specified", changes=(Change("c", "x", proscribed=practice),))
    rows = fidelity.sweep("fdac", {"plan": [0], "element": [practice]})
    natured = fidelity.sweep("fdac", {"plan": [0], "element": [practice], "nature": ["adding"]})
    assert together(rows) == together(natured) == together(fidelity.sweep("fdac", [plan])) == [alone(plan, FDAC)]
    assert rows.plan_of(0).changes[0].proscribed == practice
    assert rows.codes_of(0) == ("FID205",)


@pytest.mark.parametrize(
    ("changed", "row", "column", "code", "said"),
    [
        ({"element": ["key-wroker"] * 5}, 1, 2, "FID109", "'key-wroker' is not an element"),
        ({"nature": ["shortning"] * 5}, 1, 3, "FID107", "Did you mean 'shortening'?"),
        ({"parameter": ["intervall", None, None, None, None]}, 1, 4, "FID109", "'intervall' is not a parameter"),
        ({"value": ["6 miles", None, None, None, None]}, 1, 5, "FID107", "'6 miles'"),
        ({"value": ["6 months", None, None, None, None]}, 1, 5, "FID111", "6 months"),
        ({"value": [None] * 5}, 1, 4, "FID107", "'interval' alone"),
        ({"element": [None, "key-worker", None, None, None]}, 1, 3, "FID107", "without an element"),
        ({"exception": ["august", None, None, None, None]}, 1, 7, "FID109", "'august' is not an exception"),
        ({"kind": [None, "addition", None, None, None]}, 2, 7, "FID107", "'addition'"),
        ({"kind": [None, "choice", None, None, None]}, 2, 3, "FID107", "where the row says 'choice'"),
        ({"kind": ["undecided"] + [None] * 4, "nature": [None] * 5}, 1, 4, "FID107", "where the row says 'undecided'"),
        ({"kind": ["change"] * 5, "nature": [None] * 5}, 1, 3, "FID107", "a nature of change"),
        ({"set": ["interval: 3 weeks", None, None, None, None]}, 1, 7, "FID107", "beside the columns"),
        ({"natures": ["x"] * 5}, 1, 7, "FID106", "Did you mean 'nature'?"),
        ({"nature": ["shortening"]}, 1, 3, "FID107", "1 rows"),
        ({"approved": [None, False, True, None, None]}, 3, 7, "FID107", "only Plan objects"),
        ({"approved": [False, True, True, False, False]}, 2, 7, "FID107", "only Plan objects"),
        ({"element": (np.zeros((5, 2), dtype=int), ["key-worker"])}, 1, 2, "FID107", "one a row"),
        ({"plan": [1.5] * 5}, 1, 1, "FID107", "float64"),
        ({"plan": [1, None, 1, 1, "a"]}, 2, 1, "FID107", "number or id"),
        ({"element": np.ones((5, 2))}, 1, 2, "FID107", "2 dimensions"),
        ({"element": np.ones(5)}, 1, 2, "FID107", "float64"),
        ({"element": ([0, 1, 7, 0, 0], ["key-worker", "parent-mentor"])}, 3, 2, "FID107", "the code 7"),
        ({"element": ([0.5] * 5, ["key-worker"])}, 1, 2, "FID107", "codes of type float64"),
    ],
)
def test_what_is_wrong_with_columns_is_told_with_its_place(
    changed: dict[str, object], row: int, column: int, code: str, said: str
) -> None:
    with pytest.raises(fidelity.InputError) as raised:
        fidelity.sweep("fdac", {**ROWS, **changed})
    first = raised.value.faults[0]
    assert (first.code, first.place.line, first.place.column) == (code, row, column)
    assert said in first.message


def test_columns_that_are_missing_and_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(fidelity.InputError, match="there is no column 'plan'; expected the columns are element"):
        fidelity.sweep("fdac", {"element": []})
    with pytest.raises(fidelity.InputError, match="nothing in 1 rows"):
        fidelity.sweep("fdac", library("pyarrow").table({"plan": [1, None], "element": ["key-worker"] * 2}))
    path = tmp_path / "x.parquet"
    path.write_text("no parquet")
    with pytest.raises(fidelity.InputError, match="this file cannot be read"):
        fidelity.sweep("fdac", path)


@given(cases(max_atoms=8), st.data())
def test_what_a_plan_says_twice_is_refused_alike_from_a_file_in_python_and_in_columns(
    case: Case, data: st.DataObject
) -> None:
    plan, model = evolve(case.plan, approvals=()), case.model
    named = [*model.by_id, *model.proscribed_by_id]
    pairs = [(one.id, parameter) for one in model.elements for parameter in one.parameters]
    extra: list[Plan] = []
    for _ in range(data.draw(st.integers(0, 3))):
        name = data.draw(st.sampled_from(named))
        extra += [
            evolve(plan, undecided=(*plan.undecided, name)),
            evolve(plan, as_specified=(*plan.as_specified, name)),
        ]
        if pairs:
            element, parameter = data.draw(st.sampled_from(pairs))
            setting = Setting(parameter.id, data.draw(st.sampled_from(values_for(parameter))))
            change = Change(f"more-{len(extra)}", "More.", element, ("format",), (setting,))
            chosen = {one.element: one.settings for one in plan.choices}
            before = chosen.get(element, ())
            if all(one.parameter != parameter.id for one in before):  # a file cannot say it: its keys stand once
                chosen[element] = (*before, setting)
                extra.append(evolve(plan, choices=tuple(Choice(*one) for one in chosen.items())))
            extra.append(evolve(plan, changes=(*plan.changes, change)))
        plan = data.draw(st.sampled_from(extra))
    in_python = refused(lambda: fidelity.check(plan, model))
    assert refused(lambda: read_plan(plan_text(plan).encode(), "a.yaml")) == in_python
    assert refused(lambda: fidelity.sweep(model, [plan])) == in_python
    if sayable(plan):
        assert refused(lambda: fidelity.sweep(model, in_columns([plan, case.plan]))) == in_python


def refused(call: Callable[[], object]) -> list[str]:
    """Return the codes of the faults with which a call is refused."""
    try:
        call()
    except fidelity.InputError as error:
        return sorted(fault.code for fault in error.faults)
    return []


def test_a_parameter_that_rows_set_twice_is_told_at_the_second_row() -> None:
    twice = {
        "plan": [1, 2, 1],
        "element": ["review-hearing"] * 3,
        "nature": ["shortening", "shortening", "lengthening"],
        "parameter": ["interval"] * 3,
        "value": ["1 week", "6 weeks", "6 weeks"],
    }
    with pytest.raises(fidelity.InputError) as caught:
        fidelity.sweep("fdac", twice)
    told = "columns:3:4: FID112 'interval' of 'review-hearing' is set here and in line 1; expected one value. "
    assert [str(fault) for fault in caught.value.faults] == [f"{told}Delete the one that is not meant."]
    one_row = {"plan": [1], "element": ["review-hearing"], "set": ["interval: 1 week; interval: 6 weeks"]}
    with pytest.raises(fidelity.InputError, match="is set here and in line 1"):
        fidelity.sweep("fdac", one_row)
    other = {**twice, "plan": [1, 2, 3]}
    assert len(fidelity.sweep("fdac", other)) == 3


def test_a_plan_that_does_not_fit_is_told_as_a_check_tells_it() -> None:
    plan = Plan("a", "fdac@2026.1", "A", "as-specified", changes=(Change("c", "x", "nowhere", ("removing",)),))
    with pytest.raises(fidelity.InputError) as swept:
        fidelity.sweep("fdac", [plan])
    with pytest.raises(fidelity.InputError) as checked:
        fidelity.check(plan)
    assert swept.value.faults == checked.value.faults
    with pytest.raises(TypeError, match="takes Plan objects"):
        fidelity.sweep("fdac", [1])
    with pytest.raises(TypeError, match="takes plans or columns"):
        fidelity.sweep("fdac", 1)


# The answer -------------------------------------------------------------------------------------


def test_a_sweep_leads_from_a_verdict_to_its_reasons() -> None:
    swept = fidelity.sweep("fdac", ROWS)
    plan, result = swept.plan_of(2), swept.result_of(2)
    assert [(change.id, change.element) for change in plan.changes] == [
        ("row-1", "review-hearing"),
        ("row-3", "parent-mentor"),
    ]
    assert plan.changes[0].settings == (Setting("interval", "6 weeks"),)
    assert result.verdict == swept.verdict_of(2)
    assert fidelity.check(plan, FDAC).findings == result.findings
    assert swept.codes_of(0) == tuple(named(swept.found[0].tolist()))
    assert swept.having("FID201").tolist() == [True, False, False]
    assert swept.having("FID201", red=True).tolist() == swept.breached[:, 0].tolist()
    assert (swept.model, swept.bind, swept.on) == (FDAC, Strength.RESTATED, None)
    with pytest.raises(ValueError, match="not for 'FID999'"):
        swept.having("FID999")


def test_nothing_in_a_sweep_can_be_written_to() -> None:
    swept = fidelity.sweep("fdac", ROWS)
    for array in (swept.labels, swept.ranks, swept.alone, swept.verdicts, swept.found, swept.breached):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = array


def test_a_sweep_shows_itself() -> None:
    swept = fidelity.sweep("fdac", ROWS)
    counts = ", ".join(f"{count} {word}" for word, count in reversed(list(swept.counts.items())))
    assert repr(swept) == f"<Sweep of fdac@2026.1: 3 plans, {counts}>"
    html = swept._repr_html_()
    assert f"<p>{counts}</p>" in html
    assert all(code in html for code in swept.code_counts)
    assert "<table" not in fidelity.sweep("fdac", [])._repr_html_()


def test_a_sweep_makes_a_data_frame() -> None:
    swept = fidelity.sweep("fdac", ROWS)
    for backend in ("pandas", "polars"):
        library(backend)
        frame = swept.to_frame(backend)
        assert list(frame.columns) == ["plan", "verdict", *WEIGHING]  # type: ignore[attr-defined]  # of either kind
        assert len(frame) == 3  # type: ignore[arg-type]


def test_what_rows_of_bits_do_not_hold_is_judged_one_by_one() -> None:
    added = Change("c", "x", addition=Addition("garden", "A garden", "A garden."), touches=("key-worker",))
    removed = Change("c", "x", "key-worker", ("removing",))
    some = [Plan(f"p{n}", "fdac@2026.1", "A", "as-specified", changes=(one,)) for n, one in enumerate((added, removed))]
    swept = fidelity.sweep(FDAC, some)
    assert swept.alone.tolist() == [0]
    assert swept.codes_of(0) == ("FID207",)
    assert together(swept) == [alone(plan, FDAC) for plan in some]
    model = fidelity.load_model("brighter-futures")
    swaps = [(one.id, other.id) for one in model.elements for other in one.substitutes if other.when is not None]
    columns = {"plan": range(len(swaps)), "element": [one for one, _ in swaps], "with": [other for _, other in swaps]}
    swept = fidelity.sweep(model, {**columns, "nature": ["substituting"] * len(swaps)})
    assert swept.alone.tolist() == list(range(len(swaps))) != []
    assert together(swept) == [alone(swept.plan_of(at), model) for at in range(len(swaps))]


# What it needs ----------------------------------------------------------------------------------


def test_without_numpy_or_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="needs the extra 'score'"):
        fidelity.sweep("fdac", "plans.parquet")
    monkeypatch.setattr("fidelity.sweeping.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="needs the extra 'sweep'"):
        fidelity.sweep("fdac", ROWS)
    assert util.find_spec("numpy")


def test_numpy_loads_only_when_a_sweep_is_made() -> None:
    code = "import sys, fidelity; fidelity.sweep, fidelity.Sweep; fidelity.load_model('fdac'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "fidelity.sweeping" in loaded
    assert not {"numpy", "pyarrow"} & set(loaded)
