"""What the notes behind each model hold, and what the model makes of them: one file a model in ``ledgers/``.

``firmness.toml`` says for all of them how firmly the notes let each fact be said.

The notes are not in this repository. Their ids stand in the ledgers, so that a fact that is lost, or that weighs more
than its source does, is seen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

import fidelity
from fidelity.model.evidence import Basis, Evidence
from fidelity.model.model import Model
from fidelity.model.strength import LEVELS, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LEDGERS", "Ledger", "Verdict", "fact", "parts"]

ELEMENT_TIERS = ("core_principle", "essential", "flexible")


class Verdict(NamedTuple):
    """What a small plan gets: its keys below the four compulsory ones."""

    model: str
    plan: str
    verdict: str
    why: str


@attrs.define(slots=False)
class Ledger:
    """One ledger, with the model that it is about."""

    model: Model
    title: str
    counts: list[int]
    facts: dict[str, frozenset[str]]
    uncited: dict[str, str]
    binding: frozenset[str]
    verdicts: list[Verdict]
    firmness: dict[str, Strength]
    firmer: dict[str, str]

    @cached_property
    def element_facts(self) -> frozenset[str]:
        """The facts that the notes sort as a principle, as essential or as flexible."""
        return frozenset(id_ for tier in ELEMENT_TIERS for id_ in self.facts[tier])

    @cached_property
    def background(self) -> frozenset[str]:
        """The facts about results and context."""
        return self.facts["outcome"] | self.facts["context"]

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence that the model has of its own, without what it inherits."""
        return tuple(one for one in self.model.evidence if one.origin is None)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The ids of the evidence that any element, practice, override or other claim rests on."""
        extends = self.model.extends
        overrides = () if extends is None else (extends.overrides, extends.basis)
        claims = parts((self.model.elements, self.model.proscribed, overrides))
        return frozenset(id_ for basis in claims if isinstance(basis, Basis) for id_ in basis.evidence)

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The ids of evidence that a text of the model names."""
        own = {one.id.split("-")[0] for one in self.model.evidence}
        overrides = () if self.model.extends is None else self.model.extends.overrides
        said = parts((self.model.elements, self.model.proscribed, overrides, self.model.summary))
        pattern = re.compile(rf"\b(?:{'|'.join(sorted(own))})-\d\d(?:-[a-z]+)*")
        return frozenset(id_ for text in said if isinstance(text, str) for id_ in pattern.findall(text))


def fact(evidence: str) -> str:
    """Return the id of the note that a piece of evidence is made from: ``FDAC-12`` for ``FDAC-12-local``."""
    return "-".join(evidence.split("-")[:2])


def parts(thing: object) -> Iterator[object]:
    """Yield a value and everything inside it; places in files are left out."""
    yield thing
    inside: Iterator[object] = iter(())
    if isinstance(thing, tuple | frozenset):
        inside = iter(thing)
    elif isinstance(thing, Mapping):
        inside = iter(thing.values())
    elif attrs.has(type(thing)):
        kind: Any = type(thing)
        inside = (getattr(thing, one.name) for one in attrs.fields(kind) if one.name != "place")
    for part in inside:
        yield from parts(part)


def _read(path: Path, firmness: Mapping[str, Any]) -> Ledger:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    firmly = firmness[data["model"]]
    return Ledger(
        model=fidelity.load_model(data["model"]),
        title=data["title"],
        counts=data["counts"],
        facts={tier: frozenset(ids) for tier, ids in data["facts"].items()},
        uncited=data.get("uncited", {}),
        binding=frozenset(data["binding"]["elements"]),
        verdicts=[Verdict(data["model"], **one) for one in data["verdicts"]],
        firmness={id_: LEVELS[level] for level in LEVELS for id_ in firmly[level]},
        firmer=firmly.get("firmer", {}),
    )


@cache
def ledgers() -> tuple[Ledger, ...]:
    """Return all ledgers, in the order of their models' ids."""
    here = Path(__file__).parent
    firmness = tomllib.loads((here / "firmness.toml").read_text(encoding="utf-8"))
    return tuple(_read(path, firmness) for path in sorted((here / "ledgers").glob("*.toml")))


LEDGERS = ledgers()
