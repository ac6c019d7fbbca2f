"""``fidelity check``: do these plans still fit their models? With reasons."""

from __future__ import annotations

# ruff: noqa: PTH110, PTH112, PTH113, PTH118, PTH121 - pathlib costs 8 ms at the start
import argparse
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from fidelity.commands.output import OutputError, say, write_output
from fidelity.commands.terminal import COLOURS, wants_colour, width_of
from fidelity.errors import Fault, InputError, Place
from fidelity.model.strength import LEVELS
from fidelity.reports.formats import format_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from fidelity.checking.result import CheckResult, Unreadable
    from fidelity.model.model import Model
    from fidelity.model.strength import Strength
    from fidelity.plan.plan import Plan
    from fidelity.reports.run import Run

NAME = "check"
HELP = "say whether adaptation plans are still the model, and why"

PLAN_ENDINGS = (".fidelity.yaml", ".fidelity.yml", ".fidelity.json")
STDIN = "<stdin>"

_ENDING = """\
examples:
  fidelity check northtown.fidelity.yaml
  fidelity check plans/ --fail-on amber
  fidelity check plans/ --format json --output result.json
  fidelity new fdac | fidelity check -

exit status: 0 nothing at or above the threshold, 1 something is, 2 could not check
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.epilog = _ENDING
    add = parser.add_argument
    add("plans", nargs="+", metavar="PLAN", help="a file, a folder with *.fidelity.yaml (.yml, .json) in it, or '-'")
    add(
        "--model",
        metavar="MODEL",
        help="judge by this version of the model, or by this file, and not by what is pinned",
    )
    add("--format", choices=format_names(), default="text", help="how to report (default: text)")
    add("--output", metavar="FILE", help="write the report to this file, whole or not at all")
    add("--fail-on", choices=("red", "amber", "never"), default="red", help="what makes the status 1 (default: red)")
    add("--bind", choices=tuple(LEVELS), default="restated", help="the weakest strength that binds (default: restated)")
    add("--on", type=_day, metavar="DATE", help="the day to judge approvals by, such as 2026-11-22 (default: today)")
    add("--verbose", action="store_true", help="show every cause, all the evidence, and the state of the elements")
    add("--color", "--colour", choices=COLOURS, default="auto", help="colour the text report (default: auto)")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Check the plans and report; the unreadable ones are named on ``err`` too."""
    from fidelity.reading.quiet import Quiet
    from fidelity.reports.formats import renderer
    from fidelity.reports.run import Layout, Run

    if options.output is not None:
        _spare_the_plans(options.output, options.plans)
    bind, on = LEVELS[options.bind], options.on or date.today()  # noqa: DTZ011 - the day where the reader is
    render = renderer(options.format)
    layout = Layout(verbose=options.verbose, colour=options.color == "always")
    if options.output in {None, "-"}:
        layout = Layout(width_of(out, os.environ), wants_colour(options.color, out, os.environ), options.verbose)
    with Quiet():  # every result is kept for the report: there is next to nothing to collect
        whole = Run(_checked(options, bind, on, err), bind, on)
        report = render(whole, layout)
    write_output(report, options.output, out)
    return _status(whole, options.fail_on)


def _checked(options: argparse.Namespace, bind: Strength, on: date, err: TextIO) -> Iterator[CheckResult | Unreadable]:
    """Yield the results for every word of the call, and tell at once what is wrong with those unread."""
    from fidelity.checking.result import Unreadable
    from fidelity.reading.library import load_model

    model = load_model(options.model, place=Place("--model")) if options.model else None
    for path in dict.fromkeys(options.plans):
        for result in _results(path, model, bind, on):
            if isinstance(result, Unreadable):
                _tell(result, err)
            yield result


def _day(text: str) -> date:
    wrong = f"'{text}' is not a date; write it as in 2026-11-22"
    if len(text) != len("2026-11-22"):  # Python also reads 20261122, and plans do not
        raise argparse.ArgumentTypeError(wrong)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(wrong) from None


def _spare_the_plans(output: str, plans: list[str]) -> None:
    """Refuse to write the report over a plan that is to be checked."""
    for path in plans:
        if path != "-" and os.path.isfile(path) and os.path.exists(output) and os.path.samefile(path, output):
            raise OutputError(output, "it is one of the plans to check")


def _results(path: str, model: Model | None, bind: Strength, on: date) -> Iterator[CheckResult | Unreadable]:
    """Yield the results for one word of the call: a file, a folder or ``-``."""
    from fidelity.asking import check_many
    from fidelity.checking.result import Unreadable

    try:
        plans = [_from_stdin()] if path == "-" else _plans_in(path) if os.path.isdir(path) else [path]
    except InputError as error:
        yield Unreadable(STDIN if path == "-" else path, error.faults)
        return
    yield from check_many(plans, model, on=on, bind=bind)


def _from_stdin() -> Plan:
    from fidelity.reading.plans import read_plan
    from fidelity.reading.tree import MAX_BYTES

    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or sys.stdin.closed:
        raise InputError([Fault("FID101", Place(STDIN), "there is no standard input", "a plan on it")])
    return read_plan(stream.read(MAX_BYTES + 1), STDIN)


def _plans_in(folder: str) -> list[str]:
    """Return the paths of the plans in a folder and the folders below it, in order. Hidden ones are left out."""
    unread: list[Fault] = []

    def note(error: OSError) -> None:
        found = f"this folder cannot be read: {error.strerror}"
        unread.append(Fault("FID101", Place(str(error.filename)), found, "a folder that can be read"))

    found: list[str] = []
    for here, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(here, name) for name in sorted(files) if name.lower().endswith(PLAN_ENDINGS)]
    if unread:
        raise InputError(unread)
    if not found:
        ways = (f"either name the plans in it so that they end in {PLAN_ENDINGS[0]}", "or name each file in the call")
        raise InputError(
            [Fault("FID101", Place(folder), "no plans in this folder", "files such as site.fidelity.yaml", ways)]
        )
    return found


def _tell(result: Unreadable, err: TextIO) -> None:
    from fidelity.reports.page import printable

    say("".join(f"{printable(str(fault))}\n" for fault in result.faults), err)


def _status(run: Run, fail_on: str) -> int:
    """Return 2 if anything could not be read, 1 if something is at or above the threshold, else 0."""
    if run.counts["unreadable"] or not run.results:
        return 2
    return int(fail_on != "never" and run.verdict is not None and run.verdict.rank >= {"amber": 1, "red": 2}[fail_on])
