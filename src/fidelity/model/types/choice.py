"""One word of several, which the model may list."""

from __future__ import annotations

from types import MappingProxyType

from fidelity.model.types import OTHER, Drawn, Kind, Value


class OneOf(Kind):
    """Read letter by letter, as it is written: no two spellings are the same option."""

    closed = optional = True
    says_yes = False
    asked = MappingProxyType({"is": "choose {} for '{}'", "in": "choose one of {} for '{}'"})
    drawn = (Drawn(("court", "office", "home"), options=("court", "office", "home")),)

    def read(self, text: str, _unit: str) -> Value:
        """Return the word."""
        return text.strip()

    def write(self, value: Value, _unit: str | None) -> str:
        """Return the word, or "something else" for the value that stands for all unnamed ones."""
        return "something else" if value == OTHER else str(value)

    def sample(self, _unit: str) -> str:
        """Return what to write instead."""
        return "in your own words"


TYPE = OneOf()
