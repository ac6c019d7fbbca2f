"""What a rule about models says of itself, and how it finds what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.codes import Code
from fidelity.soundness.issue import Level, Remark

if TYPE_CHECKING:
    from fidelity.soundness.examined import Examined  # noqa: TC004 - it runs the rules; attrs needs the name only

__all__ = ["SoundnessRule"]


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
