"""One page a finding code, and a first page that lists them by family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .pages import Page, block, toctree

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


_LANGUAGES = {"form": "text"}
_LATER = "\nA family that has no list below is kept for later.\n"
_NUMBERS = "../explanation/how-a-verdict-is-reached.md#what-the-numbers-in-sources-mean"
_VARIANTS = "[Make a variant of a model](../how-to/variants.md)"
_NOT_SHOWN = {
    "FID114": f"No plan has it: it is about the file of a model that extends another. {_VARIANTS} shows one.",
    "FID304": "No plan for the models that ship has it: none of them asks for what this code is about.",
    "FID613": "No model file has it: the reader refuses such a file. A model that is put together in Python can.",
    "FID618": f"It takes two models to have it. {_VARIANTS} shows them.",
    "FID619": f"It takes two models to have it. {_VARIANTS} shows such models.",
}
"""Why nothing is shown, for the codes of which neither a plan nor a model by itself shows anything."""


@dataclass(frozen=True)
class CodeEntry:
    """What a page says about one code.

    ``passes`` and ``fails`` are whole plans in YAML, or whole models, as ``shows`` says; ``answer`` is what the
    library says of the second, and ``ways_out`` is what it advises there. All four are empty where neither a plan nor a
    model by itself can show the code.
    """

    code: str
    name: str
    since: str
    summary: str
    why: str
    source: str
    ways_out: tuple[str, ...]
    passes: str
    fails: str
    answer: str
    shows: str = "plan"


def code_pages(entries: Sequence[CodeEntry]) -> Iterator[Page]:
    """Yield the first page, then one page a code."""
    yield Page("index", _index(entries))
    for entry in entries:
        yield Page(entry.code, _page(entry))


def _index(entries: Sequence[CodeEntry]) -> str:
    families = "".join(f"| `{digits}xx` | {title} |\n" for digits, title in _FAMILIES.items())
    lists = "".join(_family(digits, title, entries) for digits, title in _FAMILIES.items())
    return _INTRODUCTION + families + _LATER + lists + "\n" + toctree(entry.code for entry in entries)


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
    language = _LANGUAGES.get(entry.shows, "yaml")
    sections = {
        "Why it matters": entry.why,
        f"A {entry.shows} that has it": block(language, entry.fails) if entry.fails else _NOT_SHOWN[entry.code],
        "What the library answers": block("text", entry.answer) if entry.answer else "",
        "Ways out": _ways_out(entry),
        f"A {entry.shows} that does not": block(language, entry.passes) if entry.passes else "",
        "Where the rule comes from": _origin(entry),
    }
    body = "".join(f"\n## {title}\n\n{text.strip()}\n" for title, text in sections.items() if text)
    return f"# {entry.code}: {entry.name}\n\n{entry.summary}\n{body}"


def _ways_out(entry: CodeEntry) -> str:
    if not entry.ways_out:
        return ""
    return f"In this {entry.shows}:\n\n" + "".join(f"- {_sentence(way)}\n" for way in entry.ways_out)


def _origin(entry: CodeEntry) -> str:
    numbers = f" ([What the numbers mean]({_NUMBERS}).)" if "digest of methods" in entry.source else ""
    return f"{_sentence(entry.source)}{numbers} In the library since {entry.since}."


def _sentence(clause: str) -> str:
    """Return a clause as a sentence, with its first letter large and a stop at its end."""
    return f"{clause[:1].upper()}{clause[1:]}" + ("" if clause.endswith((".", "?", "!")) else ".")
