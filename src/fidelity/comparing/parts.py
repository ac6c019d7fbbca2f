"""The parts in which two versions of a model differ, found field by field, and put together again.

A part is a field, or a member of a collection whose members have an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from attrs import evolve

from fidelity.content import Content
from fidelity.model.elements import Element, Indicator, NatureRule, Proscribed, Substitute
from fidelity.model.evidence import Evidence, Source
from fidelity.model.model import Extends, Model, Override
from fidelity.model.parameters import Exemption, Parameter
from fidelity.model.requirements import Exclusion, ParameterTerm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

COLLECTIONS: dict[type, frozenset[str]] = {
    Model: frozenset({"sources", "evidence", "elements", "proscribed", "authority"}),
    Element: frozenset({"parameters", "excludes", "substitutes", "adaptation", "indicators"}),
    Parameter: frozenset({"exceptions"}),
    Extends: frozenset({"overrides"}),
}
"""The fields whose members are compared one by one; every other field is compared as a whole."""

_BY_FIELD = (Element, Proscribed, Source, Evidence, Parameter, Exemption, Substitute, NatureRule, Indicator, Override)
"""Members of collections that are compared field by field; every other member is compared as a whole."""
_NAME = {"id", "version"}


class ChangedPart(NamedTuple):
    """A part in which two versions differ. ``after`` is the id that an added part follows; empty for the first."""

    kind: str
    path: tuple[str, ...]
    old: object
    new: object
    after: str = ""


def members_of(value: object) -> dict[str, object]:
    """Return the members of a collection by id; where several share an id, the later ones get a number behind it."""
    if isinstance(value, Mapping):
        return dict(value)
    assert isinstance(value, tuple)
    return numbered((_key(one), one) for one in value)


def numbered(named: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Return values by name; where several share a name, the later ones get a number behind it."""
    found: dict[str, T] = {}
    for key, one in named:
        name, number = key, 1
        while name in found:
            number += 1
            name = f"{key} ({number})"
        found[name] = one
    return found


def _key(member: object) -> str:
    if isinstance(member, Exclusion):
        other = member.other
        if isinstance(other, ParameterTerm):
            return f"{other.element}.{other.parameter}: {' and '.join(map(str, other.constraints))}"
        return other.element
    for name in ("id", "nature", "subject"):
        key = getattr(member, name, None)
        if isinstance(key, str):
            return key
    raise TypeError(f"no id: {member!r}")


def parts_between(old: object, new: object, path: tuple[str, ...] = ()) -> Iterator[ChangedPart]:
    """Yield every part in which two values of one class differ, in the order of the file.

    The id and the version of a model are its name, and no difference.
    """
    collections = COLLECTIONS.get(type(new), frozenset())
    for name in fields_of(new):
        before, now = getattr(old, name), getattr(new, name)
        if before == now or (not path and name in _NAME):
            continue
        if name in collections:
            yield from _members(members_of(before), members_of(now), (*path, name))
        elif isinstance(before, Extends) and isinstance(now, Extends):
            yield from parts_between(before, now, (*path, name, "model"))
        else:
            yield ChangedPart("changed", (*path, name), before, now)


def _members(old: dict[str, object], new: dict[str, object], path: tuple[str, ...]) -> Iterator[ChangedPart]:
    common = [name for name in new if name in old]
    for name, member in old.items():
        if name not in new:
            yield ChangedPart("withdrawn", (*path, name), member, None)
    after = ""
    for name, member in new.items():
        before = old.get(name)
        if name not in old:
            yield ChangedPart("added", (*path, name), None, member, after)
        elif isinstance(member, _BY_FIELD):
            yield from parts_between(before, member, (*path, name))
        elif before != member:
            yield ChangedPart("changed", (*path, name), before, member)
        after = name
    if path[-1] != "authority" and common != [name for name in old if name in new]:
        yield ChangedPart("reordered", path, tuple(old), tuple(new))


def put_together(value: object, parts: Iterable[ChangedPart], depth: int = 0) -> object:
    """Return a value of the old version with every part as the new version has it.

    Parameters
    ----------
    value
        A model, or a part of one.
    parts
        What to change in it, as ``parts_between`` yields it.
    depth
        At which step of their paths the parts are inside the value.

    Raises
    ------
    ValueError
        If the value differs from what the old version had there.
    """
    by_field: dict[str, list[ChangedPart]] = {}
    for part in parts:
        by_field.setdefault(part.path[depth], []).append(part)
    changed: dict[str, object] = {}
    for name, some in by_field.items():
        before = getattr(value, name)
        last = some[-1]
        if len(last.path) == depth + 1 and last.kind == "changed":
            _expect(before, last)
            changed[name] = last.new
        elif isinstance(before, Extends):
            changed[name] = put_together(before, some, depth + 2)
        else:
            changed[name] = _collected(before, some, depth + 1)
    if not changed or not isinstance(value, Content):
        return value
    return evolve(value, **changed)  # type: ignore[misc] # every value of a model is an attrs class


def _collected(before: object, parts: list[ChangedPart], depth: int) -> object:
    """Return a collection after members were withdrawn, changed, added and ordered as some parts say."""
    members = members_of(before)
    inner: dict[str, list[ChangedPart]] = {}
    added: dict[str, list[ChangedPart]] = {}
    order: tuple[str, ...] = ()
    for part in parts:
        if len(part.path) == depth:
            order = tuple(map(str, part.new)) if isinstance(part.new, tuple) else ()
            continue
        name = part.path[depth]
        if len(part.path) > depth + 1:
            inner.setdefault(name, []).append(part)
            continue
        _expect(members.get(name), part)
        if part.kind == "withdrawn":
            del members[name]
        elif part.kind == "added":
            added.setdefault(part.after, []).append(part)
        else:
            members[name] = part.new
    for name, some in inner.items():
        if name not in members:
            raise ValueError(f"the model is not the one that was compared: it has no '{name}'")
        members[name] = put_together(members[name], some, depth + 1)
    members = dict(_with_added(members, added))
    members = {name: members[name] for name in order} if order else members
    return MappingProxyType(members) if isinstance(before, Mapping) else tuple(members.values())


def _with_added(members: dict[str, object], added: dict[str, list[ChangedPart]]) -> Iterator[tuple[str, object]]:
    """Yield members, each followed by what was added behind it."""
    for name, member in (("", None), *members.items()):
        if name:
            yield name, member
        behind = added.get(name, [])[::-1]
        while behind:
            part = behind.pop()
            yield part.path[-1], part.new
            behind += added.get(part.path[-1], [])[::-1]


def _expect(found: object, part: ChangedPart) -> None:
    """Raise ``ValueError`` unless something is what the old version had."""
    if found != part.old:
        raise ValueError(f"the model is not the one that was compared: it differs at {'.'.join(part.path)}")


def are_alike(old: object, new: object) -> bool:
    """Return whether two values are the same, apart from what they rest on.

    Examples
    --------
    >>> from fidelity.model.evidence import Basis
    >>> from fidelity.model.requirements import ElementTerm
    >>> are_alike(ElementTerm("judge", Basis(("A-1",))), ElementTerm("judge", Basis(("A-2",))))
    True
    """
    return _bare(old) == _bare(new)


def _bare(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if not isinstance(value, Content):
        return value
    return type(value), tuple(_bare(getattr(value, name)) for name in fields_of(value) if name != "basis")


def fields_of(value: object) -> tuple[str, ...]:
    """Return the fields of a value that count for equality, in the order of its class."""
    return tuple(one.name for one in getattr(type(value), "__attrs_attrs__", ()) if one.eq)
