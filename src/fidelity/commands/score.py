"""``fidelity score``: completed checklists, scored by rules that are named, and judged by the checker itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.score_formats import render_score, score_format_names
from fidelity.checklists.scoring_rules import BASES, RULES, TOGETHER
from fidelity.commands.output import say, write_output
from fidelity.commands.wanted import day
from fidelity.errors import Fault, InputError, Place

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from fidelity.checklists.occasions import Occasion
    from fidelity.checklists.scoring import Score

NAME = "score"
HELP = "score completed checklists, and say what it means that something is not delivered"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add = parser.add_argument
    add("responses", metavar="RESPONSES", nargs="+", help="files with completed checklists")
    add("--model", metavar="MODEL", help="the model whose checklist was filled in")
    add("--plan", metavar="PLAN", help="the plan that the checklist was made from, if it was")
    add("--scale", metavar="FILE", help="a published scale that was filled in, instead of a model's checklist")
    add("--short", action="store_true", help="the short form was filled in")
    add("--format", choices=score_format_names(), default="text", help="how to print it (default: text)")
    add("--output", metavar="FILE", help="write to this file, whole or not at all")
    add("--rule", choices=tuple(RULES), help="what is done about gaps (default: none, or what the scale says)")
    add("--base", choices=tuple(BASES), help="what percentages are of (default: range, or what the scale says)")
    add("--together", choices=tuple(TOGETHER), default="majority", help="how several ratings of an item count")
    add("--on", type=day, metavar="DATE", help="judge approvals as of this day; without it they all count")
    add("--fail-on", choices=("red", "amber", "never"), default="red", help="what makes the status 1 (default: red)")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Print the score. The status is 1 where delivery is worse than planned, and at or above the threshold."""
    if (options.model is None) == (options.scale is None):
        ways = ("either --model MODEL, with --plan PLAN if there was one", "or --scale FILE")
        raise InputError([Fault("FID105", Place("fidelity score"), "it is not said what was filled in", "", ways)])
    score, occasions = _of_scale(options) if options.scale else _of_model(options)
    for one in score.responses.not_understood:
        say(f"{one}\n", err)
    write_output(render_score(score, options.format, occasions), options.output, out)
    return _status(occasions, options.fail_on)


def _of_model(options: argparse.Namespace) -> tuple[Score, list[Occasion]]:
    from fidelity.checklists.making import checklist
    from fidelity.checklists.occasions import occasions
    from fidelity.checklists.readers import read_responses
    from fidelity.checklists.scoring import score
    from fidelity.reading.library import load_model
    from fidelity.reading.plans import load_plan

    model = load_model(options.model)
    plan = None if options.plan is None else load_plan(options.plan)
    made = checklist(model, plan, short=options.short, on=options.on)
    found = score(
        made,
        read_responses(made, *options.responses),
        base=options.base,
        rule=options.rule,
        together=options.together,
    )
    return found, list(occasions(found, plan, model, on=options.on))


def _of_scale(options: argparse.Namespace) -> tuple[Score, list[Occasion]]:
    from fidelity.checklists.readers import read_responses
    from fidelity.checklists.scales import load_scale
    from fidelity.checklists.scoring import score

    made = load_scale(options.scale).checklist
    responses = read_responses(made, *options.responses)
    return score(made, responses, base=options.base, rule=options.rule, together=options.together), []


def _status(occasions: list[Occasion], fail_on: str) -> int:
    bad = {"red": ("red",), "amber": ("red", "amber"), "never": ()}[fail_on]
    worse = (finding.verdict.value for one in occasions for finding in one.delivery.findings)
    return int(any(verdict in bad for verdict in worse))
