"""The register for scripts: one JSON object. Its keys are a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.reports.check.json_report import printed

if TYPE_CHECKING:
    from fidelity.checking.register import Register

__all__ = ["SCHEMA_VERSION", "lay_out"]

SCHEMA_VERSION = 1


def lay_out(register: Register, within: int, width: int) -> str:  # noqa: ARG001 - machines take no notice of the width
    """Return the register as JSON. ``within`` are the days for ``runs_out``."""
    soon = {id(one) for one in register.running_out(within)}
    whole = {
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
    return printed(whole)
