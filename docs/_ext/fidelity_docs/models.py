"""One page a practice model, and a first page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .pages import Page, toctree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ModelEntry", "model_pages"]

_INTRODUCTION = """\
# Practice models

These pages are for reading. You need no software and no account: each says what a practice model is
for, what it cannot do without, what you may adapt and how far, and who says so.

Every page is made from the file that the checker itself reads, so the page and the verdicts cannot
drift apart. The models are codified from published material. Where a page says *inferred*, nobody
has said it in so many words: ask the owner of the model before you lean on it.
"""

_PICTURE = """
## The model in one picture

Principles stand at the left, then what puts them into practice, then what a site may shape. All of it is said in
words below. {{download}}`The picture by itself <{name}>`

```{{image}} {name}
:alt: The parts of the model and the links between them; the same is said in words on this page.
```
"""


@dataclass(frozen=True)
class ModelEntry:
    """A model that ships. ``guide`` is its page in Markdown, from a heading of level one on; ``picture`` an SVG."""

    id: str
    version: str
    title: str
    guide: str
    picture: str


def model_pages(entries: Sequence[ModelEntry]) -> Iterator[Page]:
    """Yield the first page, then one page a model."""
    yield Page("index", _index(entries))
    for entry in entries:
        name = f"{entry.id}.svg"
        head, mark, rest = entry.guide.rstrip().partition("\n## ")
        yield Page(entry.id, f"{head}\n{_PICTURE.format(name=name)}{mark}{rest}\n", ((name, entry.picture),))


def _index(entries: Sequence[ModelEntry]) -> str:
    if not entries:
        return _INTRODUCTION
    rows = "".join(f"| [{entry.title}]({entry.id}.md) | `{entry.id}@{entry.version}` |\n" for entry in entries)
    contents = toctree(entry.id for entry in entries)
    return f"{_INTRODUCTION}\n| model | as a plan pins it |\n| --- | --- |\n{rows}\n{contents}"
