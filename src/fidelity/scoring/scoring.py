"""Scores completed forms, in plain Python and exact fractions. Nothing is imputed unless a rule says so."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.checklists.checklist import Checklist
from fidelity.checklists.responses import Responses
from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Fault, InputError
from fidelity.scoring.bands import Standing, standing
from fidelity.scoring.cells import stacks_of
from fidelity.scoring.groups import KINDS, Tally, tallies
from fidelity.scoring.rules import BASES, RULES, TOGETHER, MissingRule, named
from fidelity.scoring.status import Critical, critical_of, element_statuses, item_statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from fidelity.scoring.cells import Stack

__all__ = ["Score", "score", "score_stacks"]


@frozen(slots=False, eq=False, repr=False)
class Score(Content):
    """What completed forms come to: immutable, compared by content.

    ``critical`` comes first: a high mean never hides that something non-negotiable is missing. ``tallies``
    hold every group of every kind; ``items`` and ``elements`` say what is in place as rated. ``base``, ``rule``
    and ``together`` name the rules that were used.

    Examples
    --------
    >>> import fidelity
    >>> checklist = fidelity.checklist("fdac", rater="local authority team manager")
    >>> best = {item.name: "2" if item.kind == "indicator" else "1" for item in checklist}
    >>> form = fidelity.Form("f1", {name: fidelity.Answer(code) for name, code in best.items()})
    >>> fidelity.score(checklist, fidelity.Responses((form,))).critical.met
    7
    """

    checklist: Checklist
    responses: Responses
    tallies: tuple[Tally, ...]
    items: Mapping[str, str] = field(hash=False)
    elements: Mapping[str, str] = field(hash=False)
    critical: Critical
    base: str
    rule: MissingRule
    together: str

    @property
    def total(self) -> Tally | None:
        """Everything counted together; ``None`` where there is no form."""
        return next(iter(self.by("total").values()), None)

    def by(self, kind: str) -> Mapping[str, Tally]:
        """Return the tallies of a kind (such as ``"element"``, ``"site"`` or ``"period"``) by key."""
        return MappingProxyType({tally.key: tally for tally in self.tallies if tally.kind == kind})

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where each form stands among the checklist's bands, by form id; empty where it has none."""
        found = {key: standing(self.checklist.bands, tally) for key, tally in self.by("form").items()}
        return MappingProxyType({key: one for key, one in found.items() if one is not None})

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that were used, each in a sentence."""
        labels = sorted({f"'{one.threshold_label}'" for one in self.checklist.response_sets if one.threshold_label})
        better = f"an answer of {' or '.join(labels)} or better counts as in place"
        return (
            f"Gaps ({self.rule.name}): {self.rule.words}. Not applicable leaves the base; not known does not.",
            f"Percentages ({self.base}): {BASES[self.base]}. Items count by their weights.",
            f"Several ratings ({self.together}): {TOGETHER[self.together]}, whatever the gaps turn out to be.",
            f"Boundary: {better if labels else 'no threshold is set'}.",
            "Cut-offs are applied to unrounded figures; what is printed is rounded for reading.",
        )

    def to_records(self) -> list[dict[str, str | int | float | None]]:
        """Return one flat record a tally, figures as floats: ready for a data frame."""
        from fidelity.scoring.records import score_records

        return score_records(self)

    def to_frame(self, backend: str = "pandas") -> object:
        """Return the records as a data frame of ``backend`` (``pandas`` or ``polars``), if you have it."""
        from importlib import import_module

        frame: object = import_module(backend).DataFrame(self.to_records())
        return frame

    def __repr__(self) -> str:
        met = f"{self.critical.met} of {self.critical.of} critical components met"
        return f"<Score {self.checklist.id}: {len(self.responses)} forms, {met}>"

    def _repr_markdown_(self) -> str:
        return str(door("Score._repr_markdown_")(self))


def score(
    checklist: Checklist,
    responses: Responses | str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    base: str | None = None,
    rule: str | None = None,
    together: str = "majority",
) -> Score:
    """Return what completed forms of a checklist come to. Cost: forms times items.

    Parameters
    ----------
    checklist
        The checklist that was filled in.
    responses
        The completed forms, or the path or paths of the files that hold them.
    base
        What percentages are of: ``range`` or ``maximum``; by default what the checklist says.
    rule
        What is done about gaps: ``none``, ``80-percent``, ``half`` or ``lowest``; by default what the
        checklist says, and ``none`` where it says nothing.
    together
        How several ratings of one item count: ``majority`` or ``every``.

    Raises
    ------
    InputError
        If a file cannot be read, or forms are of another checklist.
    ValueError
        For a rule that does not exist.
    """
    if not isinstance(responses, Responses):
        from fidelity.checklists.readers import read_responses

        paths = [responses] if isinstance(responses, str) or hasattr(responses, "__fspath__") else responses
        responses = read_responses(checklist, *paths)
    _refuse_others(checklist, responses)
    stacks = list(stacks_of(checklist, responses.forms))
    return score_stacks(checklist, responses, stacks, KINDS, base=base, rule=rule, together=together)


def score_stacks(  # noqa: PLR0913 - what was counted, and by which rules
    checklist: Checklist,
    responses: Responses,
    stacks: Sequence[Stack],
    by: Sequence[str],
    *,
    base: str | None = None,
    rule: str | None = None,
    together: str = "majority",
) -> Score:
    """Return what counted forms come to, ``by`` some kinds of groups; the rules are those of ``score``."""
    chosen = RULES[named(rule or checklist.missing, RULES, "rule")]
    of = named(base or checklist.base, BASES, "base")
    items = item_statuses(checklist, stacks, named(together, TOGETHER, "together"))
    elements = element_statuses(checklist, items)
    return Score(
        checklist=checklist,
        responses=responses,
        tallies=tuple(tallies(checklist, stacks, of, chosen, by)),
        items=MappingProxyType(items),
        elements=MappingProxyType(elements),
        critical=critical_of(checklist, elements),
        base=of,
        rule=chosen,
        together=together,
    )


def _refuse_others(checklist: Checklist, responses: Responses) -> None:
    """Raise ``InputError`` for forms that were read against another checklist."""
    others = [form for form in responses.forms if form.checklist and form.checklist != checklist.hash]
    if others:
        found = f"the form '{others[0].id}' is of the checklist '{others[0].checklist}'"
        ways = ("score it with the checklist that it was made from",)
        raise InputError([Fault("FID703", others[0].place, found, f"the checklist '{checklist.hash}'", ways)])
