"""The checklist as one HTML file to read, to print and to fill in by pen, without scripts or anything from outside."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from fidelity.checklists.exchange import words
from fidelity.rendering.english import one_line
from fidelity.rendering.html import escape, html_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.exchange import Options

_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


def render(checklist: Checklist, options: Options) -> str:  # noqa: ARG001 - the formats' signature
    """Return the page. Its policy allows its own style sheet, by its hash, and nothing else."""
    style = files("fidelity.checklists.exchange").joinpath("checklist.css").read_text("utf-8").strip()
    lines = [
        html_head(checklist.title, [style], language=_LANGUAGES.get(checklist.language, checklist.language)),
        f"<h1>{escape(checklist.title)}</h1>",
        *_head(checklist),
    ]
    for number, section in enumerate(checklist.sections, 1):
        lines += _section(checklist, section, number)
    if checklist.left_out:
        rows = [list(map(escape, (one.title, one.tier, one.why))) for one in checklist.left_out]
        table = _table("left-out", "What the checklist leaves out, and why", ("What", "Kind", "Why not"), rows)
        lines += ["<h2>Not asked about</h2>", table]
    lines.append(f"</main>\n<footer>\n<p>{escape(words.made(checklist))}</p>\n</footer>\n</body>\n</html>")
    return "\n".join(lines) + "\n"


def _head(checklist: Checklist) -> Iterator[str]:
    yield f"<p>{escape(words.about(checklist))}</p>\n<p>{escape(words.START)}</p>"
    yield '<dl class="details">'
    for one, given in words.details(checklist):
        label = f'<dt>{escape(one.label)} <span class="hint">{escape(one.hint)}</span></dt>'
        yield f"<div>{label}<dd>{escape(given)}</dd></div>"
    yield "</dl>\n<h2>How to answer</h2>"
    for number, answers in enumerate(checklist.response_sets, 1):
        columns, rows = words.meanings(answers)
        caption = f"Answers '{answers.id}': {answers.origin}."
        yield _table(f"answers-{number}", caption, columns, [list(map(escape, row)) for row in rows])
    if checklist.variations:
        yield "<h2>Agreed variations</h2>"
        yield _list((one.words for one in checklist.variations), "")


def _section(checklist: Checklist, section: Section, number: int) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>\n<p>{escape(section.about)}</p>"
    rows, critical = [], []
    for item, first in words.explained(section):
        looked = _list((option.label for option in item.evidence_options), "boxes") if item.look_at else ""
        asked = _asked(checklist, item, section.about if first else None)
        shown = {option.code: words.shown(option) for option in checklist.responses_of(item).options}
        means = (f"{text}: {item.anchors[code]}" if code in item.anchors else text for code, text in shown.items())
        rows.append([asked, _list(means, "boxes"), f'{looked}<p class="why">Why:</p>'])
        critical.append("critical" if item.critical else "")
    columns = ("What to rate", "Answer", "Looked at, and why")
    yield _table(f"items-{number}", f"Items: {section.title}", columns, rows, critical, class_="items")


def _asked(checklist: Checklist, item: Item, about: str | None) -> str:
    """Return the question and its guidance. ``about`` is what the page said before; ``None`` if it said everything."""
    lines = [f'<p class="asked">{escape(item.text)}</p>', f'<p class="soft small">{escape(words.marks(item))}</p>']
    lines += [f'<p class="note">{escape(note.text)}</p>' for note in item.notes]
    when = words.condition(checklist, item)
    lines += [f'<p class="note">{escape(when)}</p>'] if when else []
    if about is not None:
        texts = (text for text in words.guidance(item) if text != one_line(about))
        lines += [f'<p class="small">{escape(text)}</p>' for text in texts]
    who = words.who(item)
    lines += [f'<p class="soft small">Who rates, and how often: {escape(who)}.</p>'] if who else []
    if about is not None and item.sources:
        lines.append(f'<p class="soft small">Source: {escape(words.source(item))}.</p>')
    lines.append(f'<p class="soft small">{escape(item.name)}</p>')
    return "\n".join(lines)


def _list(texts: Iterable[str], class_: str) -> str:
    named = f' class="{class_}"' if class_ else ""
    return f"<ul{named}>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _table(
    id_: str,
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    marks: Sequence[str] = (),
    class_: str = "",
) -> str:
    """Return a table in a region that can scroll. ``rows`` are mark-up, and their first cells are headings."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in columns)
    lines = []
    for number, (first, *rest) in enumerate(rows):
        mark = f' class="{marks[number]}"' if marks and marks[number] else ""
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        lines.append(f'<tr><th scope="row"{mark}>{first}</th>{cells}</tr>')
    named = f' class="{class_}"' if class_ else ""
    body = "\n".join(lines)
    return (
        f'<div class="scrolls" role="region" tabindex="0" aria-labelledby="{id_}">\n<table{named}>\n'
        f'<caption id="{id_}">{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n'
        "</table>\n</div>"
    )
