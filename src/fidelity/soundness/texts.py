"""Values as somebody would write them in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.amounts import Amount
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group
from fidelity.soundness.values import OTHER, SPANS, own_constraints

if TYPE_CHECKING:
    from fractions import Fraction

    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter, Value
    from fidelity.model.requirements import Term

__all__ = ["member_text", "raw_text", "term_words"]


_SOMETHING = "something else"


def raw_text(parameter: Parameter, value: Value) -> str:
    """Return a value of a parameter as a text that reads back as the same value; for any type but a set.

    Examples
    --------
    >>> from fidelity.model.evidence import Basis
    >>> from fidelity.model.parameters import Parameter
    >>> raw_text(Parameter("every", "duration", Basis(), family="minutes"), Amount(30240, "minutes"))
    '3 weeks'
    """
    for constraint in own_constraints(parameter):
        if constraint.value == value and constraint.operator != "in":
            return constraint.text
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, Amount):
        return member_text(str(value))
    return _amount_text(parameter.type, value, parameter.unit)


def member_text(name: str) -> str:
    """Return an option, or a member of a set, as a text; also where it stands for all that nobody names."""
    return _SOMETHING if name == OTHER else name


def _amount_text(type_: str, amount: Amount, unit: str | None) -> str:
    number = amount.number
    if type_ == "duration":
        for size, noun in SPANS.get(amount.unit, {}).items():
            if number and number % size == 0:
                return f"{number // size} {noun}{'s' * (number != size)}"
        return f"{_decimal(number)} {amount.unit}"
    if type_ == "rate":
        size, noun = (10080, "week") if amount.unit == "per minute" else (1, "month")
        times = number * size
        span = noun if times.denominator == 1 else f"{times.denominator} {noun}s"
        return f"{times.numerator} per {span}"
    if type_ == "quantity":
        return f"{_decimal(number)} {unit}"
    if type_ == "proportion":
        return f"{_decimal(number)}%"
    return _decimal(number)


def _decimal(number: int | Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    from decimal import Decimal

    return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def term_words(term: Term, model: Model) -> str:
    """Return a term in words, with titles for ids."""
    if isinstance(term, Group):
        inner = [_inner_words(one, model) for one in term.terms]
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


def _inner_words(term: Term, model: Model) -> str:
    """Return a term inside a group in words, in brackets where they could be read in two ways."""
    words = term_words(term, model)
    return f"({words})" if isinstance(term, Group) and len(term.terms) > 1 else words
