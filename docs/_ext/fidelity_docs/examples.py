"""One page with every example plan, what its first comment lines say of it, and the report it gives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from .pages import Page, block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ExampleEntry", "example_pages"]

_INTRODUCTION = """\
# Example plans

Each of these plans is about a place that does not exist, and about the model as it ships. They are
in the folder `docs/examples`, so you can check them yourself, change a line and check again:

```console
$ fidelity check docs/examples
```

The reports below were written when these pages were built, with approvals judged for 22 November 2026
(`--on 2026-11-22`).
"""


@dataclass(frozen=True)
class ExampleEntry:
    """An example plan: the name of its file, its site, its text, and the report on it."""

    name: str
    site: str
    plan: str
    report: str


def example_pages(entries: Sequence[ExampleEntry]) -> Iterator[Page]:
    """Yield the one page."""
    yield Page("index", _INTRODUCTION + "".join(_section(entry) for entry in entries))


def _section(entry: ExampleEntry) -> str:
    lines = entry.plan.splitlines()
    comments = [line.lstrip("# ") for line in takewhile(lambda line: line.startswith("#"), lines)]
    verdict, about = comments[0], " ".join(comments[1:])
    plan = "\n".join(lines[len(comments) :])
    return (
        f"\n## {entry.site}\n\n**{verdict}.** {about}\n\n"
        f"{block('text', entry.report, caption=f'fidelity check {entry.name}')}\n"
        f"{block('yaml', plan, caption=entry.name)}"
    )
