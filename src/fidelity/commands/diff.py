"""``fidelity diff``: how two versions of a model, or two plans, differ."""

from __future__ import annotations

# ruff: noqa: PTH110, PTH113, PTH121 - as in the other commands
import os
from typing import TYPE_CHECKING

from fidelity.commands.output import OutputError, say, width_of, write_output
from fidelity.files.faults import WRONG_KIND
from fidelity.model.strength import LEVELS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from fidelity.checking.result import Unreadable
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import PlanDiff
    from fidelity.errors import InputError

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
    add("--on", type=_day, metavar="DATE", help="for --plan: the day to judge approvals by (default: today)")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Print the comparison; plans that cannot be read are named on ``err`` too."""
    from fidelity.api import diff
    from fidelity.checking.result import Unreadable
    from fidelity.comparing.models import ModelDiff
    from fidelity.reports import Layout, pieces
    from fidelity.reports.comparison import FORMATS, Compared

    _spare(options.output, (options.old, options.new, *options.plan))
    found = diff(options.old, options.new)
    if not isinstance(found, ModelDiff):
        _refuse_for_plans(options)
    plans = tuple(_effects(options, found, err)) if isinstance(found, ModelDiff) else ()
    write_output(
        pieces(FORMATS, options.format, Compared(found, plans), Layout(width_of(out, os.environ))), options.output, out
    )
    if any(isinstance(one, Unreadable) for one in plans):
        return 2
    return int(options.fail_on == "breaking" and _breaks(found, plans))


def _breaks(found: ModelDiff | PlanDiff, plans: Iterable[Effect | Unreadable]) -> bool:
    return bool(getattr(found, "breaking", ())) or any(getattr(one, "worse", False) for one in plans)


def _effects(options: argparse.Namespace, found: ModelDiff, err: TextIO) -> Iterator[Effect | Unreadable]:
    """Yield what the new version does to each plan of the call; tell at once what is wrong with those unread."""
    from datetime import date

    from fidelity.api import effect
    from fidelity.checking.result import Unreadable
    from fidelity.commands.named import STDIN, plan_from_stdin, plans_named
    from fidelity.errors import InputError
    from fidelity.rendering.english import printable

    on = options.on or date.today()  # noqa: DTZ011 - the day where the reader is
    for one in plans_named(options.plan):
        try:
            if isinstance(one, InputError):
                raise one
            plan = plan_from_stdin() if one == "-" else one
            yield effect(plan, found.old, found.new, on=on, bind=options.bind)
        except InputError as error:
            say("".join(f"{printable(str(fault))}\n" for fault in error.faults), err)
            yield Unreadable(
                error.faults[0].place.path if isinstance(one, InputError) else STDIN if one == "-" else one,
                error.faults,
            )


def _refuse_for_plans(options: argparse.Namespace) -> None:
    """Raise ``InputError`` for what makes sense only with two versions of a model."""
    if options.plan:
        raise _only_models("--plan", "what a new version does to a plan is asked with two versions of a model")
    if options.fail_on == "breaking":
        raise _only_models(
            "--fail-on breaking", "two plans have no breaking differences; 'fidelity check' judges a plan"
        )


def _only_models(option: str, found: str) -> InputError:
    from fidelity.errors import Fault, InputError, Place

    return InputError([Fault(WRONG_KIND, Place(option), found, "two versions of a model")])


def _day(text: str) -> object:
    from fidelity.commands.wanted import day

    return day(text)


def _spare(output: str | None, paths: Iterable[str]) -> None:
    """Refuse to write the report over what is compared."""
    if output is None or not os.path.exists(output):
        return
    for path in paths:
        if os.path.isfile(path) and os.path.samefile(path, output):
            raise OutputError(output, "it is one of the files that this call compares")
