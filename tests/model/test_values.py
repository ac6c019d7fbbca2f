"""Values as people write them, held against a second reading of the same texts, with units of its own."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.files.samples import MODEL, edited
from tests.oracle import values
from tests.strategies import KINDS, Sampled, constraint

from fidelity.files.models import read_model
from fidelity.model.amounts import Amount, Misfit
from fidelity.model.evidence import Basis
from fidelity.model.parameters import Exemption, Limit, Parameter, read_value
from fidelity.model.types import TYPES, type_of

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from fidelity.model.model import Model
    from fidelity.model.types import RawValue, Value

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CLOCK, CALENDAR = ("minute", "hour", "day", "week", "fortnight"), ("month", "quarter", "year")
ADVERBS = ("hourly", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "annually")
TYPED = {
    kind: Parameter("x", kind, Basis(), unit="families") for kind in ("duration", "rate", "proportion", "quantity")
}


@st.composite
def counts(draw: DrawFn, *, whole: bool = False) -> str:
    """Numbers from one up, in digits or as a word."""
    digits = st.integers(1, 40).map(str)
    thousands = st.integers(1, 9).map(lambda number: f"{number},000")
    point = st.tuples(st.integers(0, 9), st.sampled_from(("25", "5", "75"))).map(lambda parts: f"{parts[0]}.{parts[1]}")
    found: str = draw(st.one_of(digits, st.sampled_from(WORDS), thousands, *([] if whole else [point])))
    return found


@st.composite
def spans(draw: DrawFn) -> str:
    """Lengths of time."""
    unit = draw(st.sampled_from(CLOCK + CALENDAR))
    count = draw(counts())
    text = draw(st.sampled_from((unit, f"1 {unit}", f"a {unit}", f"{count} {unit}s", f"{count} {unit}")))
    return draw(st.sampled_from(("", "every "))) + text if draw(st.booleans()) else draw(st.sampled_from(ADVERBS))


@st.composite
def rates(draw: DrawFn) -> str:
    """How often something happens."""
    if not draw(st.integers(0, 3)):
        return draw(st.sampled_from(ADVERBS))
    often = draw(st.one_of(counts(), st.sampled_from(("once", "twice", "no"))))
    joint = draw(st.sampled_from((" ", " times ", " time ")))
    unit = draw(st.sampled_from(CLOCK + CALENDAR))
    per = draw(
        st.sampled_from((f"per {unit}", f"a {unit}", f"each {unit}", f"every {draw(counts(whole=True))} {unit}s"))
    )
    return f"{often}{joint}{per}"


def scaled(value: Value) -> Fraction:
    """Return the number of an amount, a share as a part of one."""
    assert isinstance(value, Amount)
    return Fraction(value.number) / (100 if value.unit == "percent" else 1)


@times(5)
@given(spans(), st.sampled_from(("", " ")))
def test_a_length_of_time_is_as_long_as_clock_and_calendar_say(text: str, around: str) -> None:
    found = read_value("duration", around + text.capitalize() + around)
    assert scaled(found) == values.read(TYPED["duration"], text)
    assert found.unit == ("months" if any(unit in text for unit in (*CALENDAR, "annual")) else "minutes")  # type: ignore[union-attr] # an amount
    assert read_value("duration", type_of("duration").write(found, None)) == found


@times(5)
@given(rates())
def test_a_rate_is_as_often_as_clock_and_calendar_say(text: str) -> None:
    found = read_value("rate", text.upper())
    assert scaled(found) == values.read(TYPED["rate"], text)
    assert found.unit == ("per month" if any(unit in text for unit in (*CALENDAR, "annual")) else "per minute")  # type: ignore[union-attr] # an amount
    assert read_value("rate", type_of("rate").write(found, None)) == found


@times(3)
@given(st.integers(0, 10_000))
def test_a_share_is_the_same_as_a_part_of_one_and_in_per_cent(hundredths: int) -> None:
    whole, rest = divmod(hundredths, 100)
    per_cent = f"{whole}.{rest:02}"
    texts = [f"{hundredths / 10_000:.4f}", f"{per_cent}%", f"{per_cent} per cent", f"{per_cent} percent"]
    if not rest:
        texts += [f"{whole}%", f"{hundredths / 10_000:.2f}", f"{whole} %"]
    for text in texts:
        assert (
            scaled(read_value("proportion", text))
            == values.read(TYPED["proportion"], text)
            == Fraction(hundredths, 10_000)
        )


@times(2)
@given(st.integers(1, 10**6))
def test_no_share_is_more_than_the_whole(millionths: int) -> None:
    for text in (f"{100 + millionths / 10**6:.6f}%", f"{1 + millionths / 10**6:.6f}"):
        with pytest.raises(Misfit):
            read_value("proportion", text)


@times(2)
@given(counts(), st.sampled_from(("families", "family", "Families", " families")))
def test_a_quantity_counts_its_own_unit(count: str, unit: str) -> None:
    found = read_value("quantity", f" {count} {unit} ", "families")
    assert scaled(found) == values.read(TYPED["quantity"], f"{count} {unit}")


@given(counts(whole=True))
def test_a_whole_number_is_what_it_says(count: str) -> None:
    assert scaled(read_value("whole-number", f" {count} ")) == values.number(count)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *[
            ("duration", text)
            for text in ("", "2", "two", "2 moons", "-1 week", "1e3 days", "2 weeks ago", "0.5.1 weeks")
        ],
        *[
            ("rate", text)
            for text in ("2", "2 week", "often", "2 per", "2 per moon", "1 per 0 weeks", "x per week", "per week")
        ],
        *[("proportion", text) for text in ("101%", "1.01", "100.1%", "-1%", "half", "%", "2", "1.0.0")],
        *[("quantity", text) for text in ("12", "families", "12 children", "x families", "12 ")],
        *[("whole-number", text) for text in ("1.5", "-1", "many", "", "1 2", "٣")],
        *[("yes-no", text) for text in ("maybe", "", "1", "yess")],
        ("whole-number", "9" * 31),
        ("proportion", "0." + "1" * 33),
    ],
)
def test_what_is_no_such_value_is_told_with_an_example(kind: str, text: str) -> None:
    with pytest.raises(Misfit) as told:
        read_value(kind, text, "families")
    assert told.value.expected
    assert told.value.args == (told.value.found, told.value.expected)
    assert told.value.units == (text == "12 children")


@given(st.integers(1, 10**29))
def test_numbers_of_thirty_digits_are_exact(number: int) -> None:
    assert scaled(read_value("whole-number", str(number))) == number
    assert scaled(read_value("quantity", f"{number}.5 families", "families")) == number + Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("yes", True), (" True ", True), ("YES", True), ("no", False), ("false", False)],
)
def test_yes_and_no_are_read_in_each_of_their_words(text: str, expected: bool) -> None:  # noqa: FBT001 - the value
    assert read_value("yes-no", text) is expected


@pytest.mark.parametrize(("text", "family"), [("1 month", "minutes"), ("1 week", "months")])
def test_months_and_weeks_do_not_convert(text: str, family: str) -> None:
    with pytest.raises(Misfit) as told:
        Parameter("x", "duration", Basis(), family=family).value(text)
    assert told.value.units


@given(st.lists(st.text("ab,;. "), max_size=3))
def test_a_set_has_the_members_that_are_listed(members: list[str]) -> None:
    assert read_value("set", tuple(members)) == frozenset(members)
    with pytest.raises(Misfit):
        read_value("choice", tuple(members))


@given(st.sampled_from(KINDS), st.data())
def test_a_comparison_means_what_its_words_say_at_its_very_end_too(kind: Sampled, data: st.DataObject) -> None:
    bare = kind.bare
    operators = ["is", "in"]
    if bare.kind.ordered:
        operators += ["min", "max", "over", "under"]
    if kind.type == "set":
        operators.append("includes")
    operator = data.draw(st.sampled_from(operators))
    wanted: list[RawValue] = [data.draw(st.sampled_from(kind.values)) for _ in range(2 if operator == "in" else 1)]
    item = constraint(bare, operator, *wanted)
    within = Limit((item,), Basis())
    others = Limit((constraint(bare, "in", *kind.values),), Basis())
    for raw in kind.values:
        expected = values.meets(bare, values.read(bare, raw), [item])
        value = bare.value(raw)
        assert item.holds(value) is expected
        assert within.holds(value) is expected
        assert Exemption("august", "In August", (others, within), Basis()).holds(value) is expected


# A rate stands for an interval, and an interval for a rate --------------------------------------------


@times(3)
@given(st.one_of(rates(), spans()))
def test_how_often_and_the_time_between_are_one_thing_said_two_ways(text: str) -> None:
    straight = "rate" if " per " in f" {text} " or text.split(maxsplit=1)[0] in {"once", "twice"} else None
    for kind, other in (("duration", "rate"), ("rate", "duration")):
        try:
            found = scaled(read_value(kind, text))
        except Misfit:
            assert text not in ADVERBS
            assert kind != straight
            continue
        try:
            turned = scaled(read_value(other, text))
        except Misfit:  # no end of digits, or never
            continue
        assert not found or found * turned == 1


@pytest.mark.parametrize(
    ("kind", "text", "plain"),
    [
        ("duration", "twice a week", "84 hours"),
        ("duration", "every other week", "2 weeks"),
        ("duration", "once every second month", "2 months"),
        ("rate", "every other week", "1 per fortnight"),
        ("rate", "every 6 months", "1 per 6 months"),
        ("rate", "every 90 minutes", "16 per day"),
    ],
)
def test_the_time_between_is_the_part_of_one_that_how_often_says(kind: str, text: str, plain: str) -> None:
    assert read_value(kind, text) == read_value(kind, plain)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("duration", "3 times a month"),
        ("duration", "no times a week"),
        ("duration", "11 per week"),
        ("rate", "0 weeks"),
    ],
)
def test_what_is_no_exact_interval_is_none(kind: str, text: str) -> None:
    with pytest.raises(Misfit) as caught:
        read_value(kind, text)
    assert caught.value.found == f"'{text}'"
    assert caught.value.expected.startswith("a rate" if kind == "rate" else "a length of time")


def limited(kind: str, operator: str, limit: str) -> Model:
    families = "families: {type: quantity, standard: {min: 4 families, max: 6 families}, basis: [EX-03]}"
    ours = f"families: {{type: {kind}, limits: [{{{operator}: {limit}}}], basis: [EX-03]}}"
    return read_model(edited(MODEL, (families, ours)).encode(), "m.yaml")


OFTEN = ("once a week", "twice a week", "4 per fortnight", "5 per week", "once a fortnight", "12 per day")
BETWEEN = ("every week", "every 84 hours", "every 2 weeks", "every other week", "every 2016 minutes", "every 10 days")


@times(3)
@given(
    st.sampled_from(("duration", "rate")),
    st.sampled_from(("min", "max", "over", "under")),
    st.sampled_from(OFTEN + BETWEEN),
    st.sampled_from(OFTEN + BETWEEN),
)
def test_at_most_so_often_is_at_least_so_long_between(kind: str, operator: str, limit: str, text: str) -> None:
    (parameter,) = (
        one for element in limited(kind, operator, limit).elements for one in element.parameters if one.id == "families"
    )
    ours, bound = (
        values.frequency(one) if one in OFTEN else 1 / values.span(one.replace("other", "2")) for one in (text, limit)
    )
    more = {"min": ours >= bound, "max": ours <= bound, "over": ours > bound, "under": ours < bound}
    swapped = {"min": "max", "max": "min", "over": "under", "under": "over"}
    # As it is written: at most 2 weeks is at least once in 2 weeks, and at most twice a week is at most that often.
    expected = more[operator if limit in OFTEN else swapped[operator]]
    assert all(one.holds(parameter.value(text)) for one in parameter.limits) == expected
    (written,) = parameter.limits[0].constraints
    assert limited(kind, written.operator, written.text) == limited(kind, operator, limit)


@pytest.mark.parametrize(
    ("kind", "text", "plain"),
    [
        ("quantity", "Twelve families", "12 families"),
        ("whole-number", " Three ", "3"),
        ("choice", " court ", "court"),
        ("yes-no", " Yes ", "yes"),
    ],
)
def test_capitals_and_spaces_change_no_value(kind: str, text: str, plain: str) -> None:
    assert type_of(kind).read(text, "families") == type_of(kind).read(plain, "families")


@given(st.sets(st.integers(0, 40), max_size=4))
def test_values_to_try_of_a_whole_number_are_from_zero_up_and_leave_no_gap(points: set[int]) -> None:
    tried = type_of("whole-number").spread(set(points), "")
    assert min(tried) == 0
    assert all({point - 1, point, point + 1} - {-1} <= tried for point in points)


def test_yes_and_no_are_offered_where_one_chooses() -> None:
    assert type_of("yes-no").offered(()) == ("yes", "no")
    assert type_of("duration").offered(("a",)) == ("a",)


@pytest.mark.parametrize("kind", TYPES)
def test_a_type_that_asks_in_words_has_words_for_each_of_its_comparisons(kind: str) -> None:
    asked = type_of(kind).asked
    assert set(asked) in (set(), {*type_of(kind).operators})
    assert all(phrase.count("{}") == 2 for phrase in asked.values())


@pytest.mark.parametrize(
    "text", ["3 days", "1 day", "1 hour", "36 hours", "2 weeks", "90 minutes", "1.5 months", "1 year", "0 minutes"]
)
def test_a_length_of_time_is_written_in_the_largest_unit_that_fits(text: str) -> None:
    assert type_of("duration").write(read_value("duration", text), None) == text


def test_a_share_may_be_written_in_capitals() -> None:
    assert read_value("proportion", "20 Per Cent") == read_value("proportion", "20%")
