"""The report that is read in a browser, or printed: one file that stands for itself.

It has no scripts and asks no network for anything. It begins with the verdict and what a reader needs in two
minutes. Then come the findings with everything that is known of them, what was agreed, the evidence, and what was not
judged. Plain HTML: it means the same without its styles, in colours of the reader's own, on paper, and read aloud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.result import CheckResult
from fidelity.rendering.english import counted
from fidelity.rendering.html import Html, badge, html_page, joined, kind_of, table, tag
from fidelity.reports.check import phrases
from fidelity.reports.check.page_finding import Citations
from fidelity.reports.check.page_plan import PlanWriter, styles_of, unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.checking.result import Unreadable
    from fidelity.reports import Layout
    from fidelity.reports.check.run import Run


def render(run: Run, _: Layout) -> Iterator[str]:
    """Yield the report of a run as one page, plan by plan."""
    numbered = [(result, 0 if len(run.results) == 1 else number) for number, result in enumerate(run.results, 1)]
    styles = (style for result, number in numbered for style in styles_of(result, number))
    return html_page(_title(run), _parts(run, numbered), _foot(run), styles)


def _parts(run: Run, numbered: Sequence[tuple[CheckResult | Unreadable, int]]) -> Iterator[Html]:
    if len(numbered) != 1:
        yield _head(run)
        yield _index(run)
    evidence = Citations()
    for result, number in numbered:
        yield _plan(run, result, evidence, number)
    yield _evidence(evidence)


def _plan(run: Run, result: CheckResult | Unreadable, evidence: Citations, number: int) -> Html:
    if isinstance(result, CheckResult):
        return PlanWriter(run, result, evidence, number).write()
    return unread(run, result, number)


def _title(run: Run) -> str:
    if len(run.results) != 1:
        return f"Fidelity of adaptation plans: {phrases.totals(run)}"
    [result] = run.results
    if not isinstance(result, CheckResult):
        return f"{result.path} could not be read"
    return f"{result.plan.id} {phrases.headline(result, run.known(result), run.verdict_of(result))}"


def _head(run: Run) -> Html:
    words = phrases.verdict_word(run.verdict) if run.verdict else "NOTHING JUDGED"
    sign = tag("span", badge(kind_of(run.verdict), words), class_="verdict")
    return tag("header", tag("h1", sign, f" {_verdict(run)}"), tag("p", phrases.totals(run), class_="lead"))


def _verdict(run: Run) -> str:
    """Return the verdict on all plans in words."""
    counts = run.counts
    every = counted(counts["plans"], "plan")
    if counts["red"]:
        return f"{counts['red']} of {every} {'breaches its' if counts['red'] == 1 else 'breach their'} model"
    if counts["amber"]:
        return f"{counts['amber']} of {every} {'is' if counts['amber'] == 1 else 'are'} not settled yet"
    if counts["unreadable"]:
        return f"{counts['unreadable']} of {every} could not be read"
    return f"All {every} are within their models" if counts["plans"] else "No plans were checked"


def _index(run: Run) -> Html:
    head = ("Plan", "Site", "Verdict", "What was found")
    rows = [_row(run, result, number) for number, result in enumerate(run.results, 1)]
    if not rows:
        return Html()
    title = tag("h2", "The plans", id="plans")
    return tag(
        "nav", title, table("plans-table", "Every plan, with its verdict", head, rows, "index"), aria_labelledby="plans"
    )


def _row(run: Run, result: CheckResult | Unreadable, number: int) -> tuple[str, ...]:
    if not isinstance(result, CheckResult):
        faults = counted(len(result.faults), "fault")
        return tag("a", f"{number}. {result.path}", href=f"#p{number}"), "", badge("unreadable", "not read"), faults
    verdict, known = run.verdict_of(result), run.known(result)
    sign = badge(kind_of(verdict), phrases.verdict_word(verdict).lower())
    numbers = phrases.numbers(result, known)
    return (
        tag("a", f"{number}. {result.plan.id}", href=f"#p{number}"),
        result.plan.site,
        sign,
        numbers or "nothing to settle",
    )


def _evidence(evidence: Citations) -> Html:
    tables = list(evidence.tables())
    intro = "How firmly something is known decides whether it can make a breach."
    return tag("section", tag("h2", "Evidence cited"), tag("p", intro), *tables) if tables else Html()


def _foot(run: Run) -> Html:
    from fidelity._version import __version__

    made = f"Made with fidelity {__version__}: a start for improvement, and no audit. It decides nothing for you."
    return tag("footer", joined((tag("p", words) for words in (phrases.judged_as(run), made)), "\n"))
