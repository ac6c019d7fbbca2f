"""Puts pieces of XML into a Word document, and writes it so that it repeats byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from fidelity.checklists.formats.parts.word import SPACES
from fidelity.errors import Fault, InputError, MissingExtraError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeAlias

    from fidelity.checklists.formats.parts.word import Xml

    Docx: TypeAlias = Any
    """A document that is being written; python-docx is not typed throughout."""

__all__ = ["finished", "new_document", "style_id"]

_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # nothing in the file comes from the clock
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FONT, _SIZE, _INK = "Arial", 12, "1F2A44"
_HEADINGS = (("Title", 22), ("Heading 1", 17), ("Heading 2", 14))
_EDGE_MM = 18


def new_document(template: bytes | None) -> Docx:
    """Return an empty document: in our own looks, or in those of somebody's template, whose contents are dropped.

    Raises
    ------
    MissingExtraError
        If the extra ``word`` is not installed.
    InputError
        FID101 if the template is no Word document.
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
        raise InputError([Fault("FID101", Place("--template"), found, "a .docx file")]) from error
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    return document


def _dress(document: Docx) -> None:
    """Give a document our looks: A4, a font that every office has, in a size that can be read."""
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
    """Return the id of a style by its name; empty where a template has none of that name."""
    return next((str(style.style_id) for style in document.styles if style.name == name), "")


def finished(document: Docx, body: Iterable[Xml], *, title: str, identity: str, language: str) -> bytes:
    """Return the document as bytes, with its contents, its title, what it is a form of, and its language."""
    from docx.oxml import parse_xml

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
    _say_language(document, language)
    _number_pages(document)
    out = BytesIO()
    document.save(out)
    return _repeatable(out.getvalue())


def _say_language(document: Docx, language: str) -> None:
    """Set the language of all text that names no other."""
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    if defaults is None:
        return
    for looks in defaults.iter(qn("w:rPr")):
        for old in looks.findall(qn("w:lang")):
            looks.remove(old)
        looks.append(looks.makeelement(qn("w:lang"), {qn("w:val"): language, qn("w:eastAsia"): language}))


def _number_pages(document: Docx) -> None:
    """Put the number of the page at its foot, unless a template has something there already."""
    from docx.oxml import parse_xml

    footer = document.sections[0].footer
    if any(one.text.strip() for one in footer.paragraphs):
        return
    spaces = f'xmlns:w="{SPACES["w"]}"'
    field = "".join(f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>' if code else
                    "<w:r><w:t xml:space='preserve'> of </w:t></w:r>" for code in ("PAGE", "", "NUMPAGES"))  # fmt: skip
    page = '<w:r><w:t xml:space="preserve">Page </w:t></w:r>'
    paragraph = footer.paragraphs[0]._p if footer.paragraphs else footer.add_paragraph()._p  # noqa: SLF001
    for child in parse_xml(f"<w:p {spaces}>{page}{field}</w:p>"):
        paragraph.append(child)


def _repeatable(data: bytes) -> bytes:
    """Return the same package with one fixed day for every part, and the newer controls marked for older readers."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            after.writestr(info, _marked(part) if name == "word/document.xml" else part)
    return out.getvalue()


def _marked(part: bytes) -> bytes:
    """Return the main part with ``w14`` declared at its root, as something that an old reader may ignore."""
    from lxml import etree  # type: ignore[import-untyped]  # it ships no types

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
