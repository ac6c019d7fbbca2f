"""``fidelity new``: a plan to fill in, made from a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.output import refuse_to_overwrite, write_output

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

NAME = "new"
HELP = "make a plan to fill in: every element of a model with its room, as commented YAML or as a workbook"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.files.templates import FORMATS

    parser.add_argument("model", metavar="MODEL", help="an id such as fdac, an id with version, or a path")
    parser.add_argument("--format", choices=FORMATS.names, default="yaml", help="what to make (default: yaml)")
    parser.add_argument("--output", metavar="FILE", help="write to this file; one that is there is never overwritten")
    parser.add_argument("--force", action="store_true", help="overwrite the file if it is there")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print the plan, or write it to a new file."""
    from fidelity.files.library import load_model
    from fidelity.files.templates import template

    made = template(load_model(options.model), options.format)
    if isinstance(made, str) and (schema := _schema(options.output)):
        made = f"# yaml-language-server: $schema={schema}\n{made}"
    if not options.force:
        refuse_to_overwrite(options.output)
    write_output(made, options.output, out)
    return 0


def _schema(output: str | None) -> str | None:
    """Return where the schema of plans is, as the new plan's editor has to name it: in the nearest .schemas, if any."""
    from pathlib import Path

    at = Path() if output in {None, "-"} else Path(str(output)).parent
    for up, folder in enumerate((at.resolve(), *at.resolve().parents)):
        if (folder / ".schemas" / "plan.json").is_file():
            return "/".join([*[".."] * up, ".schemas", "plan.json"])
    return None
