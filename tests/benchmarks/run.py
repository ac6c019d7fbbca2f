"""Measures the library and prints its figures beside the goals: ``python -m tests.benchmarks.run [--quick] [NAME...]``.

Nothing here passes or fails on time; only an answer that differs from the slow judge's stops the run. The names are
those of the functions below. Goals (G1 to G10) are those of the project's notes on performance.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
from datetime import date
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import yaml
from attrs import evolve
from tests.benchmarks.agreement import require_agreement
from tests.benchmarks.forms import forms
from tests.benchmarks.generate import BIND, Planner, make_model, model_text, plan_text
from tests.benchmarks.timing import answer_of, paired, python, seconds, seconds_each, slope
from yaml import CSafeLoader, StreamEndEvent

import fidelity
from fidelity.checking.result import CheckResult
from fidelity.files import tree
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.plan.plan import EMPTY_RECORD
from fidelity.soundness.analysis import analyse
from fidelity.soundness.lint import lint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

MODEL, PLAN = "models/fdac.yaml", "docs/examples/ten-changes.fidelity.yaml"
LARGEST = "models/signs-of-safety.yaml", "docs/examples/signs-of-safety-beyond.fidelity.yaml"
ROUNDS = 5
HEAVY = {"networkx", "numpy", "pandas", "polars", "rich", "jinja2", "jsonschema", "json", "importlib.metadata"}

READ_BOTH = """\
import sys, yaml
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        yaml.load(file, yaml.CSafeLoader)
"""
READ_ALL = """\
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob('*.yaml')):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
CHECK = """\
import sys
from fidelity.cli import main
status = main()
"""
PROBE = """
peak = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]
print()
print('\\n'.join([*sys.modules, peak[0].split()[1] if peak else '0']))
"""
LEAVE = "sys.exit(status)"
ENTRY = "from fidelity.cli import entry; entry()"  # what the script of the package runs


class Row(NamedTuple):
    """One line of the table."""

    what: str
    figure: str
    goal: str = ""


# Warm checks ------------------------------------------------------------------------------------


@cache
def model_of(size: int, *, chain: bool = False) -> Model:
    """Return the generated model of a size."""
    return make_model(size, chain=chain)


def read_verdict(result: CheckResult) -> None:
    """Ask for nothing but the verdict."""
    _ = result.verdict


def read_findings(result: CheckResult) -> None:
    """Read what is typed of every finding: no texts."""
    for finding in result.findings:
        _ = finding.code, finding.verdict, finding.changes, finding.element
        for inner in finding.consequences:
            _ = inner.code, inner.verdict, inner.changes, inner.element


def render_findings(result: CheckResult) -> None:
    """Have every text, cause, place and source of every finding worked out."""
    for finding in result.findings:
        for one in (finding, *finding.consequences):
            _ = one.message, one.why, one.needs, one.ask, one.ways_out
            _ = one.causes, one.via, one.location, one.model_location, one.basis, one.fingerprint


class Bench:
    """A model with one family of its plans: warmed with other plans than those that are timed."""

    def __init__(self, model: Model, *, breaching: bool, changes: int = 20, warm: int = 200) -> None:
        self.model, self.breaching, self.changes = model, breaching, changes
        self.planner = Planner(model, seed=7)
        for plan in self.plans(warm):
            read_findings(fidelity.check(plan, model))

    def plans(self, count: int) -> list[Plan]:
        """Return plans that were not there before."""
        return self.planner.plans(count, breaching=self.breaching, changes=self.changes)

    def seconds(self, job: Callable[[CheckResult], object], count: int) -> float:
        """Return the time of checking a plan and doing something with the result; no plan is checked twice."""
        rounds = [self.plans(count) for _ in range(ROUNDS)]
        return seconds_each(rounds, lambda plan: job(fidelity.check(plan, self.model)))


def warm(*, quick: bool) -> Iterator[Row]:
    """Typed plans in memory, 20 changes, three sizes of model, both families apart."""
    for breaching, goal in ((True, 60_000), (False, 120_000)):
        family = "breaching" if breaching else "breach-free"
        times = {}
        for size in (60, 1_000, 10_000):
            model = model_of(size)
            _agree(model, breaching=breaching, count=3 if size > 1_000 else 5 if quick else 30)
            bench = Bench(model, breaching=breaching, warm=200 if quick else 2_000)
            times[size] = bench.seconds(read_findings, 40 if quick else 400)
            what = f"{family}, {size:,} elements"
            target = f"{goal:,} plans/s (G4)" if size == 1_000 else ""
            yield Row(f"{what}: typed findings", _rate(times[size]), target)
            yield Row(f"{what}: verdict only", _rate(bench.seconds(read_verdict, 40 if quick else 400)))
            yield Row(f"{what}: all texts and causes", _rate(bench.seconds(render_findings, 4 if quick else 20)))
        yield Row(f"{family}: slope, 60 to 10,000 elements", f"{slope(times):.2f}", "<= 0.15 (G8)")


def chain(*, quick: bool) -> Iterator[Row]:
    """The worst case: a removal takes about a quarter of the model with it."""
    verdicts, times = {}, {}
    for size in (60, 1_000) if quick else (60, 1_000, 10_000):
        model = model_of(size, chain=True)
        _agree(model, breaching=True, count=2 if size <= 60 else 0)
        bench = Bench(model, breaching=True, warm=5)
        verdicts[size] = bench.seconds(read_verdict, 10)
        yield Row(f"chain, {size:,} elements: verdict only", _rate(verdicts[size]))
        if size <= 1_000:
            times[size] = bench.seconds(read_findings, 5)
            yield Row(f"chain, {size:,} elements: typed findings", _rate(times[size]))
    yield Row("chain: slope of the verdict", f"{slope(verdicts):.2f}", "<= 0.25 (G8)")
    yield Row("chain: slope of typed findings, 60 to 1,000", f"{slope(times):.2f}")


def growth(*, quick: bool) -> Iterator[Row]:
    """Plans from 10 to 1,000 changes, one model of 10,000 elements."""
    times = {}
    for changes in (10, 100) if quick else (10, 100, 1_000):
        bench = Bench(model_of(10_000), breaching=True, changes=changes, warm=20)
        times[changes] = bench.seconds(read_findings, max(2, 200 // changes))
        yield Row(f"{changes:,} changes, 10,000 elements: typed findings", _rate(times[changes]))
    yield Row("slope in plan size", f"{slope(times):.2f}", "<= 1.05 (G9)")


def _agree(model: Model, *, breaching: bool, count: int) -> None:
    plans = Planner(model, seed=11).plans(count, breaching=breaching)
    compared = require_agreement(model, plans, BIND)
    print(f"# {model.reference}: the same findings as the slow judge on {compared} plans", flush=True)


def _rate(each: float) -> str:
    return f"{each * 1e6:,.1f} us ({1 / each:,.0f} plans/s)"


# Reading ----------------------------------------------------------------------------------------


def reading(*, quick: bool) -> Iterator[Row]:
    """Plans and models from YAML, with positions, beside the bare event parse of the same bytes."""
    plan = Planner(model_of(1_000)).plan(breaching=True)
    short = evolve(plan, changes=tuple(evolve(change, record=EMPTY_RECORD) for change in plan.changes))
    for name, one in (("full records", plan), ("no records", short)):
        data = plan_text(one).encode()
        bare = seconds(partial(parse_events, data), 20 if quick else 200)
        ours = seconds(partial(read_plan, data, "plan.yaml"), 20 if quick else 200)
        what = f"plan of 20 changes, {name}, {len(data):,} bytes"
        yield Row(f"{what}: events", f"{bare * 1e6:,.0f} us")
        figure = f"{ours * 1e6:,.0f} us, {1 / ours:,.0f}/s, {ours / bare:.2f} x events"
        yield Row(f"{what}: read", figure, "<= 1.45 x, 4,000/s (G6)")
        text = json.dumps(yaml.load(data, Loader=yaml.CBaseLoader), indent=2).encode()  # noqa: S506 - it makes texts only
        again = seconds(partial(read_plan, text, "plan.json"), 20 if quick else 200)
        yield Row(f"{what}: read from JSON", f"{again * 1e6:,.0f} us, {ours / again:.2f} x YAML's rate", ">= 2 x (G6)")
    times = {}
    # Larger files than people write are refused; here the limits are out of the way.
    with patch.multiple(tree, MAX_BYTES=10**9, MAX_NODES=10**9):
        for size in (220, 2_200) if quick else (220, 2_200, 22_000):
            data = model_text(make_model(size)).encode()
            times[len(data)] = taken = seconds(partial(read_model, data, "model.yaml"), 3)
            figure = f"{taken * 1e3:,.0f} ms, {len(data) / taken / 1e6:.1f} MB/s"
            yield Row(f"model of {len(data):,} bytes, {size:,} elements", figure)
    yield Row("slope of reading a model in its size", f"{slope(times):.2f}", "<= 1.05 (G9)")


def parse_events(data: bytes) -> None:
    """Go through the events of a text and do nothing with them."""
    get_event = CSafeLoader(data.decode()).get_event
    while not isinstance(get_event(), StreamEndEvent):
        pass


# Models -----------------------------------------------------------------------------------------


def soundness(*, quick: bool) -> Iterator[Row]:
    """What all permitted plans of a model have in common, and everything that lint finds."""
    for long in (False, True):
        kind = "chain" if long else "tree"
        times = {}
        for size in (60, 1_000) if quick else (60, 1_000, 5_000):
            model = model_of(size, chain=long)
            repeats = 2 if quick else 5
            times[size] = seconds(partial(lint, model), repeats)
            yield Row(f"{kind}, {size:,} elements: analyses", f"{seconds(partial(analyse, model), repeats):.2f} s")
            yield Row(f"{kind}, {size:,} elements: lint", f"{times[size]:.2f} s")
        yield Row(f"{kind}: slope of lint", f"{slope(times):.2f}")


# Processes --------------------------------------------------------------------------------------


def process(*, quick: bool) -> Iterator[Row]:
    """``fidelity check`` as a whole process beside a bare PyYAML-C read of the same two files, in turn."""
    pairs = 5 if quick else 25
    for what, model, plan in (("fdac, ten changes", MODEL, PLAN), ("the largest model", *LARGEST)):
        ours, bare, ratio = paired(python(ENTRY, "check", plan), python(READ_BOTH, model, plan), pairs)
        yield Row(f"fidelity check, {what}", f"{ours * 1e3:.0f} ms", "<= 65 ms (G1)" if model == MODEL else "")
        yield Row("bare PyYAML-C read of both files", f"{bare * 1e3:.0f} ms")
        yield Row("ratio of the medians; median of the pairs", f"{ours / bare:.2f}; {ratio:.2f}", "<= 2.3 (G1)")


def many(*, quick: bool) -> Iterator[Row]:
    """A repository of plans in YAML, on one core: read and checked with typed findings, beside a bare parse."""
    examples = sorted(Path("docs/examples").glob("*.fidelity.yaml"))
    count, pairs = (100, 3) if quick else (1_000, 7)
    with TemporaryDirectory() as folder:
        plans = [Path(folder, f"{at}.fidelity.yaml") for at in range(count)]
        for plan, example in zip(plans, cycle(examples), strict=False):
            plan.write_bytes(example.read_bytes())
        check_all(plans)  # the models are read
        jobs = (partial(load_all, plans), partial(check_all, plans), partial(events_of_all, plans))
        bare, ours, events = (median(seconds(job, 1) for _ in range(pairs)) for job in jobs)
        yield Row(f"{count:,} plans: bare PyYAML-C read", f"{bare * 1e3:.0f} ms, {count / bare:,.0f} plans/s")
        figure = f"{ours * 1e3:.0f} ms, {count / ours:,.0f} plans/s, {ours / bare:.2f} x"
        yield Row(f"{count:,} plans: read and checked, typed findings", figure, "<= 1.6 x")
        yield Row(f"{count:,} plans: events alone", f"{events * 1e3:.0f} ms, {ours / events:.2f} x")
        words = ("check", folder, "--fail-on", "never", "--isolated")
        for format_ in ("text", "json", "sarif"):
            took, load, ratio = paired(python(ENTRY, *words, "--format", format_), python(READ_ALL, folder), 3)
            yield Row(f"{count:,} plans, whole process, {format_}", f"{took:.2f} s ({load:.2f} s), {ratio:.2f} x")


def load_all(plans: Sequence[Path]) -> None:
    """Parse plans and do nothing with them."""
    for plan in plans:
        yaml.load(plan.read_bytes(), CSafeLoader)


def events_of_all(plans: Sequence[Path]) -> None:
    """Go through the events of plans."""
    for plan in plans:
        parse_events(plan.read_bytes())


def check_all(plans: Sequence[Path]) -> None:
    """Read and check plans, and ask for what is typed of every finding."""
    for result in fidelity.check_many(plans, on=date(2026, 11, 22)):
        if isinstance(result, CheckResult):
            read_findings(result)


def memory(*, quick: bool) -> Iterator[Row]:  # noqa: ARG001 - one run either way
    """What the check process has loaded at its end, and the most memory it took (Linux only)."""
    *modules, peak = answer_of(python(CHECK + PROBE + LEAVE, "check", PLAN)).rpartition("\n\n")[2].split()
    loaded = sorted(HEAVY.intersection(modules))
    yield Row("heavy modules after the check", ", ".join(loaded) or "none", "none (G3)")
    yield Row("peak memory of the check process", f"{int(peak) / 1024:.1f} MiB", "<= 20 MiB (G10)")


def imports(*, quick: bool) -> Iterator[Row]:
    """``import fidelity`` over bare Python, in turn."""
    pairs = 5 if quick else 25
    for code in ("import fidelity", "from fidelity import check, load_model, load_plan"):
        ours, bare, _ = paired(python(code), python("pass"), pairs)
        yield Row(f"{code}, over bare Python", f"{(ours - bare) * 1e3:.0f} ms", "<= 45 ms (G3)")


# The table --------------------------------------------------------------------------------------

_ALL = (process, many, forms, memory, imports, reading, soundness, warm, growth, chain)
BENCHMARKS = {one.__name__: one for one in _ALL}


def main() -> None:
    """Run some benchmarks, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true", help="fewer repeats: figures to steer by, not to quote")
    chosen = parser.parse_args()
    unknown = set(chosen.names).difference(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; one of: {', '.join(BENCHMARKS)}")
    collecting = "on" if gc.isenabled() else "off"
    print(f"# Python {platform.python_version()}, {os.cpu_count()} cores; garbage collector {collecting}")
    print(f"# Load average before the run: {os.getloadavg()[0]:.1f}. Above 1, times are too long: quote none of them.")
    print("# Medians. Warm plans are judged by a model that judged other plans before, and each is timed once.")
    for name in chosen.names or BENCHMARKS:
        for what, figure, goal in BENCHMARKS[name](quick=chosen.quick):
            print(f"{what:<62}  {figure:<34}  {goal}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
