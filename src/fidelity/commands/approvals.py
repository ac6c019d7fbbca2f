"""``fidelity approvals``: the register of agreed variations over many plans, and which of them run out next."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from fidelity.commands.arguments import day
from fidelity.commands.output import say_faults, width_of, write_output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import TextIO

    from fidelity.checking.result import CheckResult

NAME = "approvals"
HELP = "list every agreed variation of your plans, and what runs out next"
WITHIN = 90

_ENDING = """\
examples:
  fidelity approvals plans/
  fidelity approvals plans/ --within 30 --fail-on running-out
  fidelity approvals plans/ --format csv --output register.csv

exit status: 0 nothing to report at --fail-on, 1 something is, 2 a plan could not be read
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.reports.register import FORMATS

    parser.epilog = _ENDING
    add = parser.add_argument
    add("plans", nargs="*", metavar="PLAN", help="files, folders and patterns, as for 'fidelity check'")
    add("--format", choices=FORMATS.names, default="text", help="how to print it (default: text)")
    add("--output", metavar="FILE", help="write to this file, whole or not at all")
    add("--on", type=day, metavar="DATE", help="the day to judge by, such as 2026-11-22 (default: today)")
    add("--within", type=_days, default=WITHIN, metavar="DAYS", help="how soon is soon (default: 90 days)")
    add(
        "--fail-on",
        choices=("never", "lapsed", "running-out"),
        default="never",
        dest="failing",
        help="what makes the status 1: one that does not count, or also one that soon will not (default: never)",
    )
    add("--allow-empty", action="store_true", help="let a folder or pattern have no plans")
    add("--config", metavar="FILE", help="read the settings of this file, and of no other")
    add("--isolated", action="store_true", help="read no file of settings")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Print the register; plans that cannot be read are named on ``err`` too."""
    from datetime import date

    from fidelity.checking.result import Unreadable
    from fidelity.commands.plan_files import Terms, plans_named, refuse_nothing, result_of
    from fidelity.commands.settings import settings_of
    from fidelity.comparing.register import register_of
    from fidelity.files.library import use_folders
    from fidelity.reports import Layout, pieces
    from fidelity.reports.register import FORMATS, Due

    settings = settings_of(options)
    use_folders(settings.texts("model-path"))
    on: date = options.on or date.today()  # noqa: DTZ011 - the day at the reader's place
    words = settings.texts("plans")
    refuse_nothing(words, f"fidelity {NAME}")

    def results() -> Iterator[CheckResult | Unreadable]:  # one at a time: the register keeps little of each
        for one in plans_named(words, err, allow_empty=settings.yes("allow-empty")):
            result = result_of(one, Terms(on))
            if isinstance(result, Unreadable):
                say_faults(result.faults, err)
            yield result

    register = register_of(results(), on)
    layout = Layout(width_of(out, os.environ))
    write_output(pieces(FORMATS, options.format, Due(register, options.within), layout), options.output, out)
    if register.unreadable:
        return 2
    soon = options.failing == "running-out" and register.running_out(options.within)
    return int(options.failing != "never" and bool(register.lapsed() or soon))


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len("10000")):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of days; write it as in 90")
    return int(text)
