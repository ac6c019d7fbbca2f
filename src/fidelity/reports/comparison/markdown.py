"""A comparison, as Markdown: for a pull request or a wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import Unreadable
from fidelity.comparing.models import ModelDiff
from fidelity.rendering.escaping import markdown_text
from fidelity.reports.comparison import BEARINGS, MOVES, effect_line, headline, remark, told_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.comparing.effect import Effect
    from fidelity.reports import Layout
    from fidelity.reports.comparison import Compared


def render(compared: Compared, _: Layout) -> Iterator[str]:
    """Yield the differences by what they mean, the gravest first, then what they do to each plan."""
    yield "\n".join(_blocks(compared))


def _blocks(compared: Compared) -> Iterator[str]:
    found = compared.found
    yield f"# {markdown_text(headline(found)[1])}\n"
    if remark(found):
        yield f"{markdown_text(remark(found))}\n"
    if isinstance(found, ModelDiff):
        for bearing, title in BEARINGS.items():
            yield from _section(title, ((one.text, one.reason, told_with(one)) for one in found.of(bearing)))
    else:
        for move, title in MOVES.items():
            yield from _section(title, ((one.text, one.reason, []) for one in found.of(move)))
    for one in compared.plans:
        yield from _unread(one) if isinstance(one, Unreadable) else _effect(one)


def _section(title: str, some: Iterable[tuple[str, str, list[str]]]) -> Iterator[str]:
    lines = []
    for text, reason, inner in some:
        lines.append(f"- {markdown_text(text)} *{markdown_text(reason)}*")
        lines += [f"  - with it: {markdown_text(one)}" for one in inner]
    if lines:
        yield f"## {markdown_text(title)}\n"
        yield "\n".join(lines) + "\n"


def _effect(one: Effect) -> Iterator[str]:
    yield f"## {markdown_text(effect_line(one))}\n"
    lines = [f"- to change: {markdown_text(edit.text)}" for edit in one.edits]
    lines += [f"- {fault.code}: {markdown_text(fault.message)}" for fault in one.faults]
    lines += [f"- {finding.code}, {finding.kind}: {markdown_text(finding.message)}" for finding in one.findings]
    if lines:
        yield "\n".join(lines) + "\n"


def _unread(one: Unreadable) -> Iterator[str]:
    yield f"## {markdown_text(one.path)}: not read\n"
    yield "\n".join(f"- {fault.code}: {markdown_text(fault.message)}" for fault in one.faults) + "\n"
