"""Tells plans and models apart, and both from files of some other kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.files import faults as codes
from fidelity.files.nodes import Broken, Mapping, Node, Scalar

if TYPE_CHECKING:
    from fidelity.errors import InputError
    from fidelity.files.faults import Faults


class FileKind(NamedTuple):
    """What a file can be, and the keys at its top that nothing else has."""

    noun: str
    keys: frozenset[str]


PLAN = FileKind(
    "an adaptation plan",
    frozenset(
        {
            "plan",
            "site",
            "unmentioned",
            "choices",
            "changes",
            "undecided",
            "as_specified",
            "approvals",
        }
    ),
)
MODEL = FileKind(
    "a practice model",
    frozenset(
        {
            "version",
            "owner",
            "sources",
            "evidence",
            "principles",
            "essential",
            "flexible",
            "proscribed",
        }
    ),
)
_START = {
    PLAN: "a plan begins with 'plan:', 'model:', 'site:' and 'unmentioned:'",
    MODEL: "a model begins with 'model:', 'version:', 'title:' and 'owner:'",
}
_OURS = {
    "checklist": "a fidelity checklist",
    "verdict": "the result of a check",
    "variations": "a register of approvals",
    "plans": "a baseline",
}
"""What the library writes itself, by a key at the top; all of it has a ``schema_version``."""


def require_kind(tree: Node, kind: FileKind, faults: Faults) -> Mapping:
    """Return the tree as the mapping of a plan or a model; anything else is raised as FID104."""
    if not isinstance(tree, Mapping):
        if isinstance(tree, Broken):
            raise faults.error()
        empty = isinstance(tree, Scalar) and tree.null
        found = "this file is empty" if empty else "this file holds no keys"
        raise _not(kind, tree, found, faults)
    other = MODEL if kind is PLAN else PLAN
    ours, theirs = len(tree.values.keys() & kind.keys), len(tree.values.keys() & other.keys)
    if "schema_version" in tree.values:
        noun = next((noun for key, noun in _OURS.items() if key in tree.values), "a report for other programs")
        raise _not(kind, tree, f"this is {noun}", faults)
    if theirs > ours:
        raise _not(kind, tree, f"this is {other.noun}", faults)
    if not ours and "model" not in tree.values:
        known = [key for key in tree.values if faults.like(key, kind.keys) is not None]
        if not known:
            raise _not(kind, tree, "this file has none of the keys of one", faults)
    return tree


def _not(kind: FileKind, tree: Node, found: str, faults: Faults) -> InputError:
    faults.add(codes.WRONG_KIND, tree, f"not {kind.noun}: {found}", kind.noun, _START[kind])
    return faults.error()
