"""A baseline: the findings that were there before, so that only new ones count.

It knows findings by their fingerprints, so that moving, reordering or reformatting plans changes nothing. What a
principle loses is never in it, and a finding that has become worse is new.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, TypeAlias

from fidelity.model.elements import Tier
from fidelity.verdicts import GREEN, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult

SCHEMA_VERSION = 1
_UNDECIDED = "FID209"
Key: TypeAlias = "tuple[str, str, str]"
"""Plan, site and model: what a baseline knows plans by. Where they lie and how they are laid out does not matter."""


class Baseline:
    """The known findings of each plan: fingerprints, with the verdict that each had.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", author="site-lead")
    >>> baseline_of([fidelity.check(plan)]).known
    {}
    """

    def __init__(self, known: Mapping[Key, Mapping[str, Verdict]]) -> None:
        self.known = known

    @classmethod
    def of_words(cls, known: Mapping[Key, Mapping[str, str]]) -> Baseline:
        """Return the baseline that a file words: verdicts as ``"amber"`` and ``"red"``."""
        return cls({key: {name: Verdict(word) for name, word in found.items()} for key, found in known.items()})

    def knows(self, result: CheckResult, finding: Finding) -> bool:
        """Return whether a finding, and all that follows from it, is known and no worse than it was."""
        if finding.verdict is GREEN:
            return False
        known = self.known.get(_key(result), {})
        return all(
            _may_be_known(one) and one.fingerprint in known and one.own_verdict.rank <= known[one.fingerprint].rank
            for one in _weighing(finding)
        )

    def shrunk(self, results: Iterable[CheckResult]) -> Baseline:
        """Return the baseline without what is no longer found. Nothing is added; plans not seen stay as they are."""
        kept = dict(self.known)
        for result in results:
            before, now = kept.get(_key(result)), _fingerprints(result)
            if before is not None:
                left = {name: min(verdict, now[name], key=_rank) for name, verdict in before.items() if name in now}
                kept[_key(result)] = left
        return Baseline({key: found for key, found in kept.items() if found})


def baseline_of(results: Iterable[CheckResult]) -> Baseline:
    """Return the baseline that knows everything amber or red in some results, but for what principles lose."""
    rows: dict[Key, dict[str, Verdict]] = {}
    for result in results:
        found = _fingerprints(result)
        if found:
            rows.setdefault(_key(result), {}).update(found)
    return Baseline(rows)


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as the JSON of its file: sorted, so that a change of one finding is a change of one line."""
    plans = [
        {
            **dict(zip(("plan", "site", "model"), key, strict=True)),
            "findings": {name: found[name].value for name in sorted(found)},
        }
        for key, found in sorted(baseline.known.items())
    ]
    return dumps({"schema_version": SCHEMA_VERSION, "plans": plans}, ensure_ascii=False, indent=2) + "\n"


def _key(result: CheckResult) -> Key:
    return result.plan.id, result.plan.site, result.model.id


def _rank(verdict: Verdict) -> int:
    return verdict.rank


def _weighing(finding: Finding) -> Iterator[Finding]:
    """Yield what is not green of a finding and its consequences."""
    return (one for one in (finding, *finding.consequences) if one.own_verdict is not GREEN)


def _may_be_known(finding: Finding) -> bool:
    """Return whether a baseline may hold a finding: none about a principle, and none that is a list that can grow."""
    return finding.tier is not Tier.PRINCIPLE and finding.code != _UNDECIDED


def _fingerprints(result: CheckResult) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for finding in result.findings:
        for one in _weighing(finding):
            if _may_be_known(one):
                found[one.fingerprint] = max(found.get(one.fingerprint, GREEN), one.own_verdict, key=_rank)
    return found
