"""Pieces of a Word document as XML: paragraphs, tables without merged cells, and controls that can be read back.

Whatever is text is escaped here, and only what was built here is mark-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.word_tags import LONGEST
from fidelity.rendering.html import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["SPACES", "Xml", "checkbox", "day", "dropdown", "paragraph", "run", "table", "text_field"]

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
_PLACEHOLDER = '<w:rPr><w:color w:val="5A5A5A"/></w:rPr>'  # dark enough to be read on paper and on yellow
_EDGE = 'w:val="single" w:sz="4" w:space="0" w:color="8A93A6"'


class Xml(str):
    """Mark-up. A plain ``str`` is text, and is escaped wherever it goes in."""

    __slots__ = ()


def run(text: str, *, bold: bool = False, colour: str = "") -> Xml:
    """Return a run of text."""
    looks = "<w:b/>" * bold + (f'<w:color w:val="{colour}"/>' if colour else "")
    return Xml(f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{_kept(text)}</w:t></w:r>')


def _kept(text: str) -> str:
    """Return a text escaped, with a blank at either end kept."""
    return f"{' ' * text[:1].isspace()}{escape(text)}{' ' * text[-1:].isspace()}"


def paragraph(*inside: str, style: str = "", keep: bool = False, before: int = 0, after: int | None = None) -> Xml:
    """Return a paragraph of texts and runs; ``keep`` it with the next one; the room around it is in twips."""
    looks = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    looks += "<w:keepNext/>" * keep
    looks += "" if after is None else f'<w:spacing w:before="{before}" w:after="{after}"/>'
    return Xml(
        f"<w:p><w:pPr>{looks}</w:pPr>{''.join(one if isinstance(one, Xml) else run(one) for one in inside)}</w:p>"
    )


def table(
    widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[Sequence[Xml]]], caption: str, style: str = ""
) -> Xml:
    """Return a table with a header row that comes again on each page, and rows that are not torn apart.

    A cell is a sequence of paragraphs; widths are in twentieths of a point. ``caption`` is read out, not shown.
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
    """Return a control that offers a list: pairs of a value and what is shown for it."""
    items = "".join(
        f'<w:listItem w:displayText="{escape(shown)}" w:value="{escape(value)}"/>' for value, shown in options
    )
    return _control(tag, title, f"<w:dropDownList>{items}</w:dropDownList>", placeholder, empty=True)


def text_field(tag: str, title: str, placeholder: str, text: str = "", *, locked: bool = False) -> Xml:
    """Return a control for text, filled in or empty; ``locked`` against changes if wanted."""
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
    """Return tag and title; the title ends in the tag, because some programs keep nothing else of a control."""
    room = LONGEST - len(tag) - len(" ()")
    said = title if len(title) <= room else f"{title[: room - 1]}…" if room > 1 else ""
    named = f"{said} ({tag})" if said else tag
    return f'<w:alias w:val="{escape(named)}"/><w:tag w:val="{escape(tag)}"/>'
