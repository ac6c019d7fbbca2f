"""Scores completed forms, in plain Python and exact fractions. We impute nothing unless a rule says so.

A score knows where each form stands among the bands of its scale, and gives its groups as flat records.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import field, frozen

from fidelity.checklists.bands import BASES, RULES, TOGETHER, Band, MissingRule, named, number
from fidelity.checklists.checklist import Checklist
from fidelity.checklists.responses import OTHER_CHECKLIST, Responses, refused
from fidelity.content import Content
from fidelity.doors import door
from fidelity.scoring.tallies import (
    KINDS,
    Counts,
    Critical,
    RatedCodes,
    Tally,
    critical_of,
    element_statuses,
    item_statuses,
    stacks_of,
    tallies,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from fidelity.scoring.tallies import Measure


@frozen(slots=False, eq=False, repr=False)
class Score(Content):
    """The score of completed forms: immutable, compared by content.

    ``critical`` comes first: a high mean never hides that something non-negotiable is missing.

    Attributes
    ----------
    checklist, responses
        What was asked, and what was answered.
    tallies
        Every group of every kind, counted.
    items, elements
        What was rated as in place, by the name of the item and by the id of the element.
    critical
        The critical components: met, not met, unknown.
    base, rule, together
        The names of the rules for percentages, for gaps, and for several ratings of one item.

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
        """The tally of everything together; ``None`` if there is no form."""
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
        better += "; the file of the model or scale sets it, under 'threshold', and else it is the library's usual one"
        return (
            f"Gaps ({self.rule.name}): {self.rule.words}. Not applicable leaves the base; not known does not.",
            f"Percentages ({self.base}): {BASES[self.base]}. Items count by their weights.",
            f"Several ratings ({self.together}): {TOGETHER[self.together]}, whatever the gaps turn out to be.",
            f"Boundary: {better if labels else 'no threshold is set'}.",
            "Cut-offs are applied to unrounded figures; what is printed is rounded for reading.",
        )

    def to_records(self) -> list[dict[str, str | int | float | None]]:
        """Return a flat record for each tally, with figures as floats, ready for a data frame."""
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
    """Return the score of completed forms of a checklist. Cost: forms times items.

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

    Returns
    -------
    Score
        The score, with the rules that were used.

    Raises
    ------
    InputError
        If a file cannot be read, or forms are of another checklist.
    ValueError
        For a rule that does not exist.
    """
    if not isinstance(responses, Responses):
        from fidelity.checklists.reading import read_responses

        paths = [responses] if isinstance(responses, str) or hasattr(responses, "__fspath__") else responses
        responses = read_responses(checklist, *paths)
    others = [form for form in responses.forms if form.checklist and form.checklist != checklist.hash]
    if others:
        found = f"the form '{others[0].id}' is of the checklist '{others[0].checklist}'"
        way = "score it with the checklist that it was made from"
        raise refused(others[0].place, found, f"the checklist '{checklist.hash}'", way, code=OTHER_CHECKLIST)
    counts = Counts.of(stacks_of(checklist, responses.forms))
    return score_counts(checklist, responses, counts, KINDS, base=base, rule=rule, together=together)


def score_counts(  # noqa: PLR0913 - what was counted, and by which rules
    checklist: Checklist,
    responses: Responses,
    counts: Counts,
    by: Sequence[str],
    *,
    base: str | None = None,
    rule: str | None = None,
    together: str = "majority",
) -> Score:
    """Return the score of some counts, ``by`` some kinds of groups, with the rules of ``score``."""
    chosen = RULES[named(rule or checklist.missing, RULES, "rule")]
    of = named(base or checklist.base, BASES, "base")
    codes = RatedCodes(checklist, of)
    items = item_statuses(codes, counts.whole, named(together, TOGETHER, "together"))
    elements = element_statuses(checklist, items)
    return Score(
        checklist=checklist,
        responses=responses,
        tallies=tuple(tallies(codes, counts, chosen, by)),
        items=MappingProxyType(items),
        elements=MappingProxyType(elements),
        critical=critical_of(checklist, elements),
        base=of,
        rule=chosen,
        together=together,
    )


@frozen(eq=False, repr=False)
class Standing(Content):
    """Where a figure stands among bands: in one band, or in any of those that the gaps allow.

    ``certain`` says that no gap could change it. ``words`` is a sentence for a report.
    """

    band: Band | None
    possible: tuple[Band, ...]
    words: str

    @property
    def certain(self) -> bool:
        """Whether only one band is possible."""
        return self.band is not None


def standing(bands: Iterable[Band], tally: Tally) -> Standing | None:
    """Return where a tally stands among bands of one measure, or ``None`` where there are no bands or figures."""
    known = tuple(bands)
    if not known:
        return None
    measure: Measure = getattr(tally, known[0].of)
    if measure.lowest is None or measure.highest is None:
        return None
    low, high = measure.lowest, measure.highest
    at_ends = [next((band for band in known if band.holds(end)), None) for end in (low, high)]
    between = [band for band in known if band.at_least is not None and low < band.at_least <= high]
    possible = tuple(dict.fromkeys(band for band in (*at_ends, *between) if band is not None))
    first = at_ends[0]
    if len(possible) == 1 and first is not None and None not in at_ends:
        return Standing(first, possible, f"{first.words}; by the unrounded figure")
    if not possible:
        return Standing(None, (), f"no band holds {number(low)}: the bands leave it out")
    labels = " or ".join(f"'{band.label}'" for band in possible)
    if low == high or None in at_ends:
        return Standing(None, possible, f"the bands do not say which of {labels} it is")
    gaps = f"with the gaps it lies between {number(low)} and {number(high)}"
    return Standing(None, possible, f"cannot be told: {gaps}, which is {labels}")


RECORD = (
    "kind", "key", "title", "forms", "items", "total", "applicable", "answered", "na", "nk", "missing",
    "share", "share_lowest", "share_highest", "mean", "mean_lowest", "mean_highest",
    "points", "points_lowest", "points_highest", "status", "base", "rule",
)  # fmt: skip
"""The columns of a score's records, in order; every record has all of them. Figures are floats, unrounded."""


def score_records(score: Score) -> list[dict[str, str | int | float | None]]:
    """Return a record for each tally. Only items and elements have a ``status``."""
    records = []
    for tally in score.tallies:
        statuses = {"item": score.items, "element": score.elements}.get(tally.kind, {})
        record = {name: getattr(tally, name) for name in RECORD[: RECORD.index("share")]}
        for name in ("share", "mean", "points"):
            measure: Measure = getattr(tally, name)
            for ending, figure in (("", measure.value), ("_lowest", measure.lowest), ("_highest", measure.highest)):
                record[name + ending] = None if figure is None else float(figure)
        records.append({**record, "status": statuses.get(tally.key), "base": score.base, "rule": score.rule.name})
    return records
