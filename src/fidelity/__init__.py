"""Is a local adaptation of a children's social care model still the model? With reasons.

Load a model (`load_model`), load a plan (`load_plan`), check it (`check`): the result says green, amber or
red, why, by which source, and what the ways out are. What is heavy loads when it is first used.
"""

from __future__ import annotations

import sys

if sys.argv[0].replace("\\", "/").rpartition("/")[2] in {"fidelity", "fidelity.exe"} or (
    sys.argv[0] == "-m" and "fidelity" in sys.orig_argv
):
    # This process is the command line. Until that has begun, an interrupt just ends it: nothing is written yet, and
    # Python's own way would be a traceback from wherever it was loading. Whoever else imports the library keeps theirs.
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

from typing import TYPE_CHECKING

from fidelity._version import __version__

if TYPE_CHECKING:
    from fidelity.api import approvals, check, check_many, diff, effect
    from fidelity.checking.finding import Cause, Finding
    from fidelity.checking.references import Cited
    from fidelity.checking.repairs import Repairs
    from fidelity.checking.result import CheckResult, Unreadable
    from fidelity.checking.states import State
    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.making import checklist
    from fidelity.checklists.reading import read_responses
    from fidelity.checklists.responses import Answer, Form, Responses
    from fidelity.comparing.difference import Bearing, Difference
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import Move, PlanDiff, PlanDifference
    from fidelity.comparing.register import Register, Variation
    from fidelity.errors import BreachError, Fault, FidelityError, InputError, Place
    from fidelity.files.library import load_model, model_references
    from fidelity.files.plans import load_plan
    from fidelity.model.elements import Element, Tier
    from fidelity.model.impact import Fall, Impact, SinglePoint, Support
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Approval, Change, Choice, Plan
    from fidelity.plan.text import plan_text
    from fidelity.scoring.delivery import Delivery, Occasion, delivered, occasions
    from fidelity.scoring.frames import score_frame
    from fidelity.scoring.scoring import Score, score
    from fidelity.sweeping import Sweep, sweep
    from fidelity.verdicts import Need, Verdict

_HOMES = {
    "approvals": "api", "check": "api", "check_many": "api",
    "Cause": "checking.finding", "Cited": "checking.references", "Finding": "checking.finding",
    "Fall": "model.impact", "Impact": "model.impact", "SinglePoint": "model.impact",
    "Support": "model.impact",
    "Register": "comparing.register", "Variation": "comparing.register",
    "Repairs": "checking.repairs",
    "CheckResult": "checking.result", "Unreadable": "checking.result",
    "State": "checking.states",
    "Need": "verdicts", "Verdict": "verdicts",
    "Checklist": "checklists.checklist", "checklist": "checklists.making",
    "read_responses": "checklists.reading",
    "Answer": "checklists.responses", "Form": "checklists.responses", "Responses": "checklists.responses",
    "Delivery": "scoring.delivery", "Occasion": "scoring.delivery", "delivered": "scoring.delivery",
    "occasions": "scoring.delivery",
    "Score": "scoring.scoring", "score": "scoring.scoring", "score_frame": "scoring.frames",
    "Bearing": "comparing.difference", "Difference": "comparing.difference",
    "Effect": "comparing.effect", "ModelDiff": "comparing.models",
    "Move": "comparing.plans", "PlanDiff": "comparing.plans", "PlanDifference": "comparing.plans",
    "BreachError": "errors", "FidelityError": "errors", "Fault": "errors", "InputError": "errors", "Place": "errors",
    "Element": "model.elements", "Tier": "model.elements",
    "Model": "model.model",
    "Strength": "model.strength",
    "Approval": "plan.plan", "Change": "plan.plan", "Choice": "plan.plan", "Plan": "plan.plan",
    "plan_text": "plan.text",
    "load_model": "files.library", "model_references": "files.library",
    "load_plan": "files.plans",
    "diff": "api", "effect": "api",
    "Sweep": "sweeping", "sweep": "sweeping",
}  # fmt: skip

__all__ = [
    "Answer", "Approval", "Bearing", "BreachError", "Cause", "Change", "CheckResult", "Checklist", "Choice", "Cited",
    "Delivery", "Difference", "Effect", "Element", "Fall", "Fault", "FidelityError", "Finding", "Form", "Impact",
    "InputError", "Model", "ModelDiff", "Move", "Need", "Occasion", "Place", "Plan", "PlanDiff", "PlanDifference",
    "Register", "Repairs", "Responses", "Score", "SinglePoint", "State", "Strength", "Support", "Sweep", "Tier",
    "Unreadable", "Variation", "Verdict", "__version__", "approvals", "check", "check_many", "checklist", "delivered",
    "diff", "effect", "load_model", "load_plan", "model_references", "occasions", "plan_text", "read_responses",
    "score", "score_frame", "sweep",
]  # fmt: skip


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'fidelity' has no attribute '{name}'")
    from importlib import import_module

    value: object = getattr(import_module(f"fidelity.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
