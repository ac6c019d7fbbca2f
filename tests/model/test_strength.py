"""How firm a piece of evidence is, as the explanation for readers has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fidelity.model.strength import LEVELS, STATUSES, VOICES, Strength, strength_of

PAGE = Path(__file__).parents[2] / "docs/explanation/tiers-strengths-and-two-worlds.md"
TABLE = {
    voice: {"seen": Strength[seen.upper()], "recalled": Strength[recalled.upper()]}
    for voices, seen, recalled in re.findall(r"^\| (`.*) \| (\w+) \| (\w+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    for voice in re.findall(r"`(\w+)`", voices)
}


def test_the_levels_are_ordered_from_stated_to_inferred() -> None:
    assert list(LEVELS) == ["stated", "restated", "observed", "inferred"]
    assert [LEVELS[word] for word in LEVELS] == sorted(Strength, reverse=True)
    assert [str(LEVELS[word]) for word in LEVELS] == list(LEVELS)
    assert len(set(map(int, Strength))) == len(LEVELS)


def test_every_voice_is_on_the_page() -> None:
    assert set(VOICES) == set(TABLE)
    assert STATUSES == ("seen", "recalled")


@pytest.mark.parametrize("voice", TABLE)
@pytest.mark.parametrize("status", STATUSES)
def test_evidence_is_as_firm_as_the_page_says(voice: str, status: str) -> None:
    plain = TABLE[voice][status]
    assert strength_of(voice, status) is plain
    assert strength_of(voice, status, via="website") is plain
    assert strength_of(voice, status, via="evaluator_summary") is min(plain, Strength.RESTATED)
    assert strength_of(voice, status, one_site=True) is min(plain, Strength.OBSERVED)
