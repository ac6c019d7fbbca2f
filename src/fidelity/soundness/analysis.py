"""What all permitted plans of a model have in common, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from fidelity.content import Content
from fidelity.model.requirements import AdditionTerm, Term, leaves
from fidelity.soundness.solver import Solver
from fidelity.soundness.space import Link, Room, Space
from fidelity.soundness.values import OTHER, can_have, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.model import Model

__all__ = ["Analysis", "Closed", "Redundant", "analyse"]

Name = TypeVar("Name")

_TEXTS: dict[object, str] = {True: "yes", False: "no"}


@frozen(eq=False, repr=False)
class Closed(Content):
    """An option inside the limits that no permitted plan can choose, because of links."""

    element: str
    parameter: str
    option: str


@frozen(eq=False, repr=False)
class Redundant(Content):
    """A demand of ``owner`` that follows from its other links."""

    owner: str
    term: Term


@frozen(eq=False, repr=False)
class Analysis(Content):
    """What the permitted plans of a model have in common. Everything is in file order.

    ``possible`` says whether there is a permitted plan. If not, ``conflict`` holds the ids of elements whose links
    cannot all hold, none of which could be left out; and all else is empty. ``core`` is in every permitted plan,
    ``dead`` in none; ``forced`` are the optional elements among the core. ``unusable`` are substitutes whose condition
    no permitted plan meets.
    """

    possible: bool
    conflict: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    closed: tuple[Closed, ...] = ()
    unusable: tuple[str, ...] = ()
    redundant: tuple[Redundant, ...] = field(default=(), repr=False)


def analyse(model: Model) -> Analysis:
    """Return what the permitted plans of a model have in common.

    Raises
    ------
    MissingExtraError
        If the extra ``lint`` (python-sat) is not installed.

    Notes
    -----
    Which plans are permitted stands in ``fidelity.soundness.space``. The answers are exact: a SAT solver is asked. The
    questions are hard in general; for practice models the cost is close to linear.

    Examples
    --------
    >>> import fidelity
    >>> analyse(fidelity.load_model("fdac")).forced
    ()
    """
    space = Space(model)
    with Solver(space) as solver:
        demands = [*space.mandatory.values(), *space.switches]
        if not solver.holds(demands):
            return Analysis(possible=False, conflict=_conflict(space, solver))
        dead_links = tuple(_redundant(space, solver))
        for literal in demands:
            solver.add([literal])
        return _common(space, solver, dead_links)


# Conflicts ----------------------------------------------------------------------------------------------


def _conflict(space: Space, solver: Solver) -> tuple[str, ...]:
    """Return the ids behind a smallest set of demands (no part of it suffices) that cannot all hold."""
    left = list(solver.core())
    for literal in sorted(left, reverse=True):
        rest = [one for one in left if one != literal]
        if not solver.holds(rest):
            left = rest
    names = {literal: id_ for id_, literal in space.mandatory.items()}
    names |= {link.switch: link.owner for link in space.links}
    found = {names[literal] for literal in left}
    return tuple(id_ for id_ in space.place if id_ in found)


# Redundant links ----------------------------------------------------------------------------------------


def _redundant(space: Space, solver: Solver) -> Iterator[Redundant]:
    """Yield each demand that follows from the rest; what was yielded is not counted among the rest any more."""
    off: set[int] = set()
    for link in _suspects(space):
        rest = [one for one in space.switches if one != link.switch and one not in off]
        here = space.place[link.owner]
        if solver.holds([*rest, here]) and not solver.holds([*rest, here, -link.literal]):
            off.add(link.switch)
            yield Redundant(link.owner, link.term)


def _suspects(space: Space) -> Iterator[Link]:
    """Yield the demands that might follow from others: something that they name is reached in another way."""
    targets: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for link in space.links:
        if link.kind != "excludes":
            targets.setdefault(link.owner, []).append((link.switch, _named(link.term)))
    reached = _Reach({owner: [names for _, names in links] for owner, links in targets.items()})
    for link in space.links:
        if link.kind == "excludes":
            continue
        others = [names for switch, names in targets[link.owner] if switch != link.switch]
        from_others = reached.of([one for names in others for one in names]) | reached.bit(link.owner)
        if any(from_others & reached.bit(name) for name in _named(link.term)):
            yield link


class _Reach:
    """Which elements can be reached along links, as sets of bits."""

    def __init__(self, links: dict[str, list[frozenset[str]]]) -> None:
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(links)
        graph.add_edges_from((owner, one) for owner, groups in links.items() for names in groups for one in names)
        self._bits = {name: 1 << at for at, name in enumerate(graph)}
        self._reached: dict[str, int] = {}
        for component in nx.strongly_connected_components(graph):  # what is reached comes before what reaches it
            bits = 0
            for name in component:
                bits |= self._bits[name]
                for after in graph.successors(name):
                    bits |= self._reached.get(after, 0)
            for name in component:
                self._reached[name] = bits

    def bit(self, name: str) -> int:
        """Return the bit of one element."""
        return self._bits.get(name, 0)

    def of(self, names: Iterable[str]) -> int:
        """Return the bits of some elements and of all that can be reached from them."""
        bits = 0
        for name in names:
            bits |= self._reached.get(name, 0)
        return bits


def _named(term: Term) -> frozenset[str]:
    return frozenset(leaf.element for leaf in leaves(term) if not isinstance(leaf, AdditionTerm))


# What is common ------------------------------------------------------------------------------------------


def _common(space: Space, solver: Solver, redundant: tuple[Redundant, ...]) -> Analysis:
    optional = {id_: literal for id_, literal in space.place.items() if id_ not in space.mandatory}
    always = _impossible(solver, {id_: (-literal,) for id_, literal in optional.items()})
    never = _impossible(solver, {id_: (literal,) for id_, literal in optional.items()})
    options = {closed: literals for room in space.rooms.values() for closed, literals in _options(space, room)}
    closed = _impossible(solver, options)
    unusable = _impossible(solver, {id_: (literal,) for id_, literal in space.substitutes.items()})
    return Analysis(
        possible=True,
        core=tuple(id_ for id_ in space.place if id_ in space.mandatory or id_ in always),
        dead=tuple(id_ for id_ in optional if id_ in never),
        forced=tuple(id_ for id_ in optional if id_ in always),
        closed=tuple(one for one in options if one in closed and one.element not in never),
        unusable=tuple(id_ for id_ in space.substitutes if id_ in unusable),
        redundant=redundant,
    )


def _impossible(solver: Solver, wanted: dict[Name, tuple[int, ...]]) -> set[Name]:
    """Return the names whose literals no permitted plan has. Each plan that is found answers for many names."""
    open_ = dict(wanted)
    impossible: set[Name] = set()
    while open_:
        solver.prefer([literals[0] for literals in open_.values()])
        name = next(iter(open_))
        if solver.holds(open_[name]):
            plan = solver.plan()
            open_ = {one: literals for one, literals in open_.items() if not plan.issuperset(literals)}
        else:
            impossible.add(name)
            del open_[name]
    return impossible


def _options(space: Space, room: Room) -> Iterator[tuple[Closed, tuple[int, ...]]]:
    """Yield the options of a parameter that are inside its limits, each with the literals of choosing it."""
    here = space.place[room.element]
    for value, literal in room.values.items():
        if isinstance(value, str | bool) and value != OTHER and inside(room.parameter, value):
            yield Closed(room.element, room.parameter.id, _TEXTS.get(value, str(value))), (literal, here)
    for member, literal in room.members.items():
        if member != OTHER and can_have(room.parameter, member):
            yield Closed(room.element, room.parameter.id, member), (literal, here, -room.left)
