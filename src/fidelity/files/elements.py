"""The elements of a model and what it rules out, read in two passes: ids and parameters, then links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.nodes import Mapping
from fidelity.files.parameters import read_parameters
from fidelity.files.requirements import Links
from fidelity.model.elements import (
    Element,
    Indicator,
    NatureRule,
    Proscribed,
    Substitute,
    Tier,
    Tolerance,
)
from fidelity.plan.frame import NATURES, meant
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from fidelity.files.evidence import Grounds
    from fidelity.model.parameters import Parameter

ELEMENT_KEYS = (
    "title statement function form basis inferred tier_basis tier_inferred parameters requires excludes "
    "substitutes adaptation indicators renamed_from split_from merged_from note"
)
_KEYS = "id " + ELEMENT_KEYS
PRINCIPLES_ONLY = "only a principle has this; what an element depends on stands under 'requires'"
FLEXIBLE_ONLY = "only a flexible element can be optional"
_TIER = "the tier follows from the list in which the element stands"
ELEMENT_SHAPES = {
    "principles": (
        Tier.PRINCIPLE,
        shape("a principle", _KEYS + " realised_by tolerance", optional=FLEXIBLE_ONLY, tier=_TIER),
    ),
    "essential": (
        Tier.ESSENTIAL,
        shape(
            "an essential element",
            _KEYS,
            optional=FLEXIBLE_ONLY,
            tier=_TIER,
            realised_by=PRINCIPLES_ONLY,
            tolerance=PRINCIPLES_ONLY,
        ),
    ),
    "flexible": (
        Tier.FLEXIBLE,
        shape(
            "a flexible element",
            _KEYS + " optional",
            tier=_TIER,
            realised_by=PRINCIPLES_ONLY,
            tolerance=PRINCIPLES_ONLY,
        ),
    ),
}
PROSCRIBED_SHAPE = shape("a proscribed practice", "id title statement basis inferred note")
SUBSTITUTE = shape("a substitute", "id title when basis inferred")
RULE_SHAPE = shape("a rule for a nature of change", "rule basis inferred")
TOLERANCE_SHAPE = shape("a tolerance", "at_most basis inferred")
INDICATOR_SHAPE = shape("an indicator", "id text look_at rater every")
RULES = ("permitted", "consult", "absent")


class Inherited(Protocol):
    """What a variant takes over from its parent, as far as the reading of elements has to know."""

    def register(self, ids: Ids, indicators: Ids) -> None:
        """Claim the ids of what is taken over."""

    def known(self) -> dict[str, dict[str, Parameter | None]]:
        """Return the parameters of each element that is taken over."""

    def elements(self, links: Links, indicators: Ids) -> tuple[Element, ...]:
        """Return the elements that are taken over."""

    def proscribed(self) -> tuple[Proscribed, ...]:
        """Return the proscribed practices that are taken over."""


class _Draft(NamedTuple):
    """An element after the first pass."""

    id: str
    tier: Tier
    fields: Fields
    parameters: dict[str, Parameter | None]
    substitutes: list[tuple[str, Fields]]


def read_elements(
    model: Fields, grounds: Grounds, inheritance: Inherited | None = None
) -> tuple[tuple[Element, ...], tuple[Proscribed, ...]]:
    """Return the elements of a model, and what it rules out; what is inherited comes first."""
    ids, indicators = Ids(model), Ids(model)
    if inheritance is not None:
        inheritance.register(ids, indicators)
    drafts = _drafts(model, grounds, ids)
    proscribed = tuple(_proscribed(fields, grounds, ids) for fields in model.each("proscribed", PROSCRIBED_SHAPE))
    known = {} if inheritance is None else inheritance.known()
    for draft in drafts:
        known.setdefault(draft.id, {}).update(draft.parameters)
    others = {name: noun for name, (noun, _) in ids.seen.items() if name not in known}
    complete = ids.complete and all(
        model.whole(key, sum(draft.tier is tier for draft in drafts)) for key, (tier, _) in ELEMENT_SHAPES.items()
    )
    links = Links(known, others, grounds, complete=complete)
    elements = tuple([_element(draft, links, indicators) for draft in drafts])
    if inheritance is None:
        return elements, proscribed
    return (*inheritance.elements(links, indicators), *elements), (*inheritance.proscribed(), *proscribed)


class Ids:
    """The ids of one namespace, and whether all of them could be read. What is inherited stands in no line."""

    __slots__ = ("complete", "model", "seen")

    def __init__(self, model: Fields) -> None:
        self.model = model
        self.seen: dict[str, tuple[str, int]] = {}
        self.complete = True

    def inherit(self, name: str, noun: str) -> None:
        """Claim an id that comes from the parent of a variant."""
        self.seen[name] = (noun, 0)

    def register(self, fields: Fields, noun: str) -> str:
        """Return the id of some fields; one that is there already is a fault."""
        name = fields.id()
        if not name:
            self.complete = False
            return name
        if name in self.seen:
            other, line = self.seen[name]
            found = f"the id {quoted(name)} is {other}" + (f" in line {line} already" if line else " already")
            way = "give one of the two another id" if line else "say what is otherwise about it under 'overrides'"
            self.model.faults.add(codes.DUPLICATE, fields.values["id"], found, "each id once", way)
        else:
            self.seen[name] = (noun, fields.node.mark.line + 1)
        return name


def _drafts(model: Fields, grounds: Grounds, ids: Ids) -> list[_Draft]:
    drafts = []
    for key, (tier, kind) in ELEMENT_SHAPES.items():
        for fields in model.each(key, kind):
            name = ids.register(fields, kind.noun)
            parameters = read_parameters(fields, grounds)
            substitutes = [
                (ids.register(entry, SUBSTITUTE.noun), entry) for entry in fields.each("substitutes", SUBSTITUTE)
            ]
            drafts.append(_Draft(name, tier, fields, parameters, substitutes))
    return drafts


def _proscribed(fields: Fields, grounds: Grounds, ids: Ids) -> Proscribed:
    return Proscribed(
        id=ids.register(fields, PROSCRIBED_SHAPE.noun),
        title=fields.text("title", "a title, in a few words"),
        statement=fields.text("statement", "what must be absent, in a sentence"),
        basis=grounds.basis(fields),
        note=fields.maybe("note"),
        place=fields.place,
    )


def _element(draft: _Draft, links: Links, indicators: Ids) -> Element:
    fields, grounds = draft.fields, links.grounds
    basis = grounds.basis(fields)
    function, form, note = fields.maybes("function", "form", "note")
    return Element(
        id=draft.id,
        title=fields.text("title", "a title, in a few words"),
        statement=fields.text("statement", "what it is, in a sentence"),
        tier=draft.tier,
        basis=basis,
        tier_basis=grounds.basis(fields, "tier_basis", "tier_inferred"),
        function=function,
        form=form,
        optional=fields.yes_no("optional"),
        parameters=tuple(filter(None, draft.parameters.values())),
        requires=links.group(fields, "requires"),
        realised_by=links.group(fields, "realised_by"),
        excludes=links.exclusions(fields),
        substitutes=tuple(read_substitute(name, entry, links) for name, entry in draft.substitutes),
        adaptation=read_adaptation(fields, links),
        tolerance=read_tolerance(fields, links),
        indicators=read_indicators(fields, indicators),
        renamed_from=fields.texts("renamed_from", "an id", one=True),
        split_from=fields.texts("split_from", "an id", one=True),
        merged_from=fields.texts("merged_from", "an id", one=True),
        note=note,
        place=fields.place,
    )


def read_substitute(name: str, fields: Fields, links: Links) -> Substitute:
    """Return one accepted substitute of an element."""
    basis = links.grounds.basis(fields)
    return Substitute(
        id=name,
        title=fields.text("title", "a title, in a few words"),
        basis=basis,
        when=links.group(fields, "when", basis),
        place=fields.place,
    )


def read_adaptation(element: Fields, links: Links) -> tuple[NatureRule, ...]:
    """Return an element's own answers to natures of change."""
    node = element.get("adaptation") if "adaptation" in element.values else None
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        element.wrong(node, "a mapping from natures of change to rules")
        return ()
    rules = []
    for written, value in node.values.items():
        nature = written if written in NATURES else "".join(meant(written, NATURES))  # no label means two natures
        if not nature:
            near = links.faults.suggestion(written, NATURES)
            found = f"the nature {quoted(written)}{near}"
            links.faults.add(codes.WRONG_VALUE, node.key(written), found, f"one of: {in_short(NATURES)}")
        fields = Fields.of(value, RULE_SHAPE, links.faults)
        if fields is not None:
            rule = fields.word("rule", RULES)
            place = node.key_place(written, links.faults.path)
            rules.append(NatureRule(nature, rule, links.grounds.basis(fields), place))
    return tuple(rules)


def read_tolerance(element: Fields, links: Links) -> Tolerance | None:
    """Return how much of what realises a principle may be adapted or missing, or ``None``."""
    node = element.get("tolerance") if "tolerance" in element.values else None
    fields = None if node is None else Fields.of(node, TOLERANCE_SHAPE, links.faults)
    if fields is None:
        return None
    at_most = fields.number("at_most")
    if at_most is None and fields.get("at_most") is None:
        fields.missing("at_most", "a whole number")
    return Tolerance(at_most or 0, links.grounds.basis(fields), fields.place)


def read_indicators(element: Fields, ids: Ids) -> tuple[Indicator, ...]:
    """Return the observable statements by which delivery of an element is rated."""
    if "indicators" not in element.values:
        return ()
    return tuple(
        [
            Indicator(
                id=ids.register(fields, INDICATOR_SHAPE.noun),
                text=fields.text("text", "what can be observed, in a sentence"),
                look_at=fields.texts("look_at", "where to look, such as 'file audit'", one=True),
                rater=fields.maybe("rater"),
                every=fields.maybe("every"),
                place=fields.place,
            )
            for fields in element.each("indicators", INDICATOR_SHAPE)
        ]
    )
