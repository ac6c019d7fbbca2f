"""The imports of the package, read from its source: who imports whom, and how strongly."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PACKAGE", "Arrow", "House", "Source", "Strength", "circles", "floors", "imports"]

PACKAGE: Final = "fidelity"
DOORS: Final = "fidelity.doors"
LAZY: Final = (PACKAGE, DOORS)
"""The modules that name others in a table of texts, and load them on first use."""


class Strength(IntEnum):
    """When an import happens: with the module, when a function first runs, or never (for the type checker alone)."""

    MODULE = 0
    FIRST_USE = 1
    TYPING = 2


@dataclass(frozen=True)
class Arrow:
    """One import of a module of the package by another, with the line it stands on."""

    source: str
    target: str
    strength: Strength
    line: int


@dataclass(frozen=True)
class Source:
    """One file of the package: its name as a module, its text and its syntax tree."""

    name: str
    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree, parsed once."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> int:
        """Return the number of lines."""
        return len(self.text.splitlines())

    @property
    def is_package(self) -> bool:
        """Return whether the file is the head of a package."""
        return self.path.name == "__init__.py"


@dataclass
class _Finder(ast.NodeVisitor):
    """Collects the imports of one file with their strength; a nested block can only weaken it."""

    found: list[tuple[ast.Import | ast.ImportFrom, Strength]] = field(default_factory=list)
    strength: Strength = Strength.MODULE

    def visit_Import(self, node: ast.Import) -> None:
        self.found.append((node, self.strength))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.found.append((node, self.strength))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._within(Strength.FIRST_USE, node.body)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._within(Strength.FIRST_USE, node.body)

    def visit_If(self, node: ast.If) -> None:
        typing_only = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        self._within(Strength.TYPING if typing_only else self.strength, node.body)
        self._within(self.strength, node.orelse)

    def _within(self, strength: Strength, body: list[ast.stmt]) -> None:
        outside, self.strength = self.strength, max(self.strength, strength)
        for statement in body:
            self.visit(statement)
        self.strength = outside


def imports(tree: ast.AST) -> list[tuple[ast.Import | ast.ImportFrom, Strength]]:
    """Return every import statement of a file with its strength."""
    finder = _Finder()
    finder.visit(tree)
    return finder.found


class House:
    """The package as it stands on the disk: its files, and the arrows between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = {
            source.name: source
            for path in sorted(folder.rglob("*.py"))
            for source in (Source(self._named(path), path, path.read_text("utf-8")),)
        }

    def _named(self, path: Path) -> str:
        parts = path.relative_to(self.folder).with_suffix("").parts
        return ".".join((PACKAGE, *(part for part in parts if part != "__init__")))

    @cached_property
    def arrows(self) -> tuple[Arrow, ...]:
        """Return every import of one module of the package by another."""
        return tuple(
            Arrow(source.name, target, strength, node.lineno)
            for source in self.sources.values()
            for node, strength in imports(source.tree)
            for target in sorted(self._targets(node))
        )

    def _targets(self, node: ast.Import | ast.ImportFrom) -> set[str]:
        """Return the modules of the package that one statement names; relative imports are not used in it."""
        if isinstance(node, ast.Import):
            return {name.name for name in node.names if name.name in self.sources}
        module = node.module or ""
        if module not in self.sources:
            return set()
        inner = {f"{module}.{name.name}" for name in node.names}
        return {name if name in self.sources else module for name in inner}

    def graph(self, strength: Strength) -> dict[str, set[str]]:
        """Return the modules that each module imports, at most as weakly as asked."""
        graph: dict[str, set[str]] = {name: set() for name in self.sources}
        for arrow in self.arrows:
            if arrow.strength <= strength:
                graph[arrow.source].add(arrow.target)
        return graph

    def importers(self) -> dict[str, set[str]]:
        """Return who imports each module that is imported at all, by any import or through a table of lazy names.

        A module that its registry finds through its folder has no importer here, and is not named.
        """
        importers: dict[str, set[str]] = {}
        for source, targets in self.graph(Strength.TYPING).items():
            for target in targets - {source}:
                importers.setdefault(target, set()).add(source)
        for table in LAZY:
            for target in self._named_in(table):
                importers.setdefault(target, set()).add(table)
        return importers

    def doors(self) -> list[str]:
        """Return what the rows of the table of doors open, such as `model.links:Link`."""
        return sorted(text for text in self._texts_in(DOORS) if ":" in text and self._module_in(text))

    def opened(self) -> set[str]:
        """Return the modules behind the doors."""
        return self._named_in(DOORS)

    def _named_in(self, table: str) -> set[str]:
        """Return the modules that a file names in texts, such as `model.links` or `model.links:Link`."""
        return {module for text in self._texts_in(table) if (module := self._module_in(text))}

    def _texts_in(self, table: str) -> list[str]:
        if table not in self.sources:
            return []
        nodes = ast.walk(self.sources[table].tree)
        return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]

    def _module_in(self, text: str) -> str:
        """Return the module that a text names, or nothing."""
        name = f"{PACKAGE}.{text.partition(':')[0].removeprefix(f'{PACKAGE}.')}"
        return name if name in self.sources else ""


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the circles of a graph, largest first: sets of nodes that all lead to one another."""
    import networkx as nx

    directed = nx.DiGraph([(source, target) for source, targets in graph.items() for target in targets])
    found = [sorted(group) for group in nx.strongly_connected_components(directed) if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group))


def floors(graph: dict[str, set[str]]) -> int:
    """Return how many floors a graph has: the nodes of its longest path, each circle taken as one node."""
    import networkx as nx

    directed = nx.DiGraph([(source, target) for source, targets in graph.items() for target in targets])
    length: int = nx.dag_longest_path_length(nx.condensation(directed))
    return length + 1
