"""Yes or no."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from fidelity.model.amounts import Misfit
from fidelity.model.types import Drawn, Kind, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = {"yes": True, "true": True, "no": False, "false": False}


class YesNo(Kind):
    """Written as yes or no, or as true or false."""

    closed = bare = True
    asked = MappingProxyType({"is": "say {} to '{}'", "in": "say {} to '{}'"})
    drawn = (Drawn(("yes", "no")),)

    def read(self, text: str, _unit: str) -> Value:
        """Return whether a text says yes."""
        try:
            return _WORDS[text.strip().lower()]
        except KeyError:
            raise Misfit(f"'{text}'", "yes or no") from None

    def write(self, value: Value, _unit: str | None) -> str:
        """Return yes or no."""
        return "yes" if value else "no"

    def sample(self, _unit: str) -> str:
        """Return yes."""
        return "yes"

    def offered(self, _options: tuple[str, ...]) -> tuple[str, ...]:
        """Return yes and no."""
        return "yes", "no"

    def standing_for(
        self, _compared: Iterable[Value], _options: tuple[str, ...], _unit: str | None
    ) -> tuple[Value, ...]:
        """Return yes and no."""
        return True, False


TYPE = YesNo()
