"""``fidelity lint``: is a model itself sound, and does a variant keep what it claims."""

from __future__ import annotations

# ruff: noqa: PTH113 - pathlib costs 8 ms at the start
import os
from typing import TYPE_CHECKING

from fidelity.commands.output import say_faults, width_of, write_output

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from typing import TextIO

    from fidelity.checking.result import Unreadable
    from fidelity.checklists.scales import Scale
    from fidelity.model.model import Model
    from fidelity.soundness.lint import Soundness

NAME = "lint"
HELP = "say whether a model or a scale is itself sound, and whether a variant keeps what it claims"
_RANKS = {"fault": 2, "advice": 1}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.reports.soundness import FORMATS

    parser.add_argument(
        "models",
        metavar="MODEL",
        nargs="+",
        help="an id such as fdac, an id with version, or a path; or the path of a scale",
    )
    parser.add_argument("--format", choices=FORMATS.names, default="text", help="how to print it (default: text)")
    parser.add_argument("--output", metavar="FILE", help="write to this file, whole or not at all")
    parser.add_argument(
        "--fail-on", choices=("fault", "advice", "never"), default="fault", help="exit 1 from here on (default: fault)"
    )


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Print what was found about each model; those that cannot be read are named on ``err`` too."""
    from fidelity.checking.result import Unreadable
    from fidelity.checklists.scales import scale_issues
    from fidelity.model.model import Model
    from fidelity.reports import Layout, pieces
    from fidelity.reports.soundness import FORMATS
    from fidelity.soundness.lint import Soundness, lint

    shown = out if options.output in {None, "-"} else None
    models = [_read(reference, err, shown) for reference in options.models]
    _refuse_twins(model for model in models if isinstance(model, Model))
    found: list[Soundness | Unreadable] = []
    for model in models:
        if isinstance(model, Unreadable):
            found.append(model)
        else:
            found.append(lint(model) if isinstance(model, Model) else Soundness(model, scale_issues(model)))
    write_output(pieces(FORMATS, options.format, found, Layout(width_of(out, os.environ))), options.output, out)
    worst = max((one.worst for one in found if not isinstance(one, Unreadable)), default=-1)
    if any(isinstance(one, Unreadable) for one in found):
        return 2
    return int(worst >= _RANKS.get(options.fail_on, len(_RANKS) + 1))


def _read(reference: str, err: TextIO, out: TextIO | None) -> Model | Scale | Unreadable:
    """Return a model or a scale; if it cannot be read, say what is wrong and return that."""
    from fidelity.checking.result import Unreadable
    from fidelity.checklists.scale_files import is_scale, load_scale
    from fidelity.errors import InputError
    from fidelity.files.library import load_model
    from fidelity.files.source import read_bytes

    try:
        if os.path.isfile(reference) and is_scale(read_bytes(reference)[1]):
            return load_scale(reference)
        return load_model(reference)
    except InputError as error:
        say_faults(error.faults, err, out)
        return Unreadable(reference, error.faults)


def _refuse_twins(models: Iterable[Model]) -> None:
    """Raise ``InputError`` if two different models share an id and a version."""
    from fidelity.errors import Fault, InputError
    from fidelity.files import faults as codes

    known: dict[str, Model] = {}
    for model in models:
        other = known.setdefault(model.reference, model)
        if other != model:
            found = f"{model.reference} is the name of another model too, in {other.place.path}"
            ways = ("give one of them another id", "give one of them another version")
            raise InputError([Fault(codes.DUPLICATE, model.place, found, "each id and version once", ways)])
