"""What every rule says of itself, and the seams through which it finds and words its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

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


@frozen(eq=False, repr=False)
class Rule:
    """A finding code: what it means, where it comes from, and how it is found and worded.

    Parameters
    ----------
    code, name
        The stable code, and the fault found in a few words. Neither ever changes its meaning.
    summary
        One line for lists.
    why
        Why it matters in practice: the page's explanation.
    source
        Where the rule comes from.
    passes, fails
        A plan that passes and one that fails, against the model that ships as ``fdac``; empty for
        codes that no plan by itself shows. They are run as tests. ``shows`` says that these are plans.
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

    code: str
    name: str
    summary: str
    why: str
    source: str
    passes: str = ""
    fails: str = ""
    since: str = "0.1.0"
    shows: str = "plan"
    reads: str = ""
    find: Callable[[Evaluation], Iterable[Raw]] | None = None
    remark: Callable[[Case], Iterable[Raw]] | None = None
    message: Words = lambda finding: finding.name
    why_here: Words = lambda finding: finding.rule.why
    needs: Callable[[Finding], Need | None] = no_needs
    ask: Callable[[Finding], str | None] = no_ask
    ways_out: Callable[[Finding], tuple[str, ...]] = no_ways
