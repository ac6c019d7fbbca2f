"""A comparison, as JSON. Keys and their nesting are a contract; wording is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from fidelity.checking.result import Unreadable
from fidelity.comparing.difference import Bearing, in_words
from fidelity.comparing.models import ModelDiff
from fidelity.comparing.plans import Move
from fidelity.rendering.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.comparing.difference import Difference
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.plans import PlanDiff
    from fidelity.errors import Place
    from fidelity.reports import Layout
    from fidelity.reports.comparison import Compared

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def render(compared: Compared, _: Layout) -> Iterator[str]:
    """Yield one object, ending in a line break."""
    found = compared.found
    whole = _models(found) if isinstance(found, ModelDiff) else _plans(found)
    whole["plans"] = [_unread(one) if isinstance(one, Unreadable) else _effect(one) for one in compared.plans]
    yield json_text({"schema_version": 1, **whole})


def _models(found: ModelDiff) -> dict[str, Json]:
    return {
        "compared": "models",
        "relation": found.relation,
        "old": _model(found, old=True),
        "new": _model(found, old=False),
        "counts": {one.value: len(found.of(one)) for one in Bearing},
        "differences": [_difference(one) for one in found.differences],
    }


def _model(found: ModelDiff, *, old: bool) -> Json:
    model = found.old if old else found.new
    return {"id": model.id, "version": model.version, "title": model.title, "path": model.place.path}


def _difference(one: Difference) -> Json:
    path: list[Json] = [*one.path]
    return {
        "class": one.bearing.value,
        "kind": one.kind,
        "part": one.part or None,
        "subject": one.subject or None,
        "path": path,
        "old": in_words(one.old) or None,
        "new": in_words(one.new) or None,
        "text": one.text,
        "reason": one.reason,
        "old_location": _location(one.old_place),
        "new_location": _location(one.new_place),
        "with_it": [_difference(inner) for inner in one.with_it],
    }


def _plans(found: PlanDiff) -> dict[str, Json]:
    ends: dict[str, Json] = {
        key: {"plan": plan.id, "model": plan.model, "site": plan.site, "path": plan.place.path}
        for key, plan in (("old", found.old), ("new", found.new))
    }
    return {
        "compared": "plans",
        **ends,
        "counts": {one.value: len(found.of(one)) for one in Move},
        "differences": [
            {
                "class": one.move.value,
                "subject": one.subject,
                "old": one.old or None,
                "new": one.new or None,
                "text": one.text,
                "reason": one.reason,
                "old_location": _location(one.old_place),
                "new_location": _location(one.new_place),
            }
            for one in found.differences
        ],
    }


def _effect(one: Effect) -> Json:
    return {
        "path": one.plan.place.path,
        "plan": one.plan.id,
        "site": one.plan.site,
        "before": one.before.verdict.value,
        "after": one.after.verdict.value if one.after is not None else None,
        "worse": one.worse,
        "edits": [
            {"kind": e.kind, "old": e.old, "new": e.new or None, "text": e.text, "location": _location(e.place)}
            for e in one.edits
        ],
        "findings": [
            {
                "kind": f.kind,
                "code": f.code,
                "subject": f.subject,
                "before": f.verdict_before,
                "after": f.verdict_after,
                "message": f.message,
            }
            for f in one.findings
        ],
        "faults": [{"code": f.code, "message": f.message, "location": _location(f.place)} for f in one.faults],
    }


def _unread(one: Unreadable) -> Json:
    faults: list[Json] = [{"code": f.code, "message": f.message, "location": _location(f.place)} for f in one.faults]
    return {
        "path": one.path, "plan": None, "site": None, "before": None, "after": None, "worse": None,
        "edits": [], "findings": [], "faults": faults,
    }  # fmt: skip


def _location(place: Place) -> Json:
    return {"path": place.path, "line": place.line, "column": place.column} if place.line else None
