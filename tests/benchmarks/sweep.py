"""Measures `fidelity.sweep`: ``python -m tests.benchmarks.sweep [--plans 1000000] [SIZE...]``.

Plans of 20 changes for the generated models, which have quorums, exclusions and conditions on values: up to three
removals, two changes that the owner has to be asked about, values inside and outside limits, and the rest harmless. A
sample of the plans is checked one by one first; if any answer differs, nothing is timed. The goal (G7) is half a second
of processor time in memory and one and a half from Parquet, for a million plans.
"""

from __future__ import annotations

import argparse
import resource
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
from pyarrow import parquet
from tests.benchmarks.generate import INSIDE, OPTIONS, OUTSIDE, Planner, make_model

import fidelity
from fidelity.checking.facts import WEIGHING
from fidelity.plan.frame import NATURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.model.elements import Element
    from fidelity.model.model import Model

    Whole: TypeAlias = np.typing.NDArray[np.integer | np.bool_]
    Column: TypeAlias = Whole | tuple[Whole, Sequence[str]]

CHANGES = 20
ROUNDS = 4
SAMPLE = 2_000
VALUES = (*INSIDE, *OUTSIDE, *OPTIONS)
HARMLESS = ("tailoring", "packaging", "repeating")
ASKING = ("shortening", "loosening-structure")


def columns_of(model: Model, count: int, seed: int = 1) -> dict[str, Column]:
    """Return so many plans in columns, drawn from a seed."""
    rng, planner = np.random.default_rng(seed), Planner(model)
    natures, places = list(NATURES), {element.id: place for place, element in enumerate(model.elements)}

    def of(pool: Sequence[Element], many: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
        return rng.choice([places[one.id] for one in pool], (count, many)).astype(np.int32)

    def drawn(words: Sequence[str], many: int) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
        return rng.choice([natures.index(word) for word in words], (count, many)).astype(np.int8)

    element, nature = of(planner.every, CHANGES), drawn(HARMLESS, CHANGES)
    parameter, value = np.full((2, count, CHANGES), -1, dtype=np.int8)
    removed = np.arange(3) < rng.integers(0, 4, count)[:, None]
    nature[:, :3][removed] = natures.index("removing")
    element[:, 3:6], parameter[:, 3:6] = of(planner.ranged, 3), 0
    value[:, 3:6] = rng.integers(0, len(INSIDE), (count, 3))
    outside = rng.random(count) < 0.5
    value[outside, 3] = rng.integers(len(INSIDE), len(INSIDE) + len(OUTSIDE), int(outside.sum()))
    element[:, 6:7], parameter[:, 6] = of(planner.formed, 1), 1
    value[:, 6] = rng.integers(len(VALUES) - len(OPTIONS), len(VALUES), count)
    nature[:, 7:9] = drawn(ASKING, 2)
    order = rng.permutation(CHANGES)
    rows: dict[str, Whole] = {"element": element, "nature": nature, "parameter": parameter, "value": value}
    words = {"element": list(places), "nature": natures, "parameter": ["amount", "form"], "value": list(VALUES)}
    return {
        "plan": np.repeat(np.arange(count, dtype=np.int32), CHANGES),
        "function_kept": (nature != natures.index("removing"))[:, order].reshape(-1),
        **{name: (column[:, order].reshape(-1), words[name]) for name, column in rows.items()},
    }


def to_parquet(columns: Mapping[str, Column], path: Path) -> None:
    """Write columns as a file, words as dictionaries."""
    arrays = {}
    for name, column in columns.items():
        if isinstance(column, tuple):
            codes, words = column
            arrays[name] = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words))
        else:
            arrays[name] = pa.array(column)
    parquet.write_table(pa.table(arrays), path)


def require_agreement(swept: fidelity.Sweep, sample: int) -> None:
    """Raise ``SystemExit`` if some plan of a sample gets another answer from a check."""
    for position in np.random.default_rng(2).integers(0, len(swept), sample).tolist():
        result = fidelity.check(swept.plan_of(position), swept.model, bind=swept.bind, privacy_scan=False)
        every = [one for finding in result.findings for one in (finding, *finding.consequences)]
        codes = tuple(code for code in WEIGHING if any(one.code == code for one in every))
        if (result.verdict, codes) != (swept.verdict_of(position), swept.codes_of(position)):
            raise SystemExit(f"plan {position} differs: {result.verdict} {codes}, and {swept.codes_of(position)}")


def least(model: Model, plans: object) -> tuple[float, float]:
    """Return the least processor time, and time by the clock, of some rounds; each makes the model ready anew."""
    found = []
    for _ in range(ROUNDS):
        vars(model).pop("_prepared", None)
        processor, clock = process_time(), perf_counter()
        fidelity.sweep(model, plans)
        found.append((process_time() - processor, perf_counter() - clock))
    return min(one for one, _ in found), min(one for _, one in found)


def main() -> None:
    """Print a table: by size of model, the seconds in memory and from Parquet."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("sizes", nargs="*", type=int, default=[60, 1_000, 10_000])
    parser.add_argument("--plans", type=int, default=1_000_000)
    asked = parser.parse_args()
    print("elements  kind   in memory: processor, clock   Parquet: processor, clock   peak MiB")
    for size in asked.sizes:
        for chain in (False, True) if size == min(asked.sizes, key=lambda one: abs(one - 1_000)) else (False,):
            model = make_model(size, chain=chain)
            columns = columns_of(model, asked.plans)
            require_agreement(fidelity.sweep(model, columns), min(SAMPLE, asked.plans))
            memory = least(model, columns)
            with TemporaryDirectory() as folder:
                path = Path(folder) / "plans.parquet"
                to_parquet(columns, path)
                del columns
                file = least(model, path)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            kind = "chain" if chain else "tree"
            print(f"{size:8,}  {kind}  {memory[0]:18.2f}, {memory[1]:.2f}  {file[0]:18.2f}, {file[1]:.2f}  {peak:16}")


if __name__ == "__main__":
    main()
