"""What a rule about models says of itself, and where the rules are.

Rules about one kind of thing are one file, such as ``fid6xx_values``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.codes import Code
from fidelity.plugins import Registry
from fidelity.soundness.issue import Level, Remark

if TYPE_CHECKING:
    from fidelity.soundness.analysis import Examined  # noqa: TC004 - attrs keeps the annotation as text; at run time a circle would close


@frozen(eq=False, repr=False, kw_only=True)
class SoundnessRule(Code):
    """A code of the family FID6xx.

    Parameters
    ----------
    level
        How much it matters.
    find
        Yields what the rule has to say about one model.
    passes, fails
        A model without the issue, and one that has it and nothing else as grave or worse. They are run as tests.
    """

    level: Level
    find: Callable[[Examined], Iterator[Remark]]
    shows: str = "model"


def soundness_rule(
    code: str, level: Level, **texts: str
) -> Callable[[Callable[[Examined], Iterator[Remark]]], SoundnessRule]:
    """Return a decorator that turns a function into the rule of a code, which has the name of the function.

    ``texts`` are the other fields of a ``Code``: ``summary``, ``why``, ``source``, and the examples if there are any.
    """

    def rule_of(find: Callable[[Examined], Iterator[Remark]]) -> SoundnessRule:
        name = find.__name__.strip("_").replace("_", "-")
        return SoundnessRule(code=code, name=name, level=level, find=find, **texts)

    return rule_of


_FILES = Registry("fidelity.soundness.rules", beginning="fid", kind="a rule")


@cache
def all_rules() -> tuple[SoundnessRule, ...]:
    """Return every rule about models, by code. It is asked for often; the files do not change while we run."""
    found = (value for name in _FILES.names for value in vars(_FILES.module(name)).values())
    return tuple(sorted((one for one in found if isinstance(one, SoundnessRule)), key=lambda rule: rule.code))
