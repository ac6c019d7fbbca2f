"""Every checklist format by its name, found by walking this folder: a new file beside its siblings is a new format.

A format is a file ``NAME_format.py`` with a function ``render(checklist, options)`` that returns text, or bytes
where the format is no text. It may have a tuple ``VARIANTS`` of words, the usual one first, where there is more
than one way to write it. It reads nothing but the checklist.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from attrs import frozen

from fidelity.content import Content

if TYPE_CHECKING:
    from types import ModuleType

    from fidelity.checklists.checklist import Checklist

__all__ = ["Options", "format_names", "render", "takes_template", "variants_of"]

_ENDING = "_format"


@frozen(eq=False, repr=False)
class Options(Content):
    """How a checklist is to be written: one of the format's ``VARIANTS``, or ``""`` where it has none.

    ``template`` is somebody's own document to take the looks from, for a format with ``TEMPLATE = True``.
    """

    variant: str = ""
    template: bytes | None = None


@cache
def format_names() -> tuple[str, ...]:
    """Return the names of all formats, ``markdown`` first; imports none of them.

    Examples
    --------
    >>> format_names()[0], "csv" in format_names()
    ('markdown', True)
    """
    names = (module.name for module in iter_modules(__path__))
    found = (name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))
    return tuple(sorted(found, key=lambda name: (name != "markdown", name)))


def variants_of(name: str) -> tuple[str, ...]:
    """Return the ways in which a format can be written, the usual one first; empty where there is only one.

    Examples
    --------
    >>> variants_of("csv")
    ('form', 'excel', 'codebook')
    """
    variants: tuple[str, ...] = getattr(_module(name), "VARIANTS", ())
    return variants


def takes_template(name: str) -> bool:
    """Return whether a format can take its looks from somebody's own document.

    Examples
    --------
    >>> takes_template("docx"), takes_template("csv")
    (True, False)
    """
    return bool(getattr(_module(name), "TEMPLATE", False))


def render(
    checklist: Checklist, name: str, variant: str | None = None, *, template: bytes | None = None
) -> str | bytes:
    """Return a checklist in one of ``format_names()``; the same checklist gives the same text or bytes.

    ``template`` is somebody's own document, whose styles and page a format takes that ``takes_template``.

    Raises
    ------
    ValueError
        For a format or a variant that does not exist, or a template with a format that takes none.
    InputError
        If the template is no document of the format.
    MissingExtraError
        If the format needs a library that is not installed.
    """
    known = variants_of(name)
    chosen = variant or (known[0] if known else "")
    if chosen and chosen not in known:
        raise ValueError(f"the format {name} has {_or_none(known)}; not '{chosen}'")
    if template is not None and not takes_template(name):
        raise ValueError(f"the format {name} takes no template")
    written: str | bytes = _module(name).render(checklist, Options(chosen, template))
    return written


def _or_none(known: tuple[str, ...]) -> str:
    return f"the variants {', '.join(known)}" if known else "no variants"


def _module(name: str) -> ModuleType:
    if name not in format_names():
        raise ValueError(f"a format is one of {', '.join(format_names())}; not '{name}'")
    return import_module(f"{__name__}.{name}{_ENDING}")
