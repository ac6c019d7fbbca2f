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

    ``fail_on`` is the verdict from which a plan fails, or ``None`` where none does. What ``baseline`` knows is listed,
    and does not count: no plan fails for it. It changes no verdict: a plan in breach is red, whoever knows of it.
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

    def counted(self, result: CheckResult) -> Verdict:
        """Return the worst that counts against a plan: its verdict, but for what the baseline knows."""
        if self.baseline is None:
            return result.verdict
        return worst(*(one.verdict for one in result.findings if not self.is_known(result, one)))

    def all_known(self, result: CheckResult) -> bool:
        """Return whether the baseline knows everything that makes a plan's verdict what it is."""
        return self.counted(result) is not result.verdict

    def fails(self, verdict: Verdict) -> bool:
        """Return whether a verdict is at or above the threshold."""
        return self.fail_on is not None and verdict.rank >= self.fail_on.rank

    @property
    def failed(self) -> bool:
        """Whether what counts against any plan is at or above the threshold."""
        return any(self.fails(self.counted(result)) for result in self.judged())

    @cached_property
    def verdict(self) -> Verdict | None:
        """The worst verdict among the plans, or ``None`` where none could be read."""
        verdicts = [result.verdict for result in self.judged()]
        return worst(*verdicts) if verdicts else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many plans there are, how many of each verdict, agreed findings, unread plans, and verdicts all known."""
        judged = list(self.judged())
        verdicts = [result.verdict for result in judged]
        return {
            "plans": len(self.results),
            **{verdict.value: verdicts.count(verdict) for verdict in (Verdict.RED, Verdict.AMBER, Verdict.GREEN)},
            "agreed": sum(len(result.agreed) for result in judged),
            "unreadable": len(self.results) - len(judged),
            "known": sum(map(self.all_known, judged)),
        }
