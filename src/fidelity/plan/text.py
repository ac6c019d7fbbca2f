"""A plan as the text of a file: YAML that reads back as the same plan."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from fidelity.plan.fields import ADDITION, APPROVAL, CHANGE, COVERED, FRAME, PLAN
from fidelity.rendering.english import is_printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.types import Kind, RawValue
    from fidelity.plan.fields import Table
    from fidelity.plan.plan import Choice, Plan, Setting

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
    return "".join(f"{line}\n" for line in _lines(plan, PLAN))


_FIRST = ("id", "element", "proscribed", "add", "touches", "nature", "set", "with", "exception")
"""Which keys of a change are written first; the others follow in the order of the table."""
_BELOW = {"changes": CHANGE, "approvals": APPROVAL, "covers": COVERED, "add": ADDITION, "record": FRAME}


def _lines(said: Any, table: Table) -> Iterator[str]:  # noqa: ANN401 - whatever the table is about
    """Yield the lines of a mapping: one or more for each key that has a value."""
    first = _FIRST if table is CHANGE else ()
    fields = {field.key: field for field in table.fields}
    for field in (*(fields.pop(key) for key in first), *fields.values()):
        held, kind = getattr(said, field.attribute), field.kind
        below = _BELOW.get(field.key)
        if kind == "natures":
            if (
                held or getattr(said, "addition", None) is not None
            ):  # an addition that says nothing is taken for 'adding'
                yield f"{field.key}: {held[0] if len(held) == 1 else written(held)}"
        elif kind == "choices":
            yield from _under(f"{field.key}:", (line for choice in held for line in _choice(choice)))
        elif kind == "settings":
            yield from _under(f"{field.key}:", _settings(held))
        elif kind == "list" and below is not None:
            yield from _under(f"{field.key}:", (line for one in held for line in _item(_lines(one, below))))
        elif kind == "mapping" and below is not None and held is not None:
            yield from _under(f"{field.key}:", _lines(held, below))
        elif held:
            yield f"{field.key}: {written(held.isoformat() if kind == 'date' else held)}"


def _choice(choice: Choice) -> Iterator[str]:
    key = f"{scalar(choice.element)}:"
    yield from _under(key, _settings(choice.settings)) if choice.settings else [f"{key} {{}}"]


def _settings(settings: Iterable[Setting]) -> Iterator[str]:
    return (f"{scalar(one.parameter)}: {written(one.value)}" for one in settings)


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
    return "".join(sign if is_printable(sign) else f"\\U{ord(sign):08x}" for sign in quoted)
