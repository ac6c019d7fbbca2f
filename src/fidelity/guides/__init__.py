"""A model laid out for readers and programs: one format a file. A new file beside its siblings is a new format.

Every module in this folder is a format. It has ``model_guide(model)``, the whole model as a text, and
``element_guide(model, id)``, one element or proscribed practice with all its evidence. What formats share stands
in the package ``wording``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from fidelity.siblings import siblings

if TYPE_CHECKING:
    from fidelity.model.model import Model

__all__ = ["formats", "guide"]


def formats() -> tuple[str, ...]:
    """Return the names of the formats, in alphabetical order; none of them is imported.

    Examples
    --------
    >>> "markdown" in formats()
    True
    """
    return siblings(sys.modules[__name__])


def guide(model: Model, format_: str, element: str | None = None) -> str:
    """Return a model, or one element of it, in one of ``formats()``.

    Raises
    ------
    KeyError
        If the model has no element or proscribed practice of that id.

    Examples
    --------
    >>> import fidelity
    >>> print(guide(fidelity.load_model("fdac"), "text", "listing").splitlines()[0])
    Court days and place
    """
    module = import_module(f"{__name__}.{format_}")
    text: str = module.model_guide(model) if element is None else module.element_guide(model, element)
    return text
