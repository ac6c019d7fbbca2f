"""Several words at once, such as the professions in a team; the model may list those there are."""

from __future__ import annotations

from types import MappingProxyType

from fidelity.model.types import Drawn, Kind, RawValue, Value


class Set(Kind):
    """Compared by its members."""

    several = optional = True
    asked = MappingProxyType(
        {"includes": "have at least {} in '{}'", "in": "have nothing but {} in '{}'", "is": "have {} in '{}'"}
    )
    drawn = (Drawn((("nurse",), ("nurse", "doctor"), ("doctor", "teacher"))),)

    def read(self, text: str, _unit: str) -> Value:
        """Return the set of one member."""
        return frozenset({text})

    def sample(self, _unit: str) -> RawValue:
        """Return what to write instead."""
        return ("in your own words",)


TYPE = Set()
