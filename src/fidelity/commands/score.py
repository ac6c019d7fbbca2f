"""``fidelity score``: completed checklists, scored by rules that the call names, and judged by the checker itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.arguments import day
from fidelity.commands.output import say, with_progress, write_output
from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import MISSING_KEY, WRONG_VALUE

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.delivery import Occasion
    from fidelity.scoring.frames import ReadFrame
    from fidelity.scoring.scoring import Score

NAME = "score"
HELP = "score completed checklists, and say what it means that something is not delivered"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.checklists.bands import BASES, RULES, TOGETHER
    from fidelity.reports.score import FORMATS
    from fidelity.scoring.drift import RULE_SETS

    add = parser.add_argument
    add(
        "responses",
        metavar="RESPONSES",
        nargs="+",
        help="files with completed checklists; Parquet and patterns such as 'answers-*.csv' go through DuckDB",
    )
    add("--model", metavar="MODEL", help="the model whose checklist was filled in")
    add("--plan", metavar="PLAN", help="the plan that the checklist was made from, if it was")
    add("--scale", metavar="FILE", help="a published scale that was filled in, instead of a model's checklist")
    add("--short", action="store_true", help="the short form was filled in")
    add("--format", choices=FORMATS.names, default="text", help="how to print it (default: text)")
    add("--output", metavar="FILE", help="write to this file, whole or not at all")
    add("--rule", choices=tuple(RULES), help="what is done about gaps (default: none, or what the scale says)")
    add("--base", choices=tuple(BASES), help="what percentages are of (default: range, or what the scale says)")
    add("--together", choices=tuple(TOGETHER), default="majority", help="how several ratings of an item count")
    add(
        "--unique", action="store_true", help="take it on trust that no item stands twice on a form (Parquet, patterns)"
    )
    add("--rules", choices=tuple(RULE_SETS), default="8-6", help="when a chart signals: points of a shift, of a trend")
    add(
        "--rebase", metavar="PERIOD", action="append", default=[], help="limits are worked out anew from this period on"
    )
    add("--on", type=day, metavar="DATE", help="judge approvals as of this day; without it they all count")
    add("--fail-on", choices=("red", "amber", "never"), default="red", help="what makes the status 1 (default: red)")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Print the score. The status is 1 if delivery is worse than planned, and at or above the threshold."""
    if (options.model is None) == (options.scale is None):
        ways = ("either --model MODEL, with --plan PLAN if there was one", "or --scale FILE")
        raise InputError([Fault(MISSING_KEY, Place("fidelity score"), "it is not said what was filled in", "", ways)])
    score, occasions = _of_scale(options, err) if options.scale else _of_model(options, err)
    for one in score.responses.not_understood:
        say(f"{one}\n", err)
    periods = {one.period for one in occasions if one.period}
    unknown = [period for period in options.rebase if period not in periods]
    if unknown:
        found = f"no form is of the period '{unknown[0]}'"
        expected = f"one of {', '.join(sorted(periods))}" if periods else "periods on the forms"
        raise InputError([Fault(MISSING_KEY, Place("fidelity score --rebase"), found, expected)])
    from fidelity.reports.score import render_score

    made = render_score(score, options.format, occasions, options.rules, options.rebase)
    write_output(made, options.output, out)
    bad = {"red": ("red",), "amber": ("red", "amber"), "never": ()}[options.fail_on]
    return int(any(finding.verdict.value in bad for one in occasions for finding in one.delivery.findings))


def _of_model(options: argparse.Namespace, err: TextIO) -> tuple[Score, list[Occasion]]:
    from fidelity.checklists.making import checklist
    from fidelity.files.library import load_model
    from fidelity.files.plans import load_plan
    from fidelity.scoring.delivery import counted_occasions, occasions

    model = load_model(options.model)
    plan = None if options.plan is None else load_plan(options.plan)
    made = checklist(model, plan, short=options.short, on=options.on)
    score, frame = _score(made, options, err)
    judged = (
        occasions(score, plan, model, on=options.on)
        if frame is None
        else counted_occasions(score, frame.stacks(), plan, model, options.on)
    )
    return score, list(with_progress(judged, None, err, done="sites and periods judged"))


def _score(made: Checklist, options: argparse.Namespace, err: TextIO) -> tuple[Score, ReadFrame | None]:
    """Return the score of some forms; with a frame of them if only an engine for tables can read them."""
    from fidelity.checklists.reading import read_watched
    from fidelity.scoring.frame_source import is_tabular, named

    rules = {"base": options.base, "rule": options.rule, "together": options.together}
    paths = [path for name in options.responses for path in named(name)]
    if not any(map(is_tabular, paths)):
        from fidelity.scoring.scoring import score

        read = read_watched(made, paths, lambda items, done: with_progress(items, len(items), err, done=done))
        return score(made, read, **rules), None
    from fidelity.scoring.frames import read_frame

    name = paths[0] if len(paths) == 1 else f"{paths[0]} and others"
    frame = read_frame(made, paths, path=name, unique=options.unique)
    return frame.score(**rules), frame


def _of_scale(options: argparse.Namespace, err: TextIO) -> tuple[Score, list[Occasion]]:
    from fidelity.checklists.scale_files import load_scale

    for option in ("plan", "on"):
        if getattr(options, option) is not None:
            found = "a published scale is scored as it is"
            raise InputError([Fault(WRONG_VALUE, Place(f"--{option}"), found, f"no --{option} with a scale")])
    return _score(load_scale(options.scale).checklist, options, err)[0], []
