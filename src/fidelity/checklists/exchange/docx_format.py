"""The checklist as a Word document, to print or to fill in on screen with controls that we can read back.

Every control carries a tag (``court_solves.rating``, ``court_solves.why``, ``court_solves.evid.records``,
``form.site``), by which we read the completed form. The same checklist gives the same bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.exchange import Options, Reader
from fidelity.checklists.exchange.word import LONGEST, checkbox, day, dropdown, paragraph, run, table, text_field
from fidelity.checklists.exchange.words import (
    DETAILS,
    START,
    about,
    condition,
    details,
    guidance,
    marks,
    meanings,
    shown,
    source,
    who,
)
from fidelity.checklists.names import EVIDENCE, WHY
from fidelity.checklists.responses import HEADER_KEYS, Cell, RawForm, refused
from fidelity.errors import Place
from fidelity.rendering.english import is_printable, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.exchange.word import Docx, Xml
    from fidelity.checklists.exchange.words import Detail
    from fidelity.checklists.response_sets import Option

VARIANTS = ("controls", "print")
"""With controls to fill in on screen, or with plain boxes for a pen."""

TEMPLATE = True
"""Styles, page and footer can come from the user's own document."""

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
    from fidelity.checklists.exchange.word import finished, new_document

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
    """Writes the body of one form, with the styles of its document, as one of the two variants."""

    def __init__(self, checklist: Checklist, document: Docx, *, on_screen: bool) -> None:
        from fidelity.checklists.exchange.word import style_id

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
        rows = [
            [[paragraph(run(one.label, bold=True), after=0)], [self.detail(one, given)]]
            for one, given in details(self.checklist)
        ]
        yield table((2_200, _WIDE - 2_200), ("Detail", "Please fill in"), rows, "About this rating")
        yield paragraph(*self.identity(), before=160, after=160)
        yield from self.answers()
        if self.checklist.variations:
            yield paragraph("Agreed variations", style=self.heading, keep=True)
            yield from (paragraph(one_line(one.words)) for one in self.checklist.variations)
        for section in self.checklist.sections:
            yield paragraph(one_line(section.title), style=self.heading, keep=True)
            yield paragraph(one_line(section.about), keep=True)
            parts = ((self.asked(item, section.about), self.rated(item), self.seen(item)) for item in section.items)
            items = [[list(cell) for cell in row] for row in parts]
            yield table(_WIDTHS, ("What to rate", "Answer", "Looked at, and why"), items, one_line(section.title))
        if self.checklist.left_out:
            yield paragraph("Not asked about", style=self.heading, keep=True)
            out = [(one.title, one.tier, one.why) for one in self.checklist.left_out]
            cells = [[[paragraph(one_line(text), after=0)] for text in row] for row in out]
            yield table((4_200, 1_700, _WIDE - 5_900), ("What", "Kind", "Why not"), cells, "Not asked about")

    def detail(self, one: Detail, given: str) -> Xml:
        """Return the place for a detail of the form, such as the site."""
        if not self.on_screen:
            return paragraph(one_line(given) or one.hint, after=120 if given else 360)
        if one.key == "date":
            return paragraph(day(f"form.{one.key}", one.label, one.hint), after=0)
        return paragraph(text_field(f"form.{one.key}", one.label, one.hint, one_line(given)), after=0)

    def identity(self) -> Iterator[str]:
        """Yield the line by which we recognise the form when it comes back."""
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
        """Yield the possible answers and their weights."""
        yield paragraph("How to answer", style=self.heading, keep=True)
        for one in self.checklist.response_sets:
            head, rows = meanings(one)
            widths = (3_000, _WIDE - 3_000) if len(head) == 2 else (3_000, 3_000, _WIDE - 6_000)  # noqa: PLR2004 - two columns or three - two columns or three
            cells = [[[paragraph(text, after=0)] for text in row] for row in rows]
            yield paragraph(f"Answers '{one_line(one.id)}': {one_line(one.origin)}.", keep=True)
            yield table(widths, head, cells, f"Answers: {one_line(one.id)}")
            yield paragraph()

    def asked(self, item: Item, said: str) -> Iterator[Xml]:
        """Yield the question and the guidance. The first item of an element has what the model says about it."""
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
        """Yield the list of answers, or a box for each answer."""
        options = [(option.code, shown(option)) for option in self.checklist.responses_of(item).options]
        anchors = [f"{code}: {one_line(text)}" for code, text in item.anchors.items()]
        if self.on_screen:
            yield paragraph(dropdown(f"{item.name}.rating", f"Answer: {item.text}", options, PICK), after=80)
        else:
            yield from (paragraph(_BOX + label, after=40) for _, label in options)
        yield from (paragraph(text, after=40) for text in anchors)

    def seen(self, item: Item) -> Iterator[Xml]:
        """Yield a box for everything that a rater can look at, and room for the reason."""
        for option in item.evidence_options:
            label = one_line(option.label)
            box = checkbox(evidence_tag(item, option), label) if self.on_screen else run(_BOX.strip())
            yield paragraph(box, run(f" {label}"), after=40)
        if self.on_screen:
            yield paragraph(run("Why: "), text_field(f"{item.name}.why", "Why", SAW), after=40)
        else:
            yield paragraph("Why:", after=60)
            yield from (paragraph(_LINE, after=120) for _ in range(2))


PICK, SAW = "Pick an answer", "what you saw"

PLACEHOLDERS = frozenset([PICK, SAW, *(detail.hint for detail in DETAILS)])
"""The texts of controls that nobody has filled in."""


def evidence_tag(item: Item, option: Option) -> str:
    """Return the tag of the box for something that a rater can look at."""
    tag = f"{item.name}.evid.{option.code}"
    if len(tag) <= LONGEST and is_printable(tag):
        return tag
    return f"{item.name}.evid.{sha256(option.code.encode()).hexdigest()[:12]}"


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MAIN, _CORE = "word/document.xml", "docProps/core.xml"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_ENDINGS = {"rating": "", "why": WHY}
_BOXES = "\N{BALLOT BOX}\N{BALLOT BOX WITH X}"
_TICKED = {"1", "true", "on"}


class _Control(NamedTuple):
    """A control: its tag, and what it was filled in with; ``None`` if nobody filled it in."""

    tag: str
    text: str | None


def _recognises(path: str, data: bytes) -> bool:
    """Return whether these are the bytes of a Word document, whole or broken."""
    from fidelity.checklists.exchange.packages import holds

    found = holds(data, _MAIN, "w:document")
    return bool(found) or (found is None and path.lower().endswith(".docx"))


def _read(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield the one form that a document holds."""
    from fidelity.checklists.exchange.packages import part_of

    controls = list(_controls(_parsed(path, part_of(path, data, _MAIN) or b"")))
    values = list(_values(path, controls, checklist))
    keys = ((tag.removeprefix("form."), tag, text) for tag, text in controls if tag.startswith("form."))
    said = {key: _cell(path, tag, text) for key, tag, text in keys if key in HEADER_KEYS and text}
    if not values and not said:
        ways = (
            "a form that was printed and filled in by pen has to be typed into one of the others",
            "make a form to fill in on screen with: fidelity checklist MODEL --format docx --output FILE",
        )
        found = "this Word document holds none of the fields of a checklist"
        raise refused(path, found, "a form with fields to fill in", *ways)
    header = {**_identity(path, part_of(path, data, _CORE)), **said}
    filled = tuple((name, cell) for name, cell in values if cell.text)
    yield RawForm(header, filled, Place(path))


def _parsed(path: str, part: bytes) -> Element:
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        return fromstring(part)  # noqa: S314 - ``part_of`` refuses a document type and bounds the size
    except ParseError as error:
        way = "open it in a word processor and save it again as a Word document (.docx)"
        raise refused(path, "this Word document is broken", "a completed form", way) from error


def _controls(root: Element) -> Iterator[_Control]:
    """Yield the controls of the form; the controls of one row of a table stay together."""
    seen: set[Element] = set()
    for row in root.iter(f"{_W}tr"):
        controls = [control for control in row.iter(f"{_W}sdt") if control not in seen]
        seen.update(controls)
        tags = [_tag(control) or _by_row(row, control) for control in controls]
        yield from (_Control(tag, _filled(one)) for tag, one in zip(tags, controls, strict=True) if tag)
    for control in root.iter(f"{_W}sdt"):
        if control not in seen and _tag(control):
            yield _Control(_tag(control), _filled(control))


def _tag(control: Element) -> str:
    """Return the tag of a control. If a program dropped the tag, the title still ends in it."""
    tag, title = control.find(f"{_W}sdtPr/{_W}tag"), control.find(f"{_W}sdtPr/{_W}alias")
    if tag is not None:
        return tag.get(f"{_W}val", "")
    return "" if title is None else title.get(f"{_W}val", "").rpartition(" (")[2].removesuffix(")")


def _by_row(row: Element, control: Element) -> str:
    """Return the tag that a control must have had, judging by its row; empty if the row does not tell.

    LibreOffice up to 7.4 drops tag and title of lists, boxes and dates, but the row still belongs to the item.
    """
    if control.find(f"{_W}sdtPr/{_W}date") is not None:
        labels = {detail.label: detail.key for detail in DETAILS}
        key = labels.get(_text(row.find(f"{_W}tc")))
        return f"form.{key}" if key else ""
    names = {tag.partition(".")[0] for one in row.iter(f"{_W}sdt") if (tag := _tag(one))}
    if len(names) != 1:
        return ""
    (name,) = names
    if control.find(f"{_W}sdtPr/{_W14}checkbox") is None:
        return f"{name}.rating" if control.find(f"{_W}sdtPr/{_W}dropDownList") is not None else ""
    beside = next((one for one in row.iter(f"{_W}p") if control in one.iter(f"{_W}sdt")), None)
    return f"{name}.evid.{_text(beside).lstrip(_BOXES).strip()}"


def _filled(control: Element) -> str | None:
    """Return what a control says; ``None`` if it only shows what to fill in."""
    looks = control.find(f"{_W}sdtPr")
    assert looks is not None  # without properties a control has no tag, and ``_controls`` leaves it out
    box = looks.find(f"{_W14}checkbox")
    if box is not None:
        checked = box.find(f"{_W14}checked")
        return "x" if checked is not None and checked.get(f"{_W14}val", "1") in _TICKED else None
    if looks.find(f"{_W}showingPlcHdr") is not None:
        return None
    chosen = looks.find(f"{_W}date")
    whole = None if chosen is None else chosen.get(f"{_W}fullDate")
    if whole:
        return whole[:10]
    text = _text(control.find(f"{_W}sdtContent"))
    if text in PLACEHOLDERS:  # some programs drop the mark that says it is a placeholder
        return None
    for entry in looks.iter(f"{_W}listItem"):
        if " ".join(entry.get(f"{_W}displayText", "").split()) == " ".join(text.split()):
            return entry.get(f"{_W}value", text)
    return text.strip() or None


def _text(content: Element | None) -> str:
    """Return the text of an element, with a line break between its paragraphs."""
    signs = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}p": "\n"}
    elements = content.iter() if content is not None else ()
    parts = ((one.text or "") if one.tag == f"{_W}t" else signs.get(one.tag, "") for one in elements)
    return "".join(parts).strip()


def _values(path: str, controls: list[_Control], checklist: Checklist) -> Iterator[tuple[str, Cell]]:
    """Yield what the controls of items say. A ticked box says its code, and an empty box says nothing."""
    boxes = {evidence_tag(item, option): option.code for item in checklist for option in item.evidence_options}
    for tag, text in controls:
        name, _, rest = tag.partition(".")
        field, _, code = rest.partition(".")
        if field in _ENDINGS and not code:
            yield name + _ENDINGS[field], _cell(path, tag, text or "")
        elif field == "evid":
            yield name + EVIDENCE, _cell(path, tag, boxes.get(tag, code) if text else "")


def _identity(path: str, core: bytes | None) -> dict[str, Cell]:
    """Return what the document's properties say about the checklist, for forms that lost the line that says so."""
    said = "" if core is None else _parsed(path, core).findtext(_IDENTIFIER) or ""
    model, _, rest = said.partition("@")
    version, _, hash_ = rest.partition("#")
    if not hash_:
        return {}
    pairs = {"model": model, "version": version, "hash": hash_}
    return {key: Cell(text, Place(path), "document property 'identifier'") for key, text in pairs.items()}


def _cell(path: str, tag: str, text: str) -> Cell:
    return Cell(text, Place(path), f"field '{tag}'")


READERS = {"docx": Reader(_recognises, _read)}
"""The form comes back. We read the controls by their tags, wherever somebody has moved them in the document."""
