"""A small plan as YAML, to show what a variant allows; it can be checked as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.plan.plan import Change, Plan, Setting

__all__ = ["plan_text"]


def plan_text(plan: Plan) -> str:
    """Return a plan of choices and changes as the text of a file.

    Examples
    --------
    >>> from fidelity.plan.plan import Plan
    >>> print(plan_text(Plan("a", "fdac@2026.1", "Ashby", "as-specified")))
    plan: a
    model: fdac@2026.1
    site: Ashby
    unmentioned: as-specified
    <BLANKLINE>
    """
    return "".join(f"{line}\n" for line in _lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    yield f"plan: {plan.id}"
    yield f"model: {plan.model}"
    yield f"site: {plan.site}"
    yield f"unmentioned: {plan.unmentioned}"
    if plan.author:
        yield f"author: {plan.author}"
    if plan.choices:
        yield "choices:"
        for choice in plan.choices:
            yield f"  {choice.element}:"
            yield from (f"    {one.parameter}: {_value(one)}" for one in choice.settings)
    if plan.changes:
        yield "changes:"
        for change in plan.changes:
            yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    yield f"  - id: {change.id}"
    if change.addition is not None:
        yield "    add:"
        yield f"      id: {change.addition.id}"
        yield f"      title: {_quoted(change.addition.title)}"
        yield f"      statement: {_quoted(change.addition.statement)}"
    else:
        yield f"    element: {change.element}"
    yield f"    nature: {_list(change.natures)}"
    if change.substitute:
        yield f"    with: {change.substitute}"
    if change.settings:
        yield "    set:"
        yield from (f"      {one.parameter}: {_value(one)}" for one in change.settings)
    if change.exception:
        yield f"    exception: {change.exception}"
    yield f"    what: {_quoted(change.what)}"
    if change.function_kept:
        yield f"    function_kept: {_quoted(change.function_kept)}"


def _value(setting: Setting) -> str:
    value = setting.value
    return _quoted(value) if isinstance(value, str) else _list([_quoted(one) for one in value])


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(words)}]"


def _quoted(text: str) -> str:
    """Return a text in double quotes, as YAML reads it back."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08X}"
