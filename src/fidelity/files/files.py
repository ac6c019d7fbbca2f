"""Reads the bytes of a file, or says in one message why it cannot be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fidelity.errors import Place
from fidelity.files import faults as codes
from fidelity.files.faults import Faults
from fidelity.files.tree import MAX_BYTES

if TYPE_CHECKING:
    from fidelity.errors import InputError

__all__ = ["read_bytes", "unreadable"]


def read_bytes(source: str | os.PathLike[str]) -> tuple[str, bytes]:
    """Return the path of a file as text, and its bytes: one more than ``MAX_BYTES`` at most.

    Raises
    ------
    InputError
        FID101 if there is no such file, if it is a folder, or if it may not be read.
    """
    path = os.fspath(source)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs 8 ms at the start
            return path, file.read(MAX_BYTES + 1)
    except IsADirectoryError as error:
        raise unreadable(path, "this is a folder", "name a file in it") from error
    except FileNotFoundError as error:
        raise unreadable(path, "there is no such file", "check the spelling and the folder") from error
    except PermissionError as error:
        raise unreadable(path, "this file may not be read", "ask for permission to read it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise unreadable(path, f"this file cannot be read: {reason}") from error


def unreadable(path: str, found: str, *ways: str) -> InputError:
    """Return the error that a file cannot be read at all."""
    faults = Faults(path)
    faults.add(codes.UNREADABLE, Place(path), found, "a file that can be read", *ways)
    return faults.error()
