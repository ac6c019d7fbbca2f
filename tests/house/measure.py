"""How the house stands: every figure that a ceiling in `test_house.py` holds. Run it: `python -m tests.house.measure`.

With the folder of another checkout's package as its one argument it measures that one, to compare.
"""

from __future__ import annotations

import ast
import io
import json
import os
import re
import statistics
import subprocess
import sys
import tokenize
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from tests.house.imports import PACKAGE, House, Strength, circles, floors, imports
from tests.house.rooms import FACE, FLOORS, ORDER, rank_of, room_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.house.imports import Source

__all__ = ["SRC", "Figures", "measure"]

SRC: Final = Path(__file__).resolve().parents[2] / "src" / PACKAGE
HERE: Final = Path(__file__).parent

SMALL, LONG = 40, 60
"""Lines under which a file is small, and over which a function is long."""

Figures: TypeAlias = "dict[str, Figure]"


class Figure:
    """One number, and what it counts one by one, for whoever has to bring it down."""

    def __init__(self, value: float, details: list[str] | None = None) -> None:
        self.value = value
        self.details = details or []

    @classmethod
    def of(cls, details: list[str]) -> Figure:
        """Return the number of some things, with the things."""
        return cls(len(details), details)


def measure(src: Path = SRC) -> Figures:
    """Return every figure of the package in a folder."""
    house = House(src)
    return _sizes(house) | _functions(house) | _arrows(house) | _habits(house) | _face(src) | _trip(src)


# Sizes -------------------------------------------------------------------------------------------


def _sizes(house: House) -> Figures:
    sources = house.sources.values()
    lines = sum(source.lines for source in sources)
    folders = Counter(source.path.relative_to(house.folder).parts[0] for source in sources for _ in range(source.lines))
    folders = Counter({name: count for name, count in folders.items() if (house.folder / name).is_dir()})
    return {
        "files": Figure(len(sources)),
        "lines": Figure(lines),
        "small files": Figure.of(
            [f"{source.name}: {source.lines} lines" for source in sources if source.lines < SMALL]
        ),
        "import lines, in a thousand": Figure(round(1000 * sum(map(_import_lines, sources)) / lines, 1)),
        "folders": Figure(len(folders), [f"{name}: {count} lines" for name, count in folders.most_common()]),
        "lines of the largest folder": Figure(max(folders.values())),
    }


def _import_lines(source: Source) -> int:
    """Return how many lines go to imports, those that only say that imports for the type checker follow included."""
    statements = [node for node, _ in imports(source.tree)]
    guards = sum(isinstance(node, ast.If) and _is_typing_guard(node) for node in ast.walk(source.tree))
    return guards + len({n for node in statements for n in range(node.lineno, (node.end_lineno or node.lineno) + 1)})


def _is_typing_guard(node: ast.If) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _functions(house: House) -> Figures:
    found = [
        (source, node)
        for source in house.sources.values()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    numbers = sorted(_length(node) for _, node in found)
    long = [
        f"{source.name}.{node.name} (line {node.lineno}): {_length(node)} lines"
        for source, node in found
        if _length(node) > LONG and not _says_why(source, node)
    ]
    return {
        "functions": Figure(len(numbers)),
        "function length, median": Figure(statistics.median(numbers)),
        "function length, 9 of 10": Figure(numbers[len(numbers) * 9 // 10]),
        "function length, longest": Figure(numbers[-1]),
        "long functions without a reason": Figure.of(long),
    }


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function from its `def` on, without its docstring."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return whole
    head = node.body[0]
    return whole - ((head.end_lineno or head.lineno) - head.lineno + 1)


def _says_why(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a comment at the head of a function gives a reason, such as `# noqa: C901 - one flat loop`."""
    head = source.text.splitlines()[node.lineno - 1 : node.body[0].lineno - 1]
    return any(" - " in line.partition("#")[2] for line in head)


# Arrows ------------------------------------------------------------------------------------------


def _arrows(house: House) -> Figures:
    graphs = {strength: house.graph(strength) for strength in Strength}
    found = {strength: circles(graph) for strength, graph in graphs.items()}
    importers = house.importers()
    ones = [f"{name}, only by {next(iter(by))}" for name, by in sorted(importers.items()) if len(by) == 1]
    names = {Strength.MODULE: "at module level", Strength.FIRST_USE: "at first use too", Strength.TYPING: "all imports"}
    down: dict[str, set[str]] = defaultdict(set)
    for source, targets in graphs[Strength.FIRST_USE].items():
        if room_of(source) not in {FACE, *FLOORS[-1]}:
            below = {room_of(target) for target in targets if rank_of(target) < rank_of(source)}
            down[room_of(source)] |= below - {FACE}
    return {
        **{
            f"files in circles, {words}": Figure(
                sum(map(len, found[strength])), [", ".join(circle) for circle in found[strength]]
            )
            for strength, words in names.items()
        },
        "modules with one importer": Figure.of(ones),
        "modules that import themselves": Figure.of(
            sorted({f"{arrow.source}, line {arrow.line}" for arrow in house.arrows if arrow.source == arrow.target})
        ),
        "floors of rooms below the command line": Figure(floors(down)),
        "floors of files": Figure(floors(graphs[Strength.FIRST_USE])),
        "arrows between files": Figure(sum(map(len, graphs[Strength.TYPING].values()))),
        "arrows between rooms": Figure(len(_between_rooms(house))),
        "arrows that go up": Figure.of(sorted(_upward(house))),
        "rooms without a place in the order": Figure.of(
            sorted({room for name in house.sources if (room := room_of(name)) not in ORDER and room != FACE})
        ),
        "doors": Figure.of(house.doors()),
    }


def _between_rooms(house: House) -> set[tuple[str, str]]:
    pairs = {(room_of(arrow.source), room_of(arrow.target)) for arrow in house.arrows}
    return {(source, target) for source, target in pairs if source != target and FACE not in {source, target}}


def _upward(house: House) -> Iterator[str]:
    for arrow in house.arrows:
        if room_of(arrow.source) != FACE and rank_of(arrow.source) < rank_of(arrow.target):
            yield f"{arrow.source} (line {arrow.line}) -> {arrow.target}"


# Habits ------------------------------------------------------------------------------------------

_CODE: Final = re.compile(r"FID\d{3}")
_DIGIT: Final = re.compile(r"\bcode\[\d")
_MARKS: Final = {"noqa": re.compile(r"\bnoqa\b"), "type: ignore": re.compile(r"#\s*type:\s*ignore")}


def _habits(house: House) -> Figures:
    sources = house.sources.values()
    marks = {
        name: [
            f"{source.name}, line {token.start[0]}"
            for source in sources
            for token in tokenize.generate_tokens(io.StringIO(source.text).readline)
            if token.type == tokenize.COMMENT and pattern.search(token.string)
        ]
        for name, pattern in _MARKS.items()
    }
    digits = [
        f"{source.name}, line {number}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), 1)
        if _DIGIT.search(line)
    ]
    classes: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                classes[node.name].append(source.name)
    return {
        "class names with several meanings": Figure.of(
            [f"{name}: {', '.join(homes)}" for name, homes in sorted(classes.items()) if len(homes) > 1]
        ),
        "modules that seek near misses": Figure.of([one.name for one in sources if "get_close_matches" in one.text]),
        "codes named by number": Figure.of([text for source in sources for text in _codes(source)]),
        "tests of a digit of a code": Figure.of(digits),
        **{f"marks of {name}": Figure.of(found) for name, found in marks.items()},
    }


def _codes(source: Source) -> Iterator[str]:
    """Yield where a file names a finding code by number, if it is no rule, no list of codes and no named constant."""
    parts = source.name.split(".")
    if "rules" in parts or parts[-1] == "codes":
        return
    allowed = {id(part) for node in source.tree.body if _is_constant(node) for part in ast.walk(node)}
    allowed |= {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}  # docstrings
    lines = {
        node.lineno
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in allowed and _CODE.fullmatch(node.value)
    }
    yield from (f"{source.name}, line {line}" for line in sorted(lines))


def _is_constant(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return bool(targets) and all(_is_upper(target) for target in targets)


def _is_upper(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple):
        return all(map(_is_upper, target.elts))
    return isinstance(target, ast.Name) and target.id.isupper()


# What runs ---------------------------------------------------------------------------------------


def _face(src: Path) -> Figures:
    lacking: dict[str, list[str]] = json.loads(_run(src, "face.py"))
    return {
        "public classes without Attributes": Figure.of(lacking["attributes"]),
        "public functions without Parameters": Figure.of(lacking["parameters"]),
        "public functions without Returns": Figure.of(lacking["returns"]),
    }


def _trip(src: Path) -> Figures:
    counted: dict[str, int] = json.loads(_run(src, "trip.py"))
    return {f"one check: {name}": Figure(count) for name, count in counted.items()}


def _run(src: Path, script: str) -> str:
    """Run a script in a process of its own, with nothing of the package loaded, and return what it prints."""
    environment = os.environ | {"PYTHONPATH": str(src.parent), "COLUMNS": "80"}
    call = [sys.executable, str(HERE / script)]
    return subprocess.run(call, capture_output=True, text=True, check=True, env=environment).stdout


def main() -> None:
    """Print every figure; with `-v` also what each one counts."""
    words = [word for word in sys.argv[1:] if word != "-v"]
    for name, figure in measure(Path(words[0]).resolve() if words else SRC).items():
        print(f"{name:<48}{figure.value:>10g}")
        if "-v" in sys.argv:
            print(*(f"    {detail}\n" for detail in figure.details), sep="", end="")


if __name__ == "__main__":
    main()
