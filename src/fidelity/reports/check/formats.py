"""Every report format by its name, found by walking this folder.

A format is a file ``NAME_report.py`` with a function ``render(run, layout)`` that returns the report as
text. A new file beside its siblings is a new format; nothing else changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.reports.check.run import Layout, Run

__all__ = ["format_names", "renderer"]

_ENDING = "_report"


def format_names() -> tuple[str, ...]:
    """Return the names of all formats, ``text`` first; imports none of them.

    Examples
    --------
    >>> format_names()[0]
    'text'
    """
    import fidelity.reports.check
    from fidelity.plugins import siblings

    names = (name.removesuffix(_ENDING) for name in siblings(fidelity.reports.check) if name.endswith(_ENDING))
    return tuple(sorted(names, key=lambda name: (name != "text", name)))


def renderer(name: str) -> Callable[[Run, Layout], str]:
    """Return the function that renders one format. Raises ``ValueError`` for a format that does not exist."""
    if name not in format_names():
        raise ValueError(f"a format is one of {', '.join(format_names())}; not '{name}'")
    from importlib import import_module

    render: Callable[[Run, Layout], str] = import_module(f"fidelity.reports.check.{name}{_ENDING}").render
    return render
