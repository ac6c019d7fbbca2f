"""What became of the elements of an older version, as the newer one records it: renamed, split or merged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve, field, frozen

from fidelity.comparing.difference import Bearing, Difference
from fidelity.comparing.parts import are_alike
from fidelity.content import Content
from fidelity.model.evidence import NOWHERE
from fidelity.model.requirements import ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.model.written import implied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Term


class Regrouped(NamedTuple):
    """One element that became several (``split``), or several that became one (``merged``)."""

    kind: str
    whole: str
    parts: tuple[str, ...]


@frozen(eq=False, repr=False)
class History(Content):
    """What became of the elements of one version in another, by what either version records.

    Attributes
    ----------
    renames
        From old ids to new ones. An id that both versions have is the same element.
    regrouped
        The elements that were split or merged.
    """

    renames: Mapping[str, str] = field(hash=False)
    regrouped: tuple[Regrouped, ...] = ()

    def now(self, id_: str) -> str:
        """Return the id that an element of the old version has in the new one."""
        return self.renames.get(id_, id_)


def history_of(old: Model, new: Model) -> History:
    """Return what became of the elements of ``old`` in ``new``, which may also be the older one of the two."""
    gone = [element for element in old.elements if element.id not in new.by_id]
    come = [element for element in new.elements if element.id not in old.by_id]
    renames: dict[str, str] = {}
    for element in come:
        for before in gone:
            known = before.id in element.renamed_from or element.id in before.renamed_from
            if known and before.id not in renames and element.id not in renames.values():
                renames[before.id] = element.id
    come = [element for element in come if element.id not in renames.values()]
    gone = [element for element in gone if element.id not in renames]
    splits = (Regrouped("split", renames.get(name, name), parts) for name, parts in _parts(old, come))
    merges = (Regrouped("merged", name, parts) for name, parts in _parts(new, gone))
    return History(MappingProxyType(renames), (*splits, *merges))


def _parts(home: Model, others: list[Element]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the id of each element of one version that is several in the other, with the ids of its parts."""
    for whole in home.elements if others else ():
        parts = tuple(one.id for one in others if whole.id in one.split_from or one.id in whole.merged_from)
        if parts:
            yield whole.id, parts


# Ids in links ---------------------------------------------------------------------------------------------


def renamed(model: Model, renames: Mapping[str, str]) -> Model:
    """Return a model whose elements have other ids, in their links too."""
    if not renames:
        return model
    elements = (
        evolve(
            element,
            id=renames.get(element.id, element.id),
            requires=_group(element.requires, renames),
            realised_by=_group(element.realised_by, renames),
            excludes=tuple(evolve(one, other=_leaf(one.other, renames)) for one in element.excludes),
            substitutes=tuple(evolve(one, when=_group(one.when, renames)) for one in element.substitutes),
        )
        for element in model.elements
    )
    return evolve(model, elements=tuple(elements))


def _group(group: Group | None, renames: Mapping[str, str]) -> Group | None:
    return None if group is None else evolve(group, terms=tuple(_term(term, renames) for term in group.terms))


def _term(term: Term, renames: Mapping[str, str]) -> Term:
    if isinstance(term, Group):
        return evolve(term, terms=tuple(_term(inner, renames) for inner in term.terms))
    return _leaf(term, renames) if isinstance(term, ElementTerm | ParameterTerm) else term


def _leaf(leaf: ElementTerm | ParameterTerm, renames: Mapping[str, str]) -> ElementTerm | ParameterTerm:
    return evolve(leaf, element=renames.get(leaf.element, leaf.element))


def _collapsed(term: Term, wholes: Mapping[str, str]) -> Term:
    """Return a link with wholes in the place of their parts, each term once.

    A link that both versions share when seen in this way differs only because of the split or merge.
    """
    if not isinstance(term, Group):
        return _leaf(term, wholes) if isinstance(term, ElementTerm | ParameterTerm) else term
    inner = [_collapsed(one, wholes) for one in term.terms]
    once: dict[object, Term] = {}
    for one in inner:
        nested = isinstance(one, Group) and one.kind == term.kind and one.kind in {"all", "any"}
        for flat in one.terms if nested and isinstance(one, Group) else (one,):
            once.setdefault(flat.element if isinstance(flat, ElementTerm) else flat, flat)
    terms = tuple(once.values())
    if len(terms) == 1 and len(term.terms) > 1 and term.kind in {"all", "any"}:
        return terms[0]
    return evolve(term, terms=terms)


HISTORY = frozenset({"renamed_from", "split_from", "merged_from"})
"""The fields in which an element records where it comes from."""
_OF_ELEMENT = 2
"""How many steps the path of a difference has that is about an element as a whole: a field and an id."""
_RENAMED = "It is the same element under another id. A plan that names it has to name the new one."
_REGROUPED = {
    "split": "A plan that changes it has to say which of its parts it means.",
    "merged": "A plan that changes one of them now changes the whole.",
}
_INHERITED = "Where a part is inherited from decides nothing; what it says is compared part by part."


def folded(found: Iterable[Difference], old: Model, new: Model, history: History) -> tuple[Difference, ...]:
    """Return differences as a reader counts them, each with what comes with it.

    Parameters
    ----------
    found
        Every part in which the versions differ.
    old, new
        The two versions.
    history
        What became of the elements of the old version.
    """
    rest = list(found)
    counted: list[Difference] = []

    def take(belongs: Callable[[Difference], bool]) -> tuple[Difference, ...]:
        """Return the differences that belong together, and leave the others."""
        taken = tuple(one for one in rest if belongs(one))
        rest[:] = [one for one in rest if not belongs(one)]
        return taken

    for before, now in history.renames.items():
        inner = take(partial(_records_history, id_=now))
        was, is_ = old.by_id[before], new.by_id[now]
        counted.append(
            Difference(
                "renamed",
                ("elements", now),
                before,
                now,
                Bearing.COMPATIBLE,
                _RENAMED,
                inner,
                title=is_.title,
                old_place=was.place,
                new_place=is_.place,
            )
        )
    counted += (_regrouped(one, old, new, take(partial(_belongs, regrouped=one))) for one in history.regrouped)
    inherited = take(lambda one: len(one.path) > 1 and one.path[-1] == "origin" and one.kind == "changed")
    if inherited:
        counted.append(Difference("inherited", (), None, None, Bearing.EDITORIAL, _INHERITED, inherited))
    return (*counted, *_with_bases(_with_standards(rest, old, new, history)))


def _records_history(one: Difference, id_: str) -> bool:
    return one.path[0] == "elements" and one.subject == id_ and one.path[-1] in HISTORY


def _regrouped(one: Regrouped, old: Model, new: Model, inner: tuple[Difference, ...]) -> Difference:
    before, now = ((one.whole,), one.parts) if one.kind == "split" else (one.parts, (one.whole,))
    was = next((old.by_id[id_] for id_ in before if id_ in old.by_id), None)
    is_ = next((new.by_id[id_] for id_ in now if id_ in new.by_id), None)
    whole = was or is_ if one.kind == "split" else is_ or was
    if one.kind == "split" and one.whole in new.by_id:
        now = (one.whole, *one.parts)
    return Difference(
        one.kind,
        ("elements", one.whole),
        before,
        now,
        Bearing.BREAKING,
        _REGROUPED[one.kind],
        tuple(sorted(inner, key=lambda each: len(each.path) > _OF_ELEMENT)),
        title=whole.title if whole is not None else "",
        old_place=NOWHERE if was is None else was.place,
        new_place=NOWHERE if is_ is None else is_.place,
    )


def _belongs(one: Difference, regrouped: Regrouped) -> bool:
    """Return whether a difference is part of a split or merge: the elements themselves, and links that name them."""
    names = {regrouped.whole, *regrouped.parts}
    if one.path[0] != "elements" or len(one.path) < _OF_ELEMENT:
        return False
    if one.subject in names and (len(one.path) == _OF_ELEMENT or one.path[-1] in HISTORY):
        return one.kind in {"added", "withdrawn"} or one.path[-1] in HISTORY
    if one.path[2:3] == ("excludes",):
        side = one.new if one.new is not None else one.old
        return isinstance(side, Exclusion) and side.other.element in names
    if not isinstance(one.old, Group) or not isinstance(one.new, Group):
        return False
    wholes = dict.fromkeys(regrouped.parts, regrouped.whole)
    return _collapsed(one.old, wholes) == _collapsed(one.new, wholes)


def _with_standards(found: list[Difference], old: Model, new: Model, history: History) -> list[Difference]:
    """Put each difference that follows from a change of type, standard or options under the difference that says so."""
    at_root: dict[tuple[str, ...], int] = {}
    for part in ("options", "standard", "type"):  # the last one of these that is found is the root
        for at, one in enumerate(found):
            if one.part == f"elements.parameters.{part}" and one.kind == "changed":
                at_root[one.path[:4]] = at
    before_of = {now: before for before, now in history.renames.items()}
    inner: dict[int, list[Difference]] = {}
    for at, one in enumerate(found):
        root = at_root.get(one.path[:4], at)
        if root != at and one.kind == "changed" and one.part.startswith("elements.parameters."):
            was = old.by_id[before_of.get(one.subject, one.subject)].parameter(one.path[3])
            is_ = new.by_id[one.subject].parameter(one.path[3])
            if was is not None and is_ is not None and _follows(one.path[4], found[root].path[4], was, is_):
                inner.setdefault(root, []).append(one)
    return _nested(found, inner)


def _with_bases(found: list[Difference]) -> list[Difference]:
    """Put a condition or a limit that only rests on other evidence under the basis that changed."""
    roots = {one.path[:-1]: at for at, one in enumerate(found) if one.path[-1:] == ("basis",)}
    inner: dict[int, list[Difference]] = {}
    for one in found:
        root = roots.get(one.path[:-1])
        if root is not None and one.path[-1] in {"when", "limits"} and are_alike(one.old, one.new):
            inner.setdefault(root, []).append(one)
    return _nested(found, inner)


def _follows(field: str, root: str, old: Parameter, new: Parameter) -> bool:
    """Return whether a change of one field of a parameter follows from the change of another."""
    if root == "type":
        return field in {"unit", "family", "options", "standard", "limits", "read_as"}
    return field in {"family", "read_as"} or (field == "limits" and implied(old) and implied(new))


def _nested(found: list[Difference], inner: Mapping[int, list[Difference]]) -> list[Difference]:
    """Return differences, each with those that its number has in ``inner``, and as grave as the gravest of these."""
    moved = {id(one) for some in inner.values() for one in some}
    outer = []
    for at, one in enumerate(found):
        if id(one) in moved:
            continue
        if at in inner:
            gravest = max((one, *inner[at]), key=lambda each: each.bearing.rank)
            with_it = (*one.with_it, *inner[at])
            outer.append(evolve(one, with_it=with_it, bearing=gravest.bearing, reason=gravest.reason))
        else:
            outer.append(one)
    return outer
