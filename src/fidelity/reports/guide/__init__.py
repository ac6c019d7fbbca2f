"""A model laid out for readers and programs: one format a file. A new file beside its siblings is a new format.

Every module in this folder is a format. It has ``model_guide(model)``, the whole model as a text, and, unless only
the whole model makes sense in it, ``element_guide(model, id)``, one element or proscribed practice with all its
evidence. What formats share stands in the package ``wording``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from fidelity.model.model import Model

__all__ = ["FORMATS", "WholeOnly", "guide"]

FORMATS = Registry("fidelity.reports.guide")


class WholeOnly(Exception):
    """A format in which only a whole model makes sense was asked for one element."""


def guide(model: Model, format_: str, element: str | None = None) -> str:
    """Return a model, or one element of it, in one of ``FORMATS``.

    Raises
    ------
    KeyError
        If the model has no element or proscribed practice of that id.
    WholeOnly
        If the format has no way to show one element.

    Examples
    --------
    >>> import fidelity
    >>> print(guide(fidelity.load_model("fdac"), "text", "listing").splitlines()[0])
    Court days and place
    """
    module = FORMATS.module(format_)
    if element is not None and not hasattr(module, "element_guide"):
        raise WholeOnly(format_)
    text: str = module.model_guide(model) if element is None else module.element_guide(model, element)
    return text
