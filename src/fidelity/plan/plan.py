"""An adaptation plan: what a site chooses, changes and adds, and what was agreed about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from attrs import evolve, field, frozen

from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.model.types import RawValue
from fidelity.plan.atoms import CHANGE, CHOICE, UNDECIDED, atom_of, choice_atom, split
from fidelity.plan.frame import LISTS, RECORD
from fidelity.plan.signs import denies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Return names with each of them once: a file may not say one twice, and what is built in Python means it once."""
    return tuple(dict.fromkeys(names))


@frozen(eq=False, repr=False)
class Setting(Content):
    """A value that a plan gives to a parameter, as it was written."""

    parameter: str
    value: RawValue
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def text(self) -> str:
        """The value as one text."""
        return self.value if isinstance(self.value, str) else ", ".join(self.value)


@frozen(eq=False, repr=False)
class Choice(Content):
    """Values that a site chooses for one element, inside the room that the model grants.

    Attributes
    ----------
    element
        The id of the element.
    settings
        The values by parameter.
    place
        Where the file says it.
    """

    element: str
    settings: tuple[Setting, ...]
    place: Place = field(default=NOWHERE, eq=False, repr=False)


FRAME: tuple[str, ...] = (*RECORD, "effects")
"""The fields of the FRAME record, in order; each is a column of the plan's records."""


class Record(NamedTuple):
    """The FRAME record of a change. Empty where the site said nothing."""

    modified: str | None = None
    when: str | None = None
    planned: str | None = None
    decided_by: tuple[str, ...] = ()
    goal: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    level: str | None = None
    site_view: str | None = None
    effects: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that nobody filled in, in the order of FRAME."""
        return () if all(self) else tuple([name for name, said in zip(FRAME, self, strict=True) if not said])


EMPTY_RECORD = Record()


@frozen(eq=False, repr=False)
class Addition(Content):
    """An element of the site's own. What it requires and excludes is the site's word: inferred."""

    id: str
    title: str
    statement: str
    requires: tuple[str, ...] = field(default=(), converter=_once)
    excludes: tuple[str, ...] = field(default=(), converter=_once)
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Change(Content):
    """One change: to an element, a local addition, or a proscribed practice that comes in.

    Exactly one of ``element``, ``addition`` and ``proscribed`` is set.

    Attributes
    ----------
    id, what
        Its id in the plan, and what is altered, in words.
    element, addition, proscribed
        The id of the element, the local addition itself, or the id of the practice that comes in.
    natures
        FRAME natures, as written in the plan.
    settings
        New values of parameters.
    substitute
        The id of the listed substitute that takes the place of the element, or ``None``.
    exception
        The id of the exception that it cites, or ``None``.
    function_kept
        How the element's function is kept, or ``None`` where the plan does not say.
    touches
        The ids of other elements that it is expected to affect.
    record
        The FRAME record around the change.
    place
        Where the file says it.
    signature
        What the judgement of the change depends on, values apart: natures, ``function_said``, and the substitute.
    """

    id: str
    what: str
    element: str | None = None
    natures: tuple[str, ...] = field(default=(), converter=_once)
    settings: tuple[Setting, ...] = ()
    substitute: str | None = None
    exception: str | None = None
    function_kept: str | None = None
    addition: Addition | None = None
    touches: tuple[str, ...] = field(default=(), converter=_once)
    proscribed: str | None = None
    record: Record = EMPTY_RECORD
    place: Place = field(default=NOWHERE, eq=False, repr=False)
    signature: tuple[tuple[str, ...], bool, str | None] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        # What the judgement of the change depends on, its element, values and exception apart.
        said = self.function_kept is not None and not denies(self.function_kept)
        object.__setattr__(self, "signature", (self.natures, said, self.substitute))

    @property
    def function_said(self) -> bool:
        """Whether the plan says how the function is kept, which a plain denial ("It is not kept.") does not."""
        return self.signature[1]

    @property
    def subject(self) -> str:
        """The id of what the change is about."""
        if self.addition is not None:
            return self.addition.id
        return self.element or self.proscribed or ""


@frozen(eq=False, repr=False)
class Covered(Content):
    """What an approval repeats of a change it agrees: nature, values, substitute, exception."""

    change: str
    natures: tuple[str, ...] = field(default=(), converter=_once)
    settings: tuple[Setting, ...] = ()
    substitute: str | None = None
    exception: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(eq=False, repr=False)
class Approval(Content):
    """An agreed variation.

    Attributes
    ----------
    covers
        The changes that it agrees to, each repeated exactly.
    by
        Who gave it.
    role
        The role in which it was given, as the model's ``authority`` names roles.
    given, until
        The first and the last day on which it counts; ``until`` is ``None`` where it has no end.
    reference
        How the owner refers to it, or ``None``.
    conditions
        The conditions in words, or ``None``. They are shown and not judged.
    place
        Where the file says it.
    """

    covers: tuple[Covered, ...]
    by: str
    role: str
    given: date
    until: date | None = None
    reference: str | None = None
    conditions: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)


@frozen(slots=False, eq=False, repr=False)
class Plan(Content):
    """An adaptation plan: immutable, compared by content.

    Attributes
    ----------
    id, site, author
        Its id, the place that it is for, and the role that wrote it.
    model
        The model that it pins, with the version.
    unmentioned
        What its silence means: ``"as-specified"`` or ``"undecided"``.
    status, claim
        How far it has come, and whether it claims to implement the model.
    as_specified
        Ids of the elements that the site expressly keeps, and of practices that it keeps out.
    choices
        Values inside the room that the model grants.
    changes
        What the site does differently.
    undecided
        Ids of what is not settled yet.
    approvals
        The register of agreed variations.
    place
        Where the file begins.
    places
        Where each key of the plan stands, and each entry of its lists (as ``key/entry``).

    Examples
    --------
    >>> from fidelity.plan.plan import Plan
    >>> Plan(id="northtown", model="fdac@2026.1", site="Northtown", unmentioned="as-specified")
    <Plan northtown: fdac@2026.1 at Northtown, 0 changes>
    """

    id: str
    model: str
    site: str
    unmentioned: str
    author: str | None = None
    status: str = "proposed"
    claim: str = "implements"
    as_specified: tuple[str, ...] = field(default=(), converter=_once)
    choices: tuple[Choice, ...] = ()
    changes: tuple[Change, ...] = ()
    undecided: tuple[str, ...] = field(default=(), converter=_once)
    approvals: tuple[Approval, ...] = ()
    place: Place = field(default=NOWHERE, eq=False)
    places: Mapping[str, Place] = field(factory=lambda: MappingProxyType({}), eq=False)

    def __repr__(self) -> str:
        count = len(self.changes)
        noun = "change" if count == 1 else "changes"
        return f"<Plan {self.id}: {self.model} at {self.site}, {count} {noun}>"

    def without(self, *atoms: str) -> Plan:
        """Return the plan with some of its parts taken back to what the model specifies.

        Parameters
        ----------
        *atoms
            ``change:ID``, ``choice:ELEMENT.PARAMETER`` or ``undecided:ELEMENT``, as findings name them.
            What is settled this way is listed under ``as_specified`` where the plan's silence means
            undecided.

        Raises
        ------
        ValueError
            If the plan has no such part.

        Examples
        --------
        >>> import fidelity
        >>> plan = Plan(id="a", model="fdac@2026.1", site="A", unmentioned="as-specified", undecided=("x",))
        >>> plan.without("undecided:x").undecided
        ()
        """
        return _without(self, atoms)

    def to_records(self) -> list[Row]:
        """Return one flat record for each thing that the plan says of an element: ready for a data frame of any kind.

        Returns
        -------
        list of dict
            What is kept as specified, then choices (one record a value), changes and what is undecided, in
            the order of the file. Each has all of ``fidelity.plan.plan.COLUMNS``; ``None`` where the plan says nothing.

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
        >>> plan = Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="undecided", undecided=("listing",))
        >>> [(record["kind"], record["element"]) for record in plan.to_records()]
        [('undecided', 'listing')]
        """
        return [
            *(_mention(self, "as-specified", element) for element in self.as_specified),
            *(record for choice in self.choices for record in _choice(self, choice)),
            *(_change(self, change) for change in self.changes),
            *(_mention(self, "undecided", element) for element in self.undecided),
        ]

    def _repr_html_(self) -> str:
        return str(door("Plan._repr_html_")(self))


def _without(plan: Plan, atoms: Iterable[str]) -> Plan:
    gone = _sorted_out(plan, atoms)
    withdrawn = [change for change in plan.changes if change.id in gone["change"]]
    settled = {name for change in withdrawn if (name := change.element or change.proscribed)} | gone["undecided"]
    settled |= {name.rpartition(".")[0] for name in gone["choice"]}
    changes = tuple(change for change in plan.changes if change.id not in gone["change"])
    choices = tuple(
        evolve(choice, settings=kept)
        for choice in plan.choices
        if (kept := tuple(s for s in choice.settings if f"{choice.element}.{s.parameter}" not in gone["choice"]))
    )
    touched = {c.element for c in changes} | {c.proscribed for c in changes} | {c.element for c in choices}
    undecided = tuple(name for name in plan.undecided if name not in gone["undecided"])
    said = touched.union(plan.as_specified, undecided)
    extra = tuple(sorted(settled - said)) if plan.unmentioned == "undecided" else ()
    return evolve(plan, changes=changes, choices=choices, undecided=undecided, as_specified=plan.as_specified + extra)


def _sorted_out(plan: Plan, atoms: Iterable[str]) -> dict[str, set[str]]:
    """Return the names of some parts by kind. Raises ``ValueError`` for what is no part of the plan."""
    parts = {atom_of(CHANGE, change.id) for change in plan.changes}
    parts |= {choice_atom(choice.element, one.parameter) for choice in plan.choices for one in choice.settings}
    parts |= {atom_of(UNDECIDED, name) for name in plan.undecided}
    gone: dict[str, set[str]] = {CHANGE: set(), CHOICE: set(), UNDECIDED: set()}
    for atom in atoms:
        kind, name = split(atom)
        if kind not in gone:
            kinds = "change:ID, choice:ELEMENT.PARAMETER, undecided:ELEMENT"
            raise ValueError(f"'{atom}' is no part of a plan; parts are {kinds}")
        if atom not in parts and (kind != UNDECIDED or plan.unmentioned != "undecided"):
            raise ValueError(f"the plan has no part '{atom}'")
        gone[kind].add(name)
    return gone


Row: TypeAlias = dict[str, str | bool | None]

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
    return ", ".join(words) or None


def _line(line: int) -> str | None:
    return str(line) if line else None
