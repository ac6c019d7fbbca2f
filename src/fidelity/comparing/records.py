"""Comparisons as flat records: one row a difference, for a data frame of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from fidelity.comparing.words import told

if TYPE_CHECKING:
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import PlanDiff
    from fidelity.errors import Place

__all__ = ["model_records", "plan_records"]

Row: TypeAlias = "dict[str, str | None]"


def model_records(found: ModelDiff) -> list[Row]:
    """Return one record a difference: ``bearing``, ``kind``, ``part``, ``subject``, ``path``, old, new, ``reason``.

    ``old`` and ``new`` are the values in words, ``old_place`` and ``new_place`` where they stand; ``None`` for nothing.
    """
    return [
        {
            "bearing": one.bearing.value,
            "kind": one.kind,
            "part": one.part or None,
            "subject": one.subject or None,
            "path": ".".join(one.path) or None,
            "old": told(one.old) or None,
            "new": told(one.new) or None,
            "reason": one.reason,
            "old_place": _where(one.old_place),
            "new_place": _where(one.new_place),
        }
        for one in found.differences
    ]


def plan_records(found: PlanDiff) -> list[Row]:
    """Return one record a difference: ``move``, ``subject``, ``old``, ``new``, ``reason``, and the two places."""
    return [
        {
            "move": one.move.value,
            "subject": one.subject,
            "old": one.old or None,
            "new": one.new or None,
            "reason": one.reason,
            "old_place": _where(one.old_place),
            "new_place": _where(one.new_place),
        }
        for one in found.differences
    ]


def _where(place: Place) -> str | None:
    return str(place) if place.path else None
