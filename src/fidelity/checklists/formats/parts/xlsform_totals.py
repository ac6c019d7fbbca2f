"""The totals of an XLSForm, guarded: a blank or an answer without weight adds nothing, and is never NaN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts import exchange
from fidelity.checklists.response_sets import UNSCORED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.checklists.checklist import Checklist, Item

__all__ = ["totals"]


def totals(checklist: Checklist) -> Mapping[str, str]:
    """Return the formulas of the totals by name: shares added up, weights that were answered, and percentage."""
    points = " + ".join(_term(item, _share(checklist, item)) for item in checklist) or "0"
    counted = " + ".join(_term(item, str(item.weight)) for item in checklist) or "0"
    percent = "if(${counted} = 0, 0, round(100 * ${points} div ${counted}, 1))"
    return {"points": points, "counted": counted, "percent": percent}


def _term(item: Item, figure: str) -> str:
    answer = f"${{{item.name}}}"
    blank = " or ".join(f"{answer} = '{code}'" for code in ("", *UNSCORED))
    return f"if({blank}, 0, {figure})"


def _share(checklist: Checklist, item: Item) -> str:
    low, span = exchange.scaling(checklist, checklist.responses_of(item))
    if span is None:
        return str(item.weight)
    value = _value(checklist, item)
    value = f"({value} - {exchange.number_text(low)})" if low else value
    value = f"{value} div {exchange.number_text(span)}" if span != 1 else value
    return f"{item.weight} * {value}" if item.weight != 1 else value


def _value(checklist: Checklist, item: Item) -> str:
    """Return the weight of an answer: its code where all codes are their weights, or else a choice of weights."""
    answer, scored = f"${{{item.name}}}", checklist.responses_of(item).scored
    if all(option.code == option.weight_text for option in scored):
        return f"number({answer})"
    value = scored[-1].weight_text
    for option in reversed(scored[:-1]):
        value = f"if({answer} = '{option.code}', {option.weight_text}, {value})"
    return value
