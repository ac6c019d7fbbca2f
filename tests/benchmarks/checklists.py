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
  form as (select range as number from range({forms})),
  drawn as (
    select *, hash(number, place, {seed}) % 100 as luck, hash(number, place, {seed}, 'code') % 2 as low
    from form cross join item
  )
  select 'f' || number as form, 'site ' || (hash(number, {seed}, 'site') % 40) as site,
    'rater ' || (hash(number, {seed}, 'rater') % 5) as assessor,
    (2021 + hash(number, {seed}, 'year') % 5) || '-Q' || (1 + hash(number, {seed}, 'quarter') % 4) as period, item,
    case when luck < 3 then 'na' when luck < 6 then 'nk' when luck < 70 then best else low::varchar end as code
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
print(seconds, int(peak[0].split()[1]) / 1024 if peak else 0)
"""
_OURS = """
import sys
from time import perf_counter
import fidelity
start = perf_counter()
checklist = fidelity.checklist('fdac')
score = fidelity.score_frame(checklist, sys.argv[1], unique=sys.argv[2] == 'unique')
figures = [(one.kind, one.key, one.share.value) for one in score.tallies]
seconds = perf_counter() - start
"""
_HAND = """
import sys
from time import perf_counter
from tests.benchmarks.checklists import by_hand
start = perf_counter()
figures = by_hand(sys.argv[1], forms=sys.argv[2] == 'forms')
seconds = perf_counter() - start
"""


class Way(NamedTuple):
    """A way to the figures: its name, the code of the process, and a word for it."""

    name: str
    code: str
    word: str


WAYS = (
    Way("score_frame", _OURS, "checked"),
    Way("score_frame(unique=True)", _OURS, "unique"),
    Way("by hand, without single forms", _HAND, "groups"),
    Way("by hand, with the mean of every form", _HAND, "forms"),
)


def generate(path: str, forms: int, seed: int = 7) -> None:
    """Write answers to a Parquet file: ``forms`` forms of 50 items, by 5 raters at 40 sites over 20 quarters.

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
        for key, answers, share in duckdb.sql(_MEANS.format(group=group, path=path)).fetchall():
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


def measure(way: Way, path: str) -> tuple[float, float]:
    """Return the seconds and the most megabytes of one process."""
    words = [sys.executable, "-c", way.code + _PEAK, path, way.word]
    done = run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


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
    print(f"\n{'':40}{'seconds':>9}{'MB':>8}{'ratio':>8}  (to by hand with forms, run by run)")
    for at, way in enumerate(WAYS):
        seconds, megabytes = median(one[at][0] for one in runs), max(one[at][1] for one in runs)
        ratio = median(one[at][0] / one[-1][0] for one in runs)
        print(f"{way.name:40}{seconds:9.2f}{megabytes:8.0f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
