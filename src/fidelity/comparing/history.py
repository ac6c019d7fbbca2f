"""What became of the elements of an older version: renamed, split, merged, as the newer one records it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve, field, frozen

from fidelity.content import Content
from fidelity.model.requirements import ElementTerm, Group, ParameterTerm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.model.requirements import Term

__all__ = ["History", "Regrouped", "collapsed", "history_of", "renamed"]


class Regrouped(NamedTuple):
    """One element that became several (``split``), or several that became one (``merged``)."""

    kind: str
    whole: str
    parts: tuple[str, ...]


@frozen(eq=False, repr=False)
class History(Content):
    """What became of the elements of one version in another; both ways along what either of them records.

    ``renames`` maps old ids to new ones. An id that both versions have is the same element.
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
    renames = _renames(gone, come)
    come = [element for element in come if element.id not in renames.values()]
    gone = [element for element in gone if element.id not in renames]
    splits = (Regrouped("split", renames.get(name, name), parts) for name, parts in _parts(old, come))
    merges = (Regrouped("merged", name, parts) for name, parts in _parts(new, gone))
    return History(MappingProxyType(renames), (*splits, *merges))


def _renames(gone: list[Element], come: list[Element]) -> dict[str, str]:
    renames: dict[str, str] = {}
    for element in come:
        for before in gone:
            known = before.id in element.renamed_from or element.id in before.renamed_from
            if known and before.id not in renames and element.id not in renames.values():
                renames[before.id] = element.id
    return renames


def _parts(home: Model, others: list[Element]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the id of each element of one version that is several in the other, and the ids of these."""
    for whole in home.elements if others else ():
        parts = tuple(one.id for one in others if whole.id in one.split_from or one.id in whole.merged_from)
        if parts:
            yield whole.id, parts


# Ids in links ---------------------------------------------------------------------------------------------


def renamed(model: Model, renames: Mapping[str, str]) -> Model:
    """Return a model with elements under other ids, wherever they are named."""
    if not renames:
        return model
    return evolve(model, elements=tuple(_element(element, renames) for element in model.elements))


def _element(element: Element, renames: Mapping[str, str]) -> Element:
    return evolve(
        element,
        id=renames.get(element.id, element.id),
        requires=_group(element.requires, renames),
        realised_by=_group(element.realised_by, renames),
        excludes=tuple(evolve(one, other=_leaf(one.other, renames)) for one in element.excludes),
        substitutes=tuple(evolve(one, when=_group(one.when, renames)) for one in element.substitutes),
    )


def _group(group: Group | None, renames: Mapping[str, str]) -> Group | None:
    if group is None:
        return None
    return evolve(group, terms=tuple(_term(term, renames) for term in group.terms))


def _term(term: Term, renames: Mapping[str, str]) -> Term:
    if isinstance(term, Group):
        return evolve(term, terms=tuple(_term(inner, renames) for inner in term.terms))
    return _leaf(term, renames) if isinstance(term, ElementTerm | ParameterTerm) else term


def _leaf(leaf: ElementTerm | ParameterTerm, renames: Mapping[str, str]) -> ElementTerm | ParameterTerm:
    return evolve(leaf, element=renames.get(leaf.element, leaf.element))


def collapsed(group: Group | None, regrouped: Regrouped) -> Term | None:
    """Return a link with the whole in the place of its parts, each term once.

    A link that is the same for both versions, seen in this way, differs only because of the split or merge.
    """
    if group is None:
        return None
    return _collapsed(group, dict.fromkeys(regrouped.parts, regrouped.whole))


def _collapsed(term: Term, wholes: Mapping[str, str]) -> Term:
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
