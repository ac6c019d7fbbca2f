"""The report as Markdown: for the summary of a CI job, the comment on a merge request, or a page of a wiki.

It has the parts of the text report, in the same order. Every text of a plan or a model is escaped, so that none can
become mark-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import CheckResult
from fidelity.rendering.escaping import markdown_text
from fidelity.reports.check import phrases
from fidelity.reports.check.entries import entries
from fidelity.verdicts import RED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.checking.result import Unreadable
    from fidelity.reports import Layout
    from fidelity.reports.check.entries import Entry
    from fidelity.reports.check.phrases import Block, Sections
    from fidelity.reports.check.run import Run

_MARKS = {"red": "🔴", "amber": "🟠", "green": "🟢"}
_ALSO = {"breach": "Also in breach: ", "open": "Also to settle: ", "agreed": "Also agreed: "}
_COUNTED = ("breaches", "to settle", "depending", "agreed", "known before")
_MOST = 50


def render(run: Run, layout: Layout) -> Iterator[str]:
    """Yield the report as Markdown, beginning with a heading of level two."""
    most = 10**9 if layout.verbose else _MOST
    yield "## Fidelity of adaptation plans"
    yield from (f"\n\n{block}" for block in _overview(run))
    for result in run.results:
        blocks = _plan(run, result, most) if isinstance(result, CheckResult) else _unread(run, result, most)
        yield "".join(f"\n\n{block}" for block in blocks)
    if run.verdict is not None:
        yield f"\n\n{phrases.judged_as(run, '`')}"
    yield "\n"


def _overview(run: Run) -> Iterator[str]:
    counted = _COUNTED if run.baseline is not None else _COUNTED[:-1]
    rows = [f"| plan | site | verdict | {' | '.join(counted)} |", f"| --- | --- | --- |{' --- |' * len(counted)}"]
    for result in run.results:
        if not isinstance(result, CheckResult):
            rows.append(f"| {markdown_text(result.path)} | | not read |{' |' * len(counted)}")
            continue
        found = phrases.sections(run, result)
        numbers = map(len, (found.breaches, _settle(found), found.condition, found.variations, found.known))
        cells = (markdown_text(result.plan.id), markdown_text(result.plan.site), _verdict(run, result))
        rows.append(f"| {' | '.join((*cells, *map(str, numbers))[: len(counted) + 3])} |")
    yield "\n".join(rows)


def _settle(found: Sections) -> tuple[Block, ...]:
    return (*found.differences, *found.owner, *found.decision, *found.evidence)


def _verdict(run: Run, result: CheckResult) -> str:
    return f"{_MARKS[result.verdict.value]} {phrases.verdict_of(run, result).lower()}"


def _plan(run: Run, result: CheckResult, most: int) -> Iterator[str]:
    every = {id(one): entry for one, entry in zip(result.findings, entries(run, result), strict=True)}
    found = phrases.sections(run, result)
    yield f"### {_verdict(run, result)}: {markdown_text(result.plan.id)}"
    yield f"{markdown_text(result.plan.site)}; judged by {markdown_text(phrases.judged_by(result.model))}."
    remarks = [(one,) for one in (*found.approvals, *found.advice)]
    open_ = {"To settle": _settle(found), "Depends on the above": found.condition}
    open_["Statements to check"] = tuple((one,) for one in found.statements)
    rest = {"Agreed variations": found.agreed, "Known before": found.known, "Remarks": remarks}
    for title, blocks in {"Breaches": found.breaches, **open_, **rest}.items():
        told = [[every[id(one)] for one in block] for block in blocks]
        also = [words for words, _ in found.variations[len(blocks) :]] if title == "Agreed variations" else []
        yield from _section(title, told, most, also)
    if result.verdict is RED:
        yield from _repairs(result)
    yield phrases.silence(result)


def _unread(run: Run, result: Unreadable, most: int) -> Iterator[str]:
    yield f"### Not read: {markdown_text(result.path)}"
    yield from _section("Faults", [[entry] for entry in entries(run, result)], most)


def _section(title: str, found: Sequence[Sequence[Entry]], most: int, also: Sequence[str] = ()) -> Iterator[str]:
    if not (found or also):
        return
    yield f"#### {title} ({len(found) + len(also)})"
    lines = [line for block in found[:most] for line in _block(block)]
    lines += [f"- {markdown_text(words)}" for words in also]
    if len(found) > most:
        lines.append(f"- and {len(found) - most} more")
    yield "\n".join(lines)


def _block(block: Sequence[Entry]) -> Iterator[str]:
    """Yield what was found of one change: one item, with the rest below it."""
    yield from _item(block[0])
    for entry in block[1:]:
        yield from (f"  {line}" for line in _item(entry, "Also known: " if entry.known else _ALSO[entry.standing]))


def _item(entry: Entry, said: str = "") -> Iterator[str]:
    within = phrases.where(entry.at, entry.path)
    where = f", {markdown_text(within)}" if within else ""
    known = f", {entry.verdict}" if entry.known else ""
    yield f"- {said}**{entry.code}{known}{where}:** {markdown_text(entry.sentence)}"
    if entry.standing != "unreadable":
        yield f"  - Why: {markdown_text(entry.why)}"
    for source in entry.sources[:1]:
        yield f"  - Source: {markdown_text(source)}"
    for approval in entry.approvals:
        yield f"  - {markdown_text(approval)}"
    for code, message in entry.follows:
        yield f"  - What follows from it: {markdown_text(message)} ({code})"
    if entry.todo and entry.standing != "agreed":
        yield f"  - {'To ask' if entry.ask and entry.standing == 'open' else 'Ways out'}: {markdown_text(entry.todo)}"


def _repairs(result: CheckResult) -> Iterator[str]:
    rows = phrases.repairs(result)
    yield "#### Smallest repairs"
    if not rows:
        yield phrases.no_repair(result)
        return
    yield "Any one of these is enough for nothing to be in breach any more:" if len(rows) > 1 else "This is enough:"
    yield "\n".join(f"- {markdown_text('; and '.join(row))}." for row in rows)
