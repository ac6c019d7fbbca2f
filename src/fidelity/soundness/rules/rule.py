"""What a rule about models says of itself, and how it finds what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.soundness.issue import Level, Remark

if TYPE_CHECKING:
    from fidelity.soundness.examined import Examined  # noqa: TC004 - it runs the rules; attrs needs the name only

__all__ = ["SoundnessRule"]


@frozen(eq=False, repr=False)
class SoundnessRule:
    """A code of the family FID6xx.

    Parameters
    ----------
    code, name
        The stable code, and the issue in a few words. Neither ever changes its meaning.
    level
        How much it matters.
    summary, why, source
        One line for lists, the page's explanation, and where the rule comes from.
    find
        Yields what there is to say about one model.
    passes, fails
        A model without the issue and one that has it and nothing else of its level or above. They are run as tests.
    """

    code: str
    name: str
    level: Level
    summary: str
    why: str
    source: str
    find: Callable[[Examined], Iterator[Remark]]
    passes: str = ""
    fails: str = ""
    since: str = "0.1.0"
    shows: str = "model"
