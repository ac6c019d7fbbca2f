"""Answers questions about feature models with flamapy: run by the Python that has it, one line of JSON a question.

A question is ``{"uvl": text, "plans": [{name: taken}]}``; the answer ``{"possible", "core", "dead", "permitted"}``.
Flamapy is imported when it is asked, so that others can look at this file.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

__all__ = ["main"]


def main() -> None:
    """Answer until nobody asks any more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.uvl")
        for line in sys.stdin:
            question = json.loads(line)
            path.write_text(question["uvl"], "utf-8")
            sys.stdout.write(json.dumps(answer(str(path), question["plans"])) + "\n")
            sys.stdout.flush()


def answer(path: str, plans: list[dict[str, bool]]) -> dict[str, object]:
    """Return what flamapy says of a model, and of some plans for it."""
    from flamapy.metamodels.fm_metamodel.transformations import UVLReader
    from flamapy.metamodels.pysat_metamodel.operations import PySATCoreFeatures, PySATDeadFeatures, PySATSatisfiable
    from flamapy.metamodels.pysat_metamodel.transformations import FmToPysat

    model = FmToPysat(UVLReader(path).transform()).transform()
    possible = bool(PySATSatisfiable().execute(model).get_result())
    return {
        "possible": possible,
        "core": sorted(PySATCoreFeatures().execute(model).get_result()) if possible else [],
        "dead": sorted(PySATDeadFeatures().execute(model).get_result()) if possible else [],
        "permitted": [permitted(model, plan) for plan in plans],
    }


def permitted(model: object, plan: dict[str, bool]) -> bool:
    """Return whether some valid configuration has what a plan takes, and lacks what it does not take."""
    from flamapy.metamodels.configuration_metamodel.models.configuration import Configuration
    from flamapy.metamodels.pysat_metamodel.operations import PySATSatisfiableConfiguration

    asked = Configuration(elements=plan)
    asked.is_full = False
    operation = PySATSatisfiableConfiguration()
    operation.set_configuration(asked)
    return bool(operation.execute(model).get_result())


if __name__ == "__main__":
    main()
