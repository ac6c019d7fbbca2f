"""All that a judge is asked about: model, plan, what binds, and the day."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from fidelity.model.strength import Strength
from fidelity.strategies import Case
from fidelity.strategies.drawing import pick
from fidelity.strategies.grounds import TODAY
from fidelity.strategies.modelling import models, sound_models
from fidelity.strategies.planning import plans

if TYPE_CHECKING:
    from datetime import date

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["binds", "cases", "days"]


@st.composite
def cases(draw: DrawFn, *, sound: bool | None = None, max_size: int = 9, max_atoms: int = 6) -> Case:
    """Anything that a judge may be asked; two models in three are sound unless told otherwise."""
    kinds = {None: [sound_models, sound_models, models], True: [sound_models], False: [models]}
    kind = pick(draw, kinds[sound])
    model = draw(kind(max_size=max_size))
    plan = draw(plans(model, max_atoms=max_atoms))
    return Case(model, plan, draw(binds()), draw(days()))


@cache
def binds() -> SearchStrategy[Strength]:
    """Draw what binds: the default more often than the rest."""
    return st.sampled_from([Strength.RESTATED, *Strength])


@cache
def days() -> SearchStrategy[date | None]:
    """Draw the day on which a plan is judged, if any."""
    return st.sampled_from([TODAY, TODAY, None, TODAY + timedelta(1)])
