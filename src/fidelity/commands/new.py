"""``fidelity new``: a plan to fill in, made from a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.output import OutputError, write_output

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

NAME = "new"
HELP = "make a plan to fill in: every element of a model with its room, as commented YAML"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("model", metavar="MODEL", help="an id such as fdac, an id with version, or a path")
    parser.add_argument("--format", choices=("yaml",), default="yaml", help="what to make (default: yaml)")
    parser.add_argument("--output", metavar="FILE", help="write to this file; one that is there is never overwritten")
    parser.add_argument("--force", action="store_true", help="overwrite the file if it is there")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print the plan, or write it to a new file."""
    from fidelity.reading.library import load_model
    from fidelity.templates.yaml import plan_template

    text = plan_template(load_model(options.model))
    if not options.force:
        _refuse_to_overwrite(options.output)
    write_output(text, options.output, out)
    return 0


def _refuse_to_overwrite(path: str | None) -> None:
    import os

    if path not in (None, "-") and os.path.lexists(path):
        raise OutputError(path, "it is there already, and may hold somebody's work; --force overwrites it")
