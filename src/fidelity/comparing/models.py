"""Two versions of a model compared: every difference, what it means for plans, and the way from old to new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from fidelity.comparing.bearings import Answer, bearing_of
from fidelity.comparing.difference import Bearing, Difference, told, where_or_none
from fidelity.comparing.history import History, folded, history_of, renamed
from fidelity.comparing.links import Links
from fidelity.comparing.parts import Part, parts_between, put_together
from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.model.model import Model, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ModelDiff", "compare_models"]


@frozen(slots=False, eq=False, repr=False)
class ModelDiff(Content):
    """How two versions of a model differ. Immutable, compared by content.

    Attributes
    ----------
    old, new
        The two versions.
    differences
        What differs, in the order of the file, with new ids in the paths.
    history
        What became of the elements of the old version.

    Examples
    --------
    >>> import fidelity
    >>> fdac = fidelity.load_model("fdac")
    >>> fidelity.diff(fdac, fdac)
    <ModelDiff fdac@2026.1 to fdac@2026.1: no difference>
    """

    old: Model
    new: Model
    differences: tuple[Difference, ...]
    history: History

    @property
    def relation(self) -> str:
        """``versions``, ``variant`` or ``strangers``."""
        if self.old.id == self.new.id:
            return "versions"
        families = ([one.id for one in (model, *ancestors(model))] for model in (self.old, self.new))
        ours, theirs = families
        return "variant" if self.old.id in theirs or self.new.id in ours else "strangers"

    @property
    def same(self) -> bool:
        """Whether nothing is otherwise; id and version are the name of a model, and no difference."""
        return not self.differences

    def of(self, bearing: Bearing) -> tuple[Difference, ...]:
        """Return the differences of one bearing, in the order of the file."""
        return tuple(one for one in self.differences if one.bearing is bearing)

    @property
    def breaking(self) -> tuple[Difference, ...]:
        """The differences by which a plan may be judged worse."""
        return self.of(Bearing.BREAKING)

    def apply(self, model: Model) -> Model:
        """Return what the new version is, made of the old one and the differences alone.

        Raises
        ------
        ValueError
            If the model is not the old version.
        """
        if model.reference != self.old.reference:
            raise ValueError(f"the differences are from {self.old.reference}, and this is {model.reference}")
        parts = [
            Part(one.kind, one.path, one.old, one.new, one.after)
            for one in _flat(self.differences)
            if one.kind in {"added", "withdrawn", "changed", "reordered"}
        ]
        after = put_together(renamed(model, self.history.renames), parts)
        assert isinstance(after, Model)
        return evolve(after, id=self.new.id, version=self.new.version)

    def to_records(self) -> list[dict[str, str | None]]:
        """Return one flat record a difference: ready for a data frame.

        ``old`` and ``new`` are the values in words, ``old_place`` and ``new_place`` where they stand; ``None`` for
        nothing.
        """
        return [
            {
                "bearing": one.bearing.value,
                "kind": one.kind,
                "part": one.part or None,
                "subject": one.subject or None,
                "path": ".".join(one.path) or None,
                "old": told(one.old) or None,
                "new": told(one.new) or None,
                "reason": one.reason,
                "old_place": where_or_none(one.old_place),
                "new_place": where_or_none(one.new_place),
            }
            for one in self.differences
        ]

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(some)} {one.value}" for one in Bearing if (some := self.of(one)))
        return f"<ModelDiff {self.old.reference} to {self.new.reference}: {counts or 'no difference'}>"

    def _repr_html_(self) -> str:
        return str(door("ModelDiff._repr_html_")(self))


def _flat(differences: Iterable[Difference]) -> Iterator[Difference]:
    for one in differences:
        yield one
        yield from _flat(one.with_it)


def compare_models(old: Model, new: Model) -> ModelDiff:
    """Return how two versions of a model differ.

    Parameters
    ----------
    old, new
        Two versions of one model; or any two models.

    Notes
    -----
    What is compared, and how, is said of each part in ``bearings``. Links are compared exactly up to a dozen terms a
    demand, at a cost of up to 4,096 trials each that differs; otherwise the cost is linear in the size of the models.
    """
    history = history_of(old, new)
    before = renamed(old, history.renames)
    links = Links(before, new)
    found = [_difference(part, links) for part in parts_between(before, new)]
    return ModelDiff(old, new, folded(found, old, new, history), history)


def _difference(part: Part, links: Links) -> Difference:
    answer: Answer = bearing_of(part, links)
    return Difference(
        part.kind,
        part.path,
        part.old,
        part.new,
        answer.bearing,
        answer.reason,
        after=part.after,
        title=_title(part, links),
        old_place=_place(links.old, part.path, part.old),
        new_place=_place(links.new, part.path, part.new),
    )


def _title(part: Part, links: Links) -> str:
    if part.path[0] not in {"elements", "proscribed"} or len(part.path) < 2:  # noqa: PLR2004 - a field and an id
        return ""
    for model in (links.new, links.old):
        known = model.by_id.get(part.path[1]) or model.proscribed_by_id.get(part.path[1])
        if known is not None:
            return known.title
    return ""


def _place(model: Model, path: tuple[str, ...], value: object) -> Place:
    """Return where a model says something: the value's own place, else that of what it belongs to."""
    own = getattr(value[0] if isinstance(value, tuple) and value else value, "place", None)
    if isinstance(own, Place) and own.line:
        return own
    known = model.by_id.get(path[1]) or model.proscribed_by_id.get(path[1]) if len(path) > 1 else None
    if path[0] == "evidence" and len(path) > 1:
        return model.evidence_by_id[path[1]].place if path[1] in model.evidence_by_id else NOWHERE
    if path[0] == "sources" and len(path) > 1:
        return model.sources_by_id[path[1]].place if path[1] in model.sources_by_id else NOWHERE
    if known is None:
        return NOWHERE if path[0] in {"elements", "proscribed"} and len(path) > 1 else model.place
    parameters = getattr(known, "parameters", ()) if path[2:3] == ("parameters",) else ()
    inner = next((one for one in parameters if one.id == path[3]), None)
    return known.place if inner is None else inner.place
