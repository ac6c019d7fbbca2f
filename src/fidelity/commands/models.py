"""``fidelity models``: the models that ship with the library, and those of your own shelves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.output import write_output
from fidelity.rendering.english import counted
from fidelity.rendering.json import json_text

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from fidelity.model.model import Model

NAME = "models"
HELP = "list the models that ship with the library, and your own"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it (default: text)")
    parser.add_argument("--output", metavar="FILE", help="write to this file, whole or not at all")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print one line for each model."""
    from fidelity.files.library import load_model, model_references, offered_references

    models = [load_model(name) for name in (*model_references(), *offered_references())]
    if options.format == "json":
        data = [{"id": one.id, "version": one.version, "title": one.title, "counts": one.counts} for one in models]
        text = json_text(data)
    else:
        rows = [(model.id, model.version, model.title, _counts(model)) for model in models]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
        text = "".join(f"{line}\n" for line in lines)
    write_output(text, options.output, out)
    return 0


def _counts(model: Model) -> str:
    counts = model.counts
    principles = counted(counts["principles"], "core principle")
    words = f"{principles}, {counts['essential']} essential, {counts['flexible']} flexible"
    return f"{words}, {counts['proscribed']} ruled out" if counts["proscribed"] else words
