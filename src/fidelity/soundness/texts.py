"""Values as somebody would write them in a plan, and links in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.requirements import AdditionTerm, ElementTerm, Group
from fidelity.model.types import OTHER
from fidelity.soundness.values import own_constraints

if TYPE_CHECKING:
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.model.requirements import Term
    from fidelity.model.types import Value


def raw_text(parameter: Parameter, value: Value) -> str:
    """Return a value of a parameter as a text that reads back as the same value; for any type but a set.

    Examples
    --------
    >>> from fidelity.model.amounts import Amount
    >>> from fidelity.model.evidence import Basis
    >>> from fidelity.model.parameters import Parameter
    >>> from fidelity.model.types import Amount
    >>> raw_text(Parameter("every", "duration", Basis(), family="minutes"), Amount(30240, "minutes"))
    '3 weeks'
    """
    for constraint in own_constraints(parameter):
        if constraint.value == value and constraint.operator != "in":
            return constraint.text
    return parameter.kind.write(value, parameter.unit)


def member_text(name: str) -> str:
    """Return an option, or a member of a set, as a text; for ``OTHER``, words for everything that nobody names."""
    return "something else" if name == OTHER else name


def term_words(term: Term, model: Model) -> str:
    """Return a term in words, with titles for ids, and groups inside a group in brackets."""
    if isinstance(term, Group):
        inner = [
            f"({term_words(one, model)})" if isinstance(one, Group) and len(one.terms) > 1 else term_words(one, model)
            for one in term.terms
        ]
        if term.kind == "at_least":
            return f"at least {term.count} of: {', '.join(inner)}"
        return {"any": " or ", "all": " and "}[term.kind].join(inner)
    if isinstance(term, ElementTerm):
        return f"'{model.by_id[term.element].title}'"
    if isinstance(term, AdditionTerm):
        return f"the local addition '{term.addition}'"
    element = model.by_id[term.element]
    parameter = element.parameter(term.parameter)
    name = term.parameter if parameter is None else parameter.name
    return f"'{element.title}' with {name} {' and '.join(map(str, term.constraints))}"
