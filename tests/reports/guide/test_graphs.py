"""The graph of a model as Mermaid and as DOT: every part and every link, and no text can add a line or a sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import models

import fidelity
from fidelity.pictures.boxes import drawn
from fidelity.rendering.english import is_printable
from fidelity.rendering.escaping import dot_text, mermaid_text
from fidelity.reports.guide import guide

if TYPE_CHECKING:
    from fidelity.model.model import Model

FDAC = fidelity.load_model("fdac")
HOSTILE = st.one_of(st.text(), st.text(st.sampled_from('ab"\\#;%{}[]()|<>&`\n:@-=x')))
_MERMAID_LINE = re.compile(
    r"flowchart LR|  accTitle: [^\n]*|  subgraph g\w+\[\"[^\"]*\"\]|  end"
    r"|    n\d+(\[\[|\[|\(|\{\{)\"[^\"]*\"(\]\]|\]|\)|\}\})"
    r"|  n\d+ (-->|-\.->|x--x|x-\.-x|--o|-\.-o)\|\"[^\"]*\"\| n\d+"
    r"|  classDef unsure stroke-dasharray: 5 3|  class [n\d,]+ unsure"
)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def _dot_shape(text: str) -> str:
    """Return a graph in DOT with its strings taken out."""
    return _STRING.sub("_", text)


@given(HOSTILE)
def test_a_label_of_mermaid_ends_where_it_ends(text: str) -> None:
    made = mermaid_text(text)
    assert made[0] == made[-1] == '"'
    assert not set(made[1:-1]) & set('"`\n%{}[]()<>|&\\@:')
    back = re.sub(r"#(\d+);", lambda sign: chr(int(sign[1])), made[1:-1])
    assert back == "".join(
        sign if is_printable(sign) else "\N{REPLACEMENT CHARACTER}" for sign in " ".join(text.split())
    )


@given(HOSTILE)
def test_a_string_of_dot_ends_where_it_ends(text: str) -> None:
    made = dot_text(text)
    assert _STRING.fullmatch(made)
    assert "\n" not in made
    back = re.sub(r"\\(.)", r"\1", made[1:-1]).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == "".join(
        sign if is_printable(sign) else "\N{REPLACEMENT CHARACTER}" for sign in " ".join(text.split())
    )


@given(HOSTILE)
def test_no_title_adds_a_line_or_a_sign_to_a_graph(text: str) -> None:
    judge = FDAC.by_id["same-judge"]
    changed = tuple(evolve(one, title=f"x{text}") if one is judge else one for one in FDAC.elements)
    model = evolve(FDAC, elements=changed, title=f"x{text}")
    assert _dot_shape(guide(model, "dot")) == _dot_shape(guide(FDAC, "dot"))
    lines = guide(model, "mermaid").splitlines()
    assert [line for line in lines if not _MERMAID_LINE.fullmatch(line)] == []
    assert len(lines) == len(guide(FDAC, "mermaid").splitlines())


@given(models())
def test_every_part_and_every_link_is_there(model: Model) -> None:
    picture = drawn(model)
    mermaid, dot = guide(model, "mermaid"), guide(model, "dot")
    lines = [line for line in mermaid.splitlines() if not _MERMAID_LINE.fullmatch(line)]
    assert lines == []
    assert len(re.findall(r"^    n\d", mermaid, re.MULTILINE)) == len(picture.boxes)
    assert len(re.findall(r"^  n\d+ ", mermaid, re.MULTILINE)) == len(picture.lines)
    assert len(re.findall(r"^    \"", dot, re.MULTILINE)) == len(picture.boxes)
    assert len(re.findall(r"^  \"[^\"]*\" -> ", dot, re.MULTILINE)) == len(picture.lines)


def test_what_is_not_sure_looks_otherwise() -> None:
    dot = guide(FDAC, "dot")
    assert '"review-hearing" -> "same-judge" [label="needs", kind=requires, firm=' in dot
    assert "style=dashed" in dot
    assert "style=solid" in dot
    assert "-.->" in guide(FDAC, "mermaid")


@pytest.mark.parametrize("format_", ["mermaid", "dot"])
def test_one_element_comes_with_its_neighbours_only(format_: str) -> None:
    text = guide(FDAC, format_, "same-judge")
    assert "The same judge throughout" in text
    assert "Fortnightly reviews with the judge" in text
    assert "Trained judges" not in text


@pytest.mark.parametrize("format_", ["mermaid", "dot"])
def test_a_practice_that_is_ruled_out_stands_apart(format_: str) -> None:
    assert "What the model rules out" in guide(FDAC, format_)
