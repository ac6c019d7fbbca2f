"""Every format of a score by its name, found by walking this folder: a new file is a new format.

A format is a file ``NAME_score.py`` with ``render(score, occasions)`` that returns the report as text.
``occasions`` are planned against delivered, by site and period in their order; empty for a published scale.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.checklists.occasions import Occasion
    from fidelity.checklists.scoring import Score

__all__ = ["render_score", "score_format_names"]

_ENDING = "_score"


@cache
def score_format_names() -> tuple[str, ...]:
    """Return the names of all formats, ``text`` first; imports none of them.

    Examples
    --------
    >>> score_format_names()[0]
    'text'
    """
    names = (module.name for module in iter_modules(__path__))
    found = (name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING))
    return tuple(sorted(found, key=lambda name: (name != "text", name)))


def render_score(score: Score, name: str, occasions: Sequence[Occasion] = ()) -> str:
    """Return a score, with what was delivered on each occasion, in one of ``score_format_names()``."""
    if name not in score_format_names():
        raise ValueError(f"a format is one of {', '.join(score_format_names())}; not '{name}'")
    text: str = import_module(f"{__name__}.{name}{_ENDING}").render(score, occasions)
    return text
