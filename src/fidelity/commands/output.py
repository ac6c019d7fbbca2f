"""Writes what a command has to say: to the stream, or to a file, whole or not at all."""

from __future__ import annotations

# ruff: noqa: PTH105, PTH108, PTH110, PTH112, PTH113, PTH116, PTH118, PTH123 - pathlib costs 8 ms at the start
import os
from typing import TYPE_CHECKING

from fidelity.errors import FidelityError

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["OutputError", "refuse_to_overwrite", "say", "write_output"]


class OutputError(FidelityError):
    """A file that cannot be written. Nothing was left behind under its name."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"{self.path}: this file cannot be written: {self.reason}; nothing was changed"


def write_output(text: str | bytes, path: str | None, out: TextIO) -> None:
    """Write a text or bytes to ``path``, or to ``out`` where the path is ``None`` or ``"-"``.

    Bytes are never written to a terminal, which could only be upset by them.

    A file is written beside its place and then moved there, so that it is there whole or as it was. What
    is not a plain file, such as ``/dev/null``, is written to as it is. Text is UTF-8, always.

    Raises
    ------
    OutputError
        If the file cannot be written; it names the path. If bytes would go to a terminal.
    """
    if path is None or path == "-":
        if isinstance(text, str):
            say(text, out)
        else:
            _say_bytes(text, out)
        return
    data = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    try:
        _write_file(data, os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise OutputError(path, getattr(error, "strerror", None) or str(error)) from error


def say(text: str, out: TextIO) -> None:
    """Write a text to a stream. A reader that has gone away (``| head``) has simply heard enough."""
    try:
        out.write(text)
        out.flush()
    except BrokenPipeError:
        hush(out)


def _say_bytes(data: bytes, out: TextIO) -> None:
    """Write bytes to a stream that leads to a file or another program; a terminal would only show noise."""
    if out.isatty():
        reason = "this format is no text, and would not be readable here: name a file with --output, or use a pipe"
        raise OutputError("standard output", reason)
    try:
        buffer = getattr(out, "buffer", None)
        if buffer is None:  # a stream of text only, such as a test or a notebook puts there
            out.write(data.decode("utf-8"))
            return
        out.flush()
        buffer.write(data)
        buffer.flush()
    except BrokenPipeError:
        hush(out)


def refuse_to_overwrite(path: str | None) -> None:
    """Raise ``OutputError`` if there is a file already."""
    if path not in (None, "-") and os.path.lexists(path):
        raise OutputError(path, "it is there already, and may hold somebody's work; --force overwrites it")


def hush(out: TextIO) -> None:
    """Send whatever a stream still holds to nowhere, so that Python does not complain at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    except (OSError, ValueError):  # a stream without a file behind it
        return


def _write_file(data: bytes, path: str) -> None:
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        with open(path, "wb") as file:
            file.write(data)
        return
    if os.path.isdir(path):
        raise IsADirectoryError(21, "this is a folder")
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name[:100]}.{os.getpid()}.tmp")
    mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
