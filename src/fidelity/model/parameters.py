"""What can be set about an element: a typed parameter, its standard and the limits that still count.

Values come as the text that somebody wrote and are read by the parameter's type, never by YAML's guess.
A list of texts is a value only for a set.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.content import Content
from fidelity.errors import Place
from fidelity.model.amounts import Amount, Misfit
from fidelity.model.evidence import NOWHERE, Basis
from fidelity.model.types import Kind, RawValue, Value, type_of

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen(eq=False, repr=False)
class Constraint(Content):
    """One comparison, such as ``max 4 weeks``: the operator, the value compared with, and its text.

    ``value`` is a tuple of values for ``in``; ``min`` and ``max`` include their end, ``over`` and
    ``under`` do not.
    """

    operator: str
    value: Value | tuple[Value, ...]
    text: str

    def holds(self, value: Value) -> bool:
        """Return whether ``value`` meets the comparison."""
        return _HOLDS[self.operator](value, self.value)

    def __str__(self) -> str:
        return f"{_PHRASES[self.operator]}{self.text}"


def _in(value: Value, allowed: object) -> bool:
    assert isinstance(allowed, tuple)
    if isinstance(value, frozenset):
        return all(member in allowed for member in value)
    return value in allowed


def _includes(value: Value, wanted: object) -> bool:
    return isinstance(value, frozenset) and isinstance(wanted, frozenset) and wanted <= value


def _number(value: object) -> Amount:
    assert isinstance(value, Amount)
    return value


_HOLDS: dict[str, Callable[[Value, object], bool]] = {
    "is": lambda value, wanted: value == wanted,
    "in": _in,
    "min": lambda value, end: _number(value).number >= _number(end).number,
    "max": lambda value, end: _number(value).number <= _number(end).number,
    "over": lambda value, end: _number(value).number > _number(end).number,
    "under": lambda value, end: _number(value).number < _number(end).number,
    "includes": _includes,
}
_PHRASES = {
    "is": "", "in": "one of ", "min": "at least ", "max": "at most ", "over": "more than ",
    "under": "less than ", "includes": "including ",
}  # fmt: skip


@frozen(eq=False, repr=False)
class Limit(Content):
    """What still counts as the model: every constraint holds. ``derived`` ones come from the standard."""

    constraints: tuple[Constraint, ...]
    basis: Basis
    derived: bool = False
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    def holds(self, value: Value) -> bool:
        """Return whether ``value`` stays inside this limit."""
        return all(constraint.holds(value) for constraint in self.constraints)

    def __str__(self) -> str:
        return " and ".join(map(str, self.constraints))


@frozen(eq=False, repr=False)
class Exemption(Content):
    """A named exception of a parameter: limits that count for a change that cites it."""

    id: str
    title: str
    limits: tuple[Limit, ...]
    basis: Basis
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    def holds(self, value: Value) -> bool:
        """Return whether ``value`` stays inside the limits of the exception."""
        return all(limit.holds(value) for limit in self.limits)


@frozen(eq=False, repr=False)
class Parameter(Content):
    """Something about an element that has a value.

    ``standard`` is what the owner specifies: constraints that are one point (``is``) or an interval
    (``min`` and ``max``); empty where the owner gives no figure. ``limits`` are those that count,
    derived ones included; empty means that the model is silent on every value. ``family`` is the unit in
    which a duration, rate or quantity is compared.
    """

    id: str
    type: str
    basis: Basis
    title: str | None = None
    standard: tuple[Constraint, ...] = ()
    limits: tuple[Limit, ...] = ()
    options: tuple[str, ...] = ()
    exceptions: tuple[Exemption, ...] = ()
    read_as: str = "exact"
    unit: str | None = None
    family: str | None = None
    note: str | None = None
    place: Place = field(default=NOWHERE, eq=False, repr=False)

    @property
    def kind(self) -> Kind:
        """What there is to know about the type."""
        return type_of(self.type)

    @property
    def name(self) -> str:
        """The title, or the id in words."""
        return self.title or self.id.replace("-", " ").replace("_", " ")

    @property
    def point(self) -> Value | None:
        """The standard where it is one value, else ``None`` (no standard, or an interval)."""
        if len(self.standard) == 1 and self.standard[0].operator == "is":
            value = self.standard[0].value
            return None if isinstance(value, tuple) and not isinstance(value, Amount) else value
        return None

    @property
    def silent(self) -> bool:
        """Whether the model says nothing that a value could be judged by."""
        return not self.limits

    @property
    def standard_text(self) -> str | None:
        """The standard in words, or ``None``."""
        return " and ".join(map(str, self.standard)) or None

    def value(self, raw: RawValue) -> Value:
        """Read a value of this parameter.

        Raises
        ------
        Misfit
            If the text is no such value, is not among the options, or is in a unit that does not convert.
        """
        value = read_value(self.type, raw, self.unit)
        if isinstance(value, Amount) and self.family is not None and value.unit != self.family:
            ours, theirs = (
                text.replace("minutes", "minutes, hours, days or weeks").replace("months", "months or years")
                for text in (self.family, value.unit)
            )
            raise Misfit(f"'{raw}', which is in {theirs}", f"a value in {ours}", units=True)
        if self.options:
            for member in value if isinstance(value, frozenset) else (value,):
                if member not in self.options:
                    raise Misfit(f"'{member}'", f"one of: {', '.join(self.options)}")
        return value


@lru_cache(maxsize=4096)  # plans of one model say the same values again and again
def read_value(type_: str, raw: RawValue, unit: str | None = None) -> Value:
    """Read a value of a type; a quantity needs its ``unit``. Raises ``Misfit``."""
    kind = type_of(type_)
    if not isinstance(raw, str):
        if kind.several:
            return frozenset(raw)
        raise Misfit("a list", "a single value")
    return kind.read(raw, unit or "")
