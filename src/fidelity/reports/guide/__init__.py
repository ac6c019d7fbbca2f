"""Reports of a model, for readers and programs: one format a file. A new file beside its siblings is a new format.

A format is a file ``NAME_guide.py``; what the formats share stands in ``wording``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.plugins import Registry
from fidelity.reports import report

if TYPE_CHECKING:
    from fidelity.model.model import Model

FORMATS = Registry("fidelity.reports.guide", ending="_guide")


class Shown(NamedTuple):
    """What is reported: a model as a whole, or one element or proscribed practice with all its evidence."""

    model: Model
    element: str | None = None


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
    return report(FORMATS, format_, Shown(model, element))
