"""``fidelity show``: a model as a practice guide, a page, a graph or data; or one element of it with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.output import write_output
from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import UNKNOWN_NAME, WRONG_VALUE, Faults, quoted

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from fidelity.model.model import Model

NAME = "show"
HELP = "show what a model is: its principles and elements, what may vary, and who says so"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.reports.guide import FORMATS

    parser.add_argument("model", metavar="MODEL", help="an id such as fdac, an id with version, or a path")
    parser.add_argument("--format", choices=FORMATS.names, default="text", help="how to print it (default: text)")
    parser.add_argument("--element", metavar="ID", help="only this element, in full and with its evidence")
    parser.add_argument("--output", metavar="FILE", help="write to this file, whole or not at all")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print the model or the element."""
    from fidelity.files.library import load_model
    from fidelity.reports.guide import WholeOnly, guide

    model = load_model(options.model)
    element: str | None = options.element
    if element is not None and element not in model.by_id and element not in model.proscribed_by_id:
        raise _unknown(model, element)
    try:
        text = guide(model, options.format, element)
    except WholeOnly as error:
        found = f"--element together with --format {options.format}, in which one element makes no sense"
        ways = ("leave out --element to get the whole model", "ask for another format")
        raise InputError([Fault(WRONG_VALUE, Place("--element"), found, "a whole model", ways)]) from error
    write_output(text, options.output, out)
    return 0


def _unknown(model: Model, element: str) -> InputError:
    near = Faults("--element").suggestion(element, (*model.by_id, *model.proscribed_by_id))
    found = f"this model has no element {quoted(element)}{near}"
    ways = ("without --element, every id is printed",)
    return InputError([Fault(UNKNOWN_NAME, Place("--element"), found, "the id of an element", ways)])
