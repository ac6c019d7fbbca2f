"""Four hundred cases drawn once are judged, worded and repaired as the record has them: a test for each.

The record is that of ``tests.frozen``, which shows how an answer differs and how a new one is accepted.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.frozen.frozen import JUDGEMENTS, digest
from tests.frozen.judgements import drawn_cases, judged

if TYPE_CHECKING:
    from pathlib import Path

CASES = drawn_cases()
RECORD = json.loads(JUDGEMENTS.read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: its name is in no answer."""
    return tmp_path_factory.mktemp("drawn")


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_drawn_case_is_judged_as_the_record_has_it(
    number: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for name, answer in judged(number, CASES[number]):
        assert digest(answer) == RECORD[name], (
            f"to see the difference: tests/frozen/frozen.py --against CHECKOUT, {name}"
        )
