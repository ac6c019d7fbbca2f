"""What a run of quarters says, and when it says nothing yet."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.needed import library

from fidelity.scoring.drift import RULE_SETS, Chart, Point, Series, chart, chart_svg, signals

LIVELY = (0.62, 0.80, 0.66, 0.78, 0.64, 0.80, 0.70, 0.76, 0.66, 0.78, 0.64, 0.74)
STEADY = (0.70, 0.74, 0.71, 0.73, 0.70, 0.75, 0.72, 0.74, 0.71, 0.73, 0.72, 0.70)


def series(*values: float, rebased: tuple[str, ...] = ()) -> Series:
    return Series("Total", tuple(Point(f"month {at}", value) for at, value in enumerate(values, 1)), rebased)


def counted(*counts: tuple[int, int]) -> Series:
    return Series("Total", tuple(Point.counted(f"month {at}", *both) for at, both in enumerate(counts, 1)))


def said(of: Chart) -> list[tuple[str, bool, int, int]]:
    return [(one.kind, one.up, one.first, one.last) for one in of.signals]


# Too few ------------------------------------------------------------------------------------------------


def test_eleven_points_are_too_few_and_the_chart_says_so_instead_of_calling_them_steady() -> None:
    found = chart(series(*STEADY[:11]))
    assert (found.kind, found.judged, found.signals) == ("run", False, ())
    assert found.words == (
        "Too few points to judge: 12 are needed for limits, and there are 11. The line is the median."
    )
    assert found.lines[0].centre == 0.72
    assert repr(found).startswith("<Chart run, 11 points: Too few points to judge")


def test_the_shortest_stretch_counts_when_the_limits_are_worked_out_anew() -> None:
    found = chart(series(*STEADY, *STEADY[:5], rebased=("month 13",)))
    assert found.why.startswith("Too few points to judge: 12 are needed for limits, and there are 5.")


# Signals ------------------------------------------------------------------------------------------------


def test_twelve_steady_points_give_limits_and_no_signal() -> None:
    found = chart(series(*STEADY))
    assert (found.kind, found.judged, said(found)) == ("xmr", True, [])
    assert found.words.startswith("No signal: what varies here varies as it did before. A signal is a point outside")
    assert "(rule set '8-6')" in found.words


def test_a_point_far_below_is_outside_the_limits_and_named_by_its_period() -> None:
    found = chart(series(*LIVELY, 0.10))
    assert said(found) == [("outside", False, 12, 12)]
    assert found.words.startswith("month 13: below the limits. A signal is")


def test_eight_points_on_one_side_are_a_shift_and_seven_are_none() -> None:
    high = [0.9, 0.91, 0.9, 0.91, 0.9, 0.91, 0.9]
    low = [0.1, 0.11, 0.1, 0.11, 0.1, 0.11, 0.1]
    limits = [(0.0, 1.0)] * 20
    rules = RULE_SETS["8-6"]
    assert signals([*low, *high], 0.5, limits[:14], rules) == ()
    (shift,) = signals([*low, *high, 0.91], 0.5, limits[:15], rules)
    assert (shift.words, shift.first, shift.last) == ("a shift up over 8 points", 7, 14)


def test_a_point_on_the_line_neither_adds_to_a_shift_nor_ends_it() -> None:
    values = [0.6, 0.7, 0.6, 0.7, 0.5, 0.6, 0.7, 0.6, 0.7]
    (shift,) = signals(values, 0.5, [(0.0, 1.0)] * 9, RULE_SETS["8-6"])
    assert (shift.kind, shift.first, shift.last) == ("shift", 0, 8)


def test_six_points_that_all_fall_are_a_trend_and_an_equal_one_ends_it() -> None:
    limits = [(0.0, 1.0)] * 7
    falling = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]
    (trend,) = signals(falling, 0.65, limits[:6], RULE_SETS["8-6"])
    assert (trend.words, trend.first, trend.last) == ("a trend down over 6 points", 0, 5)
    assert signals([0.9, 0.8, 0.7, 0.7, 0.6, 0.5, 0.4], 0.65, limits, RULE_SETS["8-6"]) == ()


def test_another_set_of_rules_is_named_in_what_it_says() -> None:
    values = [0.71, 0.74] * 5 + [0.72, 0.73, 0.74, 0.75, 0.76, 0.77, 0.78]
    assert [one.words for one in chart(series(*values), rules="6-6").signals if one.kind == "trend"]
    assert not [one for one in chart(series(*values), rules="7-7").signals if one.last - one.first + 1 < 7]
    with pytest.raises(ValueError, match="a set of rules is one of 8-6, 7-7, 6-6, 9-6; not 'mine'"):
        chart(series(*values), rules="mine")


def test_limits_are_worked_out_anew_from_a_named_point_on() -> None:
    later = tuple(value + 0.2 for value in STEADY)
    found = chart(series(*STEADY, *later, rebased=("month 13",)))
    assert said(found) == []
    assert [(one.first, round(one.centre, 4)) for one in found.lines] == [(0, 0.7208), (12, 0.9208)]
    assert any(one.kind == "shift" for one in chart(series(*STEADY, *later)).signals)
    with pytest.raises(ValueError, match="there is no point month 99"):
        chart(series(*STEADY, rebased=("month 99",)))


def test_proportions_have_limits_as_wide_as_few_counts_make_them() -> None:
    found = chart(counted(*[(8, 10), (80, 100)] * 6))
    assert found.kind == "p"
    small, large = found.lines[0].limits[:2]
    assert small[0] < large[0] < 0.8 < large[1] < small[1] == 1.0
    assert found.lines[0].cut
    with pytest.raises(ValueError, match="needs the counts of every point"):
        chart(series(*STEADY), "p")
    with pytest.raises(ValueError, match="month 1: 3 of 2 is no proportion"):
        counted((3, 2))


# Held against another library ---------------------------------------------------------------------------------


@pytest.mark.needs("abspc", "pandas")
@given(st.lists(st.integers(0, 1000).map(lambda one: one / 1000), min_size=15, max_size=40))
def test_single_values_have_the_limits_and_signals_of_another_library(values: list[float]) -> None:
    other: Any = library("abspc")
    pandas: Any = library("pandas")
    theirs = other.calculate_control_limits(pandas.DataFrame({"value": values}), "XmR")
    ours = chart(series(*values))
    low, high = ours.lines[0].limits[0]
    assert ours.lines[0].centre == pytest.approx(theirs["mean"].iloc[0])
    # They divide by 1.128 where we multiply by 2.66, its usual rounding: so much of the spread, however small it is.
    lower, upper = theirs["lcl"].iloc[0], theirs["ucl"].iloc[0]
    near = 5e-4 * (upper - lower) + 1e-12
    assert (low, high) == pytest.approx((max(lower, 0), min(upper, 1)), rel=0, abs=near)


@pytest.mark.needs("abspc", "pandas")
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(20, 60)), min_size=15, max_size=40))
def test_proportions_have_the_limits_of_another_library(counts: list[tuple[int, int]]) -> None:
    other: Any = library("abspc")
    pandas: Any = library("pandas")
    frame = pandas.DataFrame(counts, columns=["met", "value"])
    theirs = other.calculate_control_limits(frame, "p", numerator_col="met")
    ours = chart(counted(*counts)).lines[0]
    assert ours.centre == pytest.approx(theirs["mean"].iloc[0])
    for (low, high), below, above in zip(ours.limits, theirs["lcl"], theirs["ucl"], strict=True):
        assert (low, high) == pytest.approx((max(below, 0), min(above, 1)))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - drawn by the library itself


# The picture ------------------------------------------------------------------------------------------------


def test_the_picture_shows_every_point_marks_signals_by_shape_and_describes_itself() -> None:
    drawn = parsed(chart_svg(chart(series(*LIVELY, 0.10)), "c1"))
    names = {tag: list(drawn.iter(f"{{http://www.w3.org/2000/svg}}{tag}")) for tag in ("circle", "path")}
    assert (len(names["circle"]), len(names["path"])) == (12, 1)
    assert names["path"][0][0].text == "month 13: 10%"
    assert drawn.attrib["role"] == "img"
    texts = " ".join(drawn.itertext())
    assert "Control chart (XmR): Total" in texts
    assert "month 13: below the limits." in texts
    assert "upper limit" in texts


def test_a_run_chart_has_its_median_and_no_limits() -> None:
    text = chart_svg(chart(series(0.5, 0.6, 0.7)))
    assert ">median</text>" in text
    assert "limit</text>" not in text


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_can_add_anything_to_the_picture(title: str, label: str) -> None:
    plain = chart_svg(chart(Series("t", (Point("l", 0.5),))))
    hostile = chart_svg(chart(Series(title, (Point(label, 0.5),))))
    shape = [one.tag for one in parsed(plain).iter()]
    assert [one.tag for one in parsed(hostile).iter()] == shape
    assert len(re.findall(r"<\w", hostile)) == len(shape)
