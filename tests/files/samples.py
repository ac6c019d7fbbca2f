"""A small model and a plan for it that hold everything a file can hold, and a way to ask for faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from fidelity.errors import InputError
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable

MODEL = """\
model: example
version: 2026.1
title: Example Model
owner: Example National Unit
summary: One paragraph.
authority:
  essential: [model-owner]
  flexible: [model-owner, site-lead]
rating:
  scale: [not in place, partly, fully]
  threshold: fully
sources:
  standards:
    type: standard
    authors: Example National Unit
    year: 2019
    title: Service standards
    url: null
evidence:
  - id: EX-03
    says: The child's timescale bounds all help.
    source: standards
    locator: Standard 9
    voice: standard
    status: seen
  - id: EX-12
    says: The court reviews progress every two weeks.
    source: [standards]
    voice: evaluator
    status: seen
    scope: site
    via: evaluator_summary
    note: read twice
principles:
  - id: child-timescale
    title: The child's timescale comes first
    statement: Help fits into the time that the child has.
    basis: [EX-03]
    tier_basis: EX-03
    realised_by:
      any:
        - {element: review-hearing, inferred: frequent review keeps the time}
        - {parameter: venue.place, is: court, basis: [EX-03]}
        - {addition: abuse-worker, basis: [EX-03]}
    tolerance: {at_most: 1, basis: [EX-03]}
essential:
  - id: review-hearing
    title: Review hearings without lawyers
    statement: The judge meets the parents.
    function: keeps parents motivated
    form: lawyers absent
    basis: [EX-12, EX-03]
    tier_inferred: nobody says so
    note: a note
    parameters:
      interval:
        type: duration
        title: Time between reviews
        standard: 2 weeks
        read_as: at-most
        exceptions:
          - {id: august, title: In August, limits: [{max: 4 weeks}], basis: [EX-12]}
        basis: [EX-12]
      families: {type: quantity, standard: {min: 4 families, max: 6 families}, basis: [EX-03]}
      staff:
        type: set
        options: [nurse, judge, clerk]
        limits: [{includes: [nurse], basis: [EX-12]}, {in: [nurse, judge], inferred: why}]
        basis: [EX-03]
    requires: {at_least: 1, of: [same-judge, {all: [venue]}, {parameter: venue.place, in: [court]}], basis: [EX-12]}
    substitutes:
      - {id: remote-review, title: By video, when: {all: [same-judge]}, basis: [EX-12]}
    adaptation:
      format: {rule: consult, basis: [EX-12]}
    indicators:
      - {id: rev_int, text: Every two weeks., look_at: [file audit], rater: team manager, every: 3 months}
  - id: same-judge
    title: Same judge
    statement: One judge throughout.
    basis: [EX-03]
    tier_basis: [EX-03]
    excludes: [{parameter: venue.place, is: home, basis: [EX-03]}, {element: venue, inferred: why}]
    renamed_from: [one-judge]
flexible:
  - id: venue
    title: Where hearings take place
    statement: A room.
    optional: yes
    basis: [EX-03]
    tier_basis: [EX-03]
    parameters:
      place: {type: choice, options: [court, home, no], basis: [EX-03]}
proscribed:
  - id: lawyers-in-review
    title: Lawyers attend the review
    statement: No lawyer speaks.
    basis: [EX-03]
"""

PLAN = """\
plan: northtown
model: example@2026.1
site: Northtown
author: site-lead
status: in-delivery
claim: inspired-by
unmentioned: undecided
as_specified: [same-judge]
choices:
  venue:
    place: no
changes:
  - id: slower
    element: review-hearing
    nature: [shortening, format]
    set: {interval: 3 weeks, staff: [nurse, judge]}
    exception: august
    what: Every three weeks.
    function_kept: Calls in between.
    record:
      modified: content
      when: implementation
      planned: planned-reactive
      decided_by: [program-manager]
      goal: feasibility
      reasons: [available-resources]
      level: target-group
      site_view: consistent
      effects: none that we know of
  - id: video
    element: review-hearing
    nature: substituting
    with: remote-review
    what: By video.
  - id: worker
    add:
      id: abuse-worker
      title: Domestic abuse worker
      statement: A worker joins the team.
      requires: [venue]
      excludes: [same-judge]
    touches: [review-hearing]
    what: A worker joins.
  - id: lawyers
    proscribed: lawyers-in-review
    what: Lawyers attend once.
undecided: [child-timescale]
approvals:
  - covers:
      - {change: slower, nature: [shortening, format], set: {interval: 3 weeks}, exception: august}
    by: Example National Unit
    role: model-owner
    given: 2026-05-01
    until: "2027-04-30"
    reference: EX/26/7
    conditions: August only
"""


class Found(NamedTuple):
    """A fault, as tests compare it."""

    code: str
    line: int
    column: int
    text: str


def faults_of(read: Callable[[], object]) -> list[Found]:
    """Return the faults that reading raises."""
    with pytest.raises(InputError) as caught:
        read()
    return [Found(f.code, f.place.line, f.place.column, f.message) for f in caught.value.faults]


def edited(text: str, *edits: tuple[str, str]) -> str:
    """Return a text with some pieces replaced, each of which must be there."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def plan_faults(*edits: tuple[str, str]) -> list[Found]:
    """Return the faults of the sample plan after some edits."""
    return faults_of(lambda: read_plan(edited(PLAN, *edits).encode(), "plan.yaml"))


def model_faults(*edits: tuple[str, str]) -> list[Found]:
    """Return the faults of the sample model after some edits."""
    return faults_of(lambda: read_model(edited(MODEL, *edits).encode(), "model.yaml"))


def only(faults: list[Found]) -> Found:
    """Return the one fault there is."""
    assert len(faults) == 1, faults
    return faults[0]
