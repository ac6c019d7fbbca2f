"""Faults of a workbook: the words of YAML are not those of whoever fills in a form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.reading.faults import Faults

if TYPE_CHECKING:
    from fidelity.reading.faults import Positioned

__all__ = ["WorkbookFaults"]

_YAML = re.compile(r"'\w+:|\[.*\]|\{")


class WorkbookFaults(Faults):
    """Faults as ``Faults`` collects them, without ways out that say how to write something in YAML."""

    __slots__ = ()

    def add(self, code: str, at: Positioned, found: str, expected: str = "", *ways: str) -> None:
        """Record one fault."""
        super().add(code, at, found, expected, *(way for way in ways if not _YAML.search(way)))
