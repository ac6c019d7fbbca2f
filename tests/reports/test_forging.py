"""Texts of a plan that try to be something else are shown as text, in every format.

One property a target: whatever a text says, the report has the structure that it has for a harmless one.
"""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import category
from xml.etree import ElementTree as ET

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.reports.page_read import Node, read
from tests.reports.shared_run import DAY, render

import fidelity
from fidelity.checking.result import Unreadable
from fidelity.commands.check import tell_github
from fidelity.errors import Fault, Place
from fidelity.plan.plan import Addition, Approval, Change, Covered, Plan
from fidelity.plan.signs import may_sound, says_nothing
from fidelity.rendering.english import is_printable
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run

APPROVER = "model-owner"
FORGERIES = st.one_of(
    # An author in the approver's role approves its own plan, which is something else and not a forgery.
    # Nor is it a forgery that words are read, and remarked on.
    st.text(max_size=60).filter(
        lambda text: text.strip().casefold() != APPROVER and not may_sound([text]) and not says_nothing(text)
    ),
    st.sampled_from(
        [
            "::error file=x,line=1::forged",
            "x\n::set-output name=verdict::green",
            "%0A::error::forged",
            "##[error]forged",
            "</failure><testcase name='forged'/>",
            "<script>alert(1)</script>",
            "]]><b>",
            "| forged | row |",
            "\n\n# forged heading",
            "- [ ] forged item",
            "[link](javascript:alert(1))",
            "\x1b[2J\x1b[31mforged",
            "\u202eforged",
            "=HYPERLINK(1)",
            "&#x3C;b&#x3E;",
            "\x00\x0b\ufffe",
            "-----",
            "RED  ashby breaches the model",
            "x\ny=1\nverdict=green",
            "'><a href='https://forged.example'>",
            '" onload="alert(1)',
            "url(https://forged.example)",
            "\x9b2J",
        ]
    ),
)


def forged(text: str) -> Run:
    """Return a run in which every text that a site can write is this one."""
    word = text or "x"
    added = Addition(id="extra", title=word, statement=word)
    changes = (
        Change(id="a", element="parent-mentor", natures=("removing",), what=word),
        Change(id="b", element="same-judge", natures=("personnel",), what=word, function_kept=word),
        Change(id="c", element="review-hearing", natures=("format",), what=word, function_kept=word),
        Change(id="d", addition=added, touches=("same-judge",), natures=("adding",), what=word),
    )
    agreed = Approval(
        covers=(Covered(change="b", natures=("personnel",)),),
        by=f"{word} unit",
        role=APPROVER,
        given=date(2026, 3, 1),
        reference=word,
        conditions=word,
    )
    lapsed = evolve(agreed, covers=(Covered(change="c", natures=("format",)),), until=date(2026, 4, 1))
    plan = Plan(
        id=word,
        model="fdac@2026.1",
        site=word,
        unmentioned="as-specified",
        author=word,
        changes=changes,
        approvals=(agreed, lapsed),
    )
    fault = Fault("FID107", Place(word, 3, 5), word, word, (word, word))
    return Run([fidelity.check(plan, on=DAY), Unreadable(word, (fault,))], on=DAY)


BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HARMLESS = forged("harmless")


def shown(text: str) -> str:
    """Return a text as a reader of a page or of Markdown sees it: on one line, with a sign for what has none."""
    plain = " ".join((text or "x").split())
    return "".join(sign if is_printable(sign) else "\N{REPLACEMENT CHARACTER}" for sign in plain)


# GitHub's log, in whatever format it is that stands there ---------------------------------------------------------


@given(FORGERIES)
def test_no_text_of_a_plan_becomes_a_command_of_the_workflow(text: str) -> None:
    for format_ in FORMATS.names:
        if format_ != "github":
            lines = render(forged(text), format_).splitlines()
            assert not [line for line in lines if line.strip().startswith("::") or "##[" in line], format_


@given(FORGERIES)
def test_no_text_of_a_plan_adds_an_annotation_or_ends_the_report_that_is_not_obeyed(text: str) -> None:
    lines = render(forged(text), "github").splitlines()
    tokens = [line for line in lines if line.startswith("::stop-commands::")]
    assert len(tokens) == 1
    start = lines.index(tokens[0])
    assert lines[-1] == f"::{tokens[0].removeprefix('::stop-commands::')}::"
    assert lines.count(lines[-1]) == 1
    assert start == render(HARMLESS, "github").partition("::stop-commands::")[0].count("\n")
    assert all(re.match("::(error|warning|notice) file=[^:]*::", line) for line in lines[:start])
    assert not [line for line in lines if "##[" in line]


@given(FORGERIES)
def test_no_text_of_a_plan_adds_a_line_to_the_outputs_or_structure_to_the_summary_of_a_step(text: str) -> None:
    with TemporaryDirectory() as folder:
        summary, outputs = Path(folder, "summary"), Path(folder, "outputs")
        tell_github(forged(text), {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs)})
        assert blocks(summary.read_text("utf-8")) == blocks(render(HARMLESS, "markdown"))
        said = dict(line.split("=") for line in outputs.read_text("utf-8").splitlines())
    assert said == {"verdict": "red", **{name: str(value) for name, value in HARMLESS.counts.items()}}


# Text -------------------------------------------------------------------------------------------------------------


@given(FORGERIES)
def test_no_text_of_a_plan_reaches_a_terminal_as_a_command(text: str) -> None:
    for format_ in FORMATS.names:
        said = render(forged(text), format_)
        assert not [sign for sign in said if (category(sign) == "Cc" or sign in BIDI) and sign != "\n"], format_


@given(FORGERIES)
def test_no_text_of_a_plan_adds_a_heading_or_a_verdict_to_the_plain_report(text: str) -> None:
    assert headings(render(forged(text), "text")) == headings(render(HARMLESS, "text"))


def headings(report: str) -> list[str]:
    """Return what stands out at the left edge: headings with their lines, and the word of each verdict."""
    lines = report.splitlines()
    under = [above for above, below in pairwise(lines) if below.startswith("---")]
    return under + [line.partition("  ")[0] for line in lines if re.match("(RED|AMBER|GREEN|NOT READ)  |===", line)]


# XML, Markdown, HTML ----------------------------------------------------------------------------------------------


@given(FORGERIES)
def test_no_text_of_a_plan_adds_an_element_or_attribute_to_the_xml(text: str) -> None:
    ours, plain = (
        ET.fromstring(render(run, "junit").encode())  # noqa: S314 - our own output
        for run in (forged(text), HARMLESS)
    )
    assert [(one.tag, list(one.attrib)) for one in ours.iter()] == [(one.tag, list(one.attrib)) for one in plain.iter()]


@given(FORGERIES)
def test_no_text_of_a_plan_adds_structure_to_the_markdown(text: str) -> None:
    assert blocks(render(forged(text), "markdown")) == blocks(render(HARMLESS, "markdown"))


def blocks(text: str) -> tuple[list[str], set[str]]:
    """Return the blocks of a Markdown text in their order, and the kinds of what stands in them."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [token.type for token in tokens], {child.type for token in tokens for child in token.children or ()}


@given(FORGERIES)
def test_no_text_of_a_plan_adds_an_element_attribute_or_address_to_the_page(text: str) -> None:
    ours, plain = (without_titles(read(render(run, "html"))) for run in (forged(text), HARMLESS))
    assert [(one.name, list(one.attributes), one.above) for one in ours] == [
        (one.name, list(one.attributes), one.above) for one in plain
    ]
    for name in ("href", "id", "class", "data-kind", "data-code", "content"):
        assert [one.attributes.get(name) for one in ours] == [one.attributes.get(name) for one in plain]
    [main] = [one for one in ours if one.name == "main"]
    assert shown(text) in main.text
    assert [one.text for one in ours if one.name == "style"] == [one.text for one in plain if one.name == "style"]


def without_titles(nodes: list[Node]) -> list[Node]:
    """Return elements without the lines of titles in a picture: of these, a longer title takes more."""

    def title_line(one: Node) -> bool:
        return (one.name, list(one.attributes), one.above[-1:]) == ("text", ["class", "x", "y"], ("svg",)) and (
            one.attributes["class"] == "title"
        )

    return [one for one in nodes if not title_line(one)]


# JSON -------------------------------------------------------------------------------------------------------------


@given(FORGERIES)
def test_no_text_of_a_plan_adds_a_key_or_an_entry_to_json_sarif_or_gitlab(text: str) -> None:
    for format_ in ("json", "sarif", "gitlab"):
        ours, plain = (json.loads(render(run, format_)) for run in (forged(text), HARMLESS))
        assert skeleton(ours) == skeleton(plain), format_
    told = json.loads(render(forged(text), "json"))["plans"]
    assert [told[0]["plan"], told[0]["site"], told[1]["path"]] == [text or "x"] * 3


def skeleton(value: object) -> object:
    """Return a document without its texts."""
    if isinstance(value, dict):
        return {key: skeleton(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [skeleton(inner) for inner in value]
    return "" if isinstance(value, str) else value
