"""An independent analyser of feature models, asked about a model in UVL."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.needed import python_with

from fidelity.rendering.escaping import uvl_name
from fidelity.reports.guide import guide
from fidelity.reports.guide.uvl_guide import addition_name, rooms_of
from fidelity.soundness.analysis import Closed
from fidelity.soundness.texts import raw_text
from fidelity.soundness.values import inside, offers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from fidelity.model.model import Model
    from fidelity.model.types import RawValue

__all__ = ["Answer", "Judge", "configuration"]


class Answer(NamedTuple):
    """What the analyser says, in names of features without their quotes."""

    possible: bool
    core: frozenset[str]
    dead: frozenset[str]
    permitted: tuple[bool, ...]

    def elements(self, model: Model, names: frozenset[str]) -> tuple[str, ...]:
        """Return the elements among some features, in file order."""
        return tuple(id_ for id_ in model.by_id if _bare(uvl_name(id_)) in names)

    def closed(self, model: Model) -> set[Closed]:
        """Return the options that the model offers and no configuration takes, but for those of dead elements."""
        found = set()
        for (element, _), room in rooms_of(model).items():
            for value, feature in room.values.items():
                named = isinstance(value, str | bool) and offers(room.parameter, value)
                if named and _bare(feature) in self.dead and _bare(uvl_name(element)) not in self.dead:
                    found.add(Closed(element, room.parameter.id, raw_text(room.parameter, value)))
        return found

    def unusable(self, model: Model) -> tuple[str, ...]:
        """Return the substitutes with a condition that no configuration takes, though some have the element."""
        return tuple(
            one.id
            for element in model.elements
            for one in element.substitutes
            if one.when and f"{element.id} by {one.id}" in self.dead and element.id not in self.dead
        )


class Judge:
    """Keeps the analyser running in a Python of its own, for any number of questions."""

    def __enter__(self) -> Self:
        script = str(Path(__file__).with_name("flamapy_judge.py"))
        self._process = subprocess.Popen(
            [python_with("flamapy"), script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def ask(self, model: Model, plans: Iterable[Mapping[str, bool]] = ()) -> Answer:
        """Return what the analyser says of a model, and whether some plans are permitted."""
        question = {"uvl": guide(model, "uvl"), "plans": [dict(plan) for plan in plans]}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the analyser gave up"
        said = json.loads(line)
        return Answer(said["possible"], frozenset(said["core"]), frozenset(said["dead"]), tuple(said["permitted"]))


def configuration(
    model: Model,
    states: Mapping[str, str],
    values: Mapping[tuple[str, str], RawValue] | None = None,
    additions: Iterable[str] = (),
    named: Iterable[str] = (),
) -> dict[str, bool] | None:
    """Return a plan as a configuration: what it takes and what not.

    ``states`` maps each element to ``kept``, ``out`` or its substitute; ``named`` are all additions that the model
    names. A value outside limits has no feature, so the plan takes the model itself to be gone, which nothing permits.
    ``None`` where a value is inside and yet none of those that stand for all in the feature model.
    """
    taken = {_bare(uvl_name(id_)): state != "out" for id_, state in states.items()}
    for element in model.elements:
        for one in element.substitutes:
            taken[_bare(uvl_name(f"{element.id} by {one.id}"))] = states[element.id] == one.id
    taken |= {_bare(addition_name(addition)): addition in set(additions) for addition in named}
    for (element_id, parameter_id), room in rooms_of(model).items():
        raw = (values or {}).get((element_id, parameter_id))
        if states[element_id] == "out":
            continue  # what is not there has no values
        if raw is None:
            taken[_bare(room.left)] = True
            continue
        value = room.parameter.value(raw)
        if value in room.values:
            taken[_bare(room.values[value])] = True
        elif inside(room.parameter, value):
            return None
        else:
            taken[f"model {model.id}"] = False
    return taken


def _bare(feature: str) -> str:
    return feature[1:-1]
