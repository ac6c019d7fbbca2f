"""What several parts of the page say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.scoring.delivery import Occasion
    from fidelity.scoring.tallies import Critical

__all__ = ["met", "when"]


def met(critical: Critical) -> str:
    """Return how many critical components are met."""
    return f"{critical.met} of {critical.of}"


def when(occasion: Occasion) -> str:
    """Return where and when forms were filled in."""
    return ", ".join(filter(None, (occasion.site, occasion.period))) or "All forms"
