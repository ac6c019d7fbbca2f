"""The totals that a form works out while it is filled in, as formulas of the system that shows the form.

A blank, or an answer without weight, adds nothing to a total. It neither empties the total nor makes it an error.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.response_sets import UNSCORED, code_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.checklists.checklist import Checklist, Item


class Formulas(NamedTuple):
    """How a system writes a formula: a field, the number in a field, the space around signs, and "divided by".

    ``percent`` is the formula of the percentage, and ``target`` is the code table that the system uses, if any.
    """

    field: str
    number: str
    gap: str
    by: str
    percent: str
    target: str = ""


REDCAP = Formulas("[{}]", "[{}]", "", "/", "if([counted]>0, round(100*[points]/[counted], 1), '')", "redcap")
XLSFORM = Formulas(
    "${{{}}}", "number(${{{}}})", " ", "div", "if(${counted} = 0, 0, round(100 * ${points} div ${counted}, 1))"
)


def totals(checklist: Checklist, formulas: Formulas) -> Mapping[str, str]:
    """Return the formulas of the totals by name: the sum of the shares, the answered weights and the percentage."""
    plus = f"{formulas.gap}+{formulas.gap}"
    points = plus.join(_term(item, _share(checklist, item, formulas), formulas) for item in checklist)
    counted = plus.join(_term(item, str(item.weight), formulas) for item in checklist)
    return {"points": points or "0", "counted": counted or "0", "percent": formulas.percent}


def _term(item: Item, figure: str, formulas: Formulas) -> str:
    codes = ("", *(code_for(code, formulas.target) for code in UNSCORED))
    return f"if({' or '.join(_is(item, code, formulas) for code in codes)}, 0, {figure})"


def _is(item: Item, code: str, formulas: Formulas) -> str:
    return f"{formulas.field.format(item.name)}{formulas.gap}={formulas.gap}'{code}'"


def _share(checklist: Checklist, item: Item, formulas: Formulas) -> str:
    """Return the share of an answer on the checklist's base. It is the share that the scoring calculates."""
    responses, gap = checklist.responses_of(item), formulas.gap
    low = Fraction(0) if checklist.base == "maximum" else responses.lowest
    span = responses.highest - low
    if not span:  # all answers have the same weight
        return str(item.weight)
    value = _value(checklist, item, formulas)
    value = f"({value}{gap}-{gap}{_number(low)})" if low else value
    value = f"{value}{gap}{formulas.by}{gap}{_number(span)}" if span != 1 else value
    return f"{item.weight}{gap}*{gap}{value}" if item.weight != 1 else value


def _value(checklist: Checklist, item: Item, formulas: Formulas) -> str:
    """Return the weight of an answer: its code if all codes equal their weights, or else a choice among weights."""
    scored = checklist.responses_of(item).scored
    if all(option.code == option.weight_text for option in scored):
        return formulas.number.format(item.name)
    value = scored[-1].weight_text
    for option in reversed(scored[:-1]):
        value = f"if({_is(item, option.code, formulas)}, {option.weight_text}, {value})"
    return value


def _number(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else repr(float(number))
