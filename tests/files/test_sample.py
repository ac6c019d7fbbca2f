"""The sample files are read, and read as what they say."""

from __future__ import annotations

import gc
from datetime import date

from tests.files.samples import MODEL, PLAN, edited

from fidelity.errors import Place
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.model.amounts import Amount
from fidelity.model.elements import Tier
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group, ParameterTerm
from fidelity.model.strength import Strength

MODEL_READ = read_model(MODEL.encode(), "model.yaml")
PLAN_READ = read_plan(PLAN.encode(), "plan.yaml")


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_a_model_has_its_head() -> None:
    model = MODEL_READ
    assert (model.id, model.version, model.owner) == ("example", "2026.1", "Example National Unit")
    assert model.place == Place("model.yaml", 1, 1)
    assert dict(model.authority) == {
        "essential": ("model-owner",),
        "flexible": ("model-owner", "site-lead"),
    }
    assert model.rating is not None
    assert model.rating.scale == ("not in place", "partly", "fully")
    assert [source.year for source in model.sources] == [2019]
    assert model.sources[0].url is None


def test_evidence_has_its_strength_from_voice_status_and_scope() -> None:
    strong, weak = MODEL_READ.evidence
    assert (strong.strength, weak.strength) == (Strength.STATED, Strength.OBSERVED)
    assert (weak.sources, weak.scope, weak.via) == (("standards",), "site", "evaluator_summary")


def test_elements_stand_in_file_order_with_tier_and_strength() -> None:
    assert [(element.id, element.tier) for element in MODEL_READ.elements] == [
        ("child-timescale", Tier.PRINCIPLE),
        ("review-hearing", Tier.ESSENTIAL),
        ("same-judge", Tier.ESSENTIAL),
        ("venue", Tier.FLEXIBLE),
    ]
    review = MODEL_READ.by_id["review-hearing"]
    assert review.basis.strength is Strength.STATED  # of two pieces of evidence the strongest counts
    assert review.tier_basis.inferred == "nobody says so"
    assert review.place == Place("model.yaml", line_of(MODEL, "id: review-hearing\n"), 5)
    assert MODEL_READ.by_id["venue"].optional


def test_a_point_standard_gives_a_derived_limit_that_is_inferred() -> None:
    interval = MODEL_READ.by_id["review-hearing"].parameters[0]
    (limit,) = interval.limits
    assert (limit.derived, str(limit), limit.basis.strength) == (True, "at most 2 weeks", Strength.INFERRED)
    assert limit.basis.inferred == "derived from the standard: 2 weeks"
    assert (interval.family, interval.point) == ("minutes", Amount(20160, "minutes"))
    assert interval.exceptions[0].limits[0].basis == interval.exceptions[0].basis


def test_an_interval_is_its_own_limit() -> None:
    families = MODEL_READ.by_id["review-hearing"].parameters[1]
    (limit,) = families.limits
    assert (limit.derived, str(limit)) == (False, "at least 4 families and at most 6 families")
    assert limit.basis == families.basis
    assert (families.unit, families.family) == ("families", "family")


def test_limits_replace_what_would_be_derived() -> None:
    staff = MODEL_READ.by_id["review-hearing"].parameters[2]
    assert [str(limit) for limit in staff.limits] == ["including nurse", "one of nurse, judge"]
    assert staff.limits[0].holds(frozenset({"nurse", "clerk"}))
    assert not staff.limits[1].holds(frozenset({"nurse", "clerk"}))


def test_options_are_a_limit_with_the_basis_of_the_parameter() -> None:
    place = MODEL_READ.by_id["venue"].parameters[0]
    assert place.options == ("court", "home", "no")  # never a YAML boolean
    assert [(str(limit), limit.derived) for limit in place.limits] == [("one of court, home, no", False)]


def test_sets_derive_by_how_the_standard_is_read() -> None:
    def limit(read_as: str) -> str:
        edits = ("standard: 2 weeks\n        read_as: at-most", f"standard: [b, a]\n        read_as: {read_as}")
        text = edited(MODEL, ("type: duration", "type: set"), edits, ("{max: 4 weeks}", "{includes: [a]}"))
        return str(read_model(text.encode(), "m").by_id["review-hearing"].parameters[0].limits[0])

    assert [limit(word) for word in ("exact", "at-least", "at-most")] == ["b, a", "including b, a", "one of b, a"]


def test_links_carry_their_terms_and_bases() -> None:
    group = MODEL_READ.by_id["child-timescale"].realised_by
    assert isinstance(group, Group)
    first, second, third = group.terms
    assert isinstance(first, ElementTerm)
    assert isinstance(second, ParameterTerm)
    assert isinstance(third, AdditionTerm)
    assert (first.basis.strength, second.basis.strength) == (Strength.INFERRED, Strength.STATED)
    assert (second.element, second.parameter, str(second.constraints[0])) == ("venue", "place", "court")
    requires = MODEL_READ.by_id["review-hearing"].requires
    assert requires is not None
    assert (requires.kind, requires.count, len(requires.terms)) == ("at_least", 1, 3)
    assert all(term.basis == requires.basis for term in requires.terms)  # inherited


def test_a_single_term_is_a_group_of_one() -> None:
    text = edited(MODEL, ("when: {all: [same-judge]}", "when: {element: same-judge}"))
    when = read_model(text.encode(), "m").by_id["review-hearing"].substitutes[0].when
    assert when is not None
    assert (when.kind, len(when.terms)) == ("all", 1)
    assert when.basis.evidence == ("EX-12",)  # that of the substitute


def test_a_plan_has_all_that_it_says() -> None:
    plan = PLAN_READ
    assert (plan.id, plan.model, plan.site, plan.unmentioned) == (
        "northtown", "example@2026.1", "Northtown", "undecided",
    )  # fmt: skip
    assert (plan.status, plan.claim, plan.author) == ("in-delivery", "inspired-by", "site-lead")
    assert plan.choices[0].settings[0].value == "no"  # never a YAML boolean
    slower, video, worker, lawyers = plan.changes
    assert slower.natures == ("shortening", "format")
    assert [setting.value for setting in slower.settings] == ["3 weeks", ("nurse", "judge")]
    assert slower.record.missing == ()
    assert slower.record.goal == ("feasibility",)
    assert video.substitute == "remote-review"
    assert worker.addition is not None
    assert (worker.natures, worker.addition.requires) == (("adding",), ("venue",))
    assert lawyers.proscribed == "lawyers-in-review"


def test_an_approval_has_dates_and_what_it_covers() -> None:
    (approval,) = PLAN_READ.approvals
    assert (approval.given, approval.until) == (date(2026, 5, 1), date(2027, 4, 30))
    (covered,) = approval.covers
    assert (covered.change, covered.exception, covered.settings[0].text) == ("slower", "august", "3 weeks")


def test_a_plan_knows_where_everything_stands() -> None:
    places = PLAN_READ.places
    assert places["unmentioned"] == Place("plan.yaml", 7, 1)
    assert places["as_specified/same-judge"] == Place("plan.yaml", 8, 16)
    assert places["undecided/child-timescale"].line == line_of(PLAN, "undecided: [")
    assert PLAN_READ.changes[0].place == Place("plan.yaml", 13, 5)
    assert PLAN_READ.changes[0].settings[0].place == Place("plan.yaml", 16, 11)


def test_a_plan_has_defaults() -> None:
    plan = read_plan(b"{plan: a, model: m@1, site: A, unmentioned: as-specified, $schema: x}", "p")
    assert (plan.status, plan.claim, plan.author, plan.changes) == ("proposed", "implements", None, ())


def test_reading_leaves_the_garbage_collector_as_it_was() -> None:
    assert gc.isenabled()
    read_plan(PLAN.encode(), "p")
    assert gc.isenabled()
    gc.disable()
    try:
        read_plan(PLAN.encode(), "p")
        assert not gc.isenabled()
    finally:
        gc.enable()
