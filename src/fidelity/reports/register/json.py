"""The register for scripts: one JSON object. Its keys are a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.json import json_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.rendering.json import Json
    from fidelity.reports import Layout
    from fidelity.reports.register import Due

SCHEMA_VERSION = 1


def render(due: Due, _: Layout) -> Iterator[str]:
    """Yield the register as JSON."""
    register, within = due
    soon = {id(one) for one in register.running_out(within)}
    whole: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "on": register.on.isoformat() if register.on else None,
        "within": within,
        "counts": {
            "variations": len(register.variations),
            "in_force": len(register.in_force()),
            "running_out": len(soon),
            "lapsed": len(register.lapsed()),
            "unreadable": len(register.unreadable),
        },
        "variations": [
            {**record, "runs_out": id(one) in soon}
            for one, record in zip(register.variations, register.to_records(), strict=True)
        ],
        "unreadable": [
            {"path": one.path, "faults": [str(fault) for fault in one.faults]} for one in register.unreadable
        ],
    }
    return json_pieces(whole)
