"""A rule: a code with the seams through which it finds and words its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from fidelity.codes import Code
from fidelity.verdicts import Need

if TYPE_CHECKING:
    from fidelity.checking.case import Case
    from fidelity.checking.evaluation import Evaluation
    from fidelity.checking.facts import Raw
    from fidelity.checking.finding import Finding

__all__ = ["Rule"]

Words: TypeAlias = "Callable[[Finding], str]"


def no_ask(finding: Finding) -> str | None:
    """Return no question: the matter is not one for the owner."""
    return None


def no_ways(finding: Finding) -> tuple[str, ...]:
    """Return no ways out: nothing has to be done."""
    return ()


def no_needs(finding: Finding) -> Need | None:
    """Return no need: the rule is never amber."""
    return None


@frozen(eq=False, repr=False, kw_only=True)
class Rule(Code):
    """A code that the checker finds: what it says of itself, and how it is found and worded.

    Parameters
    ----------
    reads
        The list of an evaluation (or the part of a case) that ``find`` (or ``remark``) goes through; nothing
        is called while it is empty.
    find
        Yields findings in the raw from an evaluation (families FID2xx and FID3xx).
    remark
        Yields remarks in the raw, once for a whole plan (families FID4xx and FID5xx).
    message, why_here, needs, ask, ways_out
        The words of one finding.
    """

    reads: str = ""
    find: Callable[[Evaluation], Iterable[Raw]] | None = None
    remark: Callable[[Case], Iterable[Raw]] | None = None
    message: Words = lambda finding: finding.name
    why_here: Words = lambda finding: finding.rule.why
    needs: Callable[[Finding], Need | None] = no_needs
    ask: Callable[[Finding], str | None] = no_ask
    ways_out: Callable[[Finding], tuple[str, ...]] = no_ways
