"""The checklist as Markdown: a short form to tick, or each item with what to look at and a box for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.exchange.words import START, source, who
from fidelity.rendering.escaping import markdown_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.exchange import Options
    from fidelity.checklists.response_sets import ResponseSet


def render(checklist: Checklist, options: Options) -> str:  # noqa: ARG001 - the formats' signature
    """Return the checklist as a page that starts with a heading of level one."""
    blocks = [*_head(checklist)]
    if checklist.variations:
        blocks += ["## Agreed variations", "\n".join(f"- {markdown_text(one.words)}" for one in checklist.variations)]
    for section in checklist.sections:
        blocks += _section(checklist, section)
    if checklist.left_out:
        out = [f"- {markdown_text(one.title)} ({one.tier}): {markdown_text(one.why)}" for one in checklist.left_out]
        blocks += ["## Not asked about", "\n".join(out)]
    return "\n\n".join(blocks) + "\n"


def _head(checklist: Checklist) -> Iterator[str]:
    yield f"# {markdown_text(checklist.title)}"
    whose = f"for {markdown_text(checklist.site)}, as adapted by plan `{checklist.plan}`" if checklist.site else ""
    picked = [f"rated by {markdown_text(checklist.rater)}"] if checklist.rater else []
    picked += ["short form: critical items only"] if checklist.short else []
    about = "; ".join(filter(None, (f"Model `{checklist.reference}`", whose, *picked)))
    yield f"{about}. Checklist `{checklist.hash}`, made with fidelity {checklist.tool_version}."
    yield START
    yield "\n".join(f"- {label}: ______________________" for label in ("Site", "Rated by (role)", "Period", "Date"))
    if not checklist.short:
        yield "\n\n".join(_scale(one) for one in checklist.response_sets)


def _scale(one: ResponseSet) -> str:
    lines = ["| code | answer | weight | what it means |", "| --- | --- | --- | --- |"]
    for option in one.options:
        weight = option.weight_text or "not scored"
        counts = " (in place from here on)" if option.code == one.threshold else ""
        anchor = one.anchors.get(option.code, "")
        lines.append(
            f"| `{option.code}` | {markdown_text(option.label)} | {weight}{counts} | {markdown_text(anchor)} |"
        )
    return "\n".join([f"Answers `{one.id}`: {markdown_text(one.origin)}.", "", *lines])


def _section(checklist: Checklist, section: Section) -> Iterator[str]:
    yield f"## {markdown_text(section.title)}"
    yield markdown_text(section.about)
    if checklist.short:
        lines = []
        for item in section.items:
            lines.append(f"- [ ] {markdown_text(item.text)} `{item.name}`")
            lines += [f"  - {markdown_text(note.text)}" for note in item.notes]
        yield "\n".join(lines)
        return
    for item in section.items:
        yield from _item(checklist, item)


def _item(checklist: Checklist, item: Item) -> Iterator[str]:
    yield f"### {markdown_text(item.text)}"
    marks = [f"`{item.name}`", markdown_text(item.title), markdown_text(item.tier)]
    yield ", ".join([*marks, "**critical**"] if item.critical else marks)
    facts = [f"**{markdown_text(note.text)}**" for note in item.notes]
    if item.show_if is not None:
        codes = " or ".join(f"`{code}`" for code in item.show_if.codes)
        facts.append(f"Answer only if `{item.show_if.item}` is {codes}.")
    facts += [markdown_text(text) for text in item.guidance]
    facts += [f"Look at: {markdown_text(', '.join(item.look_at))}"] if item.look_at else []
    facts += [f"Who rates, and how often: {markdown_text(who(item))}"] if who(item) else []
    facts += [f"Source: {markdown_text(source(item))}"] if item.sources else []
    facts += [f"Serves: {', '.join(f'`{id_}`' for id_ in item.serves)}"] if len(item.serves) > 1 else []
    yield "\n".join(f"- {fact}" for fact in facts)
    options = checklist.responses_of(item).options
    boxes = [f"- [ ] {markdown_text(one.code)} {markdown_text(one.label)}" for one in options]
    meant = [item.anchors.get(option.code) for option in options]
    yield "\n".join(f"{box}: {markdown_text(text)}" if text else box for box, text in zip(boxes, meant, strict=True))
    yield "Why: ______________________"
