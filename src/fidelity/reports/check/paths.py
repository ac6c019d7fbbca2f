"""Paths as other programs want them: relative to the folder of the run, with forward slashes."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath, PureWindowsPath
from urllib.parse import quote

__all__ = ["relative", "uri"]


def relative(path: str, base: str) -> str:
    """Return a path relative to ``base`` where it lies below it, without a leading ``./``.

    Examples
    --------
    >>> relative("/home/ashby/plans/a.yaml", "/home/ashby"), relative("./a.yaml", ""), relative("plans//b.yaml", "/x")
    ('plans/a.yaml', 'a.yaml', 'plans/b.yaml')
    """
    plain = PurePath(path)
    if base and plain.is_absolute() and plain.is_relative_to(base):
        plain = plain.relative_to(base)
    return plain.as_posix()


def uri(path: str, base: str) -> str:
    """Return a path as a URI reference: relative where that is possible, otherwise with its scheme.

    Examples
    --------
    >>> uri("plans/a b.yaml", ""), uri("/etc/plan.yaml", "/home/ashby"), uri("<stdin>", "")
    ('plans/a%20b.yaml', 'file:///etc/plan.yaml', '%3Cstdin%3E')
    """
    plain = relative(path, base)
    if PurePosixPath(plain).is_absolute() or PureWindowsPath(plain).is_absolute():
        return f"file:///{quote(plain.lstrip('/'), safe='/:')}"
    return quote(plain, safe="/")
