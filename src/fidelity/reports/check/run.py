"""What a report is made from: the results of one run, and the terms that they were judged on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fidelity.checking.result import CheckResult, Unreadable
from fidelity.model.strength import Strength
from fidelity.verdicts import Verdict, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from fidelity.checking.finding import Finding
    from fidelity.files.baselines import Baseline


class Run:
    """The results of one run, in the order in which the plans were named, and the terms of the judgement.

    ``fail_on`` is the verdict from which a plan fails, or ``None`` where none does. What ``baseline`` knows is listed
    and not counted: neither in a verdict nor in ``counts``.
    """

    def __init__(
        self,
        results: Sequence[CheckResult | Unreadable],
        bind: Strength = Strength.RESTATED,
        on: date | None = None,
        fail_on: Verdict | None = Verdict.RED,
        baseline: Baseline | None = None,
    ) -> None:
        self.results = tuple(results)
        self.bind = bind
        self.on = on
        self.fail_on = fail_on
        self.baseline = baseline

    def judged(self) -> Iterator[CheckResult]:
        """Yield the results of the plans that could be read."""
        for result in self.results:
            if isinstance(result, CheckResult):
                yield result

    def is_known(self, result: CheckResult, finding: Finding) -> bool:
        """Return whether the baseline knows a finding with all that follows from it."""
        return self.baseline is not None and self.baseline.knows(result, finding)

    def known(self, result: CheckResult) -> tuple[Finding, ...]:
        """Return the findings of a plan that the baseline knows."""
        return () if self.baseline is None else tuple(one for one in result.findings if self.is_known(result, one))

    def verdict_of(self, result: CheckResult) -> Verdict:
        """Return the verdict on a plan, without what the baseline knows."""
        if self.baseline is None:
            return result.verdict
        return worst(*(one.verdict for one in result.findings if not self.is_known(result, one)))

    def fails(self, verdict: Verdict) -> bool:
        """Return whether a verdict is at or above the threshold."""
        return self.fail_on is not None and verdict.rank >= self.fail_on.rank

    @cached_property
    def verdict(self) -> Verdict | None:
        """The worst verdict among the plans, or ``None`` where none could be read."""
        verdicts = [self.verdict_of(result) for result in self.judged()]
        return worst(*verdicts) if verdicts else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many plans there are, how many of each verdict, unread ones, and agreed findings."""
        judged = list(self.judged())
        verdicts = [self.verdict_of(result) for result in judged]
        return {
            "plans": len(self.results),
            **{verdict.value: verdicts.count(verdict) for verdict in (Verdict.RED, Verdict.AMBER, Verdict.GREEN)},
            "agreed": sum(len(result.agreed) for result in judged),
            "unreadable": len(self.results) - len(judged),
        }
