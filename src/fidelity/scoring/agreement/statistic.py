"""One statistic of agreement: its value, its interval, and the definition that both rest on."""

from __future__ import annotations

from attrs import frozen

from fidelity.content import Content

__all__ = ["Statistic", "undefined"]


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
