"""Every format of a score by its name, found by walking this folder: a new file is a new format.

A format is a file ``NAME_score.py`` with ``render(report)`` that returns a ``ScoreReport`` as text.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.scoring.delivery import Occasion
    from fidelity.scoring.scoring import Score

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


def render_score(
    score: Score, name: str, occasions: Sequence[Occasion] = (), rules: str = "8-6", rebased: Sequence[str] = ()
) -> str:
    """Return a score in one of ``score_format_names()``.

    Parameters
    ----------
    score, name
        The score, and the format.
    occasions
        Planned against delivered, by site and period in their order; empty for a published scale.
    rules, rebased
        For the charts: the set of rules for signals, and the periods from which limits are worked out anew.

    Raises
    ------
    ValueError
        For a format or a set of rules that does not exist, or a period that no form is of.
    """
    if name not in score_format_names():
        raise ValueError(f"a format is one of {', '.join(score_format_names())}; not '{name}'")
    from fidelity.scoring.report import score_report

    report = score_report(score, occasions, rules, rebased)
    text: str = import_module(f"{__name__}.{name}{_ENDING}").render(report)
    return text
