"""Whether two values of a model say the same and differ only in the evidence that they cite."""

from __future__ import annotations

from fidelity.comparing.fields import fields_of
from fidelity.content import Content

__all__ = ["are_alike"]


def are_alike(old: object, new: object) -> bool:
    """Return whether two values are the same, whatever they rest on.

    Examples
    --------
    >>> from fidelity.model.evidence import Basis
    >>> from fidelity.model.requirements import ElementTerm
    >>> are_alike(ElementTerm("judge", Basis(("A-1",))), ElementTerm("judge", Basis(("A-2",))))
    True
    """
    return _bare(old) == _bare(new)


def _bare(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if not isinstance(value, Content):
        return value
    return type(value), tuple(_bare(getattr(value, name)) for name in fields_of(value) if name != "basis")
