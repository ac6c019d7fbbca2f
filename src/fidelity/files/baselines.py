"""Baselines: what is known of some plans, read from a file and written to one, so that it is listed and not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from fidelity.files import faults as codes
from fidelity.files.faults import Faults, quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import Mapping as MappingNode
from fidelity.files.nodes import Scalar
from fidelity.files.source import read_bytes
from fidelity.files.tree import parse
from fidelity.model.elements import Tier
from fidelity.rendering.json import json_text
from fidelity.verdicts import GREEN, Verdict

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult


_BASELINE = shape("a baseline", "schema_version plans")
_PLAN = shape("a plan of a baseline", "plan site model findings")
_VERDICTS = frozenset({"amber", "red"})
_VERSION = "1"


def load_known(source: str | os.PathLike[str]) -> dict[tuple[str, str, str], dict[str, str]]:
    """Return what a baseline knows: by plan, site and model, the verdict of each fingerprint as a word.

    Raises
    ------
    InputError
        With every fault of the file, each with its line and column.
    """
    path, data = read_bytes(source)
    faults = Faults(path)
    tree = parse(data, faults)
    fields = Fields.of(tree, _BASELINE, faults)
    known: dict[tuple[str, str, str], dict[str, str]] = {}
    if fields is not None:
        fields.word("schema_version", (_VERSION,))
        for entry in fields.each("plans", _PLAN):
            key = (entry.text("plan"), entry.text("site"), entry.text("model"))
            known.setdefault(key, {}).update(_findings(entry))
    faults.raise_any()
    return known


def _findings(entry: Fields) -> dict[str, str]:
    node = entry.get("findings")
    if not isinstance(node, MappingNode):
        if node is not None:
            entry.wrong(node, "fingerprints, each with 'amber' or 'red'")
        return {}
    found: dict[str, str] = {}
    for name, value in node.values.items():
        if isinstance(value, Scalar) and value.text in _VERDICTS:
            found[name] = value.text
        else:
            said = quoted(value.text) if isinstance(value, Scalar) else "something else"
            entry.faults.add(codes.WRONG_VALUE, value, said, "'amber' or 'red'")
    return found


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
    return json_text({"schema_version": SCHEMA_VERSION, "plans": plans})


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
