"""One result, many readers: a folder a subject, and in it a file a format.

Every format has ``render(subject, layout)``, which yields a report in pieces, so that a long one is never held whole.
A new file beside its siblings is a new format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.plugins import Registry


class Layout(NamedTuple):
    """How a report is laid out, as far as a format asks for that.

    Attributes
    ----------
    width
        Columns of plain text.
    colour
        Whether plain text is coloured.
    verbose
        Whether everything is shown, however long that is.
    base
        The folder that paths are relative to.
    """

    width: int = 80
    colour: bool = False
    verbose: bool = False
    base: str = ""


AS_USUAL = Layout()


def pieces(formats: Registry, name: str, subject: object, layout: Layout = AS_USUAL) -> Iterator[str]:
    """Return a report in pieces, each made when it is asked for.

    Parameters
    ----------
    formats
        The formats of this kind of subject.
    name
        The name of one of them.
    subject
        What is reported: a run, a score, a model, whatever the formats take.
    layout
        How it is laid out.

    Raises
    ------
    ValueError
        If there is no format of that name.
    """
    made: Iterator[str] = formats.module(name).render(subject, layout)
    return made


def report(formats: Registry, name: str, subject: object, layout: Layout = AS_USUAL) -> str:
    """Return a report as one text."""
    return "".join(pieces(formats, name, subject, layout))
