"""``fidelity diff``: how two versions of a model, or two plans, differ."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fidelity.commands.arguments import day
from fidelity.commands.output import say_faults, width_of, write_output
from fidelity.files.faults import WRONG_KIND
from fidelity.model.strength import LEVELS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import TextIO

    from fidelity.checking.result import Unreadable
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff

NAME = "diff"
HELP = "say how two versions of a model, or two plans, differ, and what that means"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.reports.comparison import FORMATS

    what = "a model (an id such as fdac, an id with version, or a path) or the file of a plan"
    add = parser.add_argument
    add("old", metavar="A", help=f"the older one: {what}")
    add("new", metavar="B", help="the newer one: of the same kind")
    add(
        "--plan",
        action="append",
        metavar="PLAN",
        default=[],
        help="say what the new version does to this plan too; several times for several",
    )
    add("--format", choices=FORMATS.names, default="text", help="how to print it (default: text)")
    add("--output", metavar="FILE", help="write to this file, whole or not at all")
    add(
        "--fail-on",
        choices=("breaking", "never"),
        default="never",
        help="exit 1 on a breaking difference, or if a plan named with --plan fares worse (default: never)",
    )
    add(
        "--bind",
        choices=tuple(LEVELS),
        default="restated",
        help="for --plan: the weakest strength that binds (default: restated)",
    )
    add("--on", type=day, metavar="DATE", help="for --plan: the day to judge approvals by (default: today)")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Print the comparison; plans that cannot be read are named on ``err`` too."""
    from fidelity.api import diff
    from fidelity.checking.result import Unreadable
    from fidelity.comparing.models import ModelDiff
    from fidelity.reports import Layout, pieces
    from fidelity.reports.comparison import FORMATS, Compared

    found = diff(options.old, options.new)
    plans: tuple[Effect | Unreadable, ...] = ()
    breaks = False
    if isinstance(found, ModelDiff):
        plans = tuple(_effects(options, found, err, out if options.output in {None, "-"} else None))
        breaks = bool(found.breaking) or any(not isinstance(one, Unreadable) and one.worse for one in plans)
    else:
        _refuse_for_plans(options)
    layout = Layout(width_of(out, os.environ))
    write_output(pieces(FORMATS, options.format, Compared(found, plans), layout), options.output, out)
    if any(isinstance(one, Unreadable) for one in plans):
        return 2
    return int(options.fail_on == "breaking" and breaks)


def _effects(
    options: argparse.Namespace, found: ModelDiff, err: TextIO, out: TextIO | None
) -> Iterator[Effect | Unreadable]:
    """Yield what the new version does to each plan of the call, and say at once why a plan cannot be read."""
    from datetime import date

    from fidelity.api import effect
    from fidelity.checking.result import Unreadable
    from fidelity.commands.plan_files import STDIN, plan_from_stdin, plans_named
    from fidelity.errors import InputError

    on = options.on or date.today()  # noqa: DTZ011 - the day at the reader's place
    for one in plans_named(options.plan, err):
        try:
            if isinstance(one, InputError):
                raise one
            plan = plan_from_stdin() if one == "-" else one
            yield effect(plan, found.old, found.new, on=on, bind=options.bind)
        except InputError as error:
            say_faults(error.faults, err, out)
            path = error.faults[0].place.path if isinstance(one, InputError) else STDIN if one == "-" else one
            yield Unreadable(path, error.faults)


def _refuse_for_plans(options: argparse.Namespace) -> None:
    """Raise ``InputError`` for what makes sense only with two versions of a model."""
    from fidelity.errors import Fault, InputError, Place

    if options.plan:
        option, found = "--plan", "what a new version does to a plan is asked with two versions of a model"
    elif options.fail_on == "breaking":
        option = "--fail-on breaking"
        found = "two plans have no breaking differences; 'fidelity check' judges a plan"
    else:
        return
    raise InputError([Fault(WRONG_KIND, Place(option), found, "two versions of a model")])
