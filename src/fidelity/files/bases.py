"""What each claim of a model rests on: evidence ids, or in words why it was inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.files import faults as codes
from fidelity.files.faults import quoted
from fidelity.files.nodes import Scalar, Sequence
from fidelity.model.evidence import Basis
from fidelity.model.strength import Strength

if TYPE_CHECKING:
    from fidelity.files.faults import Faults
    from fidelity.files.fields import Fields

__all__ = ["Grounds"]

_ONE_OF = (
    "either name evidence: '{cited}: [ID]'",
    "or say why it was concluded: '{inferred}: why'",
)


class Grounds:
    """The evidence of a model by id, and the bases that cite it.

    ``complete`` is false where some of the evidence could not be read: then no id is called unknown.
    """

    __slots__ = ("_cited", "complete", "faults", "strengths")

    def __init__(self, strengths: dict[str, Strength], faults: Faults, *, complete: bool) -> None:
        self.strengths = strengths
        self.faults = faults
        self.complete = complete
        self._cited: dict[tuple[str, ...], Basis] = {}

    def basis(self, fields: Fields, cited: str = "basis", inferred: str = "inferred") -> Basis:
        """Return the compulsory basis of some fields."""
        basis = self.maybe(fields, cited, inferred)
        if basis is None:
            ways = (way.format(cited=cited, inferred=inferred) for way in _ONE_OF)
            fields.missing(cited, "what it rests on", *ways)
            return Basis()
        return basis

    def maybe(self, fields: Fields, cited: str = "basis", inferred: str = "inferred") -> Basis | None:
        """Return the basis of some fields, or ``None`` where they have none of their own."""
        if cited in fields.values:
            if inferred in fields.values:
                found = f"both '{cited}' and '{inferred}'"
                at = fields.node.key(inferred)
                self.faults.add(codes.SAID_TWICE, at, found, "one of them", "delete one of the two")
            return self._of(fields, cited)
        if inferred in fields.values:
            return Basis(inferred=fields.text(inferred, "why it was concluded, in a sentence"))
        return None

    def _of(self, fields: Fields, cited: str) -> Basis:
        node = fields.values[cited]
        if isinstance(node, Sequence):  # nearly always, and what was cited before needs no checks
            texts = tuple([item.text if isinstance(item, Scalar) else "" for item in node.items])
            basis = self._cited.get(texts)
            if basis is not None:
                return basis
        before = len(self.faults)
        nodes = fields.unique(cited, "the id of a piece of evidence", one=True)
        key = tuple([node.text for node in nodes])
        if not nodes and len(self.faults) == before:
            fields.missing(cited, "the id of at least one piece of evidence", "or write 'inferred: why'")
        strengths = [strength for node in nodes if (strength := self._strength(node)) is not None]
        basis = Basis(key, None, max(strengths, default=Strength.INFERRED))
        if len(strengths) == len(key) > 0:
            self._cited[key] = basis
        return basis

    def _strength(self, node: Scalar) -> Strength | None:
        strength = self.strengths.get(node.text)
        if strength is None and self.complete:
            near = self.faults.suggestion(node.text, self.strengths)
            found = f"this model has no evidence {quoted(node.text)}{near}"
            self.faults.add(codes.UNKNOWN_NAME, node, found, "the id of an entry under 'evidence'")
        return strength
