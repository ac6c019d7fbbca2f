"""What a baseline knows: everything open of the plans that it was made of, no worse than it was, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.budget import times
from tests.strategies import Case, bearing_cases

import fidelity
from fidelity.files.baselines import Baseline, baseline_of, baseline_text
from fidelity.model.elements import Tier
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from fidelity import CheckResult, Finding

RANKS = {"green": 0, "amber": 1, "red": 2}


def open_parts(finding: Finding) -> list[Finding]:
    return [one for one in (finding, *finding.consequences) if one.own_verdict != "green"]


def listed(result: CheckResult) -> dict[str, str]:
    """What is to be in the baseline of a result: the worst of each fingerprint, but for principles and what grows."""
    found: dict[str, str] = {}
    for finding in result.findings:
        for one in open_parts(finding):
            if one.tier is not Tier.PRINCIPLE and one.code != "FID209":
                known = found.get(one.fingerprint, "green")
                found[one.fingerprint] = max(known, one.own_verdict.value, key=RANKS.__getitem__)
    return found


@st.composite
def checked(draw: st.DrawFn) -> tuple[Case, CheckResult]:
    case = draw(bearing_cases())
    return case, fidelity.check(case.plan, case.model, bind=case.bind, on=case.on)


@given(checked())
def test_a_baseline_lists_what_is_open_and_knows_just_that(pair: tuple[Case, CheckResult]) -> None:
    _, result = pair
    baseline = baseline_of([result])
    expected = listed(result)
    key = (result.plan.id, result.plan.site, result.model.id)
    assert {name: verdict.value for name, verdict in baseline.known.get(key, {}).items()} == expected
    assert set(baseline.known) == ({key} if expected else set())
    for finding in result.findings:
        some = open_parts(finding)
        lasting = all(one.tier is not Tier.PRINCIPLE and one.code != "FID209" for one in some)
        assert baseline.knows(result, finding) == (finding.verdict != "green" and lasting)
        assert not Baseline({}).knows(result, finding)


@times(2)
@given(checked(), st.sampled_from(Strength))
def test_what_got_worse_is_not_known_and_a_baseline_only_shrinks(
    pair: tuple[Case, CheckResult], bind: Strength
) -> None:
    case, before = pair
    after = fidelity.check(case.plan, case.model, bind=bind, on=case.on)
    baseline, then, now = baseline_of([before]), listed(before), listed(after)
    for finding in after.findings:
        known = all(RANKS[one.own_verdict] <= RANKS[then.get(one.fingerprint, "green")] for one in open_parts(finding))
        principle = any(one.tier is Tier.PRINCIPLE or one.code == "FID209" for one in open_parts(finding))
        assert baseline.knows(after, finding) == (finding.verdict != "green" and known and not principle)
    left = {name: min(then[name], now[name], key=RANKS.__getitem__) for name in then if name in now}
    key = (case.plan.id, case.plan.site, case.model.id)
    shrunk = baseline.shrunk([after])
    assert {name: verdict.value for name, verdict in shrunk.known.get(key, {}).items()} == left
    assert set(shrunk.known) == ({key} if left else set())
    other = Baseline({("another", "plan", "altogether"): {}, ("one", "more", "plan"): baseline.known.get(key, {})})
    assert other.shrunk([after]).known == {name: found for name, found in other.known.items() if found}


@given(st.lists(checked(), max_size=2))
def test_the_text_of_a_baseline_says_all_of_it_in_order(pairs: list[tuple[Case, CheckResult]]) -> None:
    baseline = baseline_of([result for _, result in pairs])
    read = json.loads(baseline_text(baseline))
    assert read["schema_version"] == 1
    rows = {(row["plan"], row["site"], row["model"]): row["findings"] for row in read["plans"]}
    assert Baseline.of_words(rows).known == baseline.known
    assert list(rows) == sorted(rows)
    assert all(list(found) == sorted(found) for found in rows.values())
