"""Checklists as whole processes, beside a check as a whole process: what a form costs over what everybody pays."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.timing import paired, python

import fidelity

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["forms"]

CALL = "import sys\nfrom fidelity.cli import main\nsys.exit(main())"
CHECK = ("check", "docs/examples/ten-changes.fidelity.yaml")
MODEL = "signs-of-safety"
RATIO, MORE = "<= 1.5 x the check (G12)", "<= 120 ms more than the check (G12)"
GOALS = {"markdown": RATIO, "html": RATIO, "csv": "", "json": "", "docx": "", "xlsx": MORE, "pdf": MORE}


def forms(*, quick: bool) -> Iterator[tuple[str, str, str]]:
    """Every format of a checklist, in turn with a check."""
    pairs = 3 if quick else 15
    count = len(fidelity.checklist(MODEL))
    with tempfile.TemporaryDirectory() as folder:
        for name, goal in GOALS.items():
            words = ("checklist", MODEL, "--format", name, "--output", str(Path(folder, f"form.{name}")))
            ours, check, ratio = paired(python(CALL, *words), python(CALL, *CHECK), pairs)
            figure = f"{ours * 1e3:.0f} ms, {ratio:.2f} x, {(ours - check) * 1e3:+.0f} ms"
            yield f"checklist of {count} items as {name}", figure, goal
