"""Parts of zip packages (workbooks, Word documents): never more of them than people make, never unpacked blindly."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from fidelity.errors import Fault, InputError, Place
from fidelity.files.workbook.sheets import BROKEN, MAX_PARTS, MAX_UNPACKED, can_grow, most_unpacked

__all__ = ["check_sum", "holds", "names_in", "part_of"]


def holds(data: bytes, start: str, text: str) -> bool | None:
    """Return whether a part whose name starts so holds a text; ``None`` if the package cannot be looked into."""
    if data[:2] != b"PK":
        return False
    try:
        with ZipFile(BytesIO(data)) as package:
            names = [name for name in package.namelist() if name.startswith(start)]
            return any(text.encode() in _read(package, name, "") for name in names)
    except (*BROKEN, InputError):
        return None


def names_in(data: bytes) -> tuple[str, ...]:
    """Return the names of the parts of a package; none for anything else."""
    if data[:2] != b"PK":
        return ()
    try:
        with ZipFile(BytesIO(data)) as package:
            return tuple(package.namelist())
    except BROKEN:
        return ()


def check_sum(path: str, data: bytes, ending: str) -> None:
    """Raise FID701 if the parts with an ending unpack to more than people make, however small each of them is.

    The names in the package have been read before.
    """
    with ZipFile(BytesIO(data)) as package:
        parts = [part for part in package.infolist() if part.filename.lower().endswith(ending)]
    packed = sum(part.compress_size for part in parts)
    if sum(part.file_size for part in parts) > min(MAX_UNPACKED, most_unpacked(packed)):
        raise _unsafe(path, "this file unpacks to far more than its size")


def part_of(path: str, data: bytes, name: str) -> bytes | None:
    """Return a part of a package; ``None`` if it has none of that name.

    Raises
    ------
    InputError
        FID701 if the package is broken, or a part is far larger than people make, or declares what XML can grow by.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            return _read(package, name, path) if name in package.namelist() else None
    except BROKEN as error:
        if isinstance(error, InputError):
            raise
        raise _unsafe(path, "this file is broken: it cannot be unpacked") from error


def _read(package: ZipFile, name: str, path: str) -> bytes:
    info = package.getinfo(name)
    too_many = len(package.infolist()) > MAX_PARTS
    if too_many or info.file_size > min(MAX_UNPACKED, most_unpacked(info.compress_size)):
        raise _unsafe(path, "this file unpacks to far more than its size")
    with package.open(info) as stream:
        part = stream.read(info.file_size + 1)
    if can_grow(part):
        raise _unsafe(path, "this file declares a document type, by which it could grow without end")
    return part


def _unsafe(path: str, found: str) -> InputError:
    ways = ("open it in the program that it was filled in with, and save it again",)
    return InputError([Fault("FID701", Place(path), found, "a form as people fill it in", ways)])
