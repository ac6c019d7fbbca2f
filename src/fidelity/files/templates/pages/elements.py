"""The page of elements: a row for each element and each of its settings, with the room that the model gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.files.templates.pages.book import HEADER_ROW
from fidelity.files.workbook.cells import pair, value, word
from fidelity.files.workbook.form import ELEMENTS, IN_ROOM, KEPT, KEPT_OUT, OPEN
from fidelity.model.elements import Element, Proscribed, Tier
from fidelity.model.wording import Phrases
from fidelity.rendering.english import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.files.templates.pages.book import Book, Sheet
    from fidelity.model.model import Model
    from fidelity.model.parameters import Parameter
    from fidelity.plan.plan import Plan

__all__ = ["Row", "rows", "write"]

_TIERS = {
    Tier.PRINCIPLE: ("Core principle", "Never negotiable"),
    Tier.ESSENTIAL: ("Essential", "Keep what it is for, and keep close to how it is done"),
    Tier.FLEXIBLE: ("Flexible", "Yours to shape, inside the limits of its settings"),
}
_FOREIGN = "The plan names this, and the model does not have it."


class Row(NamedTuple):
    """One row: a name as the cell writes it, and what stands beside it. ``list_`` is what its answer can be."""

    name: str
    tier: str
    title: str
    about: str
    room: str
    list_: str
    parameter: Parameter | None = None


def rows(model: Model, plan: Plan) -> list[Row]:
    """Return the rows for a model, and below them rows for what a plan names and the model does not have."""
    say = Phrases(model)
    found = [row for tier in _TIERS for element in model.tier(tier) for row in _element(element, say)]
    found += [_practice(practice, say) for practice in model.proscribed]
    known = {row.name for row in found}
    return found + [row for row in _foreign(plan) if row.name not in known]


def name(element: str) -> str:
    """Return the id of an element as a cell writes it: never like the name of a setting."""
    plain = word(element)
    return plain if "." not in element or plain.startswith('"') else f'"{element}"'


def _element(element: Element, say: Phrases) -> Iterator[Row]:
    tier, room = _TIERS[element.tier]
    optional = ", or to leave out" if element.optional else ""
    tier += " (optional)" if element.optional else ""
    about = [element.statement]
    about += [f"What it is for: {element.function}"] if element.function else []
    about += [f"How it is usually done: {element.form}"] if element.form else []
    rules = [f"{room}{optional} {say.known(element.tier_basis)}"]
    rules += [f"May be replaced by '{one.id}': {say.substitute(one)}" for one in element.substitutes]
    rules += [capital(rule) for rule in map(say.rule, element.adaptation)]
    yield Row(name(element.id), tier, element.title, "\n".join(about), "\n".join(rules), "kept")
    for parameter in element.parameters:
        text = say.figure(parameter)
        text = capital(text)
        if parameter.options:
            text += f"\nOne of: {', '.join(parameter.options)}"
        for exemption in parameter.exceptions:
            text += f"\nA change that uses this exception names it: {exemption.id}"
        setting = pair(element.id, parameter.id)
        yield Row(setting, "Setting", parameter.name, f"A setting of: {element.title}", text, "", parameter)


def _practice(practice: Proscribed, say: Phrases) -> Row:
    room = f"Must stay out {say.known(practice.basis)}"
    return Row(name(practice.id), "Ruled out", practice.title, practice.statement, room, "kept_out")


def _foreign(plan: Plan) -> Iterator[Row]:
    """Yield rows for every element and setting that a plan names; each once."""
    chosen = [choice.element for choice in plan.choices if not choice.settings]
    names = [name(one) for one in (*plan.as_specified, *plan.undecided, *chosen)]
    names += [pair(choice.element, one.parameter) for choice in plan.choices for one in choice.settings]
    for one in dict.fromkeys(names):
        yield Row(one, "Not in the model", one, _FOREIGN, "", "kept")


def answers(plan: Plan, ruled_out: set[str]) -> dict[str, str]:
    """Return what stands in the answer cells, by the names of the rows."""
    found = {name(one): KEPT_OUT if name(one) in ruled_out else KEPT for one in plan.as_specified}
    found |= {name(one): OPEN for one in plan.undecided}
    found |= {name(choice.element): IN_ROOM for choice in plan.choices if not choice.settings}
    return found | {
        pair(choice.element, setting.parameter): value(setting.value)
        for choice in plan.choices
        for setting in choice.settings
    }


def write(book: Book, sheet: Sheet, found: list[Row], plan: Plan) -> None:
    """Write the page."""
    book.lay_out(sheet, [column.width for column in ELEMENTS.columns], large=True, frozen=1)
    book.write(sheet, (0, 0), ELEMENTS.about, book.intro)
    for number, title in enumerate(ELEMENTS.titles):
        book.write(sheet, (HEADER_ROW, number), title, book.title_cell)
    said = answers(plan, {row.name for row in found if row.list_ == "kept_out"})
    for number, row in enumerate(found, HEADER_ROW + 1):
        looks = book.fixed if row.parameter else book.fixed_strong
        for column, text in enumerate(row[:5]):
            book.write(sheet, (number, column), text, looks if column in {0, 2} else book.fixed)
        _answer(book, sheet, number, row, said.get(row.name))
        book.fit(sheet, number, (*row[:5], None, said.get(row.name)), [column.width for column in ELEMENTS.columns])
    last = HEADER_ROW + len(found)
    sheet.autofilter(HEADER_ROW, 0, last, len(ELEMENTS.columns) - 1)
    book.book.define_name("elements_answers", f"='{ELEMENTS.title}'!$F${HEADER_ROW + 2}:$G${last + 1}")
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def _answer(book: Book, sheet: Sheet, number: int, row: Row, said: str | None) -> None:
    """Write the two cells to fill in; one of them is unused, except in rows that the model does not have."""
    both = row.list_ == "kept" and row.tier == "Not in the model"
    valued = row.parameter is not None or (both and said not in {None, KEPT, OPEN, IN_ROOM})
    own, other = (6, 5) if valued else (5, 6)
    book.write(sheet, (number, own), said, book.answer)
    book.write(sheet, (number, other), None, book.unused)
    area = (number, own, number, own)
    if row.parameter is None:
        book.validate(sheet, area, row.title, row.room, **book.choices(row.list_, strict=True))
        return
    rule = book.choices(f"options_{row.name}", strict=row.parameter.kind.closed)
    book.validate(sheet, area, row.title, row.room, **rule)
