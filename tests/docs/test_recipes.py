"""The recipes hold: the files that they show are put into a copy of the package, and the calls answer as shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.needed import program

ROOT = Path(__file__).parents[2]
RECIPES = (ROOT / "docs" / "developers" / "recipes.md").read_text("utf-8").split("\n## ")[1:]
BLOCK = re.compile(r"^```(python|yaml|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEAD = re.compile(r"# (\S+)\n")
TRIED = [recipe for recipe in RECIPES if "```console" in recipe]


def title_of(recipe: str) -> str:
    return recipe.partition("\n")[0]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package with the files of all recipes, so that they also bear one another."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "models", folder / "models")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "docs").symlink_to(ROOT / "docs")
    for recipe in TRIED:
        for kind, text in BLOCK.findall(recipe):
            if kind != "console" and (head := HEAD.match(text)):
                path = folder / head[1]
                assert path.parent.is_dir(), f"the folder of {head[1]} does not exist"
                path.write_text(text[head.end() :], "utf-8")
    return folder


@pytest.mark.parametrize("recipe", TRIED, ids=title_of)
def test_the_calls_of_a_recipe_answer_as_it_shows(copy: Path, recipe: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "COLUMNS": "80"}
    calls = [text for kind, text in BLOCK.findall(recipe) if kind == "console"]
    assert calls
    for text in calls:
        first, _, shown = text.partition("\n")
        words = first.removeprefix("$ fidelity ").split()
        done = subprocess.run(
            [sys.executable, "-m", "fidelity", *words],
            capture_output=True,
            text=True,
            cwd=copy,
            env=environment,
            check=False,
        )
        assert done.stdout.startswith(shown.replace("...\n", "")), done.stdout + done.stderr


def test_the_files_of_recipes_are_formatted_and_break_no_rule(copy: Path) -> None:
    heads = [HEAD.match(text) for recipe in TRIED for kind, text in BLOCK.findall(recipe) if kind == "python"]
    files = [head[1] for head in heads if head]
    for words in (["format", "--check"], ["check"]):
        call = [program("ruff"), *words, "--no-cache", *files]
        done = subprocess.run(call, capture_output=True, text=True, cwd=copy, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_recipes_that_add_a_file_are_tried() -> None:
    assert {title_of(recipe) for recipe in TRIED} >= {
        "A rule that advises",
        "A report format",
        "A format of checklists",
    }
