"""The practice guide as text: in order, within 80 columns, with the words a practice lead understands."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import models

import fidelity
from fidelity.model.amounts import Amount
from fidelity.model.elements import Element, Substitute
from fidelity.model.evidence import Basis
from fidelity.model.model import Model
from fidelity.model.parameters import Constraint, Limit
from fidelity.reports.guide import guide

FDAC = fidelity.load_model("fdac")


def _with(changed: Element) -> Model:
    """Return the model with one element in the place of the one with its id."""
    return evolve(FDAC, elements=tuple(changed if one.id == changed.id else one for one in FDAC.elements))


def test_the_guide_goes_from_what_it_is_to_its_sources() -> None:
    lines = guide(FDAC, "text").splitlines()
    headings = [
        "CORE PRINCIPLES",
        "ESSENTIAL ELEMENTS",
        "FLEXIBLE ELEMENTS",
        "WHAT THE MODEL RULES OUT",
        "WHERE THE SOURCES ARE SILENT",
        "SOURCES",
    ]
    assert lines[0] == "Family Drug and Alcohol Court (fdac@2026.1)"
    assert [line for line in lines if line in headings] == headings


def test_no_line_is_longer_than_80_columns_unless_it_is_an_address() -> None:
    texts = [guide(FDAC, "text"), *(guide(FDAC, "text", element.id) for element in FDAC.elements)]
    for line in "\n".join(texts).splitlines():
        assert len(line) <= 80 or line.strip().startswith("http"), line


def test_every_element_is_there_with_its_id() -> None:
    text = guide(FDAC, "text")
    for id_ in (*FDAC.by_id, *FDAC.proscribed_by_id):
        assert f"[{id_}]" in text


def test_limits_say_whether_they_are_stated_derived_or_silent() -> None:
    flat = " ".join(guide(FDAC, "text").split())
    assert "Time between reviews: usually 2 weeks; at most that (our inference, from the usual figure)" in flat
    assert "Length of the case: usually 26 weeks; at most that (stated in law)" in flat
    assert "Key-work sessions with a parent: the sources are silent; ask before you set it" in flat
    assert "from 20 minutes to 30 minutes (stated by the owner)" in flat


def test_one_element_shows_its_evidence_and_what_needs_it() -> None:
    flat = " ".join(guide(FDAC, "text", "same-judge").split())
    assert "Needed by: - The judge builds a relationship with the family - Fortnightly reviews" in flat
    assert "FDAC-12: One judge stays with the case from start to finish. stated by the owner [cji_features" in flat
    assert "FDAC-12-usually" in flat  # named in a note only
    assert "SOURCES" in flat


def test_what_is_ruled_out_can_be_shown() -> None:
    assert "Ruled out by Family Drug and Alcohol Court" in guide(FDAC, "text", "ordinary-track-alongside")


def test_names_of_the_past_and_accepted_replacements_are_told() -> None:
    video = Substitute("by-video", "Reviews by video", FDAC.by_id["same-judge"].basis)
    element = evolve(FDAC.by_id["review-hearing"], renamed_from=("old-review",), substitutes=(video,))
    flat = " ".join(guide(_with(element), "text", "review-hearing").split())
    assert "Called before: old-review" in flat
    assert "What may stand in for it: Reviews by video (stated by the owner)" in flat


def test_limits_beside_a_standard_are_worded_apart() -> None:
    element = FDAC.by_id["review-hearing"]
    interval = element.parameters[0]
    wider = Limit((Constraint("max", Amount(40320, "minutes"), "4 weeks"),), element.basis)
    changed = evolve(element, parameters=(evolve(interval, limits=(wider,)),))
    flat = " ".join(guide(_with(changed), "text", "review-hearing").split())
    assert "Time between reviews: usually 2 weeks; at most 4 weeks (stated by the owner)" in flat


def test_a_model_with_nothing_in_it_is_a_short_guide() -> None:
    model = Model(id="empty", version="1", title="Empty", owner="Nobody", summary="")
    assert guide(model, "text").startswith("Empty (empty@1)\nOwner: Nobody\n")


def test_control_characters_of_a_model_never_reach_a_terminal() -> None:
    element = evolve(FDAC.elements[0], title="A\x1b[31m title\nin two lines", statement="\x07", basis=Basis())
    text = guide(evolve(FDAC, elements=(element,), title="\x1b]0;owned\x07"), "text")
    assert "\x1b" not in text
    assert "\x07" not in text


@given(models(), st.data())
def test_any_model_and_any_element_can_be_shown(model: Model, data: st.DataObject) -> None:
    assert guide(model, "text").endswith("\n")
    if model.elements:
        one = data.draw(st.sampled_from(model.elements))
        assert guide(model, "text", one.id).splitlines()[0] == one.title
