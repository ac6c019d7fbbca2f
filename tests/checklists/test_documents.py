"""The forms for people: what they hold, that they repeat, and that no text of a model can become anything but text."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from tests.budget import times
from tests.needed import library

import fidelity
from fidelity.checklists.checklist import Checklist, Condition, Note, Variation
from fidelity.checklists.exchange import variants_of
from fidelity.checklists.reading import read_data

MODELS = tuple(reference.split("@")[0] for reference in fidelity.model_references())
PLAN = "docs/examples/agreed-variations.fidelity.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    '=1+1 <b onclick="x">&amp; #pagebreak() *b* $x$ <l> @ref [a](javascript:x) \\ `c` _u_ ]] --> </w:t></table> '
    "= Head\n- item\x00 \u202e {{x}} %>'\"|"
)
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(HOSTILE.split(" ")), max_size=8).map(" ".join)


@cache
def of(model: str, format_: str, variant: str | None = None) -> bytes:
    """Return a checklist as bytes."""
    made = fidelity.checklist(model).render(format_, variant)
    return made.encode() if isinstance(made, str) else made


def saying(text: str) -> Checklist:
    """Return a small checklist that says the same thing, with a letter before it, wherever a model can say anything."""
    whole = fidelity.checklist("fdac", rater="independent interviewer")
    items = {}
    for number, item in enumerate(whole):
        items[item.name] = evolve(
            item,
            text=f"t{text}",
            title=f"u{text}",
            guidance=(f"g{text}",),
            anchors={"1": f"a{text}"},
            look_at=(f"l{number}{text}", "file audit"),
            rater=f"r{text}",
            sources=(f"s{text}",),
            notes=(Note("local-value", f"n{text}"),),
        )
    sections = tuple(
        evolve(one, title=f"h{text}", about=f"b{text}", items=tuple(items[item.name] for item in one.items))
        for one in whole.sections
    )
    sets = tuple(
        evolve(one, origin=f"o{text}", options=tuple(evolve(o, label=f"{o.code}{text}") for o in one.options))
        for one in whole.response_sets
    )
    left = tuple(evolve(one, title=f"e{text}", why=f"w{text}") for one in whole.left_out[:1])
    agreed = (Variation("c1", "x", f"v{text}", f"x{text}", f"y{text}"),)
    renamed = evolve(whole, title=f"T{text}", site=f"S{text}", model_title=f"M{text}", plan="p")
    return evolve(renamed, sections=sections, response_sets=sets, left_out=left, variations=agreed)


class Elements(HTMLParser):
    """Counts elements and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update([tag, *(f"{tag} {name}" for name, _ in attrs)])


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def made_of(checklist: Checklist, format_: str) -> Counter[str]:
    """Return the elements and attributes of a checklist in a format, counted."""
    made = checklist.render(format_)
    if isinstance(made, str):
        return Elements(made).found
    found: Counter[str] = Counter()
    for name, part in parts_of(made).items():
        if not name.endswith((".xml", ".rels")) or name in {"xl/sharedStrings.xml", "docProps/core.xml"}:
            continue
        for element in fromstring(part).iter():  # noqa: S314 - our own file
            if not element.tag.endswith("}formula1"):  # a list of words that is offered, where it can be one
                found.update([f"{name} {element.tag}"])
    return found


# No text can become anything else -------------------------------------------------------------------


@times(0.6)
@given(text=TEXTS, format_=st.sampled_from(["html", "docx", "xlsx"]))
@example(text=HOSTILE, format_="html")
@example(text=HOSTILE, format_="docx")
@example(text=HOSTILE, format_="xlsx")
def test_no_text_of_a_model_adds_an_element(text: str, format_: str) -> None:
    harmless = made_of(saying("k"), format_)
    found = made_of(saying(text), format_)
    assert found - harmless == harmless - found == Counter()


@times(0.3)
@given(TEXTS)
@example(HOSTILE)
def test_no_text_of_a_model_becomes_a_formula_or_a_link(text: str) -> None:
    made = saying(text).render("xlsx")
    assert isinstance(made, bytes)
    book = library("openpyxl").load_workbook(io.BytesIO(made))
    plain = saying("k").render("xlsx")
    assert isinstance(plain, bytes)
    harmless = library("openpyxl").load_workbook(io.BytesIO(plain))
    for sheet in book.worksheets:
        assert not any(cell.hyperlink for row in sheet for cell in row)
        formulas = {cell.coordinate for row in sheet for cell in row if cell.data_type == "f"}
        assert formulas == {cell.coordinate for row in harmless[sheet.title] for cell in row if cell.data_type == "f"}


@pytest.mark.needs("pypdf")
@times(0.4)
@given(st.text(st.characters(codec="latin-1"), max_size=30) | TEXTS.filter(str.isascii))
@example(HOSTILE)
@example(" #pagebreak() = H")
def test_no_text_of_a_model_is_markup_to_the_typesetter(text: str) -> None:
    made, harmless = (saying(one).render("pdf") for one in (text, "k"))
    assert isinstance(made, bytes)
    assert isinstance(harmless, bytes)
    assert structure(made) == structure(harmless)


def test_a_sign_that_no_font_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.checklists.exchange.pdf_format._WITHOUT_MACHINE_FONTS", (True,))
    with pytest.raises(fidelity.InputError, match="no font here can show '漢'"):
        saying("漢字").render("pdf")


def structure(data: bytes) -> Counter[str]:
    """Return the tags of a PDF, counted."""
    reader = library("pypdf").PdfReader(io.BytesIO(data))
    assert not any(page.get("/Annots") for page in reader.pages)
    found: Counter[str] = Counter()
    nodes = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while nodes:
        node = nodes.pop().get_object()
        if isinstance(node, list):
            nodes += node
        elif isinstance(node, dict):
            found.update([str(node.get("/S", ""))])
            nodes += [node["/K"]] if "/K" in node else []
    return found


# What the files hold --------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["html", "docx", "xlsx", "pdf"])
def test_the_same_checklist_gives_the_same_bytes(format_: str) -> None:
    for variant in variants_of(format_) or (None,):
        again = fidelity.checklist("coram-i").render(format_, variant)
        assert (again.encode() if isinstance(again, str) else again) == of("coram-i", format_, variant)


@pytest.mark.parametrize("model", MODELS)
def test_a_pdf_is_tagged_and_says_its_title_and_language_and_every_question(model: str) -> None:
    reader = library("pypdf").PdfReader(io.BytesIO(of(model, "pdf")))
    catalogue = reader.trailer["/Root"]
    checklist = fidelity.checklist(model)
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == checklist.title
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for item in checklist:
        # a hyphen at the end of a line is the typesetter's own
        assert re.sub(r"[\s\u00ad-]", "", item.text) in text.replace("-", "").replace("\u00ad", "")


@pytest.mark.parametrize("model", MODELS)
def test_a_word_form_has_headings_marked_header_rows_and_whole_rows(model: str) -> None:
    document = library("docx").Document(io.BytesIO(of(model, "docx")))
    checklist = fidelity.checklist(model)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert [one for one in headings if one in {section.title for section in checklist.sections}] == [
        section.title for section in checklist.sections
    ]
    for table in document.element.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert not list(table.iter(f"{W}gridSpan", f"{W}vMerge"))
    core = document.core_properties
    assert (core.title, core.language) == (checklist.title, "en-GB")
    assert core.identifier == f"{checklist.reference}#{checklist.hash}"
    assert document.styles["Normal"].font.size.pt >= 12
    language = document.styles.element.find(f"{W}docDefaults").find(f".//{W}lang").get(f"{W}val")
    assert language == "en-GB"


def test_a_word_form_to_print_has_boxes_and_no_controls() -> None:
    part = parts_of(of("fdac", "docx", "print"))["word/document.xml"].decode()
    assert "<w:sdt>" not in part
    assert part.count("\N{BALLOT BOX} 2 fully") == sum(one.responses == "rating" for one in fidelity.checklist("fdac"))


def test_controls_that_older_word_processors_do_not_know_are_marked_as_such() -> None:
    part = parts_of(of("fdac", "docx"))["word/document.xml"].decode()
    root = part[: part.index("<w:body>")]
    assert "w14" in re.findall(r'Ignorable="([^"]*)"', root)[0].split()
    assert 'xmlns:w14="' in root


def test_a_word_form_takes_the_looks_of_a_template_and_none_of_its_words() -> None:
    docx = library("docx")
    own = docx.Document()
    own.styles["Heading 1"].font.name = "Comic Sans MS"
    own.add_paragraph("our letter head")
    out = io.BytesIO()
    own.save(out)
    made = fidelity.checklist("fdac").render("docx", template=out.getvalue())
    assert isinstance(made, bytes)
    document = docx.Document(io.BytesIO(made))
    assert document.styles["Heading 1"].font.name == "Comic Sans MS"
    assert "our letter head" not in [one.text for one in document.paragraphs]
    assert (
        read_data(fidelity.checklist("fdac"), "form.docx", made).forms[0].checklist == fidelity.checklist("fdac").hash
    )


def test_the_footer_of_a_template_stays_as_it_is() -> None:
    docx = library("docx")
    own = docx.Document()
    own.sections[0].footer.paragraphs[0].text = "Northtown Council"
    defaults = own.styles.element.find(f"{W}docDefaults")
    own.styles.element.remove(defaults)
    out = io.BytesIO()
    own.save(out)
    made = fidelity.checklist("fdac").render("docx", template=out.getvalue())
    assert isinstance(made, bytes)
    footer = docx.Document(io.BytesIO(made)).sections[0].footer
    assert [one.text for one in footer.paragraphs] == ["Northtown Council"]


def test_a_template_that_is_none_is_refused() -> None:
    with pytest.raises(fidelity.InputError, match="no Word document that can be a template"):
        fidelity.checklist("fdac").render("docx", template=b"no zip")
    with pytest.raises(ValueError, match="the format html takes no template"):
        fidelity.checklist("fdac").render("html", template=b"no zip")


def test_a_workbook_is_protected_without_a_password_and_open_where_answers_go() -> None:
    book = library("openpyxl").load_workbook(io.BytesIO(of("fdac", "xlsx")))
    assert book.sheetnames == ["Read me", "Checklist", "Summary", "_meta"]
    assert book["_meta"].sheet_state == "hidden"
    sheet = book["Checklist"]
    assert all(one.protection.sheet and not one.protection.password for one in book.worksheets)
    unlocked = {cell.column_letter for row in sheet.iter_rows(min_row=5) for cell in row if not cell.protection.locked}
    assert unlocked == {"F", "G", "H"}
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("A5", "$4:$4", "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.tables["Checklist"].ref == f"A4:N{4 + len(fidelity.checklist('fdac'))}"
    assert {"critical_met", "critical_of", "share_of_range", "answered"} <= set(book.defined_names)
    lists = [one for one in sheet.data_validations.dataValidation if one.type == "list" and one.showErrorMessage]
    assert {one.formula1 for one in lists} == {"answers_rating", "answers_absent"}
    assert all(one.prompt and one.error for one in lists)


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    long = evolve(saying("k"), title="x" * 40_000)
    with pytest.raises(fidelity.InputError, match="a text of 40,000 signs"):
        long.render("xlsx")


@pytest.mark.parametrize("format_", ["html", "docx", "pdf", "xlsx"])
def test_an_item_with_a_condition_says_when_it_is_to_be_answered(format_: str) -> None:
    whole = saying("k")
    first, *rest = whole.sections[0].items
    other = whole.items[-1]
    asked = evolve(first, show_if=Condition(other.name, ("0", "1")))
    section = evolve(whole.sections[0], items=(asked, *rest))
    made = evolve(whole, sections=(section, *whole.sections[1:])).render(format_)
    labels = [option.label for option in whole.responses_of(other).options if option.code in {"0", "1"}]
    said = f"Answer only if {other.name} is {' or '.join(map(repr, labels))}."
    if format_ == "pdf":
        assert isinstance(made, bytes)
        text = "".join(page.extract_text() for page in library("pypdf").PdfReader(io.BytesIO(made)).pages)
    else:
        text = made if isinstance(made, str) else b"".join(parts_of(made).values()).decode("utf-8", "replace")
    plain = text.replace("&#39;", "'")
    assert said in " ".join(plain.split())


def test_a_plan_changes_every_form_as_it_changes_the_checklist() -> None:
    adapted = fidelity.checklist("fdac", PLAN)
    assert adapted.variations
    for format_ in ("html", "docx", "xlsx"):
        made = adapted.render(format_)
        text = made if isinstance(made, str) else b"".join(parts_of(made).values()).decode("utf-8", "replace")
        plain = re.sub(r"<[^>]*>", "", text).replace("&#39;", "'").replace("&amp;", "&")
        for variation in adapted.variations:
            assert variation.what in plain
        assert adapted.site is not None
        assert adapted.site in plain
        assert all(item.text in plain for item in adapted if item.kind == "addition")
