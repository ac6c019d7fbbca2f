"""The checklist as a Word document: to fill in on screen with controls that can be read back, or to print.

Every control carries a tag (``court_solves.rating``, ``court_solves.why``, ``court_solves.evid.records``,
``form.site``), by which the filled-in form is read. The same checklist gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.word import checkbox, day, dropdown, paragraph, run, table, text_field
from fidelity.checklists.formats.parts.word_tags import PICK, SAW, evidence_tag
from fidelity.checklists.formats.parts.words import (
    DETAILS,
    START,
    about,
    condition,
    guidance,
    marks,
    meanings,
    shown,
    source,
    who,
)  # fmt: skip
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.formats import Options
    from fidelity.checklists.formats.parts.word import Xml
    from fidelity.checklists.formats.parts.word_package import Docx
    from fidelity.checklists.formats.parts.words import Detail

__all__ = ["TEMPLATE", "VARIANTS", "render"]

VARIANTS = ("controls", "print")
"""With controls to fill in on screen; or with plain boxes for a pen."""

TEMPLATE = True
"""Styles, page and footer can come from somebody's own document."""

_WIDE = 9_860
_WIDTHS = (4_400, 2_560, 2_900)
_BOX, _LINE = "\N{BALLOT BOX} ", "_" * 18
_LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}


def render(checklist: Checklist, options: Options) -> bytes:
    """Return the document.

    Raises
    ------
    MissingExtraError
        If the extra ``word`` is not installed.
    """
    from fidelity.checklists.formats.parts.word_package import finished, new_document

    document = new_document(options.template)
    writer = _Writer(checklist, document, on_screen=options.variant != "print")
    return finished(
        document,
        writer.body(),
        title=one_line(checklist.title),
        identity=f"{checklist.reference}#{checklist.hash}",
        language=_LANGUAGES.get(checklist.language, checklist.language),
    )


class _Writer:
    """Writes the body of one form: its checklist, the styles of its document, and which of the two kinds it is."""

    def __init__(self, checklist: Checklist, document: Docx, *, on_screen: bool) -> None:
        from fidelity.checklists.formats.parts.word_package import style_id

        self.checklist, self.on_screen = checklist, on_screen
        names = ("Title", "Heading 1", "Heading 2")
        self.title, self.heading, self.smaller = (style_id(document, name) for name in names)
        self.explained: set[str] = set()

    def body(self) -> Iterator[Xml]:
        """Yield paragraphs and tables, in order."""
        yield paragraph(one_line(self.checklist.title), style=self.title)
        yield paragraph(about(self.checklist))
        yield paragraph(START)
        yield paragraph("About this rating", style=self.heading, keep=True)
        rows = [[[paragraph(run(one.label, bold=True), after=0)], [self.detail(one)]] for one in DETAILS]
        yield table((2_200, _WIDE - 2_200), ("Detail", "Please fill in"), rows, "About this rating")
        yield paragraph(*self.identity(), before=160, after=160)
        yield from self.answers()
        yield from self.variations()
        for section in self.checklist.sections:
            yield from self.section(section)
        yield from self.left_out()

    def detail(self, one: Detail) -> Xml:
        """Return the place for something that the form says of itself."""
        given = {"site": self.checklist.site, "assessor": self.checklist.rater}.get(one.key) or ""
        if not self.on_screen:
            return paragraph(one_line(given) or one.hint, after=120 if given else 360)
        if one.key == "date":
            return paragraph(day(f"form.{one.key}", one.label, one.hint), after=0)
        return paragraph(text_field(f"form.{one.key}", one.label, one.hint, one_line(given)), after=0)

    def identity(self) -> Iterator[str]:
        """Yield the line by which the form is known again."""
        said = {
            "Model ": ("model", self.checklist.model),
            ", version ": ("version", self.checklist.model_version),
            ", checklist ": ("hash", self.checklist.hash),
            " of ": ("checklist", self.checklist.id),
        }
        for words, (key, value) in said.items():
            yield run(words)
            yield text_field(f"form.{key}", key, value, one_line(value), locked=True) if self.on_screen else run(value)
        yield run(f", made with fidelity {self.checklist.tool_version}.")

    def answers(self) -> Iterator[Xml]:
        """Yield what can be answered, and what it counts."""
        yield paragraph("How to answer", style=self.heading, keep=True)
        for one in self.checklist.response_sets:
            rows = list(meanings(one))
            head = ("Answer", "Counts", "What it means") if any(row[2] for row in rows) else ("Answer", "Counts")
            widths = (3_000, 3_000, _WIDE - 6_000) if len(head) == len(rows[0]) else (3_000, _WIDE - 3_000)
            cells = [[[paragraph(text, after=0)] for text in row[: len(head)]] for row in rows]
            yield paragraph(f"Answers '{one_line(one.id)}': {one_line(one.origin)}.", keep=True)
            yield table(widths, head, cells, f"Answers: {one_line(one.id)}")
            yield paragraph()

    def variations(self) -> Iterator[Xml]:
        """Yield the changes that were agreed."""
        if self.checklist.variations:
            yield paragraph("Agreed variations", style=self.heading, keep=True)
            for one in self.checklist.variations:
                yield paragraph(one_line(one.words))

    def section(self, section: Section) -> Iterator[Xml]:
        """Yield a section: its heading, what it is about, and a table with a row an item."""
        yield paragraph(one_line(section.title), style=self.heading, keep=True)
        yield paragraph(one_line(section.about), keep=True)
        rows = [
            [list(self.asked(item, section.about)), list(self.rated(item)), list(self.seen(item))]
            for item in section.items
        ]
        yield table(_WIDTHS, ("What to rate", "Answer", "Looked at, and why"), rows, one_line(section.title))

    def asked(self, item: Item, said: str) -> Iterator[Xml]:
        """Yield what is asked, and what to go by; what the model says of an element stands with its first item."""
        yield paragraph(run(one_line(item.text), bold=True), after=80)
        for note in item.notes:
            yield paragraph(run(one_line(note.text), bold=True, colour="7A4A00"), after=80)
        first = item.element not in self.explained
        self.explained.add(item.element)
        facts = [f"{marks(item)}.", condition(self.checklist, item)]
        facts += [text for text in guidance(item) if first and text != one_line(said)]
        facts += [f"Who rates: {who(item)}." if who(item) else ""]
        facts += [f"Source: {source(item)}." if first and item.sources else ""]
        for fact in filter(None, facts):
            yield paragraph(fact, after=60)

    def rated(self, item: Item) -> Iterator[Xml]:
        """Yield the list of answers, or a box for each."""
        options = [(option.code, shown(option)) for option in self.checklist.responses_of(item).options]
        anchors = [f"{code}: {one_line(text)}" for code, text in item.anchors.items()]
        if self.on_screen:
            yield paragraph(dropdown(f"{item.name}.rating", f"Answer: {item.text}", options, PICK), after=80)
        else:
            yield from (paragraph(_BOX + label, after=40) for _, label in options)
        yield from (paragraph(text, after=40) for text in anchors)

    def seen(self, item: Item) -> Iterator[Xml]:
        """Yield a box for everything that can be looked at, and room to say why."""
        for option in item.evidence_options:
            label = one_line(option.label)
            box = checkbox(evidence_tag(item, option), label) if self.on_screen else run(_BOX.strip())
            yield paragraph(box, run(f" {label}"), after=40)
        if self.on_screen:
            yield paragraph(run("Why: "), text_field(f"{item.name}.why", "Why", SAW), after=40)
        else:
            yield paragraph("Why:", after=60)
            yield from (paragraph(_LINE, after=120) for _ in range(2))

    def left_out(self) -> Iterator[Xml]:
        """Yield what is not asked about, and why not."""
        if self.checklist.left_out:
            yield paragraph("Not asked about", style=self.heading, keep=True)
            rows = [
                [[paragraph(one_line(text), after=0)] for text in (one.title, one.tier, one.why)]
                for one in self.checklist.left_out
            ]
            yield table((4_200, 1_700, _WIDE - 5_900), ("What", "Kind", "Why not"), rows, "Not asked about")
