"""The house stays one to live in: no figure of `tests.house.measure` passes its ceiling.

A ceiling is lowered when a figure has come down, and raised only with a reason that a reviewer accepts.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import pytest
from tests.house.imports import House, Strength, circles, floors, imports
from tests.house.measure import SRC, Figure, measure
from tests.house.picture import PICTURE, draw

import fidelity

if TYPE_CHECKING:
    from pathlib import Path

    from tests.house.measure import Figures

CEILINGS: Final[dict[str, tuple[float, str]]] = {
    "files": (262, "Join modules that hold one idea together; a file of 350 lines is welcome if it holds it whole."),
    "lines": (47_130, "Say it in fewer lines, or take out what nobody uses; what is new may raise it."),
    "small files": (24, "Join each small file to the module whose idea it belongs to."),
    "import lines, in a thousand": (75, "Much importing means that one idea is spread over many files: join them."),
    "folders": (
        13,
        "A new room needs a place in FLOORS of tests/house/rooms.py, and seldom a reason: use one of these.",
    ),
    "lines of the largest folder": (7_000, "Split the room where it holds two ideas, or tidy it."),
    "function length, median": (9, "Split functions that do two things."),
    "function length, 9 of 10": (30, "Split the longest functions."),
    "long functions without a reason": (0, "Split it, or say why it is long in a comment beside its `def`."),
    "files in circles, at module level": (0, "Move what both need to a module below them."),
    "files in circles, at first use too": (0, "Move what both need to a module below them, or go through a door."),
    "files in circles, all imports": (0, "Take plain arguments, or a protocol, in place of the type from above."),
    "modules with one importer": (
        24,
        "Join the module to its one importer, unless it is a format, a rule or an idea apart.",
    ),
    "modules that import themselves": (0, "Use the name that stands in the module."),
    "floors of rooms below the command line": (10, "Let the upper room import what it needs itself."),
    "arrows that go up": (0, "Move the name down, hand the value in, or, where a value shows itself, open a door."),
    "rooms without a place in the order": (0, "Give the room its floor in FLOORS of tests/house/rooms.py."),
    "doors": (12, "Call the function from where it is used: doors are for values that show themselves."),
    "class names with several meanings": (
        2,
        "One name, one idea: give the newer class the word that a colleague says.",
    ),
    "modules that seek near misses": (1, "Use the one that `fidelity.rendering.english` has."),
    "codes named by number": (0, "Name the code by its constant; the number stands with its rule."),
    "tests of a digit of a code": (0, "Ask the code for its family."),
    "marks of noqa": (102, "Write it so that the rule is content, or raise this ceiling with the reason."),
    "marks of type: ignore": (14, "Write it so that the type checker follows, or raise this ceiling with the reason."),
    "public classes without Attributes": (0, "Add a NumPy section Attributes to the docstring."),
    "public functions without Parameters": (0, "Add a NumPy section Parameters to the docstring."),
    "public functions without Returns": (0, "Add a NumPy section Returns to the docstring."),
    "one check: calls": (13_480, "Look at what a check does twice: tests/house/trip.py counts its calls."),
    "one check: moves": (3_900, "Join what hands to and fro: tests/house/trip.py counts the moves between files."),
    "one check: files": (
        89,
        "Load on first use what a plain check does not need, or join files that always run together.",
    ),
    "one check: depth": (34, "Call the function that does the work, not one that hands on."),
}
"""The most that each figure may be, and what to do when it is more."""


@pytest.fixture(scope="module")
def measured() -> Figures:
    return measure()


@pytest.mark.parametrize("name", CEILINGS)
def test_no_figure_passes_its_ceiling(measured: Figures, name: str) -> None:
    figure = measured[name]
    ceiling, advice = CEILINGS[name]
    counted = "".join(f"\n  {detail}" for detail in figure.details)
    assert figure.value <= ceiling, f"{name}: {figure.value:g}, and at most {ceiling:g} are allowed. {advice}{counted}"


def test_every_counted_figure_has_a_ceiling_or_is_only_told(measured: Figures) -> None:
    told = {"functions", "function length, longest", "floors of files", "arrows between files", "arrows between rooms"}
    assert set(measured) - set(CEILINGS) == told | {"one check: modules"}


# The picture --------------------------------------------------------------------------------------


def test_the_picture_of_the_rooms_shows_the_imports_of_today() -> None:
    advice = "the rooms import one another in a new way: draw the picture anew with `python -m tests.house.picture`"
    assert draw(House(SRC)) == PICTURE.read_text("utf-8"), advice


def test_the_picture_draws_an_arrow_for_each_pair_of_rooms(small: House) -> None:
    drawn = draw(small)
    assert drawn.count('class="room"') == 5
    assert drawn.count('class="way"') == 2  # model on errors, plan on model
    assert drawn.count('class="against"') == 1  # model on plan, which stands above it
    assert drawn.count('class="door"') == 1


# The measure itself, on a package of a few lines --------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> House:
    files = {
        "__init__.py": '_HOMES = {"top": "model.top"}\n',
        "doors.py": 'DOORS = {"show": "reports.show:page"}\n',
        "errors.py": "from __future__ import annotations\n",
        "model/__init__.py": "",
        "model/top.py": "import fidelity.errors\ndef use():\n    from fidelity.plan import step\n",
        "model/low.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from fidelity.model.top import use\n",
        "plan/__init__.py": "",
        "plan/step.py": "from fidelity.model import low\n",
        "reports/__init__.py": "",
        "reports/show.py": "",
    }
    for name, text in files.items():
        path = tmp_path / "fidelity" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return House(tmp_path / "fidelity")


def test_each_strength_adds_its_imports(small: House) -> None:
    counts = [sum(map(len, small.graph(strength).values())) for strength in Strength]
    assert counts == [2, 3, 4]


def test_a_circle_is_seen_at_the_strength_that_closes_it(small: House) -> None:
    assert circles(small.graph(Strength.FIRST_USE)) == []
    assert circles(small.graph(Strength.TYPING)) == [["fidelity.model.low", "fidelity.model.top", "fidelity.plan.step"]]


def test_floors_are_the_nodes_of_the_longest_path(small: House) -> None:
    assert floors(small.graph(Strength.FIRST_USE)) == 3
    assert floors(small.graph(Strength.TYPING)) == 2  # the circle is one floor


def test_tables_of_lazy_names_count_as_importers(small: House) -> None:
    importers = small.importers()
    assert importers["fidelity.model.top"] == {"fidelity", "fidelity.model.low"}
    assert importers["fidelity.reports.show"] == {"fidelity.doors"}
    assert "fidelity.model" not in importers  # nobody names the package itself


def test_the_table_of_doors_is_read(small: House) -> None:
    assert small.doors() == ["reports.show:page"]


def test_a_figure_of_things_counts_them() -> None:
    assert Figure.of(["one", "two"]).value == 2


# Promises of the decision records -----------------------------------------------------------------


RARE: Final = {"LocalFinding"}
"""Classes that load only with rules of one's own; attrs may take its time for them."""


def made_by_attrs(house: House) -> dict[str, str]:
    return {
        node.name: ast.unparse(decorator)
        for source in house.sources.values()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).startswith(("frozen", "define", "attrs."))
    }


def test_no_class_lets_attrs_write_its_equality() -> None:
    found = made_by_attrs(House(SRC))
    assert len(found) > 30
    writing = {name for name, decorator in found.items() if "eq=False" not in decorator}
    assert writing <= RARE, "inherit from Content, and say eq=False"


def test_the_lazy_names_are_the_public_names_and_the_names_that_the_type_checker_sees() -> None:
    tree = House(SRC).sources["fidelity"].tree
    seen = {
        name.asname or name.name
        for node, strength in imports(tree)
        if strength is Strength.TYPING
        for name in node.names
    }
    assert set(fidelity._HOMES) == seen - {"TYPE_CHECKING"} == set(fidelity.__all__) - {"__version__"}
