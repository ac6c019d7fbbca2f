"""Scores ten million answers through DuckDB: ``python -m tests.benchmarks.checklists [--forms N] [--rounds N]``.

Beside it stand queries written by hand that compute the same means, and nothing else. Each run is a process of its
own, in turn (A B C A B C), so that none warms up another; memory is the most that a process held. Before anything is
timed, the figures of both are compared on a smaller table. Nothing here passes or fails on time.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from typing import NamedTuple

import fidelity

__all__ = ["by_hand", "generate"]

MODEL, ITEMS = "fdac", 50
_GENERATE = """
copy (
  with item as (
    select unnest($names::varchar[]) as item, unnest($best::varchar[]) as best, unnest(range({items})) as place
  ),
  form as (
    select range as number, hash('{seed} site ' || range) % 40 as site, hash('{seed} rater ' || range) % 2 as rater,
      hash('{seed} period ' || range) % 20 as period
    from range({forms})
  ),
  drawn as (
    select *, hash('{seed} ' || number || ' ' || place) % 100 as lot,
      hash('{seed} low ' || number || ' ' || place) % 2 as low
    from form cross join item
  )
  select 'f' || number as form, 'site ' || site as site, 'rater ' || site || '-' || rater as assessor,
    (2021 + period // 4) || '-Q' || (1 + period % 4) as period, item,
    case when lot < 3 then 'na' when lot < 6 then 'nk' when lot < 70 then best else low::varchar end as code
  from drawn
) to '{path}' (format parquet)
"""
_GROUPS = ("item", "element", "tier", "assessor", "site", "period", "form")
_CLOSE = 1e-9
_MEANS = """
select {group}, count(*) as answers,
  avg(case code when '0' then 0.0::double when '1' then 1.0::double / top when '2' then 1.0::double end) as share
from read_parquet('{path}') join about using (item) group by {group}
"""
_PEAK = """
peak = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]
print(seconds, worked, int(peak[0].split()[1]) / 1024 if peak else 0, file=sys.stderr)
"""
_OURS = """
import sys
from time import perf_counter, process_time
import fidelity
start, begun = perf_counter(), process_time()
checklist = fidelity.checklist('fdac')
score = fidelity.score_frame(checklist, sys.argv[1], unique=sys.argv[2] == 'unique')
figures = [(one.kind, one.key, one.share.value) for one in score.tallies]
seconds, worked = perf_counter() - start, process_time() - begun
"""
_HAND = """
import sys
from time import perf_counter, process_time
from tests.benchmarks.checklists import by_hand
start, begun = perf_counter(), process_time()
figures = by_hand(sys.argv[1], forms=sys.argv[2] == 'forms')
seconds, worked = perf_counter() - start, process_time() - begun
"""


class Way(NamedTuple):
    """A way to the figures: its name, the code of the process, and a word for it."""

    name: str
    code: str
    word: str


class Measured(NamedTuple):
    """Seconds by the clock, seconds of all processors together, and the most megabytes."""

    seconds: float
    worked: float
    megabytes: float


WAYS = (
    Way("score_frame", _OURS, "checked"),
    Way("score_frame(unique=True)", _OURS, "unique"),
    Way("by hand, without single forms", _HAND, "groups"),
    Way("by hand, with the mean of every form", _HAND, "forms"),
)


def generate(path: str, forms: int, seed: int = 7) -> None:
    """Write answers to a Parquet file: ``forms`` forms of 50 items, by two raters at each of 40 sites over 20 quarters.

    Three in a hundred are not applicable, as many not known. DuckDB makes them from the seed.
    """
    import duckdb

    items = fidelity.checklist(MODEL).items[:ITEMS]
    names = [item.name for item in items]
    best = ["2" if item.kind == "indicator" else "1" for item in items]
    duckdb.execute(_GENERATE.format(path=path, items=ITEMS, forms=forms, seed=seed), {"names": names, "best": best})


def by_hand(path: str, *, forms: bool = True) -> dict[tuple[str, str], tuple[int, float | None]]:
    """Return how many answers there are, and the mean share, by kind of group and key: seven plain queries."""
    import duckdb

    checklist = fidelity.checklist(MODEL)
    rows = [(item.name, item.element, item.tier, int(checklist.responses_of(item).highest)) for item in checklist]
    duckdb.execute("create or replace temp table about (item varchar, element varchar, tier varchar, top integer)")
    duckdb.executemany("insert into about values (?, ?, ?, ?)", rows)
    found: dict[tuple[str, str], tuple[int, float | None]] = {}
    for group in _GROUPS if forms else _GROUPS[:-1]:
        for key, answers, share in duckdb.execute(_MEANS.format(group=group, path=path)).fetchall():
            found[group, key] = answers, share
    return found


def require_agreement(path: str) -> None:
    """Stop the run if the two ways do not come to the same."""
    hand = by_hand(path, forms=False)
    score = fidelity.score_frame(fidelity.checklist(MODEL), path)
    kinds = {"assessor": "rater"}
    for (group, key), (answers, share) in hand.items():
        tally = score.by(kinds.get(group, group))[key]
        ours = None if tally.share.value is None else float(tally.share.value)
        far = ours is None or share is None or abs(ours - share) > _CLOSE
        given = tally.answered + tally.na + tally.nk
        if far or answers != given:
            raise SystemExit(f"{group} {key}: {share} of {answers} by hand, {ours} of {given} by score_frame")


def measure(way: Way, path: str) -> Measured:
    """Return what one process took."""
    words = [sys.executable, "-c", way.code + _PEAK, path, way.word]
    done = run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Measured(*map(float, done.stderr.split()[-3:]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200_000, help="forms of 50 items (default: 200,000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way runs (default: 3)")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        small, large = (str(Path(folder) / name) for name in ("small.parquet", "large.parquet"))
        generate(small, 2_000)
        require_agreement(small)
        generate(large, options.forms)
        size = Path(large).stat().st_size / 1e6
        load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
        print(f"{options.forms * ITEMS:,} answers, {size:.0f} MB of Parquet; {os.cpu_count()} cores, {load}; "
              f"Python {platform.python_version()}")  # fmt: skip
        runs = [[measure(way, large) for way in WAYS] for _ in range(options.rounds)]
    print(f"\n{'':40}{'seconds':>9}{'ratio':>7}{'CPU s':>8}{'ratio':>7}{'MB':>7}  (ratios to the last, run by run)")
    for at, way in enumerate(WAYS):
        seconds, worked = (median(one[at][column] for one in runs) for column in (0, 1))
        slower, dearer = (median(one[at][column] / one[-1][column] for one in runs) for column in (0, 1))
        most = max(one[at].megabytes for one in runs)
        print(f"{way.name:40}{seconds:9.2f}{slower:7.2f}{worked:8.2f}{dearer:7.2f}{most:7.0f}")


if __name__ == "__main__":
    main()
