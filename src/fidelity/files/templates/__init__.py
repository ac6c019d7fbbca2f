"""Plans as files that people write: one format a file. A new file beside its siblings is a new format.

Every module in this folder is a format. It has ``plan_template(model)``, a plan to fill in, and ``plan_file(plan,
model)``, a plan as a file; both return a text, or bytes where the format is no text. ``NEEDS_MODEL`` says whether
``plan_file`` looks at the model at all. What formats share stands in the packages ``parts`` and ``pages``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

FORMATS = Registry("fidelity.files.templates")


def template(model: Model, format_: str) -> str | bytes:
    """Return a plan to fill in, made from a model, in one of ``FORMATS``."""
    made: str | bytes = FORMATS.module(format_).plan_template(model)
    return made


def needs_model(format_: str) -> bool:
    """Return whether a plan in one of ``FORMATS`` shows what its model says."""
    return bool(FORMATS.module(format_).NEEDS_MODEL)


def converted(plan: Plan, format_: str, model: Model | None = None) -> str | bytes:
    """Return a plan as a file in one of ``FORMATS``; read again it is equal to the plan, places apart.

    Raises
    ------
    InputError
        If the format cannot hold some text of the plan.
    """
    made: str | bytes = FORMATS.module(format_).plan_file(plan, model)
    return made
