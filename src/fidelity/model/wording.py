"""How a model is worded for a reader: links and figures as phrases, and how firmly each thing is known.

Every text of the model passes through the quoting of the format that the phrases are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.requirements import AdditionTerm, Group, ParameterTerm
from fidelity.model.strength import Strength
from fidelity.rendering.english import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fidelity.model.elements import NatureRule, Substitute
    from fidelity.model.evidence import Basis, Evidence
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Limit, Parameter
    from fidelity.model.requirements import Leaf, Term

SILENT = "the sources are silent; ask before you set it"
_FROM_STANDARD = "our inference, from the usual figure"
_RULES = {
    "permitted": "within the model",
    "consult": "to be taken to the owner",
    "absent": "counts as not having it",
}
_WORDS = {
    "is": "exactly ",
    "in": "one of: ",
    "min": "at least ",
    "max": "at most ",
    "over": "more than ",
    "under": "less than ",
    "includes": "with at least: ",
}
_THAT = {
    "is": "no other value",
    "in": "none but these",
    "min": "at least that",
    "max": "at most that",
    "over": "more than that",
    "under": "less than that",
    "includes": "at least these",
}
"""What a limit adds to the usual figure, where both are the same."""


LEGEND = (
    "Each part says how firmly it is known: stated (by the owner, in its standard, or in law), restated (by somebody "
    "else who describes the model, or recalled), observed (by evaluators, or at one site only), or our inference "
    "(nobody says so). Only what is stated or restated can make a plan red. For the rest, ask the owner."
)
"""What the words for strengths mean, and what they are good for."""
_TIERS = {
    Tier.PRINCIPLE: "that it is a core principle",
    Tier.ESSENTIAL: "that it is essential",
    Tier.FLEXIBLE: "that it may vary",
}
_OWNERS = ("owner", "standard")
_RANKS = (
    "stated by the owner",
    "stated in law",
    "restated by others",
    "recalled from the owner",
    "recalled from law",
    "observed by evaluators",
    "recalled from other accounts",
    "seen at one site only",
    "our inference",
)


class Phrases:
    """Says what a model says, for one format.

    Parameters
    ----------
    model
        The model whose titles and evidence are looked up.
    quote
        Makes any text of the model safe in the format; by default it stays as it is.
    link
        Refers to an element by id; by default its quoted title.
    reasons
        Whether a link that is our inference says why.
    """

    def __init__(
        self,
        model: Model,
        quote: Callable[[str], str] = str,
        link: Callable[[str], str] | None = None,
        *,
        reasons: bool = False,
    ) -> None:
        self.model = model
        self.quote = quote
        self.link = link or self.title
        self.reasons = reasons

    def title(self, id_: str) -> str:
        """Return the title of an element or practice, quoted."""
        known = self.model.by_id.get(id_) or self.model.proscribed_by_id.get(id_)
        return self.quote(known.title if known else id_)

    def known(self, basis: Basis) -> str:
        """Return how firmly something is known, in brackets, with the reason where it is our inference."""
        words = basis_words(self.model, basis)
        why = f": {self.quote(basis.inferred)}" if basis.inferred and self.reasons else ""
        return f"({words}{why})"

    def terms(self, group: Group) -> tuple[str, tuple[str, ...]]:
        """Return how many of a group are needed, as in ``"at least one of"``, and its terms as phrases."""
        if len(group.terms) == 1 or group.kind == "all":
            return "", tuple(self.term(term) for term in group.terms)
        count = "at least one of" if group.kind == "any" else f"at least {group.count} of"
        return count, tuple(self.term(term) for term in group.terms)

    def term(self, term: Term) -> str:
        """Return one term of a link; what does not bind by itself says so."""
        if isinstance(term, Group):
            count, inner = self.terms(term)
            between = " and " if not count else "; "
            return f"{count} ({between.join(inner)})" if count else between.join(inner)
        doubtful = term.basis.strength < Strength.RESTATED
        return f"{self.leaf(term)} {self.known(term.basis)}" if doubtful or self.reasons else self.leaf(term)

    def leaf(self, leaf: Leaf) -> str:
        """Return what a leaf of a link names."""
        if isinstance(leaf, AdditionTerm):
            return f"a local addition '{self.quote(leaf.addition)}'"
        if not isinstance(leaf, ParameterTerm):
            return self.link(leaf.element)
        element = self.model.by_id.get(leaf.element)
        parameter = element.parameter(leaf.parameter) if element else None
        name = parameter.name if parameter else leaf.parameter
        return f"{self.link(leaf.element)}, with {self.quote(name)}: {self.constraints(leaf.constraints)}"

    def constraints(self, constraints: Iterable[Constraint]) -> str:
        """Return comparisons as a phrase, such as ``"at least 2 weeks and at most 4 weeks"``."""
        return " and ".join(_WORDS[one.operator] + self.quote(one.text) for one in constraints)

    def figure(self, parameter: Parameter) -> str:
        """Return what is usual of a parameter, what still counts, and how firmly each is known."""
        if parameter.silent:
            return SILENT
        words = [self._usual(parameter)] if parameter.standard else []
        words += [self._limit(parameter, limit) for limit in parameter.limits]
        for exemption in parameter.exceptions:
            limits = " and ".join(self.constraints(limit.constraints) for limit in exemption.limits)
            title = self.quote(exemption.title)
            words.append(f"exception '{title}': {limits} {self.known(exemption.basis)}")
        return "; ".join(filter(None, words))

    def _usual(self, parameter: Parameter) -> str:
        if parameter.point is not None:
            return f"usually {self.quote(parameter.standard[0].text)}"
        return f"{self._interval(parameter.standard)} {self.known(parameter.basis)}"

    def _interval(self, standard: tuple[Constraint, ...]) -> str:
        if [one.operator for one in standard] == ["min", "max"]:
            return f"from {self.quote(standard[0].text)} to {self.quote(standard[1].text)}"
        return self.constraints(standard)

    def _limit(self, parameter: Parameter, limit: Limit) -> str:
        constraints = limit.constraints
        if constraints == parameter.standard and parameter.point is None:
            return ""  # an interval is its own limit
        known = f"({_FROM_STANDARD})" if limit.derived else self.known(limit.basis)
        first = constraints[0]
        if len(constraints) == 1 and parameter.standard and first.text == parameter.standard[0].text:
            return f"{_THAT[first.operator]} {known}"
        if first.operator == "in" and parameter.kind.several:
            return f"any of: {self.quote(first.text)} {known}"
        return f"{self.constraints(constraints)} {known}"

    def substitute(self, substitute: Substitute) -> str:
        """Return an accepted replacement and its condition."""
        words = f"{self.quote(substitute.title)} {self.known(substitute.basis)}"
        return words if substitute.when is None else f"{words}, as long as there is {self.term(substitute.when)}"

    def rule(self, rule: NatureRule) -> str:
        """Return an element's own answer to one nature of change."""
        nature = rule.nature.replace("-", " ")
        return f"{nature}: {_RULES.get(rule.rule, self.quote(rule.rule))} {self.known(rule.basis)}"


def basis_words(model: Model, basis: Basis) -> str:
    """Return how firmly a claim is known, such as ``"stated by the owner"``; no reason is given.

    Examples
    --------
    >>> import fidelity
    >>> model = fidelity.load_model("fdac")
    >>> [basis_words(model, model.by_id[id_].basis) for id_ in ("same-judge", "national-training", "test-methods")]
    ['stated by the owner', 'observed by evaluators', 'recalled from other accounts']
    """
    strongest = [
        item
        for id_ in basis.evidence
        if (item := model.evidence_by_id.get(id_)) is not None and item.strength is basis.strength
    ]
    if not strongest:
        return "our inference" if basis.strength is Strength.INFERRED else basis.strength.word
    return min((evidence_words(item) for item in strongest), key=_RANKS.index)


def evidence_words(item: Evidence) -> str:
    """Return how firmly a piece of evidence supports what it says, and whose word it is."""
    if item.strength is Strength.INFERRED:
        return "our inference"
    whose = "the owner" if item.voice in _OWNERS else "law"
    if item.strength is Strength.STATED:
        return "stated by the owner" if item.voice in _OWNERS else "stated in law"
    if item.strength is Strength.RESTATED:
        return f"recalled from {whose}" if item.status == "recalled" else "restated by others"
    if item.scope == "site":
        return "seen at one site only"
    return "observed by evaluators" if item.voice in ("evaluator", "research") else "recalled from other accounts"


def element_words(model: Model, one: Element | Proscribed) -> str:
    """Return how firmly an element is known, and that it stands at its tier, as sentences.

    Examples
    --------
    >>> import fidelity
    >>> model = fidelity.load_model("fdac")
    >>> element_words(model, model.by_id["same-judge"])
    'Stated by the owner, and so is that it is essential.'
    >>> print(element_words(model, model.by_id["key-worker"]))
    Stated by the owner. That it is essential is our inference: the owner describes it; no headline names it.
    """
    content = basis_words(model, one.basis)
    words = capital(content)
    if one.basis.inferred:
        words += f": {one.basis.inferred}"
    if isinstance(one, Proscribed):
        return f"{words}."
    claim, at_tier = _TIERS[one.tier], basis_words(model, one.tier_basis)
    if one.tier_basis.inferred:
        return f"{words}. {capital(claim)} is our inference: {one.tier_basis.inferred}."
    if at_tier == content:
        return f"{words}, and so is {claim}."
    return f"{words}. {capital(claim)} is {at_tier}."
