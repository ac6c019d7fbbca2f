"""The one way to find formats, rules and commands: they are the modules of a folder, imported when asked for.

A new file beside its siblings is a new format, rule or command; no list has to be kept. Each folder has one
``Registry``, which knows how the files in it are named.
"""

from __future__ import annotations

import os
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

_MODULE = ".py"


class Registry:
    """The modules of one folder, by the words that people use for what they hold.

    Parameters
    ----------
    package
        The folder, as a package: ``"fidelity.reports.check"``.
    beginning, ending
        How the file of such a module begins and ends; other files in the folder do not count.
    first
        The name that comes first in lists; the others follow in alphabetical order.
    kind
        What such a module is, for messages: ``"a format"``.

    Examples
    --------
    >>> Registry("fidelity.reports.check", ending="_report", first="text").names[:2]
    ('text', 'github')
    """

    def __init__(
        self, package: str, *, beginning: str = "", ending: str = "", first: str = "", kind: str = "a format"
    ) -> None:
        self._package = package
        self._beginning = beginning
        self._ending = ending
        self._first = first
        self._kind = kind

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name, in the order of lists. No module is imported for this."""
        found = (
            name.removesuffix(self._ending).replace("_", "-")
            for name in _modules(import_module(self._package))
            if name.startswith(self._beginning) and name.endswith(self._ending)
        )
        return tuple(sorted(found, key=lambda name: (name != self._first, name)))

    def module(self, name: str) -> ModuleType:
        """Return the module of a name, and import no other.

        Parameters
        ----------
        name
            One of ``names``.

        Raises
        ------
        ValueError
            If there is no module of that name.
        """
        if name not in self.names:
            raise ValueError(f"{self._kind} is one of {', '.join(self.names)}; not '{name}'")
        return import_module(f"{self._package}.{name.replace('-', '_')}{self._ending}")


def _modules(package: ModuleType) -> set[str]:
    """Return the names of the modules in a package, without the packages inside it."""
    names: set[str] = set()
    for folder in package.__path__:
        try:
            files = os.listdir(folder)  # noqa: PTH208 - pathlib costs 8 ms at the start, and pkgutil 4
        except OSError:  # inside a zip
            from pkgutil import iter_modules

            return {module.name for module in iter_modules(package.__path__) if not module.ispkg}
        names.update(file.removesuffix(_MODULE) for file in files if file.endswith(_MODULE))
    return names - {"__init__"}
