from __future__ import annotations

import pytest
from tests.commands.call import fidelity

from fidelity.api import all_codes
from fidelity.rendering.english import is_printable


@pytest.mark.parametrize("code", [one.code for one in all_codes()])
def test_every_code_is_explained(code: str) -> None:
    rule = next(one for one in all_codes() if one.code == code)
    answer = fidelity("explain", code)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith(f"{code} {rule.name}\n")
    words = " ".join(answer.out.split())
    for text in (rule.summary, rule.why, rule.source, rule.passes, rule.fails):
        shown = "".join(sign if is_printable(sign) or sign == "\n" else "?" for sign in text)
        assert " ".join(shown.split()) in words
    assert all(is_printable(sign) or sign == "\n" for sign in answer.out)
    assert max(map(len, answer.out.splitlines())) <= 120


def test_a_code_can_be_given_in_small_letters_or_by_its_name() -> None:
    assert fidelity("explain", "fid201") == fidelity("explain", "FID201")
    assert fidelity("explain", "essential-element-removed") == fidelity("explain", "FID201")


def test_the_ways_out_are_those_that_a_check_of_the_example_gives() -> None:
    assert "  - either withdraw the change no-mentors" in fidelity("explain", "FID201").out
    assert "undecided" in fidelity("explain", "FID105").out


def test_without_a_code_all_are_listed() -> None:
    answer = fidelity("explain")
    assert answer.status == 0
    for rule in all_codes():
        assert f"{rule.code}  " in answer.out
