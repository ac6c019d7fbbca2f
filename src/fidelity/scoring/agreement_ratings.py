"""What several raters said about the same units, the weights of near misses, and the shape of a statistic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@frozen(eq=False, repr=False)
class Ratings(Content):
    """Ratings of units by raters on one scale.

    ``categories`` are the codes of the scale, weakest first. ``rows`` holds, for each unit, what each rater said, in
    the order of ``raters``; ``None`` where a rater said nothing.
    """

    raters: tuple[str, ...]
    units: tuple[str, ...]
    categories: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    @classmethod
    def of(cls, said: Mapping[str, Mapping[str, str | None]], categories: Sequence[str]) -> Ratings:
        """Return ratings from what each rater said about each unit.

        Raises
        ------
        ValueError
            If a code is not one of the categories, or if there are fewer than two categories.

        Examples
        --------
        >>> ratings = Ratings.of({"a": {"x": "0", "y": "1"}, "b": {"x": "0"}}, ["0", "1"])
        >>> ratings.rows
        (('0', '0'), ('1', None))
        """
        units = tuple(dict.fromkeys(unit for one in said.values() for unit in one))
        if len(set(categories)) < 2:  # noqa: PLR2004 - one category leaves nothing to agree on
            raise ValueError("a scale has two categories or more")
        for rater, one in said.items():
            for unit, code in one.items():
                if code is not None and code not in categories:
                    raise ValueError(f"{rater} rated {unit} with '{code}', which is none of {', '.join(categories)}")
        rows = tuple(tuple(one.get(unit) for one in said.values()) for unit in units)
        return cls(tuple(said), units, tuple(categories), rows)

    def counts(self) -> list[list[int]]:
        """Return how many raters chose each category, for each unit that anybody rated."""
        place = {code: at for at, code in enumerate(self.categories)}
        found = []
        for row in self.rows:
            counted = [0] * len(self.categories)
            for code in row:
                if code is not None:
                    counted[place[code]] += 1
            if any(counted):
                found.append(counted)
        return found

    def pairs(self, one: int, other: int) -> list[tuple[int, int]]:
        """Return what two raters said about the units that both rated, as places on the scale, from 0."""
        place = {code: at for at, code in enumerate(self.categories)}
        both = ((row[one], row[other]) for row in self.rows)
        return [(place[a], place[b]) for a, b in both if a is not None and b is not None]


Weighting: TypeAlias = Literal["identity", "linear", "quadratic"]


def weight_matrix(size: int, weighting: Weighting) -> list[list[float]]:
    """Return the weights of agreement, 0 to 1, for a scale of ``size`` places at equal distances.

    Examples
    --------
    >>> weight_matrix(3, "linear")[0]
    [1.0, 0.5, 0.0]
    >>> weight_matrix(3, "quadratic")[0]
    [1.0, 0.75, 0.0]
    """
    far = size - 1
    power = {"linear": 1, "quadratic": 2}.get(weighting)
    if power is None:
        return [[float(row == column) for column in range(size)] for row in range(size)]
    return [[1 - (abs(row - column) / far) ** power for column in range(size)] for row in range(size)]


@frozen(eq=False, repr=False)
class Statistic(Content):
    """A statistic of agreement.

    ``value`` is ``None`` where the statistic is undefined; ``undefined`` then says why. ``low`` and ``high`` bound a
    95% interval, made as ``interval`` says; both are ``None`` where there is none. ``units`` counts the units that at
    least two raters rated. ``definition`` names exactly what was computed: names such as "ordinal" mean different
    things in different programs.
    """

    name: str
    label: str
    definition: str
    value: float | None
    units: int
    low: float | None = None
    high: float | None = None
    interval: str | None = None
    undefined: str | None = None

    def __repr__(self) -> str:
        return f"<Statistic {self.name}: {self}>"

    def __str__(self) -> str:
        if self.value is None:
            return f"not defined: {self.undefined}"
        bounds = f" (95% interval {self.low:.2f} to {self.high:.2f})" if self.low is not None else ""
        return f"{self.value:.2f}{bounds}"

    def to_record(self) -> dict[str, str | float | int | None]:
        """Return the statistic as one row of a data frame."""
        names = ("name", "label", "value", "low", "high", "interval", "units", "undefined", "definition")
        return {name: getattr(self, name) for name in names}


def undefined(name: str, label: str, definition: str, units: int, why: str) -> Statistic:
    """Return a statistic that has no value, with the reason."""
    return Statistic(name, label, definition, None, units, undefined=why)
