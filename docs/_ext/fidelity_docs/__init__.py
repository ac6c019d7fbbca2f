"""A Sphinx extension that writes the pages made from data: finding codes, practice models and examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .codes import code_pages
from .examples import example_pages
from .models import model_pages
from .pages import write_pages
from .sources import code_entries, example_entries, model_entries

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]


def _write(app: Sphinx) -> None:
    root = Path(app.srcdir)
    write_pages(root / "codes", code_pages(code_entries()))
    write_pages(root / "models", model_pages(model_entries()))
    write_pages(root / "examples", example_pages(example_entries(root / "examples")))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the pages before Sphinx looks for documents."""
    from .directives import CheckedPlan, CommandHelp, NatureTable  # the pages themselves need no Sphinx

    app.connect("builder-inited", _write)
    app.add_directive("nature-table", NatureTable)
    app.add_directive("command-help", CommandHelp)
    app.add_directive("checked-plan", CheckedPlan)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
