"""``fidelity lint``: is a model itself sound, and does a variant keep what it claims."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fidelity.commands.output import write_output
from fidelity.commands.terminal import width_of

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from fidelity.errors import InputError
    from fidelity.model.model import Model

NAME = "lint"
HELP = "say whether a model is itself sound, and whether a variant keeps what it claims"
_RANKS = {"fault": 2, "advice": 1}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.soundness.layouts import layouts

    parser.add_argument("models", metavar="MODEL", nargs="+", help="an id such as fdac, an id with version, or a path")
    parser.add_argument("--format", choices=layouts(), default="text", help="how to print it (default: text)")
    parser.add_argument("--output", metavar="FILE", help="write to this file, whole or not at all")
    parser.add_argument(
        "--fail-on", choices=("fault", "advice", "never"), default="fault", help="exit 1 from here on (default: fault)"
    )


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print what was found about each model."""
    from fidelity.reading.library import load_model
    from fidelity.soundness.layouts import layout
    from fidelity.soundness.lint import lint

    models = [load_model(reference) for reference in options.models]
    _refuse_twins(models)
    found = [lint(model) for model in models]
    write_output(layout(found, options.format, width_of(out, os.environ)), options.output, out)
    return int(any(one.worst >= _RANKS.get(options.fail_on, len(_RANKS) + 1) for one in found))


def _refuse_twins(models: list[Model]) -> None:
    """Raise ``InputError`` where two different models share an id and a version."""
    known: dict[str, Model] = {}
    for model in models:
        other = known.setdefault(model.reference, model)
        if other != model:
            raise _twins(model, other)


def _twins(model: Model, other: Model) -> InputError:
    from fidelity.errors import Fault, InputError
    from fidelity.reading import faults as codes

    found = f"{model.reference} is the name of another model too, in {other.place.path}"
    ways = ("give one of them another id", "or another version")
    return InputError([Fault(codes.DUPLICATE, model.place, found, "each id and version once", ways)])
