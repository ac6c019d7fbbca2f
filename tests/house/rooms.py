"""The rooms of the house from the ground up: a room may import from those below it, and from no room above."""

from __future__ import annotations

from typing import Final

__all__ = ["FACE", "FLOORS", "ORDER", "rank_of", "room_of"]

FACE: Final = "the face"
"""`fidelity/__init__.py`: it names everything that is public, and loads it on first use."""

FLOORS: Final[tuple[tuple[str, ...], ...]] = (
    ("errors", "content", "verdicts", "_version", "plugins", "doors", "siblings"),
    ("rendering", "escaping", "pages"),
    ("model",),
    ("plan",),
    ("checking",),
    ("files", "reading", "workbook", "schemas", "templates"),
    ("comparing", "soundness"),
    ("checklists",),
    ("scoring",),
    ("pictures", "reports", "guides", "registers"),
    ("api", "rules", "codes", "asking", "versions"),
    ("strategies", "commands", "cli", "__main__", "pytest_plugin"),
)
"""From the ground up. Two rooms on one floor may not import each other; the face stands with the functions it names."""

ORDER: Final = {room: rank for rank, rooms in enumerate(FLOORS) for room in rooms}


def room_of(module: str) -> str:
    """Return the room of a module: its first name below the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else FACE


def rank_of(module: str) -> int:
    """Return how high the room of a module stands; the face beside the public functions."""
    return ORDER.get(room_of(module), ORDER["api"])
