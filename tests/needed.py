"""What a test needs from outside: programs, libraries, packages of Node. Missing means left to CI, and failed there.

A law that needs a library says so with ``@pytest.mark.needs("NAME")``, and not inside: so it is left out before
Hypothesis draws anything, and no example of it is told as one that fails.
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["LEFT", "library", "missing", "node_package", "program", "python_with"]


LEFT = "left to CI, for want of "
"""How the reason for leaving a test to CI begins: the summary counts these in one line."""


def missing(what: str) -> NoReturn:
    """Leave the test that needs something to CI, where nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and in CI nothing may be")
    pytest.skip(LEFT + what)


def program(*names: str) -> str:
    """Return the path of the first of some programs that there is, beside this Python or on the path."""
    beside = str(Path(sys.executable).parent)
    for name in names:
        found = shutil.which(name, path=beside) or shutil.which(name)
        if found:
            return found
    missing(" or ".join(names))


def library(name: str) -> ModuleType:
    """Return a module that is installed only where its judgement is asked for."""
    try:
        return import_module(name)
    except ImportError:
        missing(f"the Python library {name}")


def node_package(name: str) -> Path:
    """Return the folder of a package of Node, found along ``NODE_PATH``."""
    for folder in os.environ.get("NODE_PATH", "").split(os.pathsep):
        found = Path(folder, name) if folder else None
        if found is not None and found.is_dir():
            return found
    missing(f"the Node package {name} (in NODE_PATH)")


def python_with(name: str) -> str:
    """Return the Python of the environment that one judge has to itself, named in ``FIDELITY_PYTHON_WITH_NAME``."""
    variable = f"FIDELITY_PYTHON_WITH_{name.upper()}"
    found = os.environ.get(variable)
    if found is None or not Path(found).is_file():
        missing(f"{name} (a Python that has it, named in {variable})")
    return found
