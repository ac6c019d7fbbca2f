"""The links of a model: groups, terms and exclusions, over elements and parameter values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields, kind_of, shape
from fidelity.files.nodes import Broken, Mapping, Node, Scalar, Sequence
from fidelity.files.parameters import Values
from fidelity.model.evidence import Basis
from fidelity.model.requirements import AdditionTerm, ElementTerm, Exclusion, Group, ParameterTerm
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from fidelity.files.evidence import Grounds
    from fidelity.files.faults import Faults
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Leaf, Term

GROUP_SHAPE = shape("a group", "all any at_least of basis inferred")
ELEMENT_SHAPE = shape("a term", "element basis inferred")
PARAMETER_TERM_SHAPE = shape("a condition", "parameter is in min max over under includes basis inferred")
ADDITION_SHAPE = shape("a term", "addition basis inferred")
_LEAVES = {"element": ELEMENT_SHAPE, "parameter": PARAMETER_TERM_SHAPE, "addition": ADDITION_SHAPE}
GROUPS = ("all", "any", "at_least")
_HEADS = frozenset({*_LEAVES, *GROUPS})
_FORMS = "either 'all: [...]', 'any: [...]' or 'at_least: 2' with 'of: [...]'"
_UNSAID = Basis()  # the basis of a group that has none because each of its terms has its own


class Links:
    """Reads links, which may name the elements of ``parameters`` and their parameters.

    ``others`` are ids that are no elements, with what they are. ``complete`` is false where some
    element could not be read: then no id is called unknown.
    """

    __slots__ = ("complete", "faults", "grounds", "others", "parameters")

    def __init__(
        self,
        parameters: dict[str, dict[str, Parameter | None]],
        others: dict[str, str],
        grounds: Grounds,
        *,
        complete: bool,
    ) -> None:
        self.parameters = parameters
        self.others = others
        self.grounds = grounds
        self.faults: Faults = grounds.faults
        self.complete = complete

    def group(self, owner: Fields, key: str, inherited: Basis | None = None) -> Group | None:
        """Return the group under a key, or ``None``; a single term becomes ``all`` of one."""
        node = owner.get(key) if key in owner.values else None
        if node is None or isinstance(node, Broken):
            return None
        if isinstance(node, Sequence):
            self.faults.add(codes.WRONG_VALUE, node, "a list", "a group", _FORMS)
            return None
        term = self._term(node, inherited)
        if term is None or isinstance(term, Group):
            return term
        return Group("all", (term,), term.basis, place=term.place)

    def exclusions(self, owner: Fields) -> tuple[Exclusion, ...]:
        """Return what an element excludes, each with a basis of its own."""
        if "excludes" not in owner.values:
            return ()
        exclusions = []
        for node in owner.entries("excludes", "what is excluded"):
            head = _head(node) if isinstance(node, Mapping) else "element"
            if head in ("element", "parameter"):
                other = self._term(node, None)
                if isinstance(other, ElementTerm | ParameterTerm):
                    exclusions.append(Exclusion(other, other.basis, other.place))
            else:
                expected = "an element or a parameter condition, with its basis"
                self.faults.add(codes.WRONG_VALUE, node, kind_of(node), expected)
        return tuple(exclusions)

    def _term(self, node: Node, inherited: Basis | None) -> Term | None:
        if isinstance(node, Scalar):
            return self._plain(node, inherited)
        if isinstance(node, Sequence):
            self.faults.add(codes.WRONG_VALUE, node, "a list", "an id, a condition or a group", _FORMS)
            return None
        head = _head(node)
        if head is None:
            self._headless(node)
            return None
        if head in GROUPS:
            return self._group(Fields(node, GROUP_SHAPE, self.faults), head, inherited)
        return self._leaf(Fields(node, _LEAVES[head], self.faults), head, inherited)

    def _headless(self, node: Mapping) -> None:
        near = next((near for key in node.values if (near := self.faults.suggestion(key, _HEADS))), "")
        found = f"a link that names nothing{near}"
        self.faults.add(codes.MISSING_KEY, node, found, f"one of: {in_short(sorted(_HEADS))}")

    def _plain(self, node: Scalar, inherited: Basis | None) -> Term | None:
        if isinstance(node, Broken):
            return None
        if node.null:
            self.faults.add(codes.WRONG_VALUE, node, "nothing", "the id of an element")
            return None
        if inherited is None:
            found = f"{quoted(node.text)} without a basis"
            way = f"write {{element: {node.text}, basis: [ID]}}, or give the group a basis"
            self.faults.add(codes.MISSING_KEY, node, found, "what this link rests on", way)
        self._check_element(node, node.text)
        return ElementTerm(node.text, inherited or _UNSAID, self.faults.place(node))

    def _group(self, fields: Fields, head: str, inherited: Basis | None) -> Group:
        own = self.grounds.maybe(fields) or inherited
        heads = [name for name in GROUPS if name in fields.values]
        if len(heads) > 1:
            at, found = fields.node.key(heads[1]), f"a link that is {' and '.join(heads)} at once"
            self.faults.add(codes.WRONG_VALUE, at, found, "one of them", "put one group into the other")
        key = "of" if head == "at_least" else head
        nodes = fields.entries(key, "a term")
        if not nodes and (fields.get(key) is None or isinstance(fields.get(key), Sequence)):
            fields.missing(key, "a list of at least one term")
        if head != "at_least" and "of" in fields.values:
            at = fields.node.key("of")
            self.faults.add(codes.UNKNOWN_KEY, at, "'of' has no meaning here", "'of' only beside 'at_least'")
        terms = [term for node in nodes if (term := self._term(node, own)) is not None]
        return Group(
            kind=head,
            terms=tuple(terms),
            basis=own or _UNSAID,
            count=self._count(fields, head, len(nodes)),
            place=fields.place,
        )

    def _count(self, fields: Fields, head: str, most: int) -> int:
        if head != "at_least":
            return 1
        count = fields.number("at_least")
        if count is None:
            if fields.get("at_least") is None:
                fields.missing("at_least", "how many of them")
            return 1
        if most and not 1 <= count <= most:
            fields.wrong(fields.values["at_least"], f"a number from 1 to {most}, as there are {most} terms")
        return count

    def _leaf(self, fields: Fields, head: str, inherited: Basis | None) -> Leaf | None:
        own = self.grounds.maybe(fields) or inherited
        if own is None:
            own = self.grounds.basis(fields)
        name = fields.text(head, "an id")
        node = fields.values[head]
        if not name:
            return None
        if head == "addition":
            fields.check_id(node)
            return AdditionTerm(name, own, fields.place)
        if head == "element":
            self._check_element(node, name)
            return ElementTerm(name, own, fields.place)
        return self._condition(fields, name, own)

    def _condition(self, fields: Fields, name: str, basis: Basis) -> ParameterTerm | None:
        node = fields.values["parameter"]
        element, dot, parameter = name.partition(".")
        if not dot or not element or not parameter:
            fields.wrong(node, "an element and its parameter, such as 'venue.place'")
            return None
        if not self._check_element(node, element):
            return None
        known = self.parameters[element]
        if parameter not in known:
            near = self.faults.suggestion(parameter, known)
            found = f"{quoted(element)} has no parameter {quoted(parameter)}{near}"
            expected = f"one of: {in_short(known)}" if known else "an element that has parameters"
            self.faults.add(codes.UNKNOWN_NAME, node, found, expected)
            return None
        typed = known[parameter]
        if typed is None:
            return None  # it has a fault of its own
        constraints = Values(typed, self.faults).constraints(fields)
        return ParameterTerm(element, parameter, constraints, basis, fields.place)

    def _check_element(self, node: Node, name: str) -> bool:
        """Return whether there is such an element; if not, record it."""
        if name in self.parameters:
            return True
        if name in self.others:
            found = f"{quoted(name)} is {self.others[name]}"
            self.faults.add(codes.UNKNOWN_NAME, node, found, "the id of an element")
        elif self.complete:
            near = self.faults.suggestion(name, self.parameters)
            found = f"this model has no element {quoted(name)}{near}"
            self.faults.add(codes.UNKNOWN_NAME, node, found, "the id of an element")
        return False


def _head(node: Mapping) -> str | None:
    return next((key for key in node.values if key in _HEADS), None)
