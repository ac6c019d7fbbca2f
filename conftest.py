"""Runs the Python examples of the README and of the documentation, as the pages show them."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

collect_ignore = ["docs/conf.py"]
WRITTEN = ("answers.parquet",)
"""What examples write into the folder that they run in."""


def tell_what_is_missing(namespace: dict[str, object]) -> None:
    """Let a page skip an example that wants a library which is not installed; in CI nothing may be missing."""
    namespace["missing"] = lambda name: find_spec(name) is None and not os.environ.get("CI")


def tidy_up(_: dict[str, object]) -> None:
    """Take away what the examples of a page have written."""
    for name in WRITTEN:
        Path(name).unlink(missing_ok=True)


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/**/*.md"],
    excludes=["docs/_build/**"],
    setup=tell_what_is_missing,
    teardown=tidy_up,
).pytest()
