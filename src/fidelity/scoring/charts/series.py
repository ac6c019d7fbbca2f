"""A measure over time, as the charts take it."""

from __future__ import annotations

from attrs import frozen

from fidelity.content import Content

__all__ = ["Point", "Series"]


@frozen(eq=False, repr=False)
class Point(Content):
    """One period: its label, and a value from 0 to 1.

    For a proportion, ``met`` of ``rated`` are the counts behind the value; both are ``None`` for a score. ``note`` is a
    word on what happened then.
    """

    label: str
    value: float
    met: int | None = None
    rated: int | None = None
    note: str = ""

    @classmethod
    def counted(cls, label: str, met: int, rated: int, note: str = "") -> Point:
        """Return the point of a proportion.

        Raises
        ------
        ValueError
            If nothing was rated, or more was met than rated.

        Examples
        --------
        >>> Point.counted("2026-Q1", 9, 12).value
        0.75
        """
        if not 0 <= met <= rated or not rated:
            raise ValueError(f"{label}: {met} of {rated} is no proportion")
        return cls(label, met / rated, met, rated, note)


@frozen(eq=False, repr=False)
class Series(Content):
    """A measure over time, in the order of the periods.

    ``rebased`` holds the labels at which the limits are worked out anew, because practice is known to have changed
    then; those before them are the first baseline.
    """

    title: str
    points: tuple[Point, ...]
    rebased: tuple[str, ...] = ()

    def stretches(self) -> tuple[tuple[Point, ...], ...]:
        """Return the points from one baseline to the next, each stretch with limits of its own.

        Raises
        ------
        ValueError
            If a label of ``rebased`` is none of the points'.

        Examples
        --------
        >>> series = Series("Total", (Point("Q1", 0.5), Point("Q2", 0.6), Point("Q3", 0.8)), ("Q3",))
        >>> [len(one) for one in series.stretches()]
        [2, 1]
        """
        labels = [point.label for point in self.points]
        unknown = [label for label in self.rebased if label not in labels]
        if unknown:
            raise ValueError(f"there is no point {unknown[0]} to work out the limits anew from")
        starts = sorted({0, *(labels.index(label) for label in self.rebased)})
        ends = [*starts[1:], len(labels)]
        return tuple(self.points[start:end] for start, end in zip(starts, ends, strict=True) if start < end)
