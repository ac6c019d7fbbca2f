"""A variant: the parent that it names, what it takes over from the parent, and what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from attrs import evolve

from fidelity.files import faults as codes
from fidelity.files.elements import (
    ELEMENT_KEYS,
    FLEXIBLE_ONLY,
    PRINCIPLES_ONLY,
    SUBSTITUTE,
    read_adaptation,
    read_indicators,
    read_substitute,
    read_tolerance,
)
from fidelity.files.faults import quoted
from fidelity.files.fields import Fields, shape
from fidelity.files.parameters import read_parameters
from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.model import CLAIMS, Extends, Override
from fidelity.model.requirements import AdditionTerm, leaves
from fidelity.plan.frame import NATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.errors import Place
    from fidelity.files.elements import Ids
    from fidelity.files.evidence import Grounds
    from fidelity.files.faults import Faults
    from fidelity.files.requirements import Links
    from fidelity.model.evidence import Basis
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter

EXTENDS_SHAPE = shape("what a variant extends", "model claim basis inferred")
OVERRIDE_SHAPE = shape(
    "an override",
    "element proscribed reason basis inferred nature function_kept set withdrawn",
    statement="what is replaced stands under 'set'",
    parameters="what is replaced stands under 'set'",
    indicators="what is replaced stands under 'set'",
)
SET_SHAPES = {
    Tier.PRINCIPLE: shape(
        "what an override sets about a core principle",
        ELEMENT_KEYS + " realised_by tolerance tier",
        optional=FLEXIBLE_ONLY,
    ),
    Tier.ESSENTIAL: shape(
        "what an override sets about an essential element",
        ELEMENT_KEYS + " tier",
        optional=FLEXIBLE_ONLY,
        realised_by=PRINCIPLES_ONLY,
        tolerance=PRINCIPLES_ONLY,
    ),
    Tier.FLEXIBLE: shape(
        "what an override sets about a flexible element",
        ELEMENT_KEYS + " optional tier",
        realised_by=PRINCIPLES_ONLY,
        tolerance=PRINCIPLES_ONLY,
    ),
}
PROSCRIBED_SET_SHAPE = shape("what an override sets about a proscribed practice", "title statement basis inferred note")


Finder: TypeAlias = "Callable[[str, Place], Model]"
"""Finds the parent of a variant by its reference, which stands at a place; raises ``InputError``."""


class Parent(NamedTuple):
    """What a variant says under ``extends``, its parent found."""

    model: Model
    claim: str
    fields: Fields


def read_parent(model: Fields, find: Finder | None) -> Parent | None:
    """Return the parent of a variant; ``None`` for a model that extends none.

    Raises
    ------
    InputError
        If the parent cannot be found or read.
    """
    node = model.get("extends")
    fields = None if node is None else Fields.of(node, EXTENDS_SHAPE, model.faults)
    if fields is None:
        return None
    claim = fields.word("claim", CLAIMS)
    reference = fields.text("model", "the parent with its version, such as 'example@2026.1', or the path of its file")
    if not reference:
        raise model.faults.error()
    at = model.faults.place(fields.values["model"])
    if find is None:
        model.faults.add(codes.UNKNOWN_MODEL, fields.values["model"], "a parent that cannot be looked up here")
        raise model.faults.error()
    parent = find(reference, at)
    if parent.id == model.maybe("model"):
        found = f"{quoted(parent.id)} is the id of the parent too"
        model.faults.add(codes.DUPLICATE, model.values["model"], found, "an id of the variant's own")
    return Parent(parent, claim, fields)


_TIERS = tuple(tier.value for tier in Tier)
_RANK = {Tier.FLEXIBLE: 0, Tier.ESSENTIAL: 1, Tier.PRINCIPLE: 2}
_WAYS = ("claim 'extends' or 'inspired-by'", "keep to what the parent asks for, or ask for more")


class _OverrideDraft(NamedTuple):
    """An override after the first pass. ``given`` are the fields under ``set``."""

    subject: str
    fields: Fields
    given: Fields | None
    tier: Tier | None
    parameters: dict[str, Parameter | None]
    substitutes: list[tuple[str, Fields]]
    withdrawn: bool


class Inheritance:
    """The elements and proscribed practices of a parent, as its variant leaves them."""

    def __init__(self, model: Fields, parent: Parent, grounds: Grounds) -> None:
        self.parent = parent.model
        self.claim = parent.claim
        self.said = parent.fields
        self.grounds = grounds
        self.faults: Faults = grounds.faults
        self._overrides: list[Override] = []
        self._drafts: dict[str, _OverrideDraft] = {}
        for fields in model.each("overrides", OVERRIDE_SHAPE):
            draft = self._draft(fields)
            if draft is not None and self._is_first(draft):
                self._drafts[draft.subject] = draft
                self._overrides.append(self._override(draft))

    # First pass: what there is -------------------------------------------------------------------------

    def _draft(self, fields: Fields) -> _OverrideDraft | None:
        subject = self._subject(fields)
        if subject is None:
            return None
        element = self.parent.by_id.get(subject)
        withdrawn = fields.yes_no("withdrawn")
        node = fields.get("set")
        tier = None if element is None else _tier(node, element)
        kind = PROSCRIBED_SET_SHAPE if tier is None else SET_SHAPES[tier]
        given = None if node is None else Fields.of(node, kind, self.faults)
        if given is not None and withdrawn:
            found = "both 'set' and 'withdrawn'"
            self.faults.add(codes.SAID_TWICE, fields.node.key("set"), found, "one of them", "delete one of the two")
        if given is None and not withdrawn and node is None:
            fields.missing("set", "what is otherwise", "or 'withdrawn: yes'")
        parameters = {} if given is None or element is None else read_parameters(given, self.grounds)
        substitutes = [] if given is None or element is None else list(given.each("substitutes", SUBSTITUTE))
        draft = _OverrideDraft(
            subject, fields, given, tier, parameters, [(one.id(), one) for one in substitutes], withdrawn
        )
        if element is not None:
            self._check_types(element, draft)
        return draft

    def _subject(self, fields: Fields) -> str | None:
        keys = [key for key in ("element", "proscribed") if key in fields.values]
        if len(keys) != 1:
            found = "an override that names " + ("both an element and a practice" if keys else "nothing")
            self.faults.add(codes.MISSING_KEY, fields.node, found, "either 'element:' or 'proscribed:' with an id")
            return None
        key = keys[0]
        subject = fields.text(key, "the id of what is overridden")
        known = self.parent.by_id if key == "element" else self.parent.proscribed_by_id
        if subject in known:
            return subject
        if subject:
            near = self.faults.suggestion(subject, known)
            noun = "element" if key == "element" else "proscribed practice"
            found = f"{self.parent.reference} has no {noun} {quoted(subject)}{near}"
            way = "something new stands in the list of its tier, not under 'overrides'"
            self.faults.add(codes.UNKNOWN_NAME, fields.values[key], found, f"the id of its {noun}", way)
        return None

    def _is_first(self, draft: _OverrideDraft) -> bool:
        first = self._drafts.get(draft.subject)
        if first is not None:
            found = f"{quoted(draft.subject)} is overridden in line {first.fields.node.line} already"
            self.faults.add(codes.DUPLICATE, draft.fields.node, found, "one override for each", "join the two")
        return first is None

    def _check_types(self, element: Element, draft: _OverrideDraft) -> None:
        """Record a parameter that changes its type or unit: conditions of the parent are about them."""
        for name, parameter in draft.parameters.items():
            known = element.parameter(name)
            if known is None or parameter is None:
                continue
            if (known.type, known.family or parameter.family) != (parameter.type, parameter.family or known.family):
                found = f"'{name}' as a {_typed(parameter)}; it is a {_typed(known)} in {self.parent.reference}"
                way = "give the new parameter an id of its own"
                at = draft.given.node if draft.given is not None else draft.fields.node
                self.faults.add(codes.REDEFINED, at, found, "a parameter of the same type and unit", way)

    def _override(self, draft: _OverrideDraft) -> Override:
        fields, given = draft.fields, draft.given
        keys = [] if given is None else [key for key in given.shape.order if key in given.values]
        if "parameters" in keys:
            at = keys.index("parameters")
            keys[at : at + 1] = [f"parameters.{name}" for name in draft.parameters]
        return Override(
            subject=draft.subject,
            reason=fields.text("reason", "why the variant does it otherwise, in a sentence"),
            basis=self.grounds.basis(fields),
            natures=fields.words("nature", NATURES),
            keys=tuple(keys),
            withdrawn=draft.withdrawn,
            function_kept=fields.maybe("function_kept"),
            place=fields.place,
        )

    def known(self) -> dict[str, dict[str, Parameter | None]]:
        """Return the parameters of each element that is taken over."""
        known: dict[str, dict[str, Parameter | None]] = {}
        for element in self.parent.elements:
            draft = self._drafts.get(element.id)
            if draft is None or not draft.withdrawn:
                mine: dict[str, Parameter | None] = {one.id: one for one in element.parameters}
                known[element.id] = mine if draft is None else mine | draft.parameters
        return known

    def register(self, ids: Ids, indicators: Ids) -> None:
        """Claim the ids of what is taken over, so that nothing new is called the same."""
        from_parent = f"of {self.parent.reference}"
        for element in self.parent.elements:
            draft = self._drafts.get(element.id)
            given = () if draft is None or draft.given is None else draft.given.values
            ids.inherit(element.id, _noun(element, draft) + f" {from_parent}")
            if "substitutes" not in given:
                for substitute in element.substitutes:
                    ids.inherit(substitute.id, f"a substitute {from_parent}")
            if "indicators" not in given:
                for indicator in element.indicators:
                    indicators.inherit(indicator.id, f"an indicator {from_parent}")
        for practice in self.parent.proscribed:
            ids.inherit(practice.id, f"a proscribed practice {from_parent}")
        for draft in self._drafts.values():
            for _, fields in draft.substitutes:
                ids.register(fields, SUBSTITUTE.noun)

    # Second pass: what it becomes ----------------------------------------------------------------------

    def elements(self, links: Links, indicators: Ids) -> tuple[Element, ...]:
        """Return the elements that are taken over, overrides applied, in the parent's order."""
        kept = []
        for element in self.parent.elements:
            draft = self._drafts.get(element.id)
            origin = element.origin or self.parent.reference
            if draft is None:
                kept.append(evolve(element, origin=origin))
            elif not draft.withdrawn:
                kept.append(evolve(self._replaced(element, draft, links, indicators), origin=origin))
        return tuple(kept)

    def _replaced(self, element: Element, draft: _OverrideDraft, links: Links, indicators: Ids) -> Element:
        given = draft.given
        if given is None or draft.tier is None:
            return element
        changes: dict[str, Any] = _texts(given)
        changes |= _bases(given, self.grounds)
        changes["tier"] = draft.tier
        if "optional" in given.values or draft.tier is not Tier.FLEXIBLE:
            changes["optional"] = given.yes_no("optional")
        if draft.parameters:
            merged = {one.id: one for one in element.parameters}
            merged |= {name: one for name, one in draft.parameters.items() if one is not None}
            changes["parameters"] = tuple(merged.values())
        for key in ("requires", "realised_by"):
            if key in given.values:
                changes[key] = links.group(given, key)
        if "excludes" in given.values:
            changes["excludes"] = links.exclusions(given)
        if "substitutes" in given.values:
            changes["substitutes"] = tuple([read_substitute(name, one, links) for name, one in draft.substitutes])
        if "adaptation" in given.values:
            changes["adaptation"] = read_adaptation(given, links)
        if "tolerance" in given.values:
            changes["tolerance"] = read_tolerance(given, links)
        if "indicators" in given.values:
            changes["indicators"] = read_indicators(given, indicators)
        if draft.tier is not Tier.PRINCIPLE:
            changes |= {"realised_by": None, "tolerance": None}
        return evolve(element, **changes)

    def proscribed(self) -> tuple[Proscribed, ...]:
        """Return the proscribed practices that are taken over, overrides applied."""
        kept = []
        for practice in self.parent.proscribed:
            draft = self._drafts.get(practice.id)
            changes: dict[str, Any] = {"origin": practice.origin or self.parent.reference}
            if draft is not None and draft.given is not None:
                changes |= _texts(draft.given) | _bases(draft.given, self.grounds)
            if draft is None or not draft.withdrawn:
                kept.append(evolve(practice, **changes))
        return tuple(kept)

    def extends(self, elements: tuple[Element, ...]) -> Extends:
        """Return what the variant says of its parent, once its elements are known.

        What is taken back although the variant claims to implement its parent, and links to what is
        withdrawn, are recorded as faults.
        """
        for draft in self._drafts.values():
            if draft.withdrawn:
                self._check_links(draft, elements)
        if self.claim == "implements":
            by_id = {element.id: element for element in elements}
            for draft in self._drafts.values():
                self._check_refined(draft, by_id.get(draft.subject))
        basis = self.grounds.maybe(self.said)
        return Extends(self.parent, self.claim, tuple(self._overrides), basis, self.said.place)

    def _check_links(self, draft: _OverrideDraft, elements: tuple[Element, ...]) -> None:
        for element in elements:
            if element.origin is not None and draft.subject in _named(element):
                found = f"{quoted(draft.subject)} is withdrawn, and {quoted(element.id)} still names it in a link"
                way = f"override the links of {quoted(element.id)} too"
                self.faults.add(codes.UNKNOWN_NAME, draft.fields.node, found, "links to elements that there are", way)

    def _check_refined(self, draft: _OverrideDraft, now: Element | None) -> None:
        before = self.parent.by_id.get(draft.subject)
        taken = _taken_back(before, now, withdrawn=draft.withdrawn)
        if taken is not None:
            found = f"{quoted(draft.subject)} {taken}, and the variant claims to implement {self.parent.reference}"
            at = draft.fields.node.key("withdrawn" if draft.withdrawn else "set")
            self.faults.add(codes.REDEFINED, at, found, "refinements only", *_WAYS)


def _taken_back(before: Element | None, now: Element | None, *, withdrawn: bool) -> str | None:
    """Return what the parent asks for and the variant plainly no longer does, or ``None``."""
    if withdrawn:
        return None if before is not None and before.optional else "is withdrawn"
    if before is None or now is None:
        return None
    if _RANK[now.tier] < _RANK[before.tier]:
        return f"goes from {before.tier.noun} to {now.tier.noun}"
    if now.optional and not before.optional:
        return "becomes optional"
    return None


def _tier(node: object, element: Element) -> Tier:
    """Return the tier that an override gives an element; a wrong word is recorded when it is read."""
    values = getattr(node, "values", None)
    said = values.get("tier") if isinstance(values, dict) else None
    word = getattr(said, "text", None)
    return Tier(word) if word in _TIERS else element.tier


def _texts(given: Fields) -> dict[str, object]:
    texts: dict[str, object] = {}
    for key, expected in (("title", "a title, in a few words"), ("statement", "what it is, in a sentence")):
        if key in given.values:
            texts[key] = given.text(key, expected)
    for key in ("function", "form", "note"):
        if key in given.values:
            texts[key] = given.maybe(key)
    for key in ("renamed_from", "split_from", "merged_from"):
        if key in given.values:
            texts[key] = given.texts(key, "an id", one=True)
    if "tier" in given.values:
        given.word("tier", _TIERS)
    return texts


def _bases(given: Fields, grounds: Grounds) -> dict[str, Basis]:
    bases: dict[str, Basis] = {}
    for prefix in ("", "tier_"):
        basis = grounds.maybe(given, f"{prefix}basis", f"{prefix}inferred")
        if basis is not None:
            bases[f"{prefix}basis"] = basis
    return bases


def _named(element: Element) -> Iterator[str]:
    for group in (element.requires, element.realised_by, *(one.when for one in element.substitutes)):
        for leaf in leaves(group) if group is not None else ():
            if not isinstance(leaf, AdditionTerm):
                yield leaf.element
    for exclusion in element.excludes:
        yield exclusion.other.element


def _noun(element: Element, draft: _OverrideDraft | None) -> str:
    if draft is not None and draft.withdrawn:
        return "a withdrawn element"
    return ("an " if element.tier is Tier.ESSENTIAL else "a ") + element.tier.noun


def _typed(parameter: Parameter) -> str:
    return f"{parameter.type} in {parameter.family}" if parameter.family else parameter.type
