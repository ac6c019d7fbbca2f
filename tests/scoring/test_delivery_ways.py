"""What can be done about what is not delivered comes from the model, and from the form."""

from __future__ import annotations

from attrs import evolve

import fidelity
from fidelity.model.elements import Substitute
from fidelity.scoring.delivery import DeliveryFinding, Occasion, occasions, ways
from fidelity.verdicts import Verdict

FDAC = fidelity.checklist("fdac")
BEST = {item.name: "2" if item.kind == "indicator" else "1" for item in FDAC}


def occasion(model: fidelity.Model | None = None, **codes: str) -> Occasion:
    answers = {name: fidelity.Answer(code) for name, code in (BEST | codes).items()}
    score = fidelity.score(FDAC, fidelity.Responses((fidelity.Form("f", answers, site="Ashby"),)))
    return next(iter(occasions(score, model=model)))


def ways_of(one: Occasion) -> list[str]:
    """Return what can be done about the judge who changes."""
    return [way for each in one.delivery.findings if each.element == "same-judge" for way in ways(one, each)]


def test_a_substitute_that_the_model_knows_is_a_way() -> None:
    model = fidelity.load_model("fdac")
    basis = model.by_id["same-judge"].basis
    pair = Substitute(id="pair", title="Two judges who share the list", basis=basis)
    kept = tuple(evolve(one, substitutes=(pair,)) if one.id == "same-judge" else one for one in model.elements)
    said = (
        "The model knows something else that can stand in its place, where its conditions are met: "
        "'Two judges who share the list'."
    )
    assert said in ways_of(occasion(evolve(model, elements=kept), judge_same="0"))
    assert said not in ways_of(occasion(judge_same="0"))


def test_what_comes_from_nothing_that_was_rated_has_no_way_of_its_own() -> None:
    found = DeliveryFinding("FID303", Verdict.AMBER, None, "A side of an exclusion", "Both sides stand.")
    assert ways(occasion(), found) == ()
