"""Looks at a workbook from outside, before it is read: whether it is one, and of a size that people make."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from fidelity.errors import Place
from fidelity.files import faults as codes
from fidelity.files.source import MAX_BYTES

if TYPE_CHECKING:
    from zipfile import ZipInfo

    from fidelity.errors import InputError
    from fidelity.files.faults import Faults

__all__ = ["MAX_PARTS", "MAX_RATIO", "MAX_UNPACKED", "check_package"]

MAX_UNPACKED = 50_000_000
"""No workbook is read that holds more bytes when unpacked."""

MAX_RATIO = 200
"""No part is read that unpacks to so many times its size; workbooks that people make stay below 50."""

MAX_PARTS = 2_000
"""No workbook is read that is made of more files."""

_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SMALL = 1_000_000  # whatever its ratio, a part of that size does no harm
_SAVE_AS = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)"


def check_package(data: bytes, faults: Faults) -> None:
    """Raise if a file is no workbook (FID101), or one that is not safe to read (FID103)."""
    if len(data) > MAX_BYTES:
        raise _unsafe(f"this file is larger than {MAX_BYTES:,} bytes", faults)
    if data[:4] == _OLD:
        if _ENCRYPTED in data:
            raise _not_one("this workbook is locked with a password", "save it without a password", faults)
        raise _not_one("this is a workbook of the old kind (.xls)", _SAVE_AS, faults)
    try:
        with ZipFile(BytesIO(data)) as package:
            _check_sizes(package.infolist(), faults)
            names = frozenset(package.namelist())
            if "xl/workbook.xml" not in names:
                raise _other(names, faults)
            for part in package.infolist():
                _check_part(package, part, faults)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        from fidelity.errors import InputError

        if isinstance(error, InputError):
            raise
        found = "this file is no workbook, or a broken one"
        raise _not_one(found, _SAVE_AS, faults) from error


def _check_sizes(parts: list[ZipInfo], faults: Faults) -> None:
    if len(parts) > MAX_PARTS:
        raise _unsafe(f"this workbook is made of more than {MAX_PARTS:,} files", faults)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _unsafe(f"this workbook unpacks to more than {MAX_UNPACKED:,} bytes", faults)
    for part in parts:
        if part.file_size > max(_SMALL, MAX_RATIO * part.compress_size):
            raise _unsafe(f"a part of this workbook unpacks to more than {MAX_RATIO} times its size", faults)


def _check_part(package: ZipFile, part: ZipInfo, faults: Faults) -> None:
    """Unpack a part once, so that a damaged one is found, and refuse declarations by which XML can grow."""
    held = package.read(part)
    if part.filename.lower().endswith((".xml", ".rels", ".vml")):
        for encoding in ("ascii", "utf-16-le", "utf-16-be"):
            if "<!DOCTYPE".encode(encoding) in held or "<!ENTITY".encode(encoding) in held:
                raise _unsafe("a part of this workbook declares a document type", faults)


def _other(names: frozenset[str], faults: Faults) -> InputError:
    if "content.xml" in names:
        return _not_one("this is an OpenDocument file (.ods or .odt)", _SAVE_AS, faults)
    if "word/document.xml" in names:
        return _not_one("this is a Word document", "name the workbook in its place", faults)
    if "xl/workbook.bin" in names:
        return _not_one("this is a binary workbook (.xlsb)", _SAVE_AS, faults)
    return _not_one("this is a zip archive, and no workbook", _SAVE_AS, faults)


def _not_one(found: str, way: str, faults: Faults) -> InputError:
    faults.add(codes.UNREADABLE, Place(faults.path), found, "an Excel workbook (.xlsx)", way)
    return faults.error()


def _unsafe(found: str, faults: Faults) -> InputError:
    faults.add(codes.UNSAFE, Place(faults.path), found, "a workbook of a size that people make")
    return faults.error()
