"""The checklist as a PDF to print and fill in by pen, tagged for screen readers (PDF/UA-1), the same bytes each time.

The texts of a model or a plan go to the typesetter as data and never as source, so that no text can become mark-up.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from fidelity.checklists.exchange import words
from fidelity.checklists.responses import refused
from fidelity.errors import MissingExtraError
from fidelity.files.faults import UNSAFE
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.exchange import Options
    from fidelity.checklists.response_sets import ResponseSet

_NO_FONT = re.compile(r'the text `"(.*?)"` could not be displayed')
_WITHOUT_MACHINE_FONTS = (True, False)
"""The two tries: first without the fonts of the machine, then with them."""

_REGIONS = {"en": "GB", "cy": "GB"}
_DAY = 946_684_800  # 1 January 2000: a fixed day in place of the clock makes the bytes repeat


def render(checklist: Checklist, options: Options) -> bytes:  # noqa: ARG001 - the formats' signature
    """Return the document. It looks the same everywhere, because the typesetter brings its own fonts.

    The fonts of the machine are used only if the checklist has a sign that those fonts lack.

    Raises
    ------
    MissingExtraError
        If the extra ``pdf`` is not installed.
    InputError
        FID103 if no font has a sign of the checklist.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError("a checklist as a PDF", "pdf") from error
    from json import dumps

    source = files("fidelity.checklists.exchange").joinpath("checklist.typ").read_bytes()
    said = {"checklist": dumps(_data(checklist))}
    sign = ""
    for without_machine in _WITHOUT_MACHINE_FONTS:
        compiler = typst.Compiler(source, ignore_system_fonts=without_machine, sys_inputs=said)
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=_DAY)
        except typst.TypstError as error:
            found = _NO_FONT.search(str(error))
            if found is None:
                raise
            sign = found[1]
        else:
            assert isinstance(made, bytes)  # a PDF is one file, however many pages it has
            return made
    ways = ("choose another format, such as html or docx", "install a font that has it")
    raise refused("--format", f"no font here can show {sign!r}", "", *ways, code=UNSAFE)


def _data(checklist: Checklist) -> dict[str, object]:
    sections = []
    for one in checklist.sections:  # what the model says about an element stands with its first item only
        items = [_item(checklist, item, one.about if first else None) for item, first in words.explained(one)]
        sections.append({"title": one_line(one.title), "about": one_line(one.about), "items": items})
    return {
        "title": one_line(checklist.title),
        "language": checklist.language,
        "region": _REGIONS.get(checklist.language),
        "reference": one_line(checklist.reference),
        "hash": checklist.hash,
        "about": words.about(checklist),
        "made": words.made(checklist),
        "start": words.START,
        "details": [
            {"label": detail.label, "hint": detail.hint, "given": one_line(given)}
            for detail, given in words.details(checklist)
        ],
        "sets": [_set(answers) for answers in checklist.response_sets],
        "variations": [one_line(variation.words) for variation in checklist.variations],
        "sections": sections,
        "left_out": [[one_line(out.title), out.tier, one_line(out.why)] for out in checklist.left_out],
    }


def _set(one: ResponseSet) -> dict[str, object]:
    columns, rows = words.meanings(one)
    return {"about": one_line(f"Answers '{one.id}': {one.origin}."), "columns": columns, "rows": rows}


def _item(checklist: Checklist, item: Item, about: str | None) -> dict[str, object]:
    """Return an item. ``about`` is what the page said before; ``None`` if it has explained the element before."""
    options = checklist.responses_of(item).options
    guidance = () if about is None else words.guidance(item)
    when = words.condition(checklist, item)
    facts = [f"Who rates, and how often: {words.who(item)}." if words.who(item) else ""]
    facts += [f"Source: {words.source(item)}." if item.sources and about is not None else ""]
    return {
        "text": one_line(item.text),
        "critical": item.critical,
        "marks": f"{words.marks(item)}; {item.name}",
        "notes": [*(one_line(note.text) for note in item.notes), *([when] if when else [])],
        "guidance": [text for text in guidance if text != one_line(about or "")],
        "answers": [words.shown(option) for option in options],
        "anchors": [f"{code}: {one_line(text)}" for code, text in item.anchors.items()],
        "evidence": [one_line(option.label) for option in item.evidence_options],
        "facts": [fact for fact in facts if fact],
    }
