"""Word documents: pieces of XML, and the package that holds them, which repeats byte for byte.

The pieces are paragraphs, tables without merged cells, and controls that we can read back. This module escapes every
text, and only what it builds itself is mark-up.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from fidelity.checklists.responses import refused
from fidelity.errors import MissingExtraError
from fidelity.files.faults import UNREADABLE
from fidelity.rendering.html import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, TypeAlias

    Docx: TypeAlias = Any
    """A document while we write it; python-docx is not fully typed."""

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_PLACEHOLDER = '<w:rPr><w:color w:val="5A5A5A"/></w:rPr>'  # dark enough to read on paper and on yellow
_EDGE = 'w:val="single" w:sz="4" w:space="0" w:color="8A93A6"'


class Xml(str):
    """Mark-up. A plain ``str`` is text, which every function here escapes."""

    __slots__ = ()


def run(text: str, *, bold: bool = False, colour: str = "") -> Xml:
    """Return a run of text."""
    looks = "<w:b/>" * bold + (f'<w:color w:val="{colour}"/>' if colour else "")
    kept = f"{' ' * text[:1].isspace()}{escape(text)}{' ' * text[-1:].isspace()}"  # keep one blank at either end
    return Xml(f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{kept}</w:t></w:r>')


def paragraph(*inside: str, style: str = "", keep: bool = False, before: int = 0, after: int | None = None) -> Xml:
    """Return a paragraph of texts and runs. ``keep`` holds it together with the next; the space around is in twips."""
    looks = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    looks += "<w:keepNext/>" * keep
    looks += "" if after is None else f'<w:spacing w:before="{before}" w:after="{after}"/>'
    return Xml(
        f"<w:p><w:pPr>{looks}</w:pPr>{''.join(one if isinstance(one, Xml) else run(one) for one in inside)}</w:p>"
    )


def table(
    widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[Sequence[Xml]]], caption: str, style: str = ""
) -> Xml:
    """Return a table that repeats its header row on each page and never breaks a row between pages.

    A cell is a sequence of paragraphs; widths are in twentieths of a point. ``caption`` is for screen readers only.
    """
    edges = "".join(f"<w:{side} {_EDGE}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    margins = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in
                      (("top", 60), ("left", 100), ("bottom", 60), ("right", 100)))  # fmt: skip
    looks = f'<w:tblStyle w:val="{escape(style)}"/>' if style else ""
    looks += f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="100" w:type="dxa"/>'
    looks += f"<w:tblBorders>{edges}</w:tblBorders>"
    looks += f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
    looks += f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{escape(caption)}"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    titles = [[paragraph(run(title, bold=True, colour="FFFFFF"), keep=True, after=0)] for title in head]
    lines = [_row(widths, titles, head=True), *(_row(widths, cells) for cells in rows)]
    return Xml(f"<w:tbl><w:tblPr>{looks}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>")


def _row(widths: Sequence[int], cells: Sequence[Sequence[Xml]], *, head: bool = False) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="1F2A44"/>' * head
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{"".join(cell)}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * head}</w:trPr>{inside}</w:tr>"


def dropdown(tag: str, title: str, options: Iterable[tuple[str, str]], placeholder: str) -> Xml:
    """Return a control with a list of options, each a pair of its value and the text that it shows."""
    items = "".join(
        f'<w:listItem w:displayText="{escape(shown)}" w:value="{escape(value)}"/>' for value, shown in options
    )
    return _control(tag, title, f"<w:dropDownList>{items}</w:dropDownList>", placeholder, empty=True)


def text_field(tag: str, title: str, placeholder: str, text: str = "", *, locked: bool = False) -> Xml:
    """Return a control for text, filled in or empty. If it is ``locked``, nobody can change it."""
    lock = '<w:lock w:val="sdtContentLocked"/>' * locked
    return _control(tag, title, '<w:text w:multiLine="1"/>', text or placeholder, empty=not text, lock=lock)


def day(tag: str, title: str, placeholder: str) -> Xml:
    """Return a control for a date."""
    kind = '<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-GB"/></w:date>'
    return _control(tag, title, kind, placeholder, empty=True)


def checkbox(tag: str, title: str) -> Xml:
    """Return a box to tick."""
    kind = (
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    fonts = (
        '<w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>'
    )
    inside = f"<w:r>{fonts}<w:t>\N{BALLOT BOX}</w:t></w:r>"
    return Xml(f"<w:sdt><w:sdtPr>{_named(tag, title)}{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")


def _control(tag: str, title: str, kind: str, shown: str, *, empty: bool, lock: str = "") -> Xml:
    hint = "<w:showingPlcHdr/>" * empty
    looks = _PLACEHOLDER * empty
    inside = f'<w:r>{looks}<w:t xml:space="preserve">{escape(shown)}</w:t></w:r>'
    about = f"{_named(tag, title)}{lock}{hint}{kind}"
    return Xml(f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")


def _named(tag: str, title: str) -> str:
    """Return tag and title. The title ends in the tag, because some programs keep only the title of a control."""
    room = LONGEST - len(tag) - len(" ()")
    said = title if len(title) <= room else f"{title[: room - 1]}…" if room > 1 else ""
    named = f"{said} ({tag})" if said else tag
    return f'<w:alias w:val="{escape(named)}"/><w:tag w:val="{escape(tag)}"/>'


_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # a fixed day in place of the clock makes the bytes repeat
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FONT, _SIZE, _INK = "Arial", 12, "1F2A44"
_HEADINGS = (("Title", 22), ("Heading 1", 17), ("Heading 2", 14))
_EDGE_MM = 18


def new_document(template: bytes | None) -> Docx:
    """Return an empty document in our own styles, or in the styles of the user's template without its contents.

    Raises
    ------
    MissingExtraError
        If the extra ``word`` is not installed.
    InputError
        FID101 if the template is not a Word document.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise MissingExtraError("a checklist as a Word document (docx)", "word") from error
    if template is None:
        document: Docx = Document()
        _dress(document)
        return document
    try:
        document = Document(BytesIO(template))
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        found = "this is no Word document that can be a template"
        raise refused("--template", found, "a .docx file", code=UNREADABLE) from error
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    return document


def _dress(document: Docx) -> None:
    """Give a document our styles: A4, and a font that every office has, in a size that is easy to read."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(_EDGE_MM))
    for name, size in (("Normal", _SIZE), *_HEADINGS):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:eastAsia"), _FONT)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_INK)


def style_id(document: Docx, name: str) -> str:
    """Return the id of a style by its name; empty if a template has no style of that name."""
    return next((str(style.style_id) for style in document.styles if style.name == name), "")


def finished(document: Docx, body: Iterable[Xml], *, title: str, identity: str, language: str) -> bytes:
    """Return the document as bytes, with its contents, its title, the checklist's identity and its language."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    parsed = parse_xml(f"<w:body {spaces}>{''.join(body)}</w:body>")
    end = document.element.body.sectPr
    for child in list(parsed):
        end.addprevious(child)
    core = document.core_properties
    core.title, core.subject, core.identifier, core.language = title, "Fidelity checklist", identity, language
    core.author, core.last_modified_by, core.comments, core.keywords = "", "", "", ""
    core.created = core.modified = _DAY
    core.revision = 1
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for looks in () if defaults is None else defaults.iter(qn("w:rPr")):  # the language of all text that names no other
        for old in looks.findall(qn("w:lang")):
            looks.remove(old)
        looks.append(looks.makeelement(qn("w:lang"), {qn("w:val"): language, qn("w:eastAsia"): language}))
    _number_pages(document)
    out = BytesIO()
    document.save(out)
    return _repeatable(out.getvalue())


def _number_pages(document: Docx) -> None:
    """Put the page number at the foot of the page, unless a template already has something there."""
    from docx.oxml import parse_xml

    footer = document.sections[0].footer
    if any(one.text.strip() for one in footer.paragraphs):
        return
    spaces = f'xmlns:w="{SPACES["w"]}"'
    field = "".join(f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>' if code else
                    "<w:r><w:t xml:space='preserve'> of </w:t></w:r>" for code in ("PAGE", "", "NUMPAGES"))  # fmt: skip
    page = '<w:r><w:t xml:space="preserve">Page </w:t></w:r>'
    paragraph = footer.paragraphs[0]._p if footer.paragraphs else footer.add_paragraph()._p  # noqa: SLF001 - python-docx has no public way - python-docx has no public way
    for child in parse_xml(f"<w:p {spaces}>{page}{field}</w:p>"):
        paragraph.append(child)


def _repeatable(data: bytes) -> bytes:
    """Return the same package with a fixed day for every part, and with a mark on newer controls for older readers."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            after.writestr(info, _marked(part) if name == "word/document.xml" else part)
    return out.getvalue()


def _marked(part: bytes) -> bytes:
    """Return the main part with ``w14`` declared at its root as a namespace that an old reader may ignore."""
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    old = etree.fromstring(part)
    root = etree.Element(old.tag, nsmap={**old.nsmap, **SPACES, "mc": _MC})
    key = f"{{{_MC}}}Ignorable"
    for name, value in old.attrib.items():
        root.set(name, value)
    root.set(key, " ".join(dict.fromkeys([*old.get(key, "").split(), "w14"])))
    root.extend(list(old))
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w14", *root.get(key).split()])
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


LONGEST = 64
"""The most characters that Word keeps of a tag or a title."""
