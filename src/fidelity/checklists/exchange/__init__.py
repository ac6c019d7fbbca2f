"""Every format of a checklist by its name. A new file in this folder is a new format.

A format is a file ``NAME_format.py``. Its ``render(checklist, options)`` writes a checklist as text, or as bytes where
the format is not text. If there is more than one way to write it, a tuple ``VARIANTS`` names them, the usual one first.
If completed forms come back in this format, ``READERS`` has a reader for each kind of file. A reader yields ``RawForm``
values, which are cells with their places; ``understanding`` decides for all of them what an answer means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from fidelity.content import Content
from fidelity.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.responses import RawForm

FORMATS = Registry("fidelity.checklists.exchange", ending="_format", first="markdown")


@frozen(eq=False, repr=False)
class Options(Content):
    """How a checklist is to be written: one of the format's ``VARIANTS``, or ``""`` where it has none.

    ``template`` is the user's own document, from which a format with ``TEMPLATE = True`` takes its styles and page.
    """

    variant: str = ""
    template: bytes | None = None


class Reader(NamedTuple):
    """A kind of file in which completed forms come back.

    ``recognises`` says whether a path and bytes are of this kind, and ``read`` yields the forms in them.
    """

    recognises: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, Checklist], Iterable[RawForm]]


def variants_of(name: str) -> tuple[str, ...]:
    """Return the ways in which a format can be written, the usual one first; empty if there is only one.

    Examples
    --------
    >>> variants_of("csv")
    ('form', 'excel', 'codebook')
    """
    variants: tuple[str, ...] = getattr(FORMATS.module(name), "VARIANTS", ())
    return variants


def takes_template(name: str) -> bool:
    """Return whether a format can take its styles and page from the user's own document.

    Examples
    --------
    >>> takes_template("docx"), takes_template("csv")
    (True, False)
    """
    return bool(getattr(FORMATS.module(name), "TEMPLATE", False))


def render(
    checklist: Checklist, name: str, variant: str | None = None, *, template: bytes | None = None
) -> str | bytes:
    """Return a checklist in one of ``FORMATS``; the same checklist gives the same text or bytes.

    ``template`` is the user's own document. A format that ``takes_template`` takes its styles and page.

    Raises
    ------
    ValueError
        For a format or a variant that does not exist, or a template with a format that takes none.
    InputError
        If the template is not a document of the format.
    MissingExtraError
        If the format needs a library that is not installed.
    """
    known = variants_of(name)
    chosen = variant or (known[0] if known else "")
    if chosen and chosen not in known:
        variants = f"the variants {', '.join(known)}" if known else "no variants"
        raise ValueError(f"the format {name} has {variants}; not '{chosen}'")
    if template is not None and not takes_template(name):
        raise ValueError(f"the format {name} takes no template")
    written: str | bytes = FORMATS.module(name).render(checklist, Options(chosen, template))
    return written
