"""``fidelity completion``: a script for the shell that completes commands, options and names."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from fidelity.commands import COMMANDS
from fidelity.commands.output import write_output

if TYPE_CHECKING:
    from typing import TextIO

NAME = "completion"
HELP = "print a script with which your shell completes commands, options and names"
SHELLS = ("bash", "zsh", "tcsh")

_ENDING = """\
examples:
  fidelity completion bash >~/.local/share/bash-completion/completions/fidelity
  fidelity completion zsh >~/.zsh/completions/_fidelity
  fidelity completion tcsh >~/.fidelity.completion.csh
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.epilog = _ENDING
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"one of: {', '.join(SHELLS)}")
    parser.add_argument("--output", metavar="FILE", help="write to this file, whole or not at all")


def run(options: argparse.Namespace, out: TextIO, err: TextIO) -> int:  # noqa: ARG001 - the commands' signature
    """Print the script. It is made from the parsers of the commands themselves."""
    try:
        import shtab
    except ImportError as error:
        from fidelity.errors import MissingExtraError

        raise MissingExtraError("the completion of a shell", "completion") from error
    text: str = shtab.complete(_parser_of_all(shtab.FILE), options.shell)
    write_output(text.rstrip("\n") + "\n", options.output, out)
    return 0


def _parser_of_all(files: object) -> argparse.ArgumentParser:
    """Return one parser with every command in it; ``files`` marks what the shell completes with names of files."""
    from fidelity.api import all_codes
    from fidelity.files.library import model_references, offered_references

    every = argparse.ArgumentParser(prog="fidelity", description="Adaptation plans and practice models.")
    every.add_argument("--version", action="store_true", help="say which version this is")
    inner = every.add_subparsers(dest="command")
    models = {reference.partition("@")[0] for reference in (*model_references(), *offered_references())}
    known = {"MODEL": sorted(models), "CODE": [code.code for code in all_codes()]}
    modules = map(COMMANDS.module, COMMANDS.names)
    for command in (module for module in modules if hasattr(module, "NAME")):
        parser = inner.add_parser(command.NAME, help=command.HELP, description=command.HELP, allow_abbrev=False)
        command.configure(parser)
        for action in parser._actions:  # noqa: SLF001 - argparse has no other way to them
            words = known.get(str(action.metavar))
            if words is not None:
                action.choices = words
            elif action.metavar in {"PLAN", "FILE"}:
                action.complete = files  # type: ignore[attr-defined] # what shtab looks for
    return every
