"""A frame of answers comes to the same as the forms that it was made of, whatever engine holds it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.needed import library, program

import fidelity
from fidelity.checklists.checklist import Checklist, Condition
from fidelity.checklists.responses import Cell, RawForm
from fidelity.checklists.understanding import understand
from fidelity.errors import InputError, Place
from fidelity.scoring.frames import score_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fidelity.checklists.responses import Responses
    from fidelity.scoring.scoring import Score

CHECKLIST = fidelity.checklist("coram-i")
ITEMS = [item.name for item in CHECKLIST]
ROLES = sorted({item.rater for item in CHECKLIST if item.rater})
COLUMNS = ("form", "site", "assessor", "period", "date", "item", "code")
Rows = list[dict[str, str]]


def details(number: int, draw: st.DrawFn) -> dict[str, str]:
    return {
        "form": draw(st.sampled_from([f"f{number}", f"f{number}", f"f{number}", "shared"])),
        "site": draw(st.sampled_from(["Ashby", "Thornmere"])),
        "assessor": draw(st.sampled_from(["", "a visitor", *ROLES[:2]])),
        "period": draw(st.sampled_from(["", "2026-Q1", "2026-Q2"])),
        "date": draw(st.sampled_from(["", "2026-02-03", "2026-05-04", "2026-05-05", "last May"])),
    }


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """Answers in long form: most as they should be, some blank, as labels, twice, misspelt, or for no item."""
    rows = []
    for number in range(draw(st.integers(1, 5))):
        form = details(number, draw)
        names = draw(st.lists(st.sampled_from([*ITEMS, ITEMS[0], "no_such_item"]), min_size=1, max_size=12))
        for name in names if draw(st.booleans()) else dict.fromkeys(names):
            codes = ["0", "1", "2", "2", "na", "nk", "", " ", "not applicable", "1.0", "perhaps"]
            rows.append({**form, "item": name, "code": draw(st.sampled_from(codes))})
    return rows


def read(rows: Rows, checklist: Checklist = CHECKLIST) -> Responses:
    """Return what a reader of files makes of the same answers."""
    forms: dict[tuple[str, ...], list[tuple[str, Cell]]] = {}
    at = Place("the frame")
    for row in rows:
        key = tuple(row[name] for name in COLUMNS[:5])
        forms.setdefault(key, []).append((row["item"], Cell(row["code"], at, "")))
    raws = [
        RawForm({name: Cell(text, at, "") for name, text in zip(COLUMNS, key, strict=False) if text}, tuple(values), at)
        for key, values in forms.items()
    ]
    return understand(checklist, raws, "the frame")


def pandas_frame(rows: Rows) -> object:
    made: object = library("pandas").DataFrame(rows, columns=list(COLUMNS))
    return made


def polars_frame(rows: Rows) -> object:
    made: object = library("polars").DataFrame(rows, schema=list(COLUMNS), orient="row")
    return made


def lazy_polars_frame(rows: Rows) -> object:
    made: Any = polars_frame(rows)
    lazy: object = made.lazy()
    return lazy


def arrow_frame(rows: Rows) -> object:
    made: object = library("pyarrow").Table.from_pylist(rows)
    return made


def duckdb_frame(rows: Rows) -> object:
    table = arrow_frame(rows)
    made: object = library("duckdb").from_arrow(table)
    return made


FRAMES = (pandas_frame, polars_frame, lazy_polars_frame, arrow_frame, duckdb_frame)


def assert_same(frame: Score, forms: Score) -> None:
    """Assert that both came to the same in everything but single forms."""
    ours = {(one.kind, one.key): one for one in frame.tallies}
    theirs = {(one.kind, one.key): one for one in forms.tallies if one.kind != "form"}
    assert ours == theirs
    assert (dict(frame.items), dict(frame.elements), frame.critical) == (
        dict(forms.items),
        dict(forms.elements),
        forms.critical,
    )


def amiss(responses: Responses) -> set[tuple[str, str, str]]:
    """Return what was not understood; of an answer given twice, which of the two is named depends on their order."""
    return {(one.code, one.item, "" if one.code == "FID706" else one.value) for one in responses.not_understood}


@pytest.mark.parametrize("made", FRAMES, ids=lambda made: made.__name__)
@given(rows=tables(), rule=st.sampled_from(["none", "80-percent", "lowest"]), every=st.booleans())
@times(0.4)
def test_a_frame_comes_to_the_same_as_its_forms(
    made: Callable[[Rows], object], rows: Rows, rule: str, *, every: bool
) -> None:
    together = "every" if every else "majority"
    forms = read(rows)
    found = score_frame(CHECKLIST, made(rows), rule=rule, together=together)
    assert_same(found, fidelity.score(CHECKLIST, forms, rule=rule, together=together))
    assert amiss(found.responses) == amiss(forms)


@given(rows=tables())
@times(0.4)
def test_items_with_conditions_come_to_the_same(rows: Rows) -> None:
    from attrs import evolve

    first, second, *rest = CHECKLIST.items
    section = evolve(
        CHECKLIST.sections[0],
        items=(first, evolve(second, show_if=Condition(first.name, ("0", "1"))), *rest),
    )
    checklist = evolve(CHECKLIST, sections=(section,))
    found = score_frame(checklist, polars_frame(rows))
    assert_same(found, fidelity.score(checklist, read(rows, checklist)))


@pytest.mark.parametrize("most", [0, 10, 300])
@given(rows=tables())
@times(0.4)
def test_answers_given_twice_are_found_whether_items_are_counted_or_added_up(most: int, rows: Rows) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fidelity.scoring.frames._MOST_ITEMS", most)
        found = score_frame(CHECKLIST, polars_frame(rows))
    assert_same(found, fidelity.score(CHECKLIST, read(rows)))


def test_what_is_taken_on_trust_is_counted_as_it_stands() -> None:
    once = [row for row in PLAIN if row["form"] in {"f0", "f1"}]
    twice = [*once, {**once[0], "code": "2"}]
    trusting = score_frame(CHECKLIST, polars_frame(twice), unique=True).by("item")[ITEMS[0]]
    looking = score_frame(CHECKLIST, polars_frame(twice)).by("item")[ITEMS[0]]
    assert (trusting.answered, trusting.missing) == (3, 0)
    assert (looking.answered, looking.missing) == (1, 1)


# Spark, really run ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    program("java")
    sql: Any = library("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


PLAIN: Rows = [
    {
        "form": f"f{number}", "site": "Ashby" if number % 2 else "Thornmere", "assessor": "",
        "period": f"2026-Q{number % 3}", "date": "", "item": name, "code": str((number + at) % 3),
    }
    for number in range(12)
    for at, name in enumerate(ITEMS)
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_spark_comes_to_the_same_on_its_local_machine(spark: Any) -> None:
    rows = [*PLAIN, {**PLAIN[0], "code": "perhaps"}, {**PLAIN[-1], "form": "g", "item": ITEMS[1], "code": "na"}]
    frame = spark.createDataFrame([tuple(row[name] for name in COLUMNS) for row in rows], list(COLUMNS))
    found = score_frame(CHECKLIST, frame)
    assert_same(found, fidelity.score(CHECKLIST, read(rows)))
    assert [(one.code, one.value, one.where) for one in found.responses.not_understood] == [
        ("FID704", "perhaps", f"form f0, item '{ITEMS[0]}'")
    ]


# Files ------------------------------------------------------------------------------------------------------


def test_a_parquet_file_is_scored_where_it_lies_and_one_bad_value_is_named(tmp_path: Path) -> None:
    library("duckdb")
    path = tmp_path / "answers.parquet"
    rows = [*PLAIN, {**PLAIN[0], "form": "f99", "code": "7"}]
    table: Any = arrow_frame(rows)
    library("pyarrow.parquet").write_table(table, path)
    found = score_frame(CHECKLIST, str(path))
    assert_same(found, fidelity.score(CHECKLIST, read(rows)))
    (bad,) = found.responses.not_understood
    assert (bad.code, bad.form, bad.item, bad.value) == ("FID704", "f99", ITEMS[0], "7")
    assert str(bad).startswith(f"{path}: FID704 '7' is no answer to '{ITEMS[0]}'; answers are")


def test_a_csv_file_is_read_as_texts_so_that_no_code_is_taken_for_a_number(tmp_path: Path) -> None:
    library("duckdb")
    path = tmp_path / "answers.csv"
    lines = [",".join(COLUMNS), *(",".join(row[name] for name in COLUMNS) for row in PLAIN)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert_same(score_frame(CHECKLIST, path), fidelity.score(CHECKLIST, read(PLAIN)))


def test_numbers_and_dates_of_a_frame_are_understood_as_what_they_say() -> None:
    pandas: Any = library("pandas")
    frame = pandas.DataFrame({"Form": [1, 1], "item": ITEMS[:2], "answer": [2, 1], "date": [date(2026, 5, 4)] * 2})
    found = score_frame(CHECKLIST, frame)
    assert list(found.by("period")) == ["2026-Q2"]
    total = found.total
    assert total is not None
    assert (total.forms, total.answered) == (1, 2)


# What is refused --------------------------------------------------------------------------------------------


def refused(data: object) -> str:
    with pytest.raises(InputError) as caught:
        score_frame(CHECKLIST, data)
    return str(caught.value)


def test_a_frame_without_a_column_is_refused_with_those_that_it_has() -> None:
    text = refused(library("polars").DataFrame({"form": ["a"], "question": ["b"]}))
    assert text.startswith("the frame: FID701 there is no column 'item'; the columns are form, question; expected one")


def test_what_is_no_frame_and_an_empty_one_are_refused() -> None:
    library("narwhals")
    assert "FID701 list is no data frame that can be read" in refused([1])
    assert "FID708 no answers" in refused(pandas_frame([]))


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    library("duckdb")
    path = tmp_path / "answers.parquet"
    path.write_text("no parquet", "utf-8")
    assert f"{path}: FID701 this file cannot be read: " in refused(str(path))


def test_answers_to_another_model_are_refused() -> None:
    frame = library("polars").DataFrame([{**PLAIN[0], "model": "fdac"}])
    assert "FID702 these answers are for the model 'fdac'" in refused(frame)


@pytest.mark.parametrize("name", ["narwhals", "duckdb"])
def test_without_the_extra_it_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, name, None)
    assert "Install the extra: python -m pip install 'duckdb>=1.3' 'narwhals>=2.0'" in refused("answers.parquet")
