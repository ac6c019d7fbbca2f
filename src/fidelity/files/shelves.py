"""Where models of other people stand: folders of ``FIDELITY_MODEL_PATH``, of the configuration, and other packages.

A model stands in a file named after its id, ``ID.yaml``; an older version beside it as ``ID@VERSION.yaml``. A package
offers models by an entry point of the group ``fidelity.models`` that names a package with such files in it.
"""

# ruff: noqa: PTH112, PTH113, PTH118, PTH208 - pathlib is not imported on the usual way to a model

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from fidelity.errors import Fault, InputError, Place
from fidelity.files import faults as codes

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Found", "files_for", "names_on_shelves", "packaged", "use_folders"]

VARIABLE, GROUP = "FIDELITY_MODEL_PATH", "fidelity.models"
_ENDINGS = (".yaml", ".yml", ".json")
_FOLDERS: list[str] = []


class Found(NamedTuple):
    """A model that stands on a shelf: its file and what to call the shelf."""

    path: str
    shelf: str


def use_folders(folders: tuple[str, ...]) -> None:
    """Look for models in these folders too, until told otherwise. The command line does, from its configuration."""
    _FOLDERS[:] = folders


def files_for(name: str, version: str, at: Place) -> list[Found]:
    """Return the files in which a model may stand: one a folder that has it.

    Raises
    ------
    InputError
        FID101 for a folder of the path that is not there: a misspelt one would hide its models.
    """
    return [Found(path, folder) for folder in _folders(at) if (path := _in_folder(folder, name, version))]


def names_on_shelves(at: Place) -> Iterator[tuple[str, str]]:
    """Yield the id and the shelf of every model in folders and other packages; no file is read."""
    for folder in _folders(at):
        yield from ((name, folder) for name in _ids(os.listdir(folder)))
    for package, folder in _packages():
        yield from ((name, package) for name in _ids(os.listdir(folder)))


def packaged(name: str, version: str) -> list[Found]:
    """Return the files in which other packages offer a model. Costs some 20 ms: all installed packages are asked."""
    return [Found(path, package) for package, folder in _packages() if (path := _in_folder(folder, name, version))]


def _folders(at: Place) -> list[str]:
    text = os.environ.get(VARIABLE, "")
    if not text and not _FOLDERS:
        return []
    folders = list(dict.fromkeys([*filter(None, text.split(os.pathsep)), *_FOLDERS]))
    missing = [folder for folder in folders if not os.path.isdir(folder)]
    if missing:
        found = f"the folder of models '{missing[0]}' is not there"
        ways = (f"correct {VARIABLE}, or 'model-path' in the configuration",)
        raise InputError([Fault(codes.UNREADABLE, at, found, "a folder with models in it", ways)])
    return folders


def _in_folder(folder: str, name: str, version: str) -> str | None:
    for stem in (f"{name}@{version}", name) if version else (name,):
        for ending in _ENDINGS:
            path = os.path.join(folder, f"{stem}{ending}")
            if os.path.isfile(path):
                return path
    return None


def _ids(names: list[str]) -> list[str]:
    stems = (name.rpartition(".")[0] for name in sorted(names) if name.endswith(_ENDINGS))
    return [stem for stem in stems if stem and "@" not in stem]


@cache
def _packages() -> tuple[tuple[str, str], ...]:
    """Return the packages that offer models, each with the folder that they stand in."""
    from importlib.metadata import entry_points

    return tuple((f"the package '{point.value}'", _folder_of(point.value)) for point in entry_points(group=GROUP))


def _folder_of(package: str) -> str:
    from importlib.resources import files

    try:
        return str(files(package))
    except (ImportError, TypeError, ValueError) as error:
        found = f"the package '{package}' offers models and cannot be looked into: {error}"
        ways = ("install it again, or without it",)
        raise InputError([Fault(codes.UNREADABLE, Place(GROUP), found, "a package with models in it", ways)]) from error
