"""The modules of a folder of the package: how formats, rules and commands are found, without importing any of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["siblings"]

_MODULE = ".py"


def siblings(package: ModuleType) -> tuple[str, ...]:
    """Return the names of the modules in a package, in alphabetical order; packages inside it are not named.

    Examples
    --------
    >>> import fidelity.rendering
    >>> "escaping" in siblings(fidelity.rendering)
    True
    """
    names: set[str] = set()
    for folder in package.__path__:
        try:
            files = os.listdir(folder)  # noqa: PTH208 - pathlib costs 8 ms at the start, and pkgutil 4
        except OSError:  # inside a zip
            return _anywhere(package)
        names.update(file.removesuffix(_MODULE) for file in files if file.endswith(_MODULE))
    return tuple(sorted(names - {"__init__"}))


def _anywhere(package: ModuleType) -> tuple[str, ...]:
    from pkgutil import iter_modules

    return tuple(sorted(module.name for module in iter_modules(package.__path__) if not module.ispkg))
