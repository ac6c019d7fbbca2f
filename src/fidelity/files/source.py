"""From a file to its bytes, and from bytes to text: UTF-8 only. What cannot be read says why in one message."""

from __future__ import annotations

import os
import stat
from typing import BinaryIO

from fidelity.errors import InputError, Place
from fidelity.files import faults as codes
from fidelity.files.faults import Faults


def read_bytes(source: str | os.PathLike[str]) -> tuple[str, bytes]:
    """Return the path of a file as text, and its bytes, of which at most one more than ``MAX_BYTES`` is read.

    Raises
    ------
    InputError
        FID101 if there is no such file, if it is a folder, or if it may not be read.
    """
    path = os.fspath(source)
    try:
        with opened(path) as file:
            return path, file.read(MAX_BYTES + 1)
    except InputError:
        raise
    except IsADirectoryError as error:
        raise unreadable(path, "this is a folder", "name a file in it") from error
    except FileNotFoundError as error:
        raise unreadable(path, "there is no such file", "check the spelling and the folder") from error
    except PermissionError as error:
        raise unreadable(path, "this file may not be read", "ask for permission to read it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise unreadable(path, f"this file cannot be read: {reason}") from error


_SPECIAL = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
_OPEN_ALREADY = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
"""Names of what the caller has opened, such as ``<(...)`` of a shell: a pipe there has a writer, and ends with it."""


def opened(path: str) -> BinaryIO:
    """Return a file, open to be read in bytes. To open a pipe does not wait.

    Raises
    ------
    InputError
        FID101 if the name stands for a device, a socket, or a pipe that the caller has not opened: to read it could
        wait for ever.
    OSError
        If there is no such file, if it is a folder, or if it may not be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError:
        refuse_special(path)  # such as a socket, which cannot be opened at all
        raise
    try:
        kind = _SPECIAL.get(stat.S_IFMT(os.fstat(descriptor).st_mode), "")
        if kind == "a pipe" and path.startswith(_OPEN_ALREADY):
            os.set_blocking(descriptor, True)
        elif kind:
            raise _not_a_file(path, kind)
        return os.fdopen(descriptor, "rb")
    except (OSError, InputError):  # such as for a folder
        os.close(descriptor)
        raise


def refuse_special(path: str) -> None:
    """Raise ``InputError`` if a name stands for a pipe, a device or a socket."""
    if kind := special(path):
        raise _not_a_file(path, kind)


def _not_a_file(path: str, kind: str) -> InputError:
    way = "name a file; what comes through a pipe is read from standard input, where a call takes '-'"
    return unreadable(path, f"this is {kind}", way)


def special(path: str) -> str:
    """Return what a name stands for if that is a pipe, a device or a socket; else an empty text."""
    try:
        return _SPECIAL.get(stat.S_IFMT(os.stat(path).st_mode), "")  # noqa: PTH116 - pathlib costs 8 ms at the start
    except (OSError, ValueError):
        return ""


def unreadable(path: str, found: str, *ways: str) -> InputError:
    """Return the error that a file cannot be read at all."""
    faults = Faults(path)
    faults.add(codes.UNREADABLE, Place(path), found, "a file that can be read", *ways)
    return faults.error()


_START = 1000  # a JSON file has its first brace within these characters


def decode(data: bytes, faults: Faults) -> str:
    """Return the text of a file. What is not text in UTF-8 is raised as FID101."""
    whole = Place(faults.path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_text(whole, "this file is in UTF-16", faults)
    if b"\0" in data:
        raise _not_text(whole, "this is a binary file (it holds NUL bytes)", faults)
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        found = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        raise _not_text(_place(data, error.start, faults.path), found, faults) from error
    if text[:_START].lstrip().startswith("{"):  # JSON, or YAML that looks like it
        from fidelity.files.syntax import digestible, is_json

        if is_json(text) or faults.path.lower().endswith(".json"):
            return digestible(text)
    return text


def _not_text(at: Place, found: str, faults: Faults) -> InputError:
    way = "save it as UTF-8 in a text editor"
    faults.add(codes.UNREADABLE, at, found, "text in UTF-8", way)
    return faults.error()


def _place(data: bytes, offset: int, path: str) -> Place:
    before = data[:offset].decode().removeprefix("\ufeff")
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


MAX_BYTES = 10_000_000
"""No larger file is read."""
