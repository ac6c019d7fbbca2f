"""Reports of a check: one format a file, ``NAME_report.py``. A new file beside its siblings is a new format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.reports.check.run import Layout, Run

__all__ = ["FORMATS", "renderer"]


FORMATS = Registry("fidelity.reports.check", ending="_report", first="text")


def renderer(name: str) -> Callable[[Run, Layout], str]:
    """Return the function that renders one format. Raises ``ValueError`` for a format that does not exist."""
    render: Callable[[Run, Layout], str] = FORMATS.module(name).render
    return render
