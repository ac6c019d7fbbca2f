"""A plan as the text of a file: YAML that reads back as the same plan."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from fidelity.plan.frame import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.types import Kind, RawValue
    from fidelity.plan.plan import Addition, Approval, Change, Choice, Covered, Plan, Record, Setting

__all__ = ["plan_text", "scalar", "written"]

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./%@' ()-]*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def plan_text(plan: Plan) -> str:
    """Return a plan as YAML, ending in a line break. Read again it is equal to the plan, places apart.

    Parameters
    ----------
    plan
        Any plan that can be read or built.

    Returns
    -------
    str
        The text of the file.

    Examples
    --------
    >>> from fidelity.plan.plan import Plan
    >>> print(plan_text(Plan("a", "fdac@2026.1", "Ashby", "as-specified", undecided=("hearings",))))
    plan: a
    model: fdac@2026.1
    site: Ashby
    status: proposed
    claim: implements
    unmentioned: as-specified
    undecided: [hearings]
    <BLANKLINE>
    """
    return "".join(f"{line}\n" for line in _lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    yield from _some(
        plan=plan.id,
        model=plan.model,
        site=plan.site,
        author=plan.author,
        status=plan.status,
        claim=plan.claim,
        unmentioned=plan.unmentioned,
        as_specified=plan.as_specified,
    )
    yield from _under("choices:", (line for choice in plan.choices for line in _choice(choice)))
    yield from _under("changes:", (line for change in plan.changes for line in _item(_change(change))))
    yield from _some(undecided=plan.undecided)
    yield from _under("approvals:", (line for one in plan.approvals for line in _item(_approval(one))))


def _choice(choice: Choice) -> Iterator[str]:
    key = f"{scalar(choice.element)}:"
    yield from _under(key, _settings(choice.settings)) if choice.settings else [f"{key} {{}}"]


def _settings(settings: Iterable[Setting]) -> Iterator[str]:
    return (f"{scalar(one.parameter)}: {written(one.value)}" for one in settings)


def _change(change: Change) -> Iterator[str]:
    yield from _some(id=change.id, element=change.element, proscribed=change.proscribed)
    if change.addition is not None:
        yield from _under("add:", _addition(change.addition))
    yield from _some(touches=change.touches)
    if change.natures or change.addition is not None:  # an addition that says nothing is taken for 'adding'
        yield f"nature: {_natures(change.natures)}"
    yield from _under("set:", _settings(change.settings))
    yield from _some(**{"with": change.substitute}, exception=change.exception)
    yield from _some(what=change.what, function_kept=change.function_kept)
    yield from _under("record:", _record(change.record))


def _addition(addition: Addition) -> Iterator[str]:
    yield from _some(id=addition.id, title=addition.title, statement=addition.statement)
    yield from _some(requires=addition.requires, excludes=addition.excludes)


def _natures(natures: tuple[str, ...]) -> str:
    return natures[0] if len(natures) == 1 else written(natures)


def _record(record: Record) -> Iterator[str]:
    for name in (*RECORD, "effects"):
        found: RawValue | None = getattr(record, name)
        if found:
            yield f"{name}: {written(found)}"


def _approval(approval: Approval) -> Iterator[str]:
    yield from _under("covers:", (line for one in approval.covers for line in _item(_covered(one))))
    yield from _some(by=approval.by, role=approval.role, given=approval.given.isoformat())
    yield from _some(until=approval.until.isoformat() if approval.until else None)
    yield from _some(reference=approval.reference, conditions=approval.conditions)


def _covered(covered: Covered) -> Iterator[str]:
    yield from _some(change=covered.change)
    if covered.natures:
        yield f"nature: {_natures(covered.natures)}"
    yield from _under("set:", _settings(covered.settings))
    yield from _some(**{"with": covered.substitute}, exception=covered.exception)


def _some(**values: RawValue | None) -> Iterator[str]:
    """Yield a line for every key that has a value."""
    return (f"{key}: {written(one)}" for key, one in values.items() if one)


def _under(key: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines under their key; nothing where there are none."""
    inner = [f"  {line}" for line in lines]
    return iter([key, *inner] if inner else [])


def _item(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of one entry of a list."""
    return (("- " if number == 0 else "  ") + line for number, line in enumerate(lines))


def written(raw: RawValue, kind: Kind | None = None) -> str:
    """Return a value as YAML writes it; several words are a list, even if it is of one.

    Examples
    --------
    >>> written("2 weeks"), written(("nurse", "judge, retired"))
    ('2 weeks', '[nurse, "judge, retired"]')
    """
    if isinstance(raw, str):
        if kind is not None and kind.several:
            return f"[{scalar(raw)}]"
        return raw if kind is not None and kind.bare else scalar(raw)
    return f"[{', '.join(map(scalar, raw))}]"


def scalar(text: str) -> str:
    r"""Return a text as YAML reads it back, on one line; in quotes where it needs them.

    Examples
    --------
    >>> scalar("fdac@2026.1"), scalar("note: this"), scalar("no")
    ('fdac@2026.1', '"note: this"', '"no"')
    """
    if _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in quoted)
