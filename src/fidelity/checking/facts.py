"""What an evaluation speaks of: the parts of a plan that can matter, what they mean, and findings in the raw."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from fidelity.codes import family_of
from fidelity.model.elements import Tier
from fidelity.model.strength import Strength
from fidelity.plan.plan import Setting

if TYPE_CHECKING:
    from fidelity.checking.network import Formula
    from fidelity.errors import Place
    from fidelity.model.elements import Substitute
    from fidelity.model.parameters import Constraint, Limit, Parameter
    from fidelity.model.requirements import Exclusion
    from fidelity.model.types import Value
    from fidelity.plan.plan import Addition, Change

REMOVED, ABANDONED, TAKEN_OUT, OUTSIDE_LIMITS = "FID201", "FID202", "FID203", "FID204"
NEEDS_OWNER, SILENT, UNDECIDED = "FID206", "FID208", "FID209"
UNREALISED, UNDERMINED, EXCLUDED = "FID301", "FID302", "FID303"
PRACTICE, ADDITION, CUMULATIVE = "FID205", "FID207", "FID304"
SOUNDS_LIKE_MORE, SAYS_NOTHING, ON_WORD = "FID507", "FID508", "FID509"
"""The codes that somebody other than their rules has to know."""
WEIGHING = (
    REMOVED, ABANDONED, TAKEN_OUT, OUTSIDE_LIMITS, PRACTICE, NEEDS_OWNER, ADDITION, SILENT, UNDECIDED, UNREALISED,
    UNDERMINED, EXCLUDED, CUMULATIVE,
)  # fmt: skip
"""The codes that a verdict is made of."""

# What a part of a plan means by itself -----------------------------------------------------------------


class Ban(NamedTuple):
    """An exclusion of the model, numbered: the owner's node, the other side, and its strength.

    ``constraints`` is empty where the other side is an element; otherwise the other side stands while
    that element does and the plan sets its parameter to such a value.
    """

    key: str
    owner: int
    other: int
    parameter: str
    constraints: tuple[Constraint, ...]
    strength: Strength
    exclusion: Exclusion


class Swap(NamedTuple):
    """A listed substitute: its condition in each evaluation. ``pessimistic`` is ``None`` where it does not count."""

    substitute: Substitute
    strength: Strength
    optimistic: Formula
    pessimistic: Formula | None


NOTHING_SWAPPED = ((0, 0), (0, 0))


class Judged(NamedTuple):
    """What a change's natures mean for its element.

    ``optimistic`` and ``pessimistic`` are levels (permitted, consult, absent) without a substitute whose condition
    still has to be looked at; with one (``swap``), they are the levels where that condition holds, and
    ``otherwise`` holds the two levels where it does not. ``open`` says whether anything is not permitted.
    Natures are judged separately: ``asks`` says whether one of them, the swapped one apart, has to be taken to the
    owner, and ``swapped`` has the two levels of that one where the condition holds, and where it does not. ``worded``
    says whether the levels would be others without the plan's words on the function.
    """

    optimistic: int
    pessimistic: int
    swap: Swap | None
    otherwise: tuple[int, int]
    open: bool
    asks: bool
    swapped: tuple[tuple[int, int], tuple[int, int]]
    worded: bool


class Valued(NamedTuple):
    """What a value means: the limits it passes, and the links that it meets or fails.

    ``level`` is 0 inside the limits, 1 outside limits that do not bind (or under an exception that does
    not), 2 outside limits that do. ``matters`` says whether any of the rest can bear on a finding.
    """

    node: int
    parameter: Parameter
    value: Value
    level: int
    silent: bool
    broken: tuple[Limit, ...]
    failed: tuple[int, ...]
    met: tuple[int, ...]
    bans: tuple[Ban, ...]
    matters: bool


class Addable(NamedTuple):
    """A local addition, numbered: its node, and whether it has to be taken to the owner."""

    addition: Addition
    node: int
    consult: bool
    tier: Tier


class PlanPart(NamedTuple):
    """A part of a plan that can matter: an atom, with what it means by itself.

    ``order`` is the place among the plan's changes, or -1, and ``node`` the element that it is about, or -1.
    """

    atom: str
    order: int
    node: int
    judged: Judged | None = None
    change: Change | None = None
    values: tuple[tuple[Setting, Valued], ...] = ()
    addable: Addable | None = None
    practice: str | None = None
    undecided: bool = False

    @property
    def own_node(self) -> int:
        """The node of what it is about, a local addition included."""
        return self.addable.node if self.addable else self.node


# What findings are made of -----------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class RawDetail:
    """What a finding keeps beside its subject: nothing here, and more in the records of single rules."""

    @property
    def certain(self) -> bool:
        """Whether a consequence follows however the open matters are settled."""
        return False

    @property
    def tier(self) -> Tier | None:
        """The tier that it is judged at, where that is not its element's."""
        return None

    @property
    def place(self) -> Place | None:
        """Where the plan says it, if the rule knows better than its parts."""
        return None

    @property
    def model_place(self) -> Place | None:
        """Where the model says it, if that is not where its element stands."""
        return None


NO_DETAIL = RawDetail()


@frozen(eq=False, repr=False)
class SetValue(RawDetail):
    """A value that a part of the plan sets, judged."""

    part: PlanPart
    setting: Setting
    valued: Valued

    @property
    def place(self) -> Place:
        """Where the plan sets the value."""
        return self.setting.place

    @property
    def model_place(self) -> Place:
        """Where the first limit stands that it passes, else the parameter."""
        broken = self.valued.broken
        return broken[0].place if broken and broken[0].place.line else self.valued.parameter.place


@frozen(eq=False, repr=False)
class Fallen(RawDetail):
    """An element whose requirements are not met: for certain, or only in the pessimistic evaluation."""

    certain: bool


CERTAIN, POSSIBLE = Fallen(certain=True), Fallen(certain=False)


@frozen(eq=False, repr=False)
class Clash(RawDetail):
    """An exclusion whose two sides both stand: for certain, or only in the optimistic evaluation."""

    key: str
    certain: bool
    strength: Strength
    tier: Tier
    sides: tuple[str, str]
    ban: Ban | None
    parts: tuple[PlanPart, ...]

    @property
    def model_place(self) -> Place | None:
        """Where the exclusion stands, if the model has it and not the plan."""
        return self.ban.exclusion.place if self.ban is not None else None


@frozen(eq=False, repr=False)
class ToleranceUsed(RawDetail):
    """A principle whose tolerance is used up, and the elements that were counted."""

    counted: tuple[int, ...]


class Raw(NamedTuple):
    """A finding in the raw: its code, what it is about, and how bad it is (2 red, 1 amber, 0 agreed).

    ``key`` (code and subject) is what makes it the same finding in another part of the plan. ``node`` is
    the element concerned or -1, ``atoms`` the parts of the plan that say so themselves (none for a
    consequence), and ``detail`` what else the rule needs for its words.
    """

    code: str
    subject: str
    badness: int
    node: int
    atoms: tuple[str, ...]
    detail: RawDetail = NO_DETAIL

    @property
    def key(self) -> tuple[str, str]:
        """Code and subject."""
        return self.code, self.subject

    @property
    def family(self) -> str:
        """What its code is about."""
        return family_of(self.code)

    @property
    def red(self) -> bool:
        """Whether it breaches what binds, for certain."""
        return self.badness > 1
