"""``fidelity lint``: is a model itself sound, and does a variant keep what it claims."""

from __future__ import annotations

# ruff: noqa: PTH110, PTH113, PTH121 - as in the other commands
import os
from typing import TYPE_CHECKING

from fidelity.commands.output import OutputError, say, width_of, write_output

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from typing import TextIO

    from fidelity.checking.result import Unreadable
    from fidelity.checklists.scales import Scale
    from fidelity.errors import InputError
    from fidelity.model.model import Model

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

    _spare_the_models(options.output, options.models)
    models = [_read(reference, err) for reference in options.models]
    _refuse_twins(model for model in models if isinstance(model, Model))
    found = [
        model
        if isinstance(model, Unreadable)
        else lint(model)
        if isinstance(model, Model)
        else Soundness(model, scale_issues(model))
        for model in models
    ]
    write_output(pieces(FORMATS, options.format, found, Layout(width_of(out, os.environ))), options.output, out)
    worst = max((one.worst for one in found if not isinstance(one, Unreadable)), default=-1)
    if any(isinstance(one, Unreadable) for one in found):
        return 2
    return int(worst >= _RANKS.get(options.fail_on, len(_RANKS) + 1))


def _read(reference: str, err: TextIO) -> Model | Scale | Unreadable:
    """Return a model or a scale; for one that cannot be read, say what is wrong and return that."""
    from fidelity.checking.result import Unreadable
    from fidelity.checklists.scale_files import is_scale, load_scale
    from fidelity.errors import InputError
    from fidelity.files.library import load_model
    from fidelity.files.source import read_bytes
    from fidelity.rendering.english import printable

    try:
        if os.path.isfile(reference) and is_scale(read_bytes(reference)[1]):
            return load_scale(reference)
        return load_model(reference)
    except InputError as error:
        say("".join(f"{printable(str(fault))}\n" for fault in error.faults), err)
        return Unreadable(reference, error.faults)


def _spare_the_models(output: str | None, models: Iterable[str]) -> None:
    """Refuse to write the report over a model that is looked at."""
    if output is None or not os.path.exists(output):
        return
    for path in models:
        if os.path.isfile(path) and os.path.samefile(path, output):
            raise OutputError(output, "it is a model that this call looks at")


def _refuse_twins(models: Iterable[Model]) -> None:
    """Raise ``InputError`` where two different models share an id and a version."""
    known: dict[str, Model] = {}
    for model in models:
        other = known.setdefault(model.reference, model)
        if other != model:
            raise _twins(model, other)


def _twins(model: Model, other: Model) -> InputError:
    from fidelity.errors import Fault, InputError
    from fidelity.files import faults as codes

    found = f"{model.reference} is the name of another model too, in {other.place.path}"
    ways = ("give one of them another id", "give one of them another version")
    return InputError([Fault(codes.DUPLICATE, model.place, found, "each id and version once", ways)])
