"""Where the generated pages get their data: the only part that knows the library.

Both functions return nothing until the library's registry of rules and its model pages exist. The
pages, their tables of contents and the build already work without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .codes import CodeEntry
    from .models import ModelEntry

__all__ = ["code_entries", "model_entries"]


def code_entries() -> tuple[CodeEntry, ...]:
    """Return what the registry knows of every finding code, in the order of the codes."""
    return ()


def model_entries() -> tuple[ModelEntry, ...]:
    """Return every model that ships, with its guide as Markdown, in the order of their ids."""
    return ()
