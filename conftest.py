"""Runs the Python examples of the README and of the documentation, as the pages show them."""

from __future__ import annotations

from pathlib import Path

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

collect_ignore = ["docs/conf.py"]
WRITTEN = ("answers.parquet",)
"""What examples write into the folder that they run in."""


def tidy_up(_: dict[str, object]) -> None:
    """Take away what the examples of a page have written."""
    for name in WRITTEN:
        Path(name).unlink(missing_ok=True)


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/**/*.md"],
    excludes=["docs/_build/**"],
    teardown=tidy_up,
).pytest()
