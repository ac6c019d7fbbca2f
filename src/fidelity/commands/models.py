"""``fidelity models``: the models that ship with the library, and those of your own shelves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.output import write_output
from fidelity.rendering.english import counted

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
    """Print one model a line."""
    from fidelity.files.library import load_model, model_references, offered_references

    models = [load_model(name) for name in (*model_references(), *offered_references())]
    text = _json(models) if options.format == "json" else _text(models)
    write_output(text, options.output, out)
    return 0


def _text(models: list[Model]) -> str:
    """Return one model a line: id, version, title, counts by tier."""
    rows = [(model.id, model.version, model.title, _counts(model)) for model in models]
    room = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(f"{word:<{wide}}" for word, wide in zip(row, room, strict=True)).rstrip() + "\n" for row in rows
    )


def _counts(model: Model) -> str:
    counts = model.counts
    principles = counted(counts["principles"], "core principle")
    words = f"{principles}, {counts['essential']} essential, {counts['flexible']} flexible"
    return f"{words}, {counts['proscribed']} ruled out" if counts["proscribed"] else words


def _json(models: list[Model]) -> str:
    from json import dumps

    rows = [{"id": m.id, "version": m.version, "title": m.title, "counts": m.counts} for m in models]
    return dumps(rows, ensure_ascii=False, indent=2) + "\n"
