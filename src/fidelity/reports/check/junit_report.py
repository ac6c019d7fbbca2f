"""JUnit XML, the strict layout that Jenkins, GitLab and most viewers read: one suite a plan.

Each plan has one test case for its verdict, and one for each finding. A breach fails. A file that could not be read is
an error. What was agreed or known before is skipped, with the reason. What is open passes and says so, unless the
threshold is amber.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fidelity.checking.result import CheckResult
from fidelity.rendering.english import printable
from fidelity.rendering.workflow import in_xml, line
from fidelity.reports.check.entries import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.result import Unreadable
    from fidelity.reports import Layout
    from fidelity.reports.check.entries import Entry
    from fidelity.reports.check.run import Run

_COUNTS = {"tests": None, "failures": "failure", "errors": "error", "skipped": "skipped"}
"""The four counts that the strict layout wants, with what a case of that kind has inside."""


def render(run: Run, _: Layout) -> Iterator[str]:
    """Yield the report as XML, suite by suite. It has no times of its own: the same plans give the same file."""
    totals = dict.fromkeys(_COUNTS, 0)
    suites = []  # as texts: the counts of all of them come first
    for result in run.results:
        suite = _suite(run, result)
        for name in totals:
            totals[name] += int(suite.get(name, 0))
        indent(suite, level=1)
        suites.append(f"\n  {in_xml(tostring(suite, encoding='unicode'))}")
    root = Element("testsuites", {"name": "fidelity"} | {name: str(count) for name, count in totals.items()})
    opening, *closing = tostring(root, encoding="unicode", short_empty_elements=not suites).split("</")
    yield f"<?xml version='1.0' encoding='utf-8'?>\n{opening}"
    yield from suites
    yield f"\n</{closing[0]}\n" if suites else "\n"


def _suite(run: Run, result: CheckResult | Unreadable) -> Element:
    stamp = run.on.isoformat() if run.on else "1970-01-01"
    suite = Element("testsuite", name=printable(_name(result)), time="0.0", timestamp=f"{stamp}T00:00:00")
    suite.set("hostname", "-")
    if isinstance(result, CheckResult):
        _verdict(suite, run, result)
    for entry in entries(run, result):
        _case(suite, run, entry)
    cases = suite.findall("testcase")
    for name, kind in _COUNTS.items():
        suite.set(name, str(len(cases) if kind is None else sum(case.find(kind) is not None for case in cases)))
    return suite


def _name(result: CheckResult | Unreadable) -> str:
    if not isinstance(result, CheckResult):
        return result.path
    path = result.plan.place.path
    return f"{result.plan.id} ({path})" if path else result.plan.id


def _verdict(suite: Element, run: Run, result: CheckResult) -> None:
    """Add the case that says how the plan as a whole was judged, so that a plan without findings has one too."""
    verdict = result.verdict
    case = SubElement(suite, "testcase", name="the plan as a whole", classname=printable(result.model.id), time="0.0")
    if run.fails(run.counted(result)):
        SubElement(case, "failure", type=verdict.value, message=f"The verdict is {verdict.value}.")
    elif run.fails(verdict):
        SubElement(case, "skipped", message=f"The verdict is {verdict.value}, known: the baseline has all of it.")


def _case(suite: Element, run: Run, entry: Entry) -> None:
    name = f"{entry.code} {entry.name}: {entry.subject} [{entry.fingerprint[:8]}]"
    kind = entry.tier.value if entry.tier else "plan"
    group = f"{entry.model.partition('@')[0] or 'unreadable'}.{kind}"
    case = SubElement(suite, "testcase", name=printable(name), classname=printable(group), time="0.0")
    text = _details(entry)
    message = printable(entry.message)
    if entry.verdict is None:
        SubElement(case, "error", type=entry.code, message=message).text = text
    elif entry.known:
        known = f"known before, in the baseline ({entry.verdict}): {entry.message}"
        SubElement(case, "skipped", message=printable(known))
    elif entry.standing == "agreed":
        SubElement(case, "skipped", message=printable(f"agreed: {entry.approval}: {entry.message}"))
    elif run.fails(entry.verdict):
        SubElement(case, "failure", type=entry.code, message=message).text = text
    else:
        SubElement(case, "system-out").text = text


def _details(entry: Entry) -> str:
    lines = [entry.sentence, f"Why: {entry.why}"]
    lines += [f"Source: {source}" for source in entry.sources]
    lines += [f"What follows from it: {message} [{code}]" for code, message in entry.follows]
    lines += [entry.todo, f"Where: {entry.at}"]
    return "\n".join(line(printable(one)) for one in lines if one)
