"""Comparisons, laid out: one format a file. A new file beside its siblings is a new format.

Every module in this folder has ``render(compared, width)``, which returns a text about a comparison, and about what a
new version does to some plans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from fidelity.checking.result import Unreadable
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import PlanDiff

__all__ = ["FORMATS", "Compared", "layout"]

FORMATS = Registry("fidelity.reports.comparison")


class Compared(NamedTuple):
    """What is to be laid out: a comparison, and for two versions of a model what they do to some plans."""

    found: ModelDiff | PlanDiff
    plans: tuple[Effect | Unreadable, ...] = ()


def layout(compared: Compared, format_: str, width: int = 80) -> str:
    """Return a comparison in one of ``FORMATS``; ``width`` counts columns of plain text."""
    text: str = FORMATS.module(format_).render(compared, width)
    return text
