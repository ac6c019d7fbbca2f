"""What the library says of many plans when asked from Python: judgements, causes, repairs, and the links of models.

There are two families. The drawn cases are small and of every kind: additions, substitutes, exclusions, approvals that
count and that do not. They were drawn once, from ``tests.strategies``, and are kept as texts, so that better strategies
do not change them. The generated plans are as large as those of the benchmarks, and drawn from a seed each time.
"""

from __future__ import annotations

import json
import lzma
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity import CheckResult, Finding, Model

__all__ = ["Case", "drawn_cases", "judged", "judgements"]

CASES = Path(__file__).parent / "cases.json.xz"
DAY = date(2026, 11, 22)
BINDS = ("restated", "inferred", "restated", "stated", "restated", "observed")
GENERATED = ((60, 1, False, 40), (60, 2, False, 40), (60, 3, False, 30), (60, 1, True, 50), (1000, 1, False, 70),
             (1000, 1, True, 70))  # fmt: skip
"""Size of a model, its seed, whether it is chain-like, and how many plans are drawn for it."""
LARGE = 1000
QUICK, QUICK_SMALL, QUICK_LARGE = 2, 10, 2
"""The quick comparison takes every second drawn case, and of each generated model so many plans."""


class Case(TypedDict):
    """A model and a plan as the texts of their files, what binds, and the day or nothing."""

    model: str
    plan: str
    bind: str
    on: str | None


def judgements(*, quick: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield every plan by its name, with what is said of it; the current folder is empty and takes files.

    What is said begins with the verdict, and with ``capped`` where a search ended at its limit. Three texts follow: the
    judgement without causes, the causes, and the repairs; then the plan, if it was drawn just now. Of a model there is
    one text: what falls with each of its elements.
    """
    yield from _drawn(quick=quick)
    yield from _generated(quick=quick)


def _drawn(*, quick: bool) -> Iterator[tuple[str, list[str]]]:
    for number, case in enumerate(drawn_cases()):
        if not quick or number % QUICK == 0:
            yield from judged(number, case)


def drawn_cases() -> list[Case]:
    """Return the cases that were drawn once."""
    cases: list[Case] = json.loads(lzma.decompress(CASES.read_bytes()))
    return cases


def judged(number: int, case: Case) -> Iterator[tuple[str, list[str]]]:
    """Yield what is said of one drawn case, and of its model, which are written into the current folder."""
    import fidelity

    model, plan = Path(f"model-{number:03}.yaml"), Path(f"plan-{number:03}.yaml")
    model.write_text(case["model"], "utf-8")
    plan.write_text(case["plan"], "utf-8")
    on = date.fromisoformat(case["on"]) if case["on"] else None
    read = fidelity.load_model(str(model))
    yield f"drawn case {number}", _said(fidelity.check(str(plan), read, on=on, bind=case["bind"]), amber=True)
    yield f"drawn case {number}: model", ["model", _of_model(read, case["bind"], every=True)]


def _generated(*, quick: bool) -> Iterator[tuple[str, list[str]]]:
    import fidelity

    made = import_module("tests.benchmarks.generate")  # from the checkout that is called, not from ours
    for size, seed, chain, count in GENERATED:
        model = made.make_model(size, seed, chain=chain)
        planner = made.Planner(model, seed)
        name = f"{'chain' if chain else 'tree'} of {size}, seed {seed}"
        yield f"{name}: model", ["model", _of_model(model, "restated", every=size < LARGE)]
        for number in range(count):
            plan = planner.plan(breaching=bool(number % 2), changes=(5, 10, 20, 12)[number % 4])
            if quick and number >= (QUICK_LARGE if size == LARGE else QUICK_SMALL):
                continue
            result = fidelity.check(plan, model, on=DAY, bind=BINDS[number % len(BINDS)])
            yield f"{name}, plan {number}", [*_said(result, amber=size < LARGE), fidelity.plan_text(plan)]


def _said(result: CheckResult, *, amber: bool) -> list[str]:
    findings = [_finding(found) for found in result.findings]
    judged = {
        "verdict": result.verdict,
        "ok": result.ok,
        "findings": findings,
        "breaches": [found.code for found in result.breaches],
        "open": [found.code for found in result.open],
        "agreed": [found.fingerprint for found in result.agreed],
        "remarks": [found.code for found in result.remarks],
        "elements": {name: list(state) for name, state in result.elements.items()},
        "taken out": dict(result.taken_out),
        "agreements": {name: [str(one.place) for one in some] for name, some in result.agreements.items()},
        "records": result.to_records(),
    }
    every = [one for found in result.findings for one in (found, *found.consequences)]
    causes = [[found.code, found.subject, found.causes_complete, sorted(map(list, found.causes))] for found in every]
    repairs = {verdict: result.repairs(verdict) for verdict in ("red", *(["amber"] if amber else []))}
    told = {verdict: [one.needed, one.complete, one.sets] for verdict, one in repairs.items()}
    whole = all(one.causes_complete for one in every) and all(one.complete for one in repairs.values())
    return [result.verdict + ("" if whole else ", capped"), _json(judged), _json(causes), _json(told)]


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code, "name": found.name, "verdict": found.verdict, "own": found.own_verdict,
        "subject": found.subject, "element": found.element, "tier": found.tier, "title": found.title,
        "message": found.message, "why": found.why, "ways out": found.ways_out, "needs": found.needs, "ask": found.ask,
        "changes": found.changes, "via": found.via, "basis": [list(one) for one in found.basis],
        "approval": found.approval, "fingerprint": found.fingerprint, "location": str(found.location),
        "model location": str(found.model_location), "consequences": [_finding(one) for one in found.consequences],
    }  # fmt: skip


def _of_model(model: Model, bind: str, *, every: bool) -> str:
    """Return what falls with elements (with one in fifty of a large model), single points, and supports."""
    some = model.elements if every else model.elements[::50]
    principles = model.principles if every else model.principles[::10]
    said: dict[str, Any] = {"impact": {one.id: _falls(model, one.id, bind) for one in some}}
    said["supports"] = {
        one.id: [(support.element, support.alone) for support in model.supports(one.id, bind=bind)]
        for one in principles
    }
    if every:
        points = model.single_points(bind=bind)
        said["single points"] = [(point.element, point.certain, point.possible) for point in points]
    return _json(said)


def _falls(model: Model, element: str, bind: str) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(fall.element, fall.certain, fall.via) for fall in model.impact(element, bind=bind).falls]


def _json(value: object) -> str:
    return json.dumps(value, indent=1, default=str, ensure_ascii=False)
