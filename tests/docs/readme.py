"""The README's parts. Run as a script, it writes today's report into the README: ``python -m tests.docs.readme``."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from fidelity.cli import main

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DAY = re.compile(r"Judged as of (\d{4}-\d{2}-\d{2})")


def blocks(language: str) -> list[str]:
    """Return the code blocks of one language, in their order."""
    return [text for found, text in BLOCK.findall(README.read_text(encoding="utf-8")) if found == language]


def commands() -> list[str]:
    """Return the commands, each on one line."""
    return [block.strip() for block in blocks("console")]


def report(day: str) -> str:
    """Return what the first command prints once the library is installed, with approvals judged for ``day``."""
    words = commands()[0].partition("&& fidelity ")[2].split()
    said = StringIO()
    with redirect_stdout(said):
        main([*words, "--on", day])
    return said.getvalue()


def score() -> str:
    """Return the beginning of what the command that scores prints, up to the first empty line."""
    said = StringIO()
    with redirect_stdout(said):
        main(commands()[3].removeprefix("fidelity ").split())
    return said.getvalue().partition("\n\n")[0] + "\n"


def refresh(day: str) -> None:
    """Write the report and the beginning of the score into the README."""
    parts = iter((report(day), score()))
    text = README.read_text(encoding="utf-8")
    README.write_text(
        re.sub(r"(?s)^```text\n.*?^```$", lambda _: f"```text\n{next(parts)}```", text, flags=re.MULTILINE),
        encoding="utf-8",
    )


if __name__ == "__main__":
    refresh("2026-11-22")
