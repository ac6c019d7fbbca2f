"""Documents of all kinds, as a JSON file would hold them: legal ones, and legal ones with something amiss."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import strategies as st
from tests.strategies import cases, coin, model_yaml, models, number, pick, plan_yaml

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["broken", "loaded", "model_documents", "plan_documents"]

Path = tuple[str | int, ...]

_VALUES: tuple[Any, ...] = (
    None, "", " ", "x", "X y", "null", "yes", True, False, 0, 3, -1, 1.5, "3", "2026-02-28", "2026-02-30", "removing",
    "substituting", "flexible", "implements", "fdac@2026.1", "a.b", "EV-stated", [], [None], ["x"], ["x", "x"],
    ["substituting", "format"], {}, {"x": None}, {"x": ["y"]}, {"element": "x"}, {"all": ["x"]},
    {"element": "essential-0", "basis": ["EV-stated"]}, {"all": ["x"], "basis": ["EV-stated"]},
    {"any": [{"element": "x", "inferred": "why"}]}, {"at_least": 1, "of": [{"addition": "x", "inferred": "why"}]},
    {"parameter": "a.b", "is": "x", "inferred": "why"}, {"min": "1", "max": "2"}, [{"is": "3"}], [{}],
)  # fmt: skip
_NEW_KEYS = ("x", "note", "$schema", "optional", "tolerance", "realised_by", "read_as", "standard", "unit", "when")
_TEXT = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.SafeLoader):
    """Leaves days as texts, as JSON does."""


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in pairs if tag != _TEXT]
    for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def loaded(text: str) -> dict[str, Any]:
    """Return the document of a YAML text."""
    document: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    return document


def plan_documents() -> SearchStrategy[dict[str, Any]]:
    """Legal plans, some of them with a record."""
    return cases(max_size=5).map(lambda case: _with_records(loaded(plan_yaml(case.plan))))


def _with_records(document: dict[str, Any]) -> dict[str, Any]:
    for at, change in enumerate(document.get("changes", ())):
        if at % 2:
            change["record"] = {
                "modified": "content",
                "reasons": ["available-resources", "mission"],
                "effects": "None.",
            }
    return document


def model_documents() -> SearchStrategy[dict[str, Any]]:
    """Legal models."""
    return models(max_size=4).map(_apart).map(loaded)


def _apart(model: Any) -> str:
    """Return the file of a model in which every substitute has an id, and every exclusion a basis, of its own."""
    document = loaded(model_yaml(model))
    for key in ("principles", "essential", "flexible"):
        for element in document.get(key, ()):
            for one in element.get("substitutes", ()):
                one["id"] += f"-for-{element['id']}"
            for one in element.get("excludes", ()):
                if "basis" in one:
                    one.pop("inferred", None)
    document["rating"] = {"scale": ["no", "partly", "yes"], "threshold": "partly"}
    return yaml.dump(document, sort_keys=False, Dumper=_Plain)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


@st.composite
def broken(draw: DrawFn, documents: SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """A document with one thing in it changed, or two: a value, a key, an entry."""
    document = deepcopy(draw(documents))
    for _ in range(number(draw, 1, 2)):
        _change(draw, document)
    return document


def _change(draw: DrawFn, document: dict[str, Any]) -> None:
    places = _places(document)
    names = sorted({key for _, key in places if isinstance(key, str)})
    if coin(draw):  # of every kind of key alike, however often it stands there
        name = pick(draw, names)
        places = [place for place in places if place[1] == name]
    holder, key = pick(draw, places)
    kind = pick(draw, ["value", "value", "swap", "delete", "rename", "add", "twice"])
    if kind == "value":
        holder[key] = deepcopy(pick(draw, _VALUES))
    elif kind == "swap":
        other, at = pick(draw, _places(document))
        holder[key] = deepcopy(other[at])
    elif kind == "delete":
        del holder[key]
    elif kind == "twice" and isinstance(holder, list):
        holder.append(deepcopy(holder[key]))
    elif isinstance(holder, dict):
        name = pick(draw, names) if coin(draw) else pick(draw, _NEW_KEYS)
        holder[name] = holder.pop(key) if kind == "rename" else deepcopy(pick(draw, _VALUES))


def _places(document: Any) -> list[tuple[Any, Any]]:
    """Return every place of a document: the mapping or list, and the key or the position."""
    found: list[tuple[Any, Any]] = []
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in items:
        found.append((document, key))
        if isinstance(value, dict | list):
            found += _places(value)
    return found
