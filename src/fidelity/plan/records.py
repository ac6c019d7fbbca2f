"""A plan as flat records: one row for whatever it says of one element, for a data frame of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from fidelity.plan.frame import LISTS, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.plan.plan import Change, Choice, Plan, Setting

__all__ = ["COLUMNS", "Row", "plan_records"]

Row: TypeAlias = dict[str, str | bool | None]

FRAME: tuple[str, ...] = (*RECORD, "effects")
"""The fields of the FRAME record, each a column of its own."""

COLUMNS: tuple[str, ...] = (
    "plan",
    "model",
    "site",
    "kind",
    "id",
    "element",
    "nature",
    "set",
    "with",
    "exception",
    "what",
    "function_kept",
    "title",
    "statement",
    "touches",
    "requires",
    "excludes",
    *FRAME,
    "approved",
    "approval",
    "line",
)
"""The columns of a plan's records, in order; every record has all of them."""

_BETWEEN = ", "


def plan_records(plan: Plan) -> list[Row]:
    """Return one record for each thing that a plan says of an element.

    Parameters
    ----------
    plan
        The plan to lay out.

    Returns
    -------
    list of dict
        What is kept as specified, then choices (one record a value), changes and what is undecided, in
        the order of the file. Each has all of ``COLUMNS``; ``None`` where the plan says nothing.

        - ``plan``, ``model``, ``site``: of the plan.
        - ``kind``: ``as-specified``, ``choice``, ``change``, ``addition``, ``proscribed`` or ``undecided``.
        - ``id``: of the change; for a choice ``element.parameter``; else the id of the element.
        - ``element``: the id of the element, addition or proscribed practice.
        - ``nature``: FRAME natures, parted by a comma and a blank, as are all lists here.
        - ``set``: values as ``parameter: value``, several parted by a semicolon and a blank.
        - ``with``, ``exception``, ``what``, ``function_kept``: of the change.
        - ``title``, ``statement``, ``touches``, ``requires``, ``excludes``: of a local addition.
        - ``modified``, ``when``, ``planned``, ``decided_by``, ``goal``, ``reasons``, ``level``,
          ``site_view``, ``effects``: the FRAME record, a column a field.
        - ``approved``: whether an approval in the plan names the change, valid or not; ``approval``: its
          reference, or who gave it and when. ``None`` for what is no change.
        - ``line``: where it stands in the file; ``None`` where that is not known.

    Examples
    --------
    >>> from fidelity.plan.plan import Plan
    >>> plan = Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="undecided", undecided=("listing",))
    >>> [(record["kind"], record["element"]) for record in plan_records(plan)]
    [('undecided', 'listing')]
    """
    return [
        *(_mention(plan, "as-specified", element) for element in plan.as_specified),
        *(record for choice in plan.choices for record in _choice(plan, choice)),
        *(_change(plan, change) for change in plan.changes),
        *(_mention(plan, "undecided", element) for element in plan.undecided),
    ]


def _row(plan: Plan, **values: str | bool | None) -> Row:
    return {**dict.fromkeys(COLUMNS), "plan": plan.id, "model": plan.model, "site": plan.site, **values}


def _mention(plan: Plan, kind: str, element: str) -> Row:
    place = plan.places.get(f"{kind.replace('-', '_')}/{element}")
    return _row(plan, kind=kind, id=element, element=element, line=_line(place.line if place else 0))


def _choice(plan: Plan, choice: Choice) -> Iterator[Row]:
    for setting in choice.settings:
        id_ = f"{choice.element}.{setting.parameter}"
        line = _line(setting.place.line)
        yield _row(plan, kind="choice", id=id_, element=choice.element, set=_set([setting]), line=line)


def _change(plan: Plan, change: Change) -> Row:
    kind = "addition" if change.addition else "proscribed" if change.proscribed else "change"
    approvals = _approvals(plan, change)
    row = _row(
        plan,
        kind=kind,
        id=change.id,
        element=change.subject,
        nature=_joined(change.natures),
        set=_set(change.settings),
        exception=change.exception,
        what=change.what,
        function_kept=change.function_kept,
        approved=bool(approvals),
        approval=_joined(approvals),
        line=_line(change.place.line),
    )
    return row | {"with": change.substitute} | _addition(change) | _frame(change)


def _addition(change: Change) -> Row:
    addition = change.addition
    if addition is None:
        return {}
    return {
        "title": addition.title,
        "statement": addition.statement,
        "touches": _joined(change.touches),
        "requires": _joined(addition.requires),
        "excludes": _joined(addition.excludes),
    }


def _frame(change: Change) -> Row:
    record = change.record
    return {name: _joined(getattr(record, name)) if name in LISTS else getattr(record, name) for name in FRAME}


def _approvals(plan: Plan, change: Change) -> list[str]:
    return [
        approval.reference or f"{approval.by}, {approval.given}"
        for approval in plan.approvals
        if any(covered.change == change.id for covered in approval.covers)
    ]


def _set(settings: Iterable[Setting]) -> str | None:
    return "; ".join(f"{setting.parameter}: {setting.text}" for setting in settings) or None


def _joined(words: Iterable[str]) -> str | None:
    return _BETWEEN.join(words) or None


def _line(line: int) -> str | None:
    return str(line) if line else None
