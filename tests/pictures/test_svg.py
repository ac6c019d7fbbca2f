"""Pictures of models: everything is there, nothing overlaps, and no text can become a part of the drawing."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.benchmarks.generate import make_model
from tests.browser import axe_violations, nu_errors
from tests.strategies import models

import fidelity
from fidelity.model.evidence import Basis
from fidelity.model.links import iter_links
from fidelity.model.requirements import ElementTerm, Group
from fidelity.model.strength import Strength
from fidelity.pictures import Mark, mark_of, svg
from fidelity.pictures.boxes import drawn, lines_of, width_of
from fidelity.pictures.layout import WIDTH, arrange, crossings, lay_out, nearest
from fidelity.plan.plan import Addition, Change

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.pictures.layout import Place, Placed

SHIPPED = [path.stem for path in sorted(Path("models").glob("*.yaml"))]
STATED = Basis(("X",), None, Strength.STATED)
FDAC = fidelity.load_model("fdac")
_NAME = "{http://www.w3.org/2000/svg}"


def _parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own drawing


def _rows(text: str, kind: str) -> list[str]:
    found = _parsed(text).iter(f"{_NAME}text")
    return [row.text or "" for row in found if row.get("class") == kind]


def _overlap(one: Placed, other: Placed) -> bool:
    across = one.x < other.x + WIDTH and other.x < one.x + WIDTH
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.parametrize("name", SHIPPED)
def test_every_title_of_a_shipped_model_is_drawn_whole(name: str) -> None:
    model = fidelity.load_model(name)
    shown = " ".join(_rows(svg(model), "title"))
    titles = [element.title for element in model.elements] + [practice.title for practice in model.proscribed]
    assert [title for title in titles if title not in shown] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_no_two_boxes_of_a_shipped_model_overlap_and_no_line_crosses_a_box(name: str) -> None:
    layout = lay_out(drawn(fidelity.load_model(name)), {}, 0)
    assert [(a.box.id, b.box.id) for a, b in combinations(layout.boxes, 2) if _overlap(a, b)] == []
    for way in layout.ways:
        middle = way.points[1:-1]
        for (x, y), box in ((point, box) for point in middle for box in layout.boxes):
            inside = box.x <= x <= box.x + WIDTH and box.y < y < box.y + box.height
            assert not inside, f"{way.line.source} to {way.line.target} runs through {box.box.id}"


@given(models())
def test_whatever_the_model_boxes_do_not_overlap_and_every_link_is_drawn(model: Model) -> None:
    layout = lay_out(drawn(model), {}, 0)
    assert [(a.box.id, b.box.id) for a, b in combinations(layout.boxes, 2) if _overlap(a, b)] == []
    ways = {(way.line.source, way.line.target, way.line.kind) for way in layout.ways}
    assert ways == {link[:3] for link in iter_links(model.elements)}
    boxes = {placed.box.id: placed for placed in layout.boxes}
    for way in layout.ways:
        for id_, (x, y) in ((way.line.source, way.points[0]), (way.line.target, way.points[-1])):
            box = boxes[id_]
            assert x in {box.x, box.x + WIDTH}, "a line ends at the side of its box"
            assert box.y < y < box.y + box.height


def test_principles_stand_left_of_essential_and_those_left_of_flexible_elements() -> None:
    layout = lay_out(drawn(FDAC), {}, 0)
    linked = {end for way in layout.ways for end in (way.line.source, way.line.target)}
    across = {
        tier: {one.x for one in layout.boxes if one.box.tier == tier and one.box.id in linked}
        for tier in ("principle", "essential", "flexible")
    }
    assert max(across["principle"]) < min(across["essential"])
    assert max(across["essential"]) < min(across["flexible"])


def test_what_is_needed_stands_right_of_what_needs_it() -> None:
    layout = lay_out(drawn(FDAC), {}, 0)
    across = {one.box.id: one.x for one in layout.boxes}
    assert across["review-hearing"] < across["same-judge"]


def test_a_circle_of_needs_is_drawn_all_the_same() -> None:
    judge, review = FDAC.by_id["same-judge"], FDAC.by_id["review-hearing"]
    assert review.requires is not None
    circle = evolve(FDAC, elements=(evolve(judge, requires=review.requires), review), proscribed=())
    ways = lay_out(drawn(circle), {}, 0).ways
    ends = {(way.line.source, way.line.target) for way in ways}
    assert {("review-hearing", "same-judge"), ("same-judge", "same-judge")} <= ends


def test_a_part_shows_only_what_is_asked_for_and_says_that_it_is_a_part() -> None:
    picture = svg(FDAC, only=["same-judge", "review-hearing"])
    words = sorted(" ".join(_rows(picture, "title")).split())
    assert words == sorted(["Fortnightly", "reviews", "with", "the", "judge", "The", "same", "judge", "throughout"])
    assert '<title id="picture-title">Part of Family Drug and Alcohol Court' in picture
    assert "Fortnightly reviews with the judge needs The same judge throughout" in picture


def test_a_box_says_how_many_of_what_it_names_are_enough() -> None:
    captions = _rows(svg(FDAC), "caption")
    assert "lives by at least 1 of 4" in captions
    assert "needs all 3" in captions
    mixed = Group(
        "any", (ElementTerm("listing", STATED), Group("all", (ElementTerm("key-worker", STATED),), STATED)), STATED
    )
    judge = evolve(FDAC.by_id["same-judge"], requires=mixed)
    changed = evolve(FDAC, elements=tuple(judge if one.id == judge.id else one for one in FDAC.elements))
    assert "needs a mix of 2" in _rows(svg(changed), "caption")


def test_swapping_neighbours_only_takes_crossings_away() -> None:
    picture = drawn(fidelity.load_model("signs-of-safety"))
    arranged = arrange(picture)
    after: dict[Place, list[Place]] = {}
    for route in arranged.routes:
        for left, right in pairwise(route):
            if arranged.column_of[left] != arranged.column_of[right]:
                after.setdefault(left, []).append(right)
    best = crossings(arranged.columns, after)
    for at, column in enumerate(arranged.columns):
        for index in range(len(column) - 1):
            turned = list(column)
            turned[index : index + 2] = reversed(turned[index : index + 2])
            assert crossings([*arranged.columns[:at], turned, *arranged.columns[at + 1 :]], after) >= best


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 4), st.integers(0, 9)), min_size=1, max_size=5))
def test_places_are_the_nearest_that_keep_their_distances(rows: list[tuple[int, int, int]]) -> None:
    wanted, weights, apart = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows][1:]
    found = nearest(wanted, weights, apart)

    def far(places: list[float]) -> float:
        return sum(weight * (place - want) ** 2 for place, want, weight in zip(places, wanted, weights, strict=True))

    assert all(low + gap <= high + 1e-9 for low, high, gap in zip(found, found[1:], apart, strict=False))
    for at in range(len(found)):  # moving any run of places apart, up or down, is no better
        for end in range(at + 1, len(found) + 1):
            for step in (-0.01, 0.01):
                moved = [place + step if at <= index < end else place for index, place in enumerate(found)]
                kept = all(low + gap <= high + 1e-9 for low, high, gap in zip(moved, moved[1:], apart, strict=False))
                assert not kept or far(moved) >= far(found) - 1e-9


def test_a_very_large_model_can_be_drawn_too() -> None:
    layout = lay_out(drawn(make_model(1_500)), {}, 0)
    assert len(layout.boxes) >= 1_500


def test_a_word_too_long_for_a_line_is_broken_and_wide_signs_count_as_wide() -> None:
    assert "".join(lines_of("x" * 60, 13, 100)) == "x" * 60
    assert all(width_of(line, 13) <= 100 for line in lines_of("x" * 60 + " and more", 13, 100))
    assert width_of("安全", 10) > width_of("ab", 10)
    assert width_of("\U0001fae8", 10) == width_of("安", 10), "an emoji of Unicode 15"
    assert width_of("\U0001f774", 10) == width_of("a", 10), "an alchemical sign of Unicode 15"


def test_a_part_of_nothing_and_a_model_without_links_are_pictures_too() -> None:
    assert _rows(svg(FDAC, only=[]), "title") == []
    alone = evolve(FDAC.by_id["same-judge"], requires=None)
    assert _rows(svg(evolve(FDAC, elements=(alone,), proscribed=())), "heading") == ["Essential elements"]


def test_what_a_plan_adds_is_drawn_with_the_tier_that_it_touches_and_never_as_what_the_model_says() -> None:
    def added(id_: str, *touches: str) -> Change:
        return Change(id_, "More.", addition=Addition(id_, id_.upper(), "It is."), touches=touches)

    changes = [
        added("a", "same-judge"),
        added("b", "child-timescale"),
        added("c", "commissioning-structure"),
        added("d"),
    ]
    picture = drawn(FDAC, ["same-judge"], changes)
    tiers = {id_: box.tier for id_, box in picture.boxes.items() if box.kind == "addition"}
    assert tiers == {"a": "essential", "b": "essential", "c": "flexible", "d": "flexible"}
    assert set(picture.boxes) == {"same-judge", *"abcd"}
    assert picture.boxes["a"].caption == "bears on: The same judge throughout"
    assert not {"A", "B", "C", "D"} & set(_rows(svg(FDAC), "title"))
    linked = evolve(changes[0], addition=Addition("a", "A", "It is.", requires=("same-judge",)))
    [line] = drawn(FDAC, ["same-judge"], [linked]).lines
    assert (line.source, line.target, line.kind, line.firm) == ("a", "same-judge", "requires", False)


def test_a_part_that_the_model_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="same-jugde"):
        svg(FDAC, only=["same-jugde"])


def test_a_mark_is_a_sign_and_a_word_and_stands_in_the_legend() -> None:
    picture = svg(FDAC, marks={"same-judge": mark_of("not-in-place")})
    assert _rows(picture, "mark stop") == ["\N{MULTIPLICATION SIGN}", "\N{MULTIPLICATION SIGN} not in place"]
    assert "not in place" in _rows(picture, "caption")


def test_a_state_of_its_own_can_be_marked() -> None:
    picture = svg(FDAC, marks={"same-judge": Mark("asked about", "%", "ask")}, only=["same-judge"])
    assert _rows(picture, "mark ask") == ["%", "% asked about"]


def test_only_signs_that_occur_are_explained() -> None:
    alone = evolve(FDAC.by_id["same-judge"], requires=None)
    assert _rows(svg(evolve(FDAC, elements=(alone,), proscribed=())), "caption") == []
    assert "needs" in _rows(svg(FDAC, only=["same-judge", "review-hearing"]), "caption")


def test_two_pictures_on_one_page_share_no_id() -> None:
    def ids(picture: str) -> set[str]:
        return {id_ for one in _parsed(picture).iter() if (id_ := one.get("id"))}

    first, second = (svg(FDAC, id=name) for name in ("first", "second"))
    assert ids(first)
    assert not ids(first) & ids(second)


@pytest.mark.parametrize("id_", ["", "Two words", 'x"><script>', "1a"])
def test_an_id_that_could_break_the_picture_is_refused(id_: str) -> None:
    with pytest.raises(ValueError, match="is no id for a picture"):
        svg(FDAC, id=id_)


@given(st.text(min_size=1), st.text())
def test_no_title_and_no_mark_can_add_anything_to_a_picture(title: str, word: str) -> None:
    plain = evolve(FDAC.by_id["same-judge"], title="Plain")
    rows = [
        sorted(
            (one.tag, *sorted(one.attrib))
            for one in _parsed(svg(model, marks=marks)).iter()
            if one.tag != f"{_NAME}text"
        )
        for model, marks in (
            (evolve(FDAC, elements=(plain,), title="Plain"), {"same-judge": Mark("plain")}),
            (evolve(FDAC, elements=(evolve(plain, title=title),), title=title), {"same-judge": Mark(word, word)}),
        )
    ]
    assert rows[0] == rows[1]


def test_pictures_of_all_shipped_models_can_be_used_by_everybody(tmp_path: Path) -> None:
    pictures = []
    for name in SHIPPED:
        pictures.append(tmp_path / f"{name}.svg")
        pictures[-1].write_text(svg(fidelity.load_model(name)), encoding="utf-8")
    parts = [svg(FDAC, only=["same-judge"], marks={"same-judge": mark_of(word)}, id=word) for word in ("agreed", "new")]
    page = tmp_path / "page.html"
    page.write_text(
        "<!DOCTYPE html><html lang='en-GB'><head><title>Two pictures</title></head><body><main><h1>Two pictures</h1>"
        f"{''.join(parts)}</main></body></html>",
        encoding="utf-8",
    )
    assert nu_errors(*pictures, page) == []
    assert axe_violations(page) == []


@given(st.data())
def test_a_part_of_a_model_is_drawn_as_it_is_in_the_whole(data: st.DataObject) -> None:
    model = data.draw(models())
    whole = drawn(model)
    only = data.draw(st.sets(st.sampled_from(sorted(whole.boxes)))) if whole.boxes else set()
    part = drawn(model, only)
    assert part.boxes == {id_: box for id_, box in whole.boxes.items() if id_ in only}
    assert part.lines == tuple(line for line in whole.lines if {line.source, line.target} <= only)


def test_pictures_of_equal_parts_differ_in_nothing_but_their_id() -> None:
    marks = {"same-judge": mark_of("not-in-place")}
    one, other = (svg(FDAC, only=["same-judge", "review-hearing"], marks=marks, id=id_) for id_ in ("p1-x", "p2-x"))
    assert one != other
    assert one.replace("p1-x", "p2-x") == other
