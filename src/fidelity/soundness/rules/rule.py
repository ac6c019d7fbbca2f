"""What a rule about models says of itself, and how it finds what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.codes import Code
from fidelity.plugins import Registry
from fidelity.soundness.issue import Level, Remark

if TYPE_CHECKING:
    from fidelity.soundness.examined import Examined  # noqa: TC004 - it runs the rules; attrs needs the name only

__all__ = ["SoundnessRule", "all_rules"]


@frozen(eq=False, repr=False, kw_only=True)
class SoundnessRule(Code):
    """A code of the family FID6xx.

    Parameters
    ----------
    level
        How much it matters.
    find
        Yields what there is to say about one model.
    passes, fails
        A model without the issue and one that has it and nothing else of its level or above. They are run as tests.
    """

    level: Level
    find: Callable[[Examined], Iterator[Remark]]
    shows: str = "model"


_FILES = Registry("fidelity.soundness.rules", beginning="fid", kind="a rule")


@cache
def all_rules() -> tuple[SoundnessRule, ...]:
    """Return every rule about models, by code. A rule's file is named ``fid601_principle_without_practice``."""
    return tuple(_FILES.module(name).RULE for name in _FILES.names)
