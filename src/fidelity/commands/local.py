"""The local rules that a call is to check by: those that the call or its settings name, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.commands.settings import CALL, Settings

if TYPE_CHECKING:
    from fidelity.checking.local import LocalRule

__all__ = ["local_rules"]


def local_rules(settings: Settings, *, isolated: bool = False) -> tuple[LocalRule, ...]:
    """Return the local rules; ``isolated`` takes only what the command line itself names.

    Raises
    ------
    InputError
        If a file is not there or cannot be run, or a rule is not in order.
    """

    def may(name: str) -> bool:
        return not isolated or settings.source(name) == CALL

    files = settings.texts("local-rules") if may("local-rules") else ()
    packages = settings.yes("packaged-rules") and may("packaged-rules")
    if not files and not packages:
        return ()
    from fidelity.rules import load_rules

    return load_rules(files, packages=packages)
