"""A model or a plan, whichever a file holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fidelity.files.faults import Faults
from fidelity.files.files import read_bytes
from fidelity.files.kinds import MODEL, PLAN
from fidelity.files.library import is_path, load_model
from fidelity.files.nodes import Mapping
from fidelity.files.plans import load_plan
from fidelity.files.quiet import Quiet
from fidelity.files.tree import parse

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

__all__ = ["load_either"]


def load_either(source: str | os.PathLike[str]) -> Model | Plan:
    """Return the model of an id, or the model or plan in a file.

    Raises
    ------
    InputError
        If there is no such model or file, or with every fault of the file. A file that is neither is read as a model.
    """
    if isinstance(source, str) and not is_path(source):
        return load_model(source)
    path, data = read_bytes(source)
    faults = Faults(path)
    with Quiet():
        tree = parse(data, faults)
    keys = tree.values.keys() if isinstance(tree, Mapping) else frozenset[str]()
    if len(keys & PLAN.keys) > len(keys & MODEL.keys):
        return load_plan(path)
    return load_model(path if is_path(path) else os.path.join(os.curdir, path))  # noqa: PTH118 - as in the library
