"""What is known about a model as a whole: what all of its permitted plans have in common, exactly, and what is named.

The rules ask an ``Examined`` model, which works out each answer once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from fidelity.content import Content
from fidelity.model.evidence import Basis
from fidelity.model.requirements import AdditionTerm, Term, leaves
from fidelity.soundness.space import Demand, ParameterLiterals, Solver, Space, named_in
from fidelity.soundness.values import offers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.elements import Element
    from fidelity.model.model import Model
    from fidelity.soundness.claims import ClaimTest

Name = TypeVar("Name")

_AT_ONCE = 100
"""About how many names the solver is asked at once: more make a conflict likelier, fewer make more questions."""
_TEXTS: dict[object, str] = {True: "yes", False: "no"}


@frozen(eq=False, repr=False)
class Closed(Content):
    """An option that the model offers and that no permitted plan can choose, because of links."""

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

    Attributes
    ----------
    possible
        Whether there is a permitted plan. If there is none, everything but ``conflict`` is empty.
    conflict
        A smallest group of elements whose demands cannot all be met: without any one of them the others' could.
    core, dead
        The elements in every permitted plan, and those in none.
    forced
        The optional elements among the core.
    closed
        The options that no permitted plan can choose.
    unusable
        The substitutes that can stand in for their element in no permitted plan; those of dead elements are left out.
    redundant
        The demands that follow from others.
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

    Parameters
    ----------
    model
        A model.

    Returns
    -------
    Analysis
        What every permitted plan has, and what none can have.

    Raises
    ------
    MissingExtraError
        If the extra ``lint`` (python-sat) is not installed.

    Notes
    -----
    ``fidelity.soundness.space`` says which plans are permitted. The answers are exact: a SAT solver gives them. The
    questions are hard in general; for practice models the cost is close to linear.

    Examples
    --------
    >>> import fidelity
    >>> analyse(fidelity.load_model("fdac")).forced
    ()
    """
    space = Space(model)
    with Solver(space) as solver:
        asked = [*space.mandatory.values(), *space.switches]
        if not solver.holds(asked):
            return Analysis(possible=False, conflict=_conflict(space, solver))
        for literal in asked:
            solver.add([literal])
        return _common(space, solver)


# Conflicts ----------------------------------------------------------------------------------------------


def _conflict(space: Space, solver: Solver) -> tuple[str, ...]:
    """Return the ids of a smallest group of elements whose demands cannot all be met."""
    asked: dict[str, list[int]] = {id_: [literal] for id_, literal in space.mandatory.items()}
    for demand in space.demands:
        asked.setdefault(demand.owner, []).append(demand.switch)

    def involved() -> dict[str, list[int]]:
        core = solver.core()
        return {id_: literals for id_, literals in asked.items() if core.intersection(literals)}

    left = involved()
    for id_ in reversed(tuple(left)):
        rest = [literal for other, literals in left.items() if other != id_ for literal in literals]
        if id_ in left and not solver.holds(rest):
            left = {other: literals for other, literals in involved().items() if other in left}
    return tuple(id_ for id_ in space.place if id_ in left)


# Redundant demands --------------------------------------------------------------------------------------


def _redundant(space: Space) -> Iterator[Redundant]:
    """Yield each demand that follows from the rest, without those that were yielded before."""
    suspects = {demand.switch: demand for demand in _suspects(space)}
    with Solver(space) as solver:
        for switch in space.switches:
            if switch not in suspects:
                solver.add([switch])
        left = dict.fromkeys(suspects)
        for demand in suspects.values():
            rest = [space.place[demand.owner], *(switch for switch in left if switch != demand.switch)]
            if solver.holds(rest) and not solver.holds([*rest, -demand.literal]):
                del left[demand.switch]
                yield Redundant(demand.owner, demand.term)


def _suspects(space: Space) -> Iterator[Demand]:
    """Yield the demands that might follow from others: something that they name is reached in another way.

    No other demand can follow: a plan may have nothing in place but the owner and what its other links lead to.
    """
    targets: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for demand in space.demands:
        if demand.kind != "excludes":
            targets.setdefault(demand.owner, []).append((demand.switch, _names_in(demand.term)))
    reached = _Reach({owner: [names for _, names in links] for owner, links in targets.items()})
    for demand in space.demands:
        if demand.kind == "excludes":
            continue
        others = [names for switch, names in targets[demand.owner] if switch != demand.switch]
        from_others = reached.of([one for names in others for one in names]) | reached.bit(demand.owner)
        if any(from_others & reached.bit(name) for name in _names_in(demand.term)):
            yield demand


class _Reach:
    """Which elements can be reached along links, as sets of bits: sets of names would take far more memory and time."""

    def __init__(self, links: dict[str, list[frozenset[str]]]) -> None:
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(links)
        graph.add_edges_from((owner, one) for owner, groups in links.items() for names in groups for one in names)
        self._bits = {name: 1 << at for at, name in enumerate(graph)}
        self._reached: dict[str, int] = {}
        for component in nx.strongly_connected_components(graph):  # a component comes before those that lead to it
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
        return reduce(or_, (self._reached.get(name, 0) for name in names), 0)


def _names_in(term: Term) -> frozenset[str]:
    """Return what a term names; additions are marked, because elements may have the same names."""
    return frozenset(f"+{leaf.addition}" if isinstance(leaf, AdditionTerm) else leaf.element for leaf in leaves(term))


# What is common ------------------------------------------------------------------------------------------


def _common(space: Space, solver: Solver) -> Analysis:
    optional = {id_: literal for id_, literal in space.place.items() if id_ not in space.mandatory}
    always = _impossible(solver, {id_: (-literal,) for id_, literal in optional.items()})
    never = _impossible(solver, {id_: (literal,) for id_, literal in optional.items()})
    offered = [list(_options(space, literals)) for literals in space.parameters.values()]
    most = max(map(len, offered), default=0)
    # Options of one parameter rule each other out; far apart, they seldom meet among those that are asked at once.
    options = [some[at] for at in range(most) for some in offered if at < len(some)]
    closed = _impossible(solver, {at: literals for at, (_, literals) in enumerate(options)})
    shut = {options[at][0] for at in closed}
    places = {space.place[id_] for id_ in never}
    used = {id_: literals for id_, literals in space.substitutes.items() if literals[-1] not in places}
    unusable = _impossible(solver, used)
    return Analysis(
        possible=True,
        core=tuple(id_ for id_ in space.place if id_ in space.mandatory or id_ in always),
        dead=tuple(id_ for id_ in optional if id_ in never),
        forced=tuple(id_ for id_ in optional if id_ in always),
        closed=tuple(one for some in offered for one, _ in some if one in shut and one.element not in never),
        unusable=tuple(id_ for id_ in used if id_ in unusable),
        redundant=tuple(_redundant(space)),
    )


def _impossible(solver: Solver, literals_of: dict[Name, tuple[int, ...]]) -> set[Name]:
    """Return the names whose literals no permitted plan has.

    Many are asked for at once. If no plan has them all, and one name alone is to blame, that is impossible; if several
    are to blame, one of them is left for later. A plan that is found answers for all that it has.
    """
    open_ = dict(literals_of)
    impossible: set[Name] = set()
    solver.prefer([literals[0] for literals in open_.values()])
    while open_:
        asked = dict(islice(open_.items(), _AT_ONCE))
        while asked and not solver.holds([literal for literals in asked.values() for literal in literals]):
            core = solver.core()
            blamed = [name for name, literals in asked.items() if not core.isdisjoint(literals)]
            last = blamed[-1]
            del asked[last]
            if len(blamed) == 1:
                impossible.add(last)
                del open_[last]
        if asked:
            plan = solver.plan()
            open_ = {name: literals for name, literals in open_.items() if not plan.issuperset(literals)}
    return impossible


def _options(space: Space, literals: ParameterLiterals) -> Iterator[tuple[Closed, tuple[int, ...]]]:
    """Yield the options that a model offers, each with the literals of choosing it.

    A model offers what the parameter itself names inside its limits; what only a link names is not offered.
    """
    element, parameter, here = literals.element, literals.parameter, space.place[literals.element]
    for value, literal in literals.values.items():
        if isinstance(value, str | bool) and offers(parameter, value):
            yield Closed(element, parameter.id, _TEXTS.get(value, str(value))), (literal, here)
    for member, literal in literals.members.items():
        if offers(parameter, member):
            yield Closed(element, parameter.id, member), (literal, here, -literals.left)


# One model under examination -----------------------------------------------------------------------------


class Examined:
    """A model, and what is known about all of its plans."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @cached_property
    def analysis(self) -> Analysis:
        """What its permitted plans have in common."""
        return analyse(self.model)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The ids that some link of another element asks for."""
        return frozenset(name for element in self.model.elements for name in named(element) if name != element.id)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The ids of the evidence that something rests on, or that a note names."""
        model, extends = self.model, self.model.extends
        overrides = () if extends is None else (extends.overrides, extends.basis)
        found: set[str] = set()
        texts: list[str] = [model.summary]
        for part in parts((model.elements, model.proscribed, overrides)):
            if isinstance(part, Basis):
                found.update(part.evidence)
            elif isinstance(part, str):
                texts.append(part)
        words = {word.strip(".,;:()[]'\"") for text in texts for word in text.split()}
        return frozenset(found | (words & model.evidence_by_id.keys()))

    @cached_property
    def claim(self) -> ClaimTest | None:
        """The test of what a variant claims; ``None`` for a model that extends no other."""
        from fidelity.soundness.claims import weigh_claim

        return None if self.model.extends is None else weigh_claim(self.model)


def named(element: Element) -> Iterator[str]:
    """Return the ids that the links of an element ask for."""
    return named_in(element.requires, element.realised_by, *(one.when for one in element.substitutes))


_FIELDS: dict[type, tuple[str, ...]] = {}
"""The fields of each class met so far, without places: to look them up for each value takes most of the time."""


def parts(thing: object) -> Iterator[object]:
    """Yield a value and whatever it holds, in no particular order; places are left out."""
    open_ = [thing]
    while open_:
        one = open_.pop()
        yield one
        if isinstance(one, str):
            continue
        if isinstance(one, tuple | frozenset | list):
            open_.extend(one)
        elif isinstance(one, Mapping):
            open_.extend(one.values())
        else:
            of = one.__class__
            if of not in _FIELDS:
                fields = getattr(of, "__attrs_attrs__", ())
                _FIELDS[of] = tuple(field.name for field in fields if field.name != "place")
            open_.extend([getattr(one, name) for name in _FIELDS[of]])
