"""``fidelity convert``: the same plan as another kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.output import refuse_to_overwrite, write_output

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

NAME = "convert"
HELP = "write a plan as another kind of file: a workbook as YAML, or YAML as a workbook"
_EPILOG = """\
Nothing of the plan is lost, in either direction. Comments in YAML, and pages and columns of your own in a workbook,
are no part of the plan, and stay behind.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.files.templates import FORMATS

    parser.epilog = _EPILOG
    parser.add_argument("plan", metavar="PLAN", help="a file, or '-'")
    parser.add_argument("--format", choices=FORMATS.names, default="yaml", help="what to make (default: yaml)")
    parser.add_argument("--model", metavar="MODEL", help="the model, where the plan's own cannot be found by its name")
    parser.add_argument("--output", metavar="FILE", help="write to this file; one that is there is never overwritten")
    parser.add_argument("--force", action="store_true", help="overwrite the file if it is there")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print the plan as another kind of file, or write it to a new one."""
    from fidelity.commands.plan_files import plan_from_stdin
    from fidelity.files.library import load_model
    from fidelity.files.plans import load_plan
    from fidelity.files.templates import converted, needs_model

    plan = plan_from_stdin() if options.plan == "-" else load_plan(options.plan)
    model = None
    if needs_model(options.format):
        model = load_model(options.model or plan.model, place=plan.places.get("model"))
    made = converted(plan, options.format, model)
    if not options.force:
        refuse_to_overwrite(options.output)
    write_output(made, options.output, out)
    return 0
