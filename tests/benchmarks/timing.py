"""Medians, slopes, and processes in pairs."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from functools import partial
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["answer_of", "paired", "python", "seconds", "seconds_each", "slope"]

T = TypeVar("T")


def seconds(job: Callable[[], object], repeats: int) -> float:
    """Return the median time of a job; its first run is not counted."""
    job()
    return median(_once(job) for _ in range(repeats))


def _once(job: Callable[[], object]) -> float:
    start = perf_counter()
    job()
    return perf_counter() - start


def seconds_each(rounds: Iterable[Sequence[T]], job: Callable[[T], object]) -> float:
    """Return the median, over rounds of things, of the mean time a thing. No thing is timed twice."""
    means = []
    for things in rounds:
        start = perf_counter()
        for thing in things:
            job(thing)
        means.append((perf_counter() - start) / len(things))
    return median(means)


def paired(one: Sequence[str], other: Sequence[str], repeats: int) -> tuple[float, float, float]:
    """Return the median times of two processes run in turn (A B A B), and the median of the pairwise ratios."""
    pairs = [(_once(partial(answer_of, one)), _once(partial(answer_of, other))) for _ in range(repeats + 1)]
    pairs = pairs[1:]  # the first pair warms the disk cache
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def python(code: str, *arguments: str) -> list[str]:
    """Return the command that runs some Python."""
    return [sys.executable, "-c", code, *arguments]


def answer_of(command: Sequence[str]) -> str:
    """Return what a process prints. Its exit code may say that a plan breaches (1), but not more than that.

    The process may keep compiled modules, as an installed library does: the first run is never timed.
    """
    compiled = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=compiled)
    if done.returncode > 1 or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return done.stdout


def slope(times: dict[int, float]) -> float:
    """Return the slope between the first and the last of some times by size, both in logarithms."""
    (first, low), *_, (last, high) = sorted(times.items())
    return math.log(high / low) / math.log(last / first)
