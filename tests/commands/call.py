"""Calls the command line inside this process, and as a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from fidelity.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
DAY = ("--on", "2026-11-22")

HEAD = "plan: ashby\nmodel: fdac@2026.1\nsite: Ashby\nauthor: site-lead\nunmentioned: as-specified\n"
GREEN = HEAD
AMBER = HEAD + "undecided: [parent-mentor]\n"
RED = HEAD + (
    "changes:\n  - id: no-mentors\n    element: parent-mentor\n    nature: removing\n    what: There are no mentors.\n"
)


class Answer(NamedTuple):
    """What a call gave: its status, and what it wrote where."""

    status: int
    out: str
    err: str


def fidelity(*words: str | Path, stdin: bytes = b"") -> Answer:
    """Call the command line in this process, with streams as a pipe would have them."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n") for _ in range(2))
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))),
    ):
        status = main([str(word) for word in words])
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return Answer(status, *texts)


def process(*words: str | Path, stdin: bytes = b"", **environ: str) -> Answer:
    """Call the command line as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "fidelity", *map(str, words)],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **environ},
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
