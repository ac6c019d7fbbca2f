"""What lint found, laid out: one format a file. A new file beside its siblings is a new format.

Every module in this folder has ``render(found, width)``, which returns a text about some models; those that could not
be read among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.checking.result import Unreadable
    from fidelity.soundness.lint import Soundness

__all__ = ["FORMATS", "layout"]

FORMATS = Registry("fidelity.reports.soundness")


def layout(found: Sequence[Soundness | Unreadable], format_: str, width: int = 80) -> str:
    """Return what was found about some models, in one of ``FORMATS``; ``width`` counts columns of plain text."""
    text: str = FORMATS.module(format_).render(found, width)
    return text
