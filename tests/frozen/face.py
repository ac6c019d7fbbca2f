"""The public face: every public name with its signature, and the public parts of every public class.

Modules of annotations are left out, since a class may move as long as it can still be imported from where the
documentation says.
"""

from __future__ import annotations

import enum
import inspect
import re
import sys
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, get_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MODULES", "public_face"]

MODULES = (
    "fidelity", "fidelity.cli", "fidelity.pictures", "fidelity.pytest_plugin", "fidelity.rules",
    "fidelity.soundness.lint", "fidelity.strategies",
)  # fmt: skip
"""The paths that the documentation names, and that stay."""


def public_face() -> dict[str, str]:
    """Return what can be said of every public name, by its full name."""
    face: dict[str, str] = {}
    for path in MODULES:
        module = import_module(path)
        face[path] = "module"
        for name in module.__all__:
            value = getattr(module, name)
            full = f"{path}.{name}"
            face[full] = _said(value)
            if inspect.isclass(value):
                face.update({f"{full}.{part}": said for part, said in _parts(value).items()})
    return face


def _said(value: object) -> str:
    if isinstance(value, ModuleType):
        return "module"
    if inspect.isclass(value):
        bases = [base.__name__ for base in value.__mro__[1:] if base.__name__.strip("_")[0].isupper()]
        return f"class({', '.join(bases)}){_signature(value)}"
    return f"function{_signature(value)}" if callable(value) else f"value {_plain(repr(value))}"


def _parts(kind: type) -> dict[str, str]:
    """Return the public attributes of a class that are of our own making, not Python's, pytest's or attrs'."""
    parts = {}
    for base in reversed(kind.__mro__):
        if not base.__module__.startswith("fidelity"):
            continue
        for name, value in vars(base).items():
            if not name.startswith("_"):
                parts[name] = _part(value)
    if issubclass(kind, enum.Enum):
        parts |= {name: f"member {member.value!r}" for name, member in kind.__members__.items()}
    return dict(sorted(parts.items()))


def _part(value: object) -> str:
    if isinstance(value, property):
        return f"property{_signature(value.fget)}"
    if isinstance(value, cached_property):
        return f"property{_signature(value.func)}"
    if isinstance(value, classmethod | staticmethod):
        return f"{type(value).__name__}{_signature(value.__func__)}"
    if inspect.ismemberdescriptor(value) or inspect.isdatadescriptor(value):
        return "attribute"
    return f"method{_signature(value)}" if inspect.isfunction(value) else f"value {_plain(repr(value))}"


def _signature(value: object) -> str:
    assert callable(value)
    try:
        return _unfolded(_plain(str(inspect.signature(value))), getattr(value, "__globals__", {}))
    except ValueError:
        return "(no signature)"


def _unfolded(text: str, names: Mapping[str, object]) -> str:
    """Return an annotation with what its aliases stand for, since giving a long type a name changes nothing."""
    for word in sorted(set(re.findall(r"\b[A-Z]\w*(?=[],) |]|$)", text))):
        if word in names:
            found = {_alias(names[word])}
        else:
            modules = [module for path, module in list(sys.modules.items()) if path.startswith("fidelity")]
            found = {_alias(vars(module)[word]) for module in modules if word in vars(module)}
        if len(found) == 1 and (whole := found.pop()):
            text = re.sub(rf"\b{word}\b", whole, text)
    return text


def _alias(value: object) -> str:
    if isinstance(value, str):
        return _plain(value)
    return "" if inspect.isclass(value) or get_origin(value) is None else _plain(str(value))


def _plain(text: str) -> str:
    """Return a text without paths of modules, addresses and quotes around annotations."""
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return re.sub(r"\b(?:[a-z_][a-z_0-9]*\.)+(?=[A-Za-z_])", "", text).replace("'", "")
