"""From the file of a baseline to the findings that it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import Faults, quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import Mapping, Scalar
from fidelity.files.source import read_bytes
from fidelity.files.tree import parse

if TYPE_CHECKING:
    import os

_BASELINE = shape("a baseline", "schema_version plans")
_PLAN = shape("a plan of a baseline", "plan site model findings")
_VERDICTS = frozenset({"amber", "red"})
_VERSION = "1"


def load_known(source: str | os.PathLike[str]) -> dict[tuple[str, str, str], dict[str, str]]:
    """Return what a baseline knows: by plan, site and model, the verdict of each fingerprint as a word.

    Raises
    ------
    InputError
        With every fault of the file, each with its line and column.
    """
    path, data = read_bytes(source)
    faults = Faults(path)
    tree = parse(data, faults)
    fields = Fields.of(tree, _BASELINE, faults)
    known: dict[tuple[str, str, str], dict[str, str]] = {}
    if fields is not None:
        fields.word("schema_version", (_VERSION,))
        for entry in fields.each("plans", _PLAN):
            key = (entry.text("plan"), entry.text("site"), entry.text("model"))
            known.setdefault(key, {}).update(_findings(entry))
    faults.raise_any()
    return known


def _findings(entry: Fields) -> dict[str, str]:
    node = entry.get("findings")
    if not isinstance(node, Mapping):
        if node is not None:
            entry.wrong(node, "fingerprints, each with 'amber' or 'red'")
        return {}
    found: dict[str, str] = {}
    for name, value in node.values.items():
        if isinstance(value, Scalar) and value.text in _VERDICTS:
            found[name] = value.text
        else:
            said = quoted(value.text) if isinstance(value, Scalar) else "something else"
            entry.faults.add(codes.WRONG_VALUE, value, said, "'amber' or 'red'")
    return found
