"""Texts that try to be something else, a model, a plan and forms that say them everywhere, and what may come of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = TypeVar("Node")

PAYLOADS: Final = {
    "a command of GitHub": "::error file=x,line=1::forged",
    "a command behind blanks": "  ::set-output name=verdict::forged",
    "a command on a line of its own": "x\n::warning::forged",
    "an old command of GitHub": "so ##[error]forged",
    "a command of Azure": "so ##vso[task.complete result=Failed]forged",
    "colours of a terminal": "\x1b[31mforged",
    "a terminal that is wiped": "\x1b[2J\x1b]0;forged\x07",
    "an escape of eight bits": "\x9b2Jforged",
    "a line break of eight bits": "x\x85::error::forged",
    "a line separator": "x\u2028::error::forged",
    "a carriage return": "GREEN\rforged",
    "text turned round": "\u202edegrof",
    "text isolated": "\u2067degrof\u2069",
    "NUL and others": "\x00\x08\x0b\x7fforged",
    "somebody mentioned": "thanks @octocat and @org/team",
    "a bare address": "see https://forged.example/x",
    "a bare host": "see www.forged.example now",
    "a mail address": "to forged@forged.example now",
    "the number of an issue": "as in #12 and GH-12",
    "a script": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "the end of an attribute": '" onload="alert(1)',
    "a link": "[click](javascript:alert(1))",
    "a heading": "\n\n# forged\n",
    "a row of a table": "| forged | row |",
    "a formula": '=HYPERLINK("https://forged.example")',
    "a formula with a sign": "@SUM(1+1)",
    "the end of CDATA": "]]><forged/>",
    "a template": "{{forged}} ${forged} %(forged)s",
}  # fmt: skip
"""By what each tries to be."""

MODEL: Final = "tests/files/samples"
FREE: Final = frozenset(
    {
        "title", "statement", "summary", "owner", "says", "locator", "note", "function", "form", "text", "authors",
        "publisher", "what", "function_kept", "site", "author", "effects", "reference", "conditions", "by", "inferred",
        "rater", "every", "look_at", "explains", "reason",
    }
)  # fmt: skip
"""The keys of files that hold free text. A test holds them against the tables of the keys."""


def said_everywhere(node: Node, payload: str, key: str = "") -> Node:
    """Return the values of a file with a payload in front of every free text."""
    changed: Any = node
    if isinstance(node, Mapping):
        changed = {name: said_everywhere(value, payload, str(name)) for name, value in node.items()}
    elif isinstance(node, list):
        changed = [said_everywhere(value, payload, key) for value in node]
    elif isinstance(node, str) and key in FREE:
        changed = f"{payload} {node}"
    result: Node = changed
    return result


def dumped(values: object) -> str:
    """Return values as YAML in which every character can stand."""
    return yaml.safe_dump(values, allow_unicode=False, sort_keys=False, width=10_000)


CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
COMMANDS = re.compile(r"^\s*::|##\[|##vso\[", re.MULTILINE)
_LINKS = re.compile(
    r"(?<![\w/\u2060])@\w|https?://(?!schemas?\.|www\.w3\.org)[^\s)>\]]*forged|\bwww\.forged|\w@forged\.|(?<![\w&/])#12\b|\bGH-12\b"
)


def came_through(text: str, format_: str) -> Iterator[str]:
    """Yield what of the payloads came through in an output of a format: nothing, if all is well."""
    if found := CONTROLS.search(text):
        yield f"the control {found[0]!r}"
    if format_ != "github" and (found := COMMANDS.search(text)):
        yield f"the command {text[found.start() : found.start() + 30]!r}"
    if format_ == "markdown":
        html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
        plain = re.sub(r"<a href=\"https?://(?!\S*forged)[^\"]*\">.*?</a>", "", html)
        plain = re.sub(r"<code>.*?</code>", "", plain, flags=re.DOTALL)
        if found := _LINKS.search(plain):
            yield f"the link {plain[max(0, found.start() - 20) : found.start() + 30]!r}"
        if re.search(r"<(script|img|forged)", html):
            yield "a tag"
    if format_ == "html":
        if re.search(r"<(script|img|forged)\b", text):
            yield "a tag"
        if re.search(r"<[a-z][^<>]*\son(load|error)=", text):
            yield "an attribute"
    if format_ == "csv":
        for row in text.splitlines():
            if re.search(r'(^|,)"?[=@]', row):
                yield f"a formula in {row[:40]!r}"
