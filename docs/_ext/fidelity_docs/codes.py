"""One page a finding code, and a first page that lists them by family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .pages import Page, toctree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CodeEntry", "code_pages"]

_FAMILIES = {
    "FID1": "The plan cannot be read as one",
    "FID2": "A change breaches the model, or has to be taken to somebody",
    "FID3": "What follows from a change elsewhere in the model",
    "FID4": "Approvals",
    "FID5": "Advice",
    "FID6": "The model itself is not sound",
    "FID7": "Checklists and completed checklists",
    "FID9": "Rules of your own",
}

_INTRODUCTION = """\
# Finding codes

Every finding has a code. A code never changes its meaning and is never used again for something
else, so you can search for it, quote it in an e-mail and rely on it in a script. The first digit
says what sort of finding it is.

`fidelity explain CODE` prints the same explanation in your terminal.

| codes | what they are about |
| --- | --- |
"""


@dataclass(frozen=True)
class CodeEntry:
    """What a page says about one code.

    ``passes`` and ``fails`` are whole plans in YAML. Either may be empty where none can show it.
    """

    code: str
    name: str
    summary: str
    meaning: str
    why: str
    source: str
    ways_out: tuple[str, ...]
    passes: str
    fails: str


def code_pages(entries: Sequence[CodeEntry]) -> Iterator[Page]:
    """Yield the first page, then one page a code."""
    yield Page("index", _index(entries))
    for entry in entries:
        yield Page(entry.code, _page(entry))


def _index(entries: Sequence[CodeEntry]) -> str:
    families = "".join(f"| `{digits}xx` | {title} |\n" for digits, title in _FAMILIES.items())
    lists = "".join(_family(digits, title, entries) for digits, title in _FAMILIES.items())
    return _INTRODUCTION + families + lists + "\n" + toctree(entry.code for entry in entries)


def _family(digits: str, title: str, entries: Sequence[CodeEntry]) -> str:
    rows = [
        f"| [{entry.code}]({entry.code}.md) | {entry.name} | {entry.summary} |\n"
        for entry in entries
        if entry.code.startswith(digits)
    ]
    if not rows:
        return ""
    return f"\n## {title}\n\n| code | name | in short |\n| --- | --- | --- |\n" + "".join(rows)


def _page(entry: CodeEntry) -> str:
    ways_out = "".join(f"- {way}\n" for way in entry.ways_out)
    sections = {
        "What it means": entry.meaning,
        "Why it matters": entry.why,
        "Ways out": ways_out,
        "A plan that has it": _yaml(entry.fails),
        "A plan that does not": _yaml(entry.passes),
        "Where the rule comes from": entry.source,
    }
    body = "".join(f"\n## {title}\n\n{text.strip()}\n" for title, text in sections.items() if text)
    return f"# {entry.code}: {entry.name}\n\n{entry.summary}\n{body}"


def _yaml(plan: str) -> str:
    return f"```yaml\n{plan.strip()}\n```" if plan else ""
