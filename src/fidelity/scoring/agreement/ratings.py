"""What several raters said of the same units: forms of one site, items of a checklist, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Ratings"]


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
        """Return ratings from what each rater said of each unit.

        Raises
        ------
        ValueError
            If a code is none of the categories, or there are fewer than two categories.

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
        """Return what two raters said of the units that both rated, as places on the scale, from 0."""
        place = {code: at for at, code in enumerate(self.categories)}
        both = ((row[one], row[other]) for row in self.rows)
        return [(place[a], place[b]) for a, b in both if a is not None and b is not None]
