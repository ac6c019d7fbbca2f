"""The rooms of the house from the ground up: a room may import from those below it, and from no room above."""

from __future__ import annotations

from typing import Final

__all__ = ["FACE", "FLOORS", "ORDER", "rank_of", "room_of"]

FACE: Final = "the face"
"""`fidelity/__init__.py`: it names everything that is public, and loads it on first use."""

FLOORS: Final[tuple[tuple[str, ...], ...]] = (
    ("errors", "_version", "content", "verdicts", "codes", "plugins", "doors"),
    ("rendering",),
    ("model",),
    ("plan",),
    ("checking",),
    ("files",),
    ("soundness", "comparing"),
    ("checklists",),
    ("scoring",),
    ("pictures", "reports"),
    ("rules", "api", "sweep_lanes", "sweep_columns", "sweeping"),
    ("commands", "cli", "__main__", "pytest_plugin", "strategies"),
)
"""The rooms of each floor from the ground up, and on one floor from the one that serves the others."""

ORDER: Final = {room: rank for rank, room in enumerate(room for rooms in FLOORS for room in rooms)}


def room_of(module: str) -> str:
    """Return the room of a module: its first name below the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else FACE


def rank_of(module: str) -> int:
    """Return how high the room of a module stands; the face stands with the public functions."""
    return ORDER.get(room_of(module), ORDER["api"])
