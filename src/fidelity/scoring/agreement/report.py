"""All statistics of agreement that fit some ratings, in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content
from fidelity.scoring.agreement.alpha import krippendorff_alpha
from fidelity.scoring.agreement.gwet import gwet_ac
from fidelity.scoring.agreement.kappa import cohen_kappa
from fidelity.scoring.agreement.percent import percent_agreement
from fidelity.scoring.agreement.statistic import Statistic

if TYPE_CHECKING:
    from fidelity.scoring.agreement.ratings import Ratings

__all__ = ["Agreement", "agreement"]

_PARADOX = (
    "Nearly all ratings are of one category. Kappa and alpha are low then even where raters agree; read them beside "
    "percent agreement and AC1."
)
_MOST = 0.85


@frozen(eq=False, repr=False)
class Agreement(Content):
    """How far some raters agree: who, on how many units, by which statistics, and what to keep in mind."""

    raters: tuple[str, ...]
    units: int
    statistics: tuple[Statistic, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Agreement of {len(self.raters)} raters on {self.units} units>"

    def to_records(self) -> list[dict[str, str | float | int | None]]:
        """Return one row a statistic."""
        return [one.to_record() for one in self.statistics]


def agreement(ratings: Ratings) -> Agreement:
    """Return every statistic that fits: those for ordered categories only where there are three or more.

    Source: two raters independently, and agreement published (RU-16 of the method's rules).

    Examples
    --------
    >>> from fidelity.scoring.agreement.ratings import Ratings
    >>> said = {"a": dict(zip("wxyz", "0011")), "b": dict(zip("wxyz", "0111"))}
    >>> [one.name for one in agreement(Ratings.of(said, "01")).statistics]
    ['percent-agreement', 'cohen-kappa', 'gwet-ac1', 'krippendorff-alpha-nominal']
    """
    found = [percent_agreement(ratings), cohen_kappa(ratings), gwet_ac(ratings), krippendorff_alpha(ratings)]
    if len(ratings.categories) > 2:  # noqa: PLR2004 - two categories have no order to speak of
        for weighting in ("linear", "quadratic"):
            found += [cohen_kappa(ratings, weighting), gwet_ac(ratings, weighting)]
        found += [krippendorff_alpha(ratings, "ordinal"), krippendorff_alpha(ratings, "interval")]
    columns = [sum(column) for column in zip(*ratings.counts(), strict=True)]
    notes = (_PARADOX,) if columns and max(columns) >= _MOST * sum(columns) else ()
    return Agreement(ratings.raters, found[0].units, tuple(found), notes)
