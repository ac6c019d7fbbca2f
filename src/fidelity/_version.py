"""Which version this is: of the library, and of the models that ship with it."""

# ruff: noqa: PTH100, PTH112, PTH113, PTH118, PTH120, PTH123, PTH208
# A usual call imports neither pathlib (8 ms) nor importlib.resources (18 ms), and reads no model to name its version.

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["__version__", "shipped_folder", "shipped_models"]

__version__ = "0.1.0"
_ENDING = ".yaml"
_QUOTES = "\"'"


def shipped_folder() -> str | None:
    """Return the folder of the shipped models on the disk: inside the package, or beside ``src`` in a checkout.

    Returns
    -------
    str or None
        ``None`` if there is neither, such as for a package inside a zip.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    checkout = os.path.dirname(os.path.dirname(package))
    installed, beside = (os.path.join(folder, "models") for folder in (package, checkout))
    if os.path.isdir(installed):
        return installed
    is_checkout = os.path.isfile(os.path.join(checkout, "pyproject.toml"))
    return beside if is_checkout and os.path.isdir(beside) else None


def shipped_models() -> tuple[str, ...]:
    """Return the models that ship, each with its current version, by the first keys of their files.

    Returns
    -------
    tuple of str
        References in alphabetical order.

    Examples
    --------
    >>> "fdac@2026.1" in shipped_models()
    True
    """
    folder = shipped_folder()
    if folder is None:  # the package is inside a zip
        from importlib.resources import files

        entries = sorted(files("fidelity").joinpath("models").iterdir(), key=lambda entry: entry.name)
        return tuple(
            _reference(one.name, one.read_text("utf-8").splitlines()) for one in entries if _is_current(one.name)
        )
    found = []
    for name in sorted(filter(_is_current, os.listdir(folder))):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            found.append(_reference(name, file))
    return tuple(found)


def _is_current(name: str) -> bool:
    return name.endswith(_ENDING) and "@" not in name


def _reference(name: str, lines: Iterable[str]) -> str:
    version = next((line.split(":", 1)[1] for line in lines if line.startswith("version:")), "")
    return f"{name.removesuffix(_ENDING)}@{version.strip().strip(_QUOTES)}"
