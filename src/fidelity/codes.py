"""Every finding code of the library: about plans (FID1xx to FID5xx), models (FID6xx) and checklists (FID7xx)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CodePage", "all_codes"]


class CodePage(Protocol):
    """What every code says of itself: the material of its page."""

    @property
    def code(self) -> str:
        """The stable code, such as ``FID201``."""

    @property
    def name(self) -> str:
        """The code in a few words."""

    @property
    def summary(self) -> str:
        """One line for lists."""

    @property
    def why(self) -> str:
        """Why it matters in practice."""

    @property
    def source(self) -> str:
        """Where the rule comes from."""

    @property
    def since(self) -> str:
        """The version of the library in which the code came."""

    @property
    def shows(self) -> str:
        """What the examples are: ``plan``, ``model``, ``form`` or ``scale``."""

    @property
    def passes(self) -> str:
        """An example that does not have it; empty if none can show it alone."""

    @property
    def fails(self) -> str:
        """An example that has it; empty if none can show it alone."""


@cache
def all_codes() -> Sequence[CodePage]:
    """Return every code in order.

    Examples
    --------
    >>> [page.code for page in all_codes()][:2]
    ['FID101', 'FID102']
    """
    import fidelity.checking.rules.registry as plans
    import fidelity.checklists.rules.registry as forms
    import fidelity.soundness.rules.registry as models

    pages: list[CodePage] = [*plans.all_rules(), *models.all_rules(), *forms.all_rules()]
    return tuple(sorted(pages, key=lambda page: page.code))
