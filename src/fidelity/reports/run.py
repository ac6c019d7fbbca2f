"""What a report is made from: the results of one run, the terms they were judged on, and the layout asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checking.result import CheckResult, Unreadable
from fidelity.checking.verdicts import Verdict, worst
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

__all__ = ["Layout", "Run"]


class Layout(NamedTuple):
    """How a report for people is laid out. Formats for machines take no notice of it."""

    width: int = 80
    colour: bool = False
    verbose: bool = False


class Run:
    """The results of one run, in the order in which the plans were named, and the terms of the judgement."""

    def __init__(
        self,
        results: Iterable[CheckResult | Unreadable],
        bind: Strength = Strength.RESTATED,
        on: date | None = None,
    ) -> None:
        self.results = tuple(results)
        self.bind = bind
        self.on = on

    def judged(self) -> Iterator[CheckResult]:
        """Yield the results of the plans that could be read."""
        for result in self.results:
            if isinstance(result, CheckResult):
                yield result

    @cached_property
    def verdict(self) -> Verdict | None:
        """The worst verdict among the plans, or ``None`` where none could be read."""
        verdicts = [result.verdict for result in self.judged()]
        return worst(*verdicts) if verdicts else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many plans there are, how many of each verdict, unread ones, and agreed findings."""
        judged = list(self.judged())
        return {
            "plans": len(self.results),
            "red": sum(result.verdict is Verdict.RED for result in judged),
            "amber": sum(result.verdict is Verdict.AMBER for result in judged),
            "green": sum(result.verdict is Verdict.GREEN for result in judged),
            "agreed": sum(len(result.agreed) for result in judged),
            "unreadable": len(self.results) - len(judged),
        }
