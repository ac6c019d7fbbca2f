"""A model as a feature model: what it says, what stands in comments, and that no text can become a part of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import models

import fidelity
from fidelity.model.evidence import Basis
from fidelity.model.parameters import Constraint
from fidelity.model.requirements import ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.rendering.english import is_printable
from fidelity.rendering.escaping import uvl_comment, uvl_name, uvl_text
from fidelity.reports.guide import guide

if TYPE_CHECKING:
    from fidelity.model.elements import Element
    from fidelity.model.model import Model

FDAC = fidelity.load_model("fdac")
JUDGE = FDAC.by_id["same-judge"]
HOSTILE = st.one_of(st.text(), st.text(st.sampled_from("ab\"'.%;\\/{}[]=>&|!\n\r\u2028\x00 ")))
BASIS = Basis(inferred="for the test")
_NAME = r'"[^".\n\r\\\']*"'
_LINE = re.compile(
    rf"//[^\n]*|features|constraints| *(mandatory|optional|alternative|\[\d+\.\.\d+\])"
    rf"| +{_NAME}( \{{abstract\}}| \{{title '[^'\n]*'(, (version|strength) '[^'\n]*')?\}})?"
    rf"|    [!()|&=> ]*({_NAME}[!()|&=> ]*)+"
)


def _lines(model: Model) -> list[str]:
    return guide(model, "uvl").splitlines()


def _with(judge: Element) -> list[str]:
    """Return the lines about a model with another element in the place of the same judge."""
    return _lines(evolve(FDAC, elements=tuple(judge if one.id == judge.id else one for one in FDAC.elements)))


@given(HOSTILE, HOSTILE)
def test_a_name_stays_in_its_quotes_and_two_texts_have_two_names(one: str, other: str) -> None:
    assert re.fullmatch(_NAME, uvl_name(one))
    assert is_printable(uvl_name(one))
    assert (uvl_name(one) == uvl_name(other)) == (one == other)


@given(HOSTILE)
def test_a_string_and_a_comment_stay_on_their_line(text: str) -> None:
    assert re.fullmatch(r"'[^'\\]*'", uvl_text(text))
    assert uvl_comment(text).startswith("// ")
    assert is_printable(uvl_text(text) + uvl_comment(text))


@given(HOSTILE)
def test_no_title_adds_a_line_to_a_feature_model(text: str) -> None:
    lines = _with(evolve(JUDGE, title=f"x{text}"))
    assert len(lines) == len(_lines(FDAC))
    assert [line for line in lines if not _LINE.fullmatch(line)] == []


@given(models())
def test_every_line_has_the_shape_of_the_language(model: Model) -> None:
    assert [line for line in _lines(model) if not _LINE.fullmatch(line)] == []


def _group_of(lines: list[str], id_: str) -> str:
    """Return the kind of the group that an element stands in."""
    at = next(number for number, line in enumerate(lines) if line.strip().startswith(f'"{id_}" {{title'))
    depth = len(lines[at]) - len(lines[at].lstrip())
    return next(line.strip() for line in reversed(lines[:at]) if line.startswith(" " * (depth - 4) + line.strip()))


def test_what_must_be_there_is_mandatory_and_what_may_go_optional() -> None:
    free = evolve(FDAC.by_id["listing"], optional=True)
    lines = _lines(evolve(FDAC, elements=(free, evolve(FDAC.by_id["trained-judge"], requires=None)), proscribed=()))
    assert _group_of(lines, "listing") == "optional"
    assert _group_of(lines, "trained-judge") == "mandatory"
    kept = _lines(evolve(FDAC, elements=(evolve(free, optional=False),), proscribed=()))
    assert _group_of(kept, "listing") == "mandatory"


def test_a_requirement_becomes_a_constraint() -> None:
    needs = Group("at_least", tuple(ElementTerm(one, BASIS) for one in ("listing", "key-worker")), BASIS, 1)
    assert '    "same-judge" => ("listing" | "key-worker")' in _with(evolve(JUDGE, requires=needs))


def test_a_quorum_becomes_a_group_with_a_cardinality() -> None:
    terms = tuple(ElementTerm(one, BASIS) for one in ("listing", "key-worker", "trained-judge"))
    lines = _with(evolve(JUDGE, requires=Group("at_least", terms, BASIS, 2)))
    assert '    "same-judge" => "quorum 1"' in lines
    assert "                [2..3]" in lines
    assert '    "quorum 1 member 2" => "key-worker"' in lines


def test_a_condition_names_the_values_that_meet_it_and_leaving_it_alone_where_the_standard_does() -> None:
    parameter = FDAC.by_id["review-hearing"].parameter("interval")
    assert parameter is not None
    most = Constraint("max", parameter.value("2 weeks"), "2 weeks")
    met = Group("all", (ParameterTerm("review-hearing", "interval", (most,), BASIS),), BASIS)
    [line] = [one for one in _with(evolve(JUDGE, requires=met)) if one.startswith('    "same-judge" =>')]
    assert '"review-hearing interval: left as it is"' in line
    assert '"review-hearing interval: 2 weeks"' in line or '"review-hearing interval: fortnightly"' in line


def test_an_exclusion_becomes_a_constraint() -> None:
    lines = _with(evolve(JUDGE, excludes=(Exclusion(ElementTerm("listing", BASIS), BASIS),)))
    assert '    "same-judge" => !"listing"' in lines


def test_what_is_ruled_out_can_be_taken_by_nobody() -> None:
    [practice] = FDAC.proscribed
    assert f"    !{uvl_name(practice.id)}" in _lines(FDAC)


def test_what_cannot_be_said_stands_in_a_comment() -> None:
    lines = _lines(fidelity.load_model("brighter-futures"))
    assert "// \"pod-members\": which members 'Roles in a pod' may have" in lines
    pods = fidelity.load_model("brighter-futures")
    set_of = next((one, par) for one in pods.elements for par in one.parameters if par.type == "set")
    asks = ParameterTerm(set_of[0].id, set_of[1].id, (Constraint("includes", frozenset({"x"}), "x"),), BASIS)
    other = next(one for one in pods.elements if one.id != set_of[0].id)
    changed = evolve(other, requires=Group("all", (asks,), BASIS), excludes=(Exclusion(asks, BASIS),))
    said = "\n".join(_lines(evolve(pods, elements=tuple(changed if one is other else one for one in pods.elements))))
    assert f'// "{other.id}" needs: ' in said
    assert f'// "{other.id}" does not go with: ' in said
