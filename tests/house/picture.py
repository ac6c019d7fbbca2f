"""The picture of the rooms in the documentation, drawn from the imports. `python -m tests.house.picture` draws it anew.

It shows which room imports which, and nothing that changes with every edit, so that it stays true for long.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.house.imports import DOORS, House, Strength
from tests.house.measure import SRC
from tests.house.rooms import FACE, FLOORS, room_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PICTURE", "draw"]

PICTURE: Final = Path(__file__).resolve().parents[2] / "docs" / "developers" / "rooms.svg"

STEP, LEFT, TOP, SIDE = 24, 132, 34, 12
"""Pixels from room to room, left of the first one, above it, and along the side of its square."""

STYLE: Final = (
    "text{font:13px sans-serif;fill:#1d2733}.paper{fill:#fff}.floor{fill:#f1f4f7}.room{fill:#1f5f8b}"
    ".way{stroke:#7b8a99;fill:none}.against{stroke:#b3261e;stroke-width:2;fill:none}"
    ".hint{stroke:#d5dce3;stroke-dasharray:1 3}.dot{fill:#1d2733}.typing{fill:#fff;stroke:#1d2733}"
    ".door{stroke:#a3480f;stroke-dasharray:4 3;fill:none}.opened{fill:#a3480f}"
)
ABOUT: Final = (
    "Rooms from the command line at the top to the ground floor at the bottom. "
    "Every arrow leads to the right and down; the doors alone lead back up."
)


def draw(house: House) -> str:
    """Return the drawing of the rooms as SVG: each import between two rooms is a dot where its two lines meet."""
    found = {room_of(name) for name in house.sources}
    rooms = [room for floor in reversed(FLOORS) for room in reversed(floor) if room in found]
    at = {room: number for number, room in enumerate(rooms)}
    size = LEFT + STEP * len(rooms), TOP + STEP * len(rooms)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img">',
        "<title>The rooms of fidelity, and which imports which</title>",
        f"<desc>{ABOUT}</desc>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{size[0]}" height="{size[1]}" rx="6"/>',
        '<text x="8" y="20">A dot: the room on its left imports the room below it.</text>',
        *_floors(rooms, size[0]),
        *_arrows(house, at),
        *_doors(house, at),
        *_squares(rooms),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _floors(rooms: list[str], width: int) -> Iterator[str]:
    """Yield a band behind every second floor."""
    shaded = {room for floor in FLOORS[1::2] for room in floor}
    for number, room in enumerate(rooms):
        if room in shaded:
            yield f'<rect class="floor" y="{TOP + STEP * number}" width="{width}" height="{STEP}"/>'


def _squares(rooms: list[str]) -> Iterator[str]:
    for number, room in enumerate(rooms):
        x, y = _middle(number, number)
        yield f'<path class="hint" d="M{8 + 8 * len(room)} {y}H{x - SIDE}"/>'
        yield f'<text x="8" y="{y + 4}">{room}</text>'
        yield f'<rect class="room" x="{x - SIDE // 2}" y="{y - SIDE // 2}" width="{SIDE}" height="{SIDE}" rx="2"/>'


def _arrows(house: House, at: dict[str, int]) -> Iterator[str]:
    """Yield an arrow for each pair of rooms: along the row of the importer, and then along the column of the other."""
    strongest: dict[tuple[int, int], Strength] = {}
    for arrow in house.arrows:
        pair = room_of(arrow.source), room_of(arrow.target)
        if FACE not in pair and pair[0] != pair[1]:
            ends = at[pair[0]], at[pair[1]]
            strongest[ends] = min(arrow.strength, strongest.get(ends, arrow.strength))
    dots = []
    for (source, target), strength in sorted(strongest.items()):
        x, y = _middle(target, source)
        kind = "way" if source < target else "against"
        yield f'<path class="{kind}" d="M{_middle(source, source)[0]} {y}H{x}V{_middle(target, target)[1]}"/>'
        dots.append(f'<circle class="{"typing" if strength is Strength.TYPING else "dot"}" cx="{x}" cy="{y}" r="3.5"/>')
    yield from dots


def _doors(house: House, at: dict[str, int]) -> Iterator[str]:
    """Yield the arrows of the doors, which lead back up: along their row to the left, and then up."""
    if DOORS not in house.sources:
        return
    source = at[room_of(DOORS)]
    for target in sorted({at[room_of(name)] for name in house.opened()}):
        x, y = _middle(target, source)
        yield f'<path class="door" d="M{_middle(source, source)[0]} {y}H{x}V{_middle(target, target)[1]}"/>'
        yield f'<circle class="opened" cx="{x}" cy="{y}" r="3.5"/>'


def _middle(column: int, row: int) -> tuple[int, int]:
    return LEFT + STEP * column + STEP // 2, TOP + STEP * row + STEP // 2


def main() -> None:
    """Draw the picture of the documentation anew."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(draw(House(SRC)), "utf-8")
    print(f"drawn: {PICTURE}")


if __name__ == "__main__":
    main()
