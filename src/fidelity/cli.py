"""The command line: finds the command that the call names, runs it, and turns every failure into a message.

Exit status: 0 nothing at or above the threshold; 1 something is; 2 could not check.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from fidelity.commands import COMMANDS
from fidelity.commands.output import hush, prepare, say, spare_inputs, width_of
from fidelity.errors import FidelityError
from fidelity.rendering.english import did_you_mean, nearest, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType
    from typing import TextIO

__all__ = ["entry", "main"]

OK, COULD_NOT, INTERRUPTED = 0, 2, 130
_SIGNALLED = 128
"""What shells add to the number of the signal that ended a process."""
_SELDOM = 100_000
"""After how many new objects the collector runs: Python's 700 would cost a tenth of a short run, and free nothing."""

_ABOUT = """\
May this site change the model in this way and still call it the model? With reasons.
"""
_ENDING = """\
  fidelity COMMAND --help   says more about a command
  fidelity --version        says which version this is, and which models it ships

Exit status: 0 nothing at or above the threshold, 1 something is, 2 could not check.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; it never raises and never prints a traceback.

    Parameters
    ----------
    argv
        The words after ``fidelity``; by default those of this process.

    Returns
    -------
    int
        The exit status: 0 for nothing at or above the threshold, 1 for something, 2 for "could not check".

    Examples
    --------
    >>> from fidelity.cli import main
    >>> main(["models"])
    bairns-hoose ...
    fdac                   2026.1  Family Drug and Alcohol Court     ...
    0
    """
    words = list(sys.argv[1:] if argv is None else argv)
    sys.stdout, sys.stderr = prepare(sys.stdout, "standard output"), prepare(sys.stderr, "standard error")
    try:
        return _run(words, sys.stdout, sys.stderr)
    except SystemExit as leaving:  # argparse has already said what is wrong
        return leaving.code if isinstance(leaving.code, int) else OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("FIDELITY_DEBUG"):
            raise
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say what kept the command from its work, and return the status for that."""
    if isinstance(error, BrokenPipeError):
        hush(sys.stdout)
        return COULD_NOT
    if isinstance(error, FidelityError):
        message = str(error)
    elif isinstance(error, OSError):
        file = f"{error.filename}: " if error.filename else ""
        message = f"{file}{error.strerror or error}"
    else:
        message = (
            f"fidelity: something went wrong that is not your fault: {type(error).__name__}: {error}\n"
            "Please report it. With FIDELITY_DEBUG=1 in the environment the details are shown."
        )
    with suppress(OSError):  # where there is nowhere to say it, the status has to do
        say("".join(f"{visible(row, '?')}\n" for row in message.split("\n")), sys.stderr)
    return COULD_NOT


def _run(words: list[str], out: TextIO, err: TextIO) -> int:
    first = words[0] if words else None
    if first in {"-h", "--help", "help"}:
        say(_help(), out)
        return OK
    if first in {"-V", "--version"}:
        from fidelity._version import __version__, shipped_models

        say(f"fidelity {__version__}, with {', '.join(shipped_models()) or 'no models'}\n", out)
        return OK
    if first is None:
        say(_help(), err)
        return COULD_NOT
    module = _command(first)
    if module is None:
        say(_unknown(first), err)
        return COULD_NOT
    parser = Parser(prog=f"fidelity {first}", description=module.HELP)
    module.configure(parser)
    run: Callable[[argparse.Namespace, TextIO, TextIO], int] = module.run
    options = parser.parse_args(words[1:])
    spare_inputs(options)
    return run(options, out, err)


def _command(word: str) -> ModuleType | None:
    """Return the module of a command, and import no other."""
    if word not in COMMANDS.names:
        return None
    module = COMMANDS.module(word)
    return module if getattr(module, "NAME", None) == word else None


def _commands() -> dict[str, str]:
    """Return every command with its line of help."""
    modules = (_command(name) for name in COMMANDS.names)
    return {module.NAME: module.HELP for module in modules if module is not None}


def _help() -> str:
    known = _commands()
    width = max(map(len, known))
    rows = "".join(f"  {name:<{width}}  {line}\n" for name, line in known.items())
    return f"usage: fidelity COMMAND ...\n\n{_ABOUT}\n{rows}\n{_ENDING}"


def _unknown(word: str) -> str:
    known = _commands()
    if word.startswith("-"):
        return f"fidelity: the command comes first, then its options; not '{word}'. Commands: {', '.join(known)}\n"
    near = did_you_mean(nearest(word, known))
    return f"fidelity: there is no command '{word}'{near}. Commands: {', '.join(known)}\n"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Wraps to the terminal; without it argparse would import a heavy module to ask for the width."""

    def __init__(self, prog: str, **options: object) -> None:  # noqa: ARG002 - later Pythons pass more
        super().__init__(prog, width=width_of(sys.stdout, os.environ) - 2, max_help_position=28)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        """Return an option as all versions of Python from 3.13 on write it: its value once."""
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        value = self._format_args(action, self._get_default_metavar_for_optional(action))
        return f"{', '.join(action.option_strings)} {value}"


class Parser(argparse.ArgumentParser):
    """A parser of one command: no abbreviations of options, and near misses in its errors."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, formatter_class=_Formatter, allow_abbrev=False)
        self.color = False  # from 3.14 on help would be coloured

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse what is no choice; later versions of Python would write the choices without quotes."""
        if action.choices is not None and value not in action.choices:
            choices = ", ".join(map(repr, action.choices))
            raise argparse.ArgumentError(action, f"invalid choice: {value!r} (choose from {choices})")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and how to read more; exit 2."""
        _, unknown, words = message.partition("unrecognized arguments: ")
        near = ""
        if unknown:
            word = words.split(" ", 1)[0].partition("=")[0]
            near = did_you_mean(nearest(word, self._option_string_actions))
        self.exit(COULD_NOT, f"{self.format_usage()}{self.prog}: {message}{near}\n")

    def _print_message(self, message: str, file: object = None) -> None:
        """Write a message; argparse would pass over a stream that cannot be written to."""
        is_help = file is sys.stdout
        say(message, sys.stdout if is_help else sys.stderr)


def entry() -> NoReturn:
    """Run the command line as a process of its own, and leave at once.

    To take a large model apart object by object at the end would cost a tenth of the whole time.
    """
    gc.set_threshold(_SELDOM, 20, 20)  # most of a short run is loading, and what it loads is kept to the end
    import signal

    try:
        # From here on an interrupt is an exception, so that a file half written is taken away again.
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # as ``nohup`` and ``&`` have it
                signal.signal(number, signal.default_int_handler if name == "SIGINT" else _terminated)
        status = main()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                status = status or COULD_NOT
    except KeyboardInterrupt:
        status = INTERRUPTED
    os._exit(status)


def _terminated(number: int, _frame: object) -> NoReturn:
    """Leave as shells expect of a process that was told to end."""
    raise SystemExit(_SIGNALLED + number)


if __name__ == "__main__":
    entry()
