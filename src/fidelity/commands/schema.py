"""``fidelity schema``: the JSON Schema of a plan, a model or a result, for editors and other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.output import write_output

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

NAME = "schema"
HELP = "print a JSON Schema: of a plan, of a model, or of the JSON that commands print"

_ENDING = """\
examples:
  fidelity schema plan --output .schemas/plan.json
  fidelity schema result | jq '.definitions | keys'

plan: the file of a plan; model: the file of a model; result: what 'check --format json' prints;
shown-model: what 'show --format json' prints
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    from fidelity.reports.schemas import SCHEMAS

    parser.epilog = _ENDING
    parser.add_argument("of", metavar="|".join(SCHEMAS.names), choices=SCHEMAS.names, help="what it describes")
    parser.add_argument("--output", metavar="FILE", help="write to this file, whole or not at all")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print the schema."""
    from fidelity.reports.schemas import schema_text

    write_output(schema_text(options.of), options.output, out)
    return 0
