"""The doors: the only ways in which a value reaches up into a higher room, all of them in one table.

Values show themselves and answer questions about themselves, and the code that does so stands above them: a model knows
nothing of reports. Such a method goes through a door, and the room behind it loads when the door is used. A test opens
every door and compares the function behind it with how it is called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DOORS: dict[str, str] = {
    "Model._repr_html_": "fidelity.reports.notebook:model_html",
    "Model.impact": "fidelity.soundness.impact:impact_of",
    "Model.single_points": "fidelity.soundness.impact:single_points_of",
    "Model.supports": "fidelity.soundness.impact:supports_of",
    "Plan._repr_html_": "fidelity.reports.notebook:plan_html",
    "CheckResult._repr_html_": "fidelity.reports.notebook:result_html",
    "Finding.rule": "fidelity.checking.rules.registry:rule_of",
    "Effect._repr_html_": "fidelity.reports.notebook:effect_html",
    "ModelDiff._repr_html_": "fidelity.reports.notebook:model_diff_html",
    "PlanDiff._repr_html_": "fidelity.reports.notebook:plan_diff_html",
    "Checklist.render": "fidelity.checklists.exchange:render",
    "Score._repr_markdown_": "fidelity.reports.score:score_markdown",
}
"""Which method goes where. There are at most twelve: a thirteenth asks for another arrangement of rooms."""


def door(method: str) -> Callable[..., object]:
    """Return the function behind a door.

    Parameters
    ----------
    method
        The class and the method that ask, such as ``"Model.impact"``.

    Returns
    -------
    Callable
        The function, whose module is imported only now.

    Raises
    ------
    KeyError
        If that method has no door.
    """
    module, _, name = DOORS[method].partition(":")
    function: Callable[..., object] = getattr(import_module(module), name)
    return function
