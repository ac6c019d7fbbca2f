"""How comparisons show themselves in a notebook: the same plain tables as everything else there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.comparing.difference import Bearing
from fidelity.reports.notebook import box, table, titled

if TYPE_CHECKING:
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import PlanDiff

__all__ = ["effect_html", "model_diff_html", "plan_diff_html"]


def model_diff_html(found: ModelDiff) -> str:
    """Return how two versions differ as HTML, breaking differences first."""
    ordered = sorted(found.differences, key=lambda one: -one.bearing.rank)
    counts = ", ".join(f"{len(found.of(one))} {one.value}" for one in Bearing)
    head = titled(f"{found.old.reference} to {found.new.reference}", counts)
    rows = ((one.bearing.value, one.text, one.reason) for one in ordered)
    return box([head, table(("class", "what", "why"), rows, len(ordered)) if ordered else ""])


def plan_diff_html(found: PlanDiff) -> str:
    """Return how two plans differ as HTML."""
    rows = ((one.move.value, one.text, one.reason) for one in found.differences)
    count = len(found.differences)
    head = titled(f"{found.old.id} to {found.new.id}", "no difference" if found.same else str(count))
    return box([head, table(("", "what", "why"), rows, count) if count else ""])


def effect_html(found: Effect) -> str:
    """Return what a new version does to a plan as HTML."""
    after = found.after.verdict.value if found.after is not None else "does not fit"
    rows = [("edit", one.old, one.text) for one in found.edits]
    rows += [("fault", str(one.place), one.message) for one in found.faults]
    rows += [(one.kind, f"{one.code} {one.subject}", one.message) for one in found.findings]
    head = titled(f"{found.plan.id} by {found.versions.new.reference}", f"{found.before.verdict.value} to {after}")
    return box([head, table(("", "what", "in words"), rows, len(rows)) if rows else ""])
