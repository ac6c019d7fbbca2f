"""Plans, workbooks, baselines and filled forms of the first edition are read, and say what they said then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.first_edition.corpus import Said, recorded, said_by, unpack

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.needs("openpyxl", "docx")


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Said:
    folder: Path = tmp_path_factory.mktemp("first-edition")
    unpack(folder)
    return said_by(folder)


def test_every_plan_and_workbook_of_the_first_edition_says_what_it_said(now: Said) -> None:
    before = recorded()["plans"]
    assert len(before) == len(now["plans"]) == 67
    for path, said in before.items():
        read = now["plans"][path]
        assert read["head"] == said["head"], path
        assert [keep(row, then) for row, then in zip(rows(read), rows(said), strict=True)] == rows(said), path


def test_every_form_of_the_first_edition_has_the_answers_that_were_given(now: Said) -> None:
    before = recorded()["forms"]
    assert len(before) == len(now["forms"]) == 42
    for path, said in before.items():
        assert now["forms"][path]["forms"] == said["forms"], path
        assert now["forms"][path]["not understood"] == said["not understood"] == 0, path


def test_every_baseline_of_the_first_edition_is_read_whole(now: Said) -> None:
    before = recorded()["baselines"]
    assert len(before) == 14
    assert {path: one["known"] for path, one in now["baselines"].items()} == {
        path: one["known"] for path, one in before.items()
    }


def rows(said: dict[str, object]) -> list[dict[str, object]]:
    found = said["says"]
    assert isinstance(found, list)
    return found


def keep(row: dict[str, object], then: dict[str, object]) -> dict[str, object]:
    """Return what a record says in the columns of the first edition; there may be more columns now."""
    return {name: row[name] for name in then}
