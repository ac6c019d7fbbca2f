"""What lint found, laid out: one format a file. A new file beside its siblings is a new format.

Every module in this folder has ``render(found, width)``, which returns a text about some models; those that could not
be read among them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from fidelity.plugins import siblings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.checking.result import Unreadable
    from fidelity.soundness.lint import Soundness

__all__ = ["layout", "layouts"]


def layouts() -> tuple[str, ...]:
    """Return the names of the formats; none of them is imported.

    Examples
    --------
    >>> layouts()
    ('json', 'text')
    """
    return siblings(sys.modules[__name__])


def layout(found: Sequence[Soundness | Unreadable], format_: str, width: int = 80) -> str:
    """Return what was found about some models, in one of ``layouts()``; ``width`` counts columns of plain text."""
    text: str = import_module(f"{__name__}.{format_}").render(found, width)
    return text
