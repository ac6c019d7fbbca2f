"""Agreement statistics equal those of independent libraries where the definitions coincide, to 1e-9."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.budget import times
from tests.needed import library

from fidelity.scoring.agreement_coefficients import (
    Level,
    cohen_kappa,
    f_quantile,
    gwet_ac,
    icc,
    krippendorff_alpha,
    percent_agreement,
    t_quantile,
)
from fidelity.scoring.agreement_ratings import Ratings

if TYPE_CHECKING:
    from fidelity.scoring.agreement_ratings import Weighting

SCALE = ("0", "1", "2", "3")
WEIGHTINGS: tuple[Weighting, ...] = ("identity", "linear", "quadratic")


def close(one: float | None, other: float, at: float = 1e-9) -> bool:
    return one is not None and math.isclose(one, other, rel_tol=at, abs_tol=at)


@st.composite
def ratings(draw: st.DrawFn, raters: int = 2, *, gaps: bool = False) -> Ratings:
    size = draw(st.integers(2, 4))
    code = st.sampled_from(SCALE[:size])
    one = st.one_of(code, st.none()) if gaps else code
    rows = draw(st.lists(st.tuples(*[one] * raters), min_size=2, max_size=25))
    said = {f"r{at}": {f"u{unit}": row[at] for unit, row in enumerate(rows)} for at in range(raters)}
    return Ratings.of(said, SCALE[:size])


@pytest.mark.needs("sklearn.metrics")
@given(ratings(), st.sampled_from(WEIGHTINGS))
def test_kappa_is_that_of_scikit_learn(of: Ratings, weighting: Weighting) -> None:
    metrics: Any = library("sklearn.metrics")
    one, other = zip(*of.rows, strict=True)
    ours = cohen_kappa(of, weighting)
    assume(len({*one, *other}) > 1)
    theirs = metrics.cohen_kappa_score(
        one, other, labels=list(of.categories), weights=None if weighting == "identity" else weighting
    )
    assert close(ours.value, theirs)


@pytest.mark.needs("statsmodels.stats.inter_rater")
@pytest.mark.filterwarnings("ignore")  # statsmodels also divides by a standard error of 0
@given(ratings(), st.sampled_from(WEIGHTINGS))
@times(0.6)
def test_the_interval_of_kappa_is_that_of_statsmodels_cut_at_1(of: Ratings, weighting: Weighting) -> None:
    rater: Any = library("statsmodels.stats.inter_rater")
    assume(len({code for row in of.rows for code in row}) > 1)
    size = len(of.categories)
    table = [[0] * size for _ in range(size)]
    for one, other in of.pairs(0, 1):
        table[one][other] += 1
    kind = {"identity": None, "linear": "linear", "quadratic": "quadratic"}[weighting]
    theirs = rater.cohens_kappa(table, wt=kind)
    ours = cohen_kappa(of, weighting)
    assert close(ours.value, theirs.kappa)
    if math.isnan(theirs.kappa_upp):  # a variance that rounding made negative
        assert close(ours.low, float(ours.value or 0))
        return
    assert close(ours.low, max(theirs.kappa_low, -1.0), 1e-6)
    assert close(ours.high, min(theirs.kappa_upp, 1.0), 1e-6)


@pytest.mark.needs("krippendorff")
@given(ratings(3, gaps=True), st.sampled_from(["nominal", "ordinal", "interval"]))
@times(0.6)
def test_alpha_is_that_of_the_krippendorff_library(of: Ratings, level: Level) -> None:
    theirs: Any = library("krippendorff")
    rows = [row for row in of.counts() if sum(row) > 1]
    assume(rows)
    ours = krippendorff_alpha(of, level)
    if sum(any(row[at] for row in rows) for at in range(len(of.categories))) < 2:
        assert ours.value is None
        assert ours.undefined == "every rating is the same category, so nothing varies"
        return
    # Equal distances on the scale are numbers; for the other two, only the order counts.
    value = theirs.alpha(value_counts=rows, value_domain=list(range(len(of.categories))), level_of_measurement=level)
    assert close(ours.value, value)


# One table of three raters with gaps, and what irrCAC 0.4.4 says of it (that library cannot live beside the others:
# it pins an old scipy). Values to ten digits: estimate, lower and upper bound.
ROWS = (
    ("0", "0", "1"), ("1", "1", "1"), ("2", "1", "2"), ("2", "2", None), ("0", "1", "0"),
    ("2", "2", "2"), ("1", None, "1"), ("0", "0", "0"), ("2", "1", "1"), ("2", "2", "2"),
)  # fmt: skip
IRRCAC: dict[Weighting, tuple[float, float, float]] = {
    "identity": (0.6046128501, 0.2320035386, 0.9772221616),
    "linear": (0.7085020243, 0.4236673143, 0.9933367343),
    "quadratic": (0.8089171975, 0.6143665165, 1.0),
}


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_gwets_coefficients_are_those_of_irrcac(weighting: Weighting) -> None:
    of = Ratings(("a", "b", "c"), tuple("ABCDEFGHIJ"), ("0", "1", "2"), ROWS)
    ours = gwet_ac(of, weighting)
    value, low, high = IRRCAC[weighting]
    assert close(ours.value, value, 2e-10)
    assert close(ours.low, low, 2e-10)
    assert close(ours.high, high, 2e-10)


@given(ratings())
def test_two_raters_without_gaps_have_the_ac1_that_its_first_paper_writes_down(of: Ratings) -> None:
    n, size = len(of.rows), len(of.categories)
    share = [sum(row.count(code) for row in of.rows) / (2 * n) for code in of.categories]
    expected = sum(one * (1 - one) for one in share) / (size - 1)
    observed = sum(one == other for one, other in of.rows) / n
    assert close(gwet_ac(of).value, (observed - expected) / (1 - expected))
    assert close(percent_agreement(of).value, observed)


@st.composite
def totals(draw: st.DrawFn) -> list[list[float]]:
    raters = draw(st.integers(2, 4))
    row = st.lists(st.integers(0, 40).map(float), min_size=raters, max_size=raters)
    return draw(st.lists(row, min_size=4, max_size=12))


@pytest.mark.needs("pingouin", "pandas")
@pytest.mark.filterwarnings("ignore")  # pingouin's own, about pandas and about tables without variation
@given(totals(), st.sampled_from(["agreement", "consistency"]))
@times(0.6)
def test_intraclass_correlations_and_their_intervals_are_those_of_pingouin(
    of: list[list[float]], kind: Literal["agreement", "consistency"]
) -> None:
    pingouin: Any = library("pingouin")
    pandas: Any = library("pandas")
    assume(len({one for row in of for one in row}) > 2)
    long = [(site, rater, one) for site, row in enumerate(of) for rater, one in enumerate(row)]
    frame = pandas.DataFrame(long, columns=["site", "rater", "total"])
    try:
        table = pingouin.intraclass_corr(frame, targets="site", raters="rater", ratings="total")
    except (ValueError, ZeroDivisionError, AssertionError):
        assume(False)  # noqa: FBT003 - it gives up on some degenerate tables
    row = table[table["Type"].isin({"ICC2", "ICC(A,1)"} if kind == "agreement" else {"ICC3", "ICC(C,1)"})].iloc[0]
    ours = icc(of, kind)
    assume(not math.isnan(row["ICC"]) and math.isfinite(row["ICC"]) and ours.low is not None)
    assert close(ours.value, row["ICC"], 1e-7)  # it works with sums of squares, which cost it some digits
    bounds = next(row[name] for name in ("CI95%", "CI95") if name in table.columns)
    assume(not any(math.isnan(one) for one in bounds))  # scipy gives up far out
    assert close(ours.low, bounds[0], 0.006)  # printed with two digits
    assert close(ours.high, bounds[1], 0.006)


@pytest.mark.needs("scipy.stats")
@given(st.floats(0.01, 0.99), st.floats(1, 60), st.floats(1, 60))
@times(1.5)
def test_quantiles_are_those_of_scipy(share: float, above: float, below: float) -> None:
    stats: Any = library("scipy.stats")
    assert close(f_quantile(share, above, below), float(stats.f.ppf(share, above, below)), 1e-8)
    assert close(t_quantile(0.975, below), float(stats.t.ppf(0.975, below)), 1e-8)
