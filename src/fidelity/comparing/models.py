"""Two versions of a model compared: every difference, what it means for plans, and the way from old to new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from fidelity.comparing.bearings import bearing_of
from fidelity.comparing.difference import Bearing, Difference, in_words, where_or_none
from fidelity.comparing.history import History, folded, history_of, renamed
from fidelity.comparing.links import ComparedLinks
from fidelity.comparing.parts import ChangedPart, parts_between, put_together
from fidelity.content import Content
from fidelity.doors import door
from fidelity.errors import Place
from fidelity.model.evidence import NOWHERE
from fidelity.model.model import Model, ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
        """Whether they are ``versions`` of one model, a ``variant`` and its parent, or ``strangers``."""
        if self.old.id == self.new.id:
            return "versions"
        ours, theirs = ([one.id for one in (model, *ancestors(model))] for model in (self.old, self.new))
        return "variant" if self.old.id in theirs or self.new.id in ours else "strangers"

    @property
    def same(self) -> bool:
        """Whether nothing differs but the id and the version, which only name a model."""
        return not self.differences

    def of(self, bearing: Bearing) -> tuple[Difference, ...]:
        """Return the differences of one bearing, in the order of the file."""
        return tuple(one for one in self.differences if one.bearing is bearing)

    @property
    def breaking(self) -> tuple[Difference, ...]:
        """The differences by which a plan may be judged worse."""
        return self.of(Bearing.BREAKING)

    def apply(self, model: Model) -> Model:
        """Return the new version, made from the old one and the differences alone.

        Parameters
        ----------
        model
            The old version.

        Raises
        ------
        ValueError
            If the model is not the old version.
        """
        if model.reference != self.old.reference:
            raise ValueError(f"the differences are from {self.old.reference}, and this is {model.reference}")
        parts = [
            ChangedPart(one.kind, one.path, one.old, one.new, one.after)
            for one in _flat(self.differences)
            if one.kind in {"added", "withdrawn", "changed", "reordered"}
        ]
        after = put_together(renamed(model, self.history.renames), parts)
        assert isinstance(after, Model)
        return evolve(after, id=self.new.id, version=self.new.version)

    def to_records(self) -> list[dict[str, str | None]]:
        """Return one flat record for each difference, ready for a data frame.

        ``old`` and ``new`` are the values in words, ``old_place`` and ``new_place`` where the files say them; ``None``
        if there is nothing.
        """
        return [
            {
                "bearing": one.bearing.value,
                "kind": one.kind,
                "part": one.part or None,
                "subject": one.subject or None,
                "path": ".".join(one.path) or None,
                "old": in_words(one.old) or None,
                "new": in_words(one.new) or None,
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
        Two versions of one model, or any two models.

    Returns
    -------
    ModelDiff
        Every difference with what it means for plans, in the order of the file.

    Notes
    -----
    The module ``bearings`` says how each part is compared. Links are compared exactly up to a dozen terms a demand, at
    up to 4,096 trials for each link that differs; apart from that, the cost is linear in the size of the models.
    """
    history = history_of(old, new)
    before = renamed(old, history.renames)
    links = ComparedLinks(before, new)
    found = [_difference(part, links) for part in parts_between(before, new)]
    return ModelDiff(old, new, folded(found, old, new, history), history)


def _difference(part: ChangedPart, links: ComparedLinks) -> Difference:
    bearing, reason = bearing_of(part, links)
    title = ""
    if part.path[0] in {"elements", "proscribed"} and len(part.path) > 1:
        about = (
            model.by_id.get(part.path[1]) or model.proscribed_by_id.get(part.path[1])
            for model in (links.new, links.old)
        )
        title = next((one.title for one in about if one is not None), "")
    return Difference(
        part.kind,
        part.path,
        part.old,
        part.new,
        bearing,
        reason,
        after=part.after,
        title=title,
        old_place=_place(links.old, part.path, part.old),
        new_place=_place(links.new, part.path, part.new),
    )


def _place(model: Model, path: tuple[str, ...], value: object) -> Place:
    """Return where a model says something: the value's own place, or the place of what it belongs to."""
    own = getattr(value[0] if isinstance(value, tuple) and value else value, "place", None)
    if isinstance(own, Place) and own.line:
        return own
    field, id_ = (*path[:2], "")[:2]
    if id_ and field in {"evidence", "sources"}:
        cited = model.evidence_by_id.get(id_) if field == "evidence" else model.sources_by_id.get(id_)
        return NOWHERE if cited is None else cited.place
    about = model.by_id.get(id_) or model.proscribed_by_id.get(id_)
    if about is None:
        return NOWHERE if id_ and field in {"elements", "proscribed"} else model.place
    parameters = getattr(about, "parameters", ()) if path[2:3] == ("parameters",) else ()
    return next((one.place for one in parameters if one.id == path[3]), about.place)
