"""A Sphinx extension that writes the pages made from data: finding codes and practice models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .codes import code_pages
from .models import model_pages
from .pages import write_pages
from .sources import code_entries, model_entries

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def _write(app: Sphinx) -> None:
    root = Path(app.srcdir)
    write_pages(root / "codes", code_pages(code_entries()))
    write_pages(root / "models", model_pages(model_entries()))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the pages before Sphinx looks for documents."""
    app.connect("builder-inited", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
