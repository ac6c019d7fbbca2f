"""Reports of the register of agreed variations: one format a file. A new file beside its siblings is a new format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.plugins import Registry

if TYPE_CHECKING:
    from fidelity.comparing.register import Register

FORMATS = Registry("fidelity.reports.register", first="text")


class Due(NamedTuple):
    """What is reported: a register, and the days within which an approval that runs out is set apart or marked.

    Examples
    --------
    >>> from fidelity.comparing.register import register_of
    >>> from fidelity.reports import report
    >>> print(report(FORMATS, "text", Due(register_of([]))), end="")
    No agreed variations.
    """

    register: Register
    within: int = 90
