"""Reports of a score: one format a file, ``NAME_score.py``. A new file beside its siblings is a new format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.plugins import Registry
from fidelity.reports import report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.scoring.delivery import Occasion
    from fidelity.scoring.scoring import Score

FORMATS = Registry("fidelity.reports.score", ending="_score", first="text")


def render_score(
    score: Score, name: str, occasions: Sequence[Occasion] = (), rules: str = "8-6", rebased: Sequence[str] = ()
) -> str:
    """Return a score in one of ``FORMATS``.

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
    FORMATS.module(name)  # a name that is none is told before anything is worked out
    from fidelity.scoring.report import score_report

    return report(FORMATS, name, score_report(score, occasions, rules, rebased))


def score_markdown(score: Score) -> str:
    """Return how a score shows itself in a notebook: the text report, as it stands."""
    return "```text\n" + render_score(score, "text") + "```\n"
