from __future__ import annotations

import inspect

import pytest

import fidelity
from fidelity.doors import DOORS, door


@pytest.mark.parametrize("method", DOORS)
def test_behind_every_door_stands_what_takes_the_calls_of_its_method(method: str) -> None:
    owner, _, name = method.partition(".")
    asker = getattr(getattr(fidelity, owner), name)
    asked = inspect.signature((isinstance(asker, property) and asker.fget) or asker).parameters
    taken = inspect.signature(door(method)).parameters
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    assert all(one.kind in kinds for one in taken.values())
    assert len(taken) == len(asked)


def test_there_are_at_most_twelve_doors() -> None:
    assert len(DOORS) <= 12
