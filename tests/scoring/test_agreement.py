"""What raters are told about their agreement, and about where it is undefined."""

from __future__ import annotations

import pytest

from fidelity.scoring.agreement_coefficients import (
    agreement,
    bootstrap,
    cohen_kappa,
    gwet_ac,
    icc,
    krippendorff_alpha,
    mean_absolute_difference,
    percent_agreement,
)
from fidelity.scoring.agreement_ratings import Ratings


def said(*rows: str, categories: str = "012") -> Ratings:
    """Return ratings from one word a rater, one sign a unit; ``-`` where nothing was said."""
    table = {
        f"rater {at}": {f"item {unit}": None if sign == "-" else sign for unit, sign in enumerate(row)}
        for at, row in enumerate(rows, 1)
    }
    return Ratings.of(table, tuple(categories))


def test_a_code_that_is_not_on_the_scale_is_refused_with_its_rater_and_unit() -> None:
    with pytest.raises(ValueError, match="rater 1 rated item 1 with '7', which is none of 0, 1, 2"):
        said("07", "00")


def test_a_scale_of_one_category_is_refused() -> None:
    with pytest.raises(ValueError, match="two categories or more"):
        said("00", "00", categories="0")


@pytest.mark.parametrize("statistic", [percent_agreement, cohen_kappa, gwet_ac, krippendorff_alpha])
def test_without_a_unit_that_two_raters_rated_nothing_is_defined_and_the_reason_is_said(statistic: object) -> None:
    assert callable(statistic)
    found = statistic(said("01--", "--01"))
    assert (found.value, found.low, found.high, found.units) == (None, None, None, 0)
    assert str(found) == "not defined: no unit was rated by two raters"


def test_where_both_always_say_the_same_kappa_and_alpha_are_undefined_and_ac1_is_full() -> None:
    of = said("2222", "2222")
    assert "one and the same category" in str(cohen_kappa(of).undefined)
    assert "nothing varies" in str(krippendorff_alpha(of).undefined)
    assert (gwet_ac(of).value, percent_agreement(of).value) == (1.0, 1.0)


def test_when_nearly_all_ratings_are_the_same_the_report_says_how_to_read_kappa() -> None:
    report = agreement(said("22222222222222222221", "22222222222222222212", categories="12"))
    value = {one.name: one.value for one in report.statistics}
    kappa, ac1 = value["cohen-kappa"], value["gwet-ac1"]
    assert kappa is not None
    assert kappa < 0
    assert (ac1 or 0) > 0.85
    (note,) = report.notes
    assert note.startswith("Nearly all ratings are of one category. Kappa and alpha are low then")
    assert note.endswith("read them beside percent agreement and AC1.")


def test_ordered_scales_get_weights_and_every_statistic_names_its_definition() -> None:
    report = agreement(said("0120120112", "0110122102"))
    assert [one.name for one in report.statistics] == [
        "percent-agreement", "cohen-kappa", "gwet-ac1", "krippendorff-alpha-nominal",
        "kappa-linear", "gwet-ac2-linear", "kappa-quadratic", "gwet-ac2-quadratic",
        "krippendorff-alpha-ordinal", "krippendorff-alpha-interval",
    ]  # fmt: skip
    assert all(one.definition and one.interval for one in report.statistics)
    assert "Krippendorff's ordinal difference" in report.statistics[-2].definition
    assert repr(report) == "<Agreement of 2 raters on 10 units>"
    assert report.to_records()[0]["name"] == "percent-agreement"
    assert report.notes == ()


def test_three_raters_get_the_mean_of_kappa_over_pairs_and_no_interval() -> None:
    of = said("0120", "0110", "0120")
    pairs = [cohen_kappa(said(*rows)).value or 0 for rows in (("0120", "0110"), ("0120", "0120"), ("0110", "0120"))]
    found = cohen_kappa(of)
    assert found.value == pytest.approx(sum(pairs) / 3)
    assert (found.low, found.interval) == (None, None)
    assert found.definition.endswith("the mean over 3 of 3 pairs of raters")


def test_a_statistic_shows_its_value_and_its_interval() -> None:
    found = percent_agreement(said("0101010101", "0101010110", categories="01"))
    assert str(found) == "0.80 (95% interval 0.50 to 1.00)"
    assert repr(found) == "<Statistic percent-agreement: 0.80 (95% interval 0.50 to 1.00)>"


def test_one_unit_alone_has_no_interval() -> None:
    assert str(gwet_ac(said("0", "0"))) == "1.00"


def test_the_same_ratings_have_the_same_interval_each_time() -> None:
    of = said("0120120112", "0110122102")
    assert krippendorff_alpha(of) == krippendorff_alpha(of)


def test_an_interval_is_left_out_where_too_few_draws_have_a_value() -> None:
    assert bootstrap([0, 1], lambda drawn: None if 0 in drawn else 1.0) is None


def test_a_rater_who_is_always_higher_lowers_agreement_and_not_consistency() -> None:
    totals = [[10.0, 15.0], [12.0, 17.0], [20.0, 25.0], [30.0, 35.0]]
    assert str(icc(totals, "consistency")) == "1.00"
    assert 0.8 < (icc(totals).value or 0) < 0.95
    assert mean_absolute_difference(totals).value == 5.0


def test_totals_without_variation_or_without_a_second_rater_have_no_icc() -> None:
    assert str(icc([[1.0, 1.0], [1.0, 1.0]])) == "not defined: all totals are the same, so nothing varies"
    assert str(icc([[1.0], [2.0]])) == "not defined: it takes two sites and two raters at least"
    assert str(mean_absolute_difference([[1.0]])) == "not defined: it takes two raters at least"
    with pytest.raises(ValueError, match="every site has a total from every rater"):
        icc([[1.0, 2.0], [1.0]])
