"""The checklist as Markdown: a short form to tick, or each item with what to look at and a box an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.escaping import markdown_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.exchange import Options
    from fidelity.checklists.response_sets import ResponseSet

__all__ = ["render"]

_START = (
    "Rate what is done now, not what is planned. Where you cannot tell, say 'not known': that is an answer too. "
    "A review is a start for improvement, not an audit."
)


def render(checklist: Checklist, options: Options) -> str:  # noqa: ARG001 - the formats' signature
    """Return the checklist as a page that starts with a heading of level one."""
    blocks = [_head(checklist), _variations(checklist)]
    blocks += [_section(checklist, section) for section in checklist.sections]
    blocks.append(_left_out(checklist))
    return "\n\n".join(part for block in blocks for part in block) + "\n"


def _head(checklist: Checklist) -> Iterator[str]:
    yield f"# {markdown_text(checklist.title)}"
    whose = f"for {markdown_text(checklist.site)}, as adapted by plan `{checklist.plan}`" if checklist.site else ""
    picked = [f"rated by {markdown_text(checklist.rater)}"] if checklist.rater else []
    picked += ["short form: critical items only"] if checklist.short else []
    about = "; ".join(filter(None, (f"Model `{checklist.reference}`", whose, *picked)))
    yield f"{about}. Checklist `{checklist.hash}`, made with fidelity {checklist.tool_version}."
    yield _START
    yield "\n".join(f"- {label}: ______________________" for label in ("Site", "Rated by (role)", "Period", "Date"))
    if not checklist.short:
        yield "\n\n".join(_scale(one) for one in checklist.response_sets)


def _scale(one: ResponseSet) -> str:
    rows = []
    for option in one.options:
        weight = option.weight_text or "not scored"
        counts = " (in place from here on)" if option.code == one.threshold else ""
        anchor = one.anchors.get(option.code, "")
        rows.append((f"`{option.code}`", markdown_text(option.label), weight + counts, markdown_text(anchor)))
    table = _table(("code", "answer", "weight", "what it means"), rows)
    return f"Answers `{one.id}`: {markdown_text(one.origin)}.\n\n{table}"


def _variations(checklist: Checklist) -> Iterator[str]:
    if checklist.variations:
        yield "## Agreed variations"
        yield "\n".join(f"- {markdown_text(one.words)}" for one in checklist.variations)


def _section(checklist: Checklist, section: Section) -> Iterator[str]:
    yield f"## {markdown_text(section.title)}"
    yield markdown_text(section.about)
    if checklist.short:
        yield "\n".join(f"- [ ] {markdown_text(item.text)} `{item.name}`{_hints(item)}" for item in section.items)
        return
    for item in section.items:
        yield from _item(checklist, item)


def _hints(item: Item) -> str:
    return "".join(f"\n  - {markdown_text(note.text)}" for note in item.notes)


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
    facts += [f"Who rates, and how often: {markdown_text(_who(item))}"] if _who(item) else []
    facts += [f"Source: {markdown_text('; '.join(item.sources))}"] if item.sources else []
    facts += [f"Serves: {', '.join(f'`{id_}`' for id_ in item.serves)}"] if len(item.serves) > 1 else []
    yield "\n".join(f"- {fact}" for fact in facts)
    yield "\n".join(f"- [ ] {markdown_text(option.code)} {_answer(item, option.code, option.label)}" for option in
                    checklist.responses_of(item).options)  # fmt: skip
    yield "Why: ______________________"


def _answer(item: Item, code: str, label: str) -> str:
    anchor = item.anchors.get(code)
    return f"{markdown_text(label)}: {markdown_text(anchor)}" if anchor else markdown_text(label)


def _who(item: Item) -> str:
    every = f"every {item.every.removeprefix('every ')}" if item.every else ""
    return ", ".join(filter(None, (item.rater, every)))


def _left_out(checklist: Checklist) -> Iterator[str]:
    if checklist.left_out:
        yield "## Not asked about"
        yield "\n".join(
            f"- {markdown_text(one.title)} ({one.tier}): {markdown_text(one.why)}" for one in checklist.left_out
        )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
