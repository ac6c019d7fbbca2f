"""How models, plans and results show themselves in a notebook.

These are plain tables that mean the same without styles, because GitHub and notebooks that are not trusted strip
them: whatever a colour says, a word says too. There are no scripts, no style sheets and no ids, so that any number of
displays can share a page. Colours are those of the page: ``currentColor`` and transparent backgrounds.
"""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from fidelity.comparing.difference import Bearing
from fidelity.rendering.english import is_printable
from fidelity.verdicts import NEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.checking.finding import Finding
    from fidelity.checking.result import CheckResult
    from fidelity.comparing.effect import Effect
    from fidelity.comparing.models import ModelDiff
    from fidelity.comparing.plans import PlanDiff
    from fidelity.model.elements import Element, Proscribed
    from fidelity.model.model import Model
    from fidelity.plan.plan import Change, Choice, Plan
    from fidelity.verdicts import Verdict

ROWS = 20
"""How many rows a table shows; the rest is counted."""

_LONG = 600  # no text in a cell is longer
_MANY = 8  # no cell lists more names
_BOX = "border: 1px solid currentColor; background: transparent; padding: 0.6em 0.9em; max-width: 70em"
_TABLE = "border-collapse: collapse; background: transparent; text-align: left; width: 100%"
_CELL = "text-align: left; vertical-align: top; padding: 0.2em 0.9em 0.2em 0; border-top: 1px solid currentColor"
_EDGES = {"red": "#c4314b", "amber": "#b97a00", "green": "#2e8540"}
_SILENCE = {
    "as-specified": "whatever it does not mention is kept as the model has it",
    "undecided": "whatever it does not mention is not decided yet",
}


def model_html(model: Model) -> str:
    """Return a model as HTML: what it is, then a table of each tier.

    Examples
    --------
    >>> import fidelity
    >>> "Fortnightly reviews" in model_html(fidelity.load_model("fdac"))
    True
    """
    counts = model.counts
    tables = [
        _folded(title, counts[key], table(("element", "what it is", "known"), map(_element_row, parts), counts[key]))
        for key, title, parts in (
            ("principles", "Core principles", model.principles),
            ("essential", "Essential elements", model.essential),
            ("flexible", "Flexible elements", model.flexible),
            ("proscribed", "What the model rules out", model.proscribed),
        )
        if parts
    ]
    head = titled(model.title, model.reference)
    return box([head, _line(f"Owner: {model.owner}"), _line(model.summary), *tables])


def plan_html(plan: Plan) -> str:
    """Return a plan as HTML: whose it is, what its silence means, then what it says element by element.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby & Co", unmentioned="undecided")
    >>> "Ashby &amp; Co" in plan_html(plan)
    True
    """
    silence = _SILENCE.get(plan.unmentioned, plan.unmentioned)
    rows = [
        *map(_choice_row, plan.choices),
        *map(_change_row, plan.changes),
        *(("undecided", element, "not settled yet") for element in plan.undecided),
    ]
    parts = [
        titled(f"Adaptation plan of {plan.site}", plan.id),
        _line(f"Model: {plan.model}. Status: {plan.status}. Claim: {plan.claim}."),
        _line(f"Its silence: {silence}."),
    ]
    if plan.as_specified:
        parts.append(_line(f"Expressly as the model has it: {_names(plan.as_specified)}."))
    if rows:
        parts.append(table(("kind", "element", "what"), rows, len(rows)))
    if plan.approvals:
        parts.append(_folded("Agreed variations", len(plan.approvals), _approvals(plan)))
    return box(parts)


def result_html(result: CheckResult) -> str:
    """Return a result as HTML: the verdict and how many blocks there are, then the blocks, worst first.

    Examples
    --------
    >>> import fidelity
    >>> plan = fidelity.Plan(id="a", model="fdac@2026.1", site="Ashby", unmentioned="as-specified", author="lead")
    >>> "Verdict: green" in result_html(fidelity.check(plan))
    True
    """
    from fidelity.reports.check.phrases import sections  # models and plans that show themselves need none of it
    from fidelity.reports.check.run import Run

    plan, model = result.plan, result.model
    found = sections(Run([result], result.bind, result.on), result)
    parts = [
        titled(f"Verdict: {result.verdict}", found.numbers or "nothing to settle"),
        _line(f"{plan.id} ({plan.site}), judged by {model.title} ({model.reference}); binding: {result.bind.word}."),
    ]
    if result.on is None and plan.approvals:
        parts.append(_line("No day was given, so whether approvals have run out was not judged."))
    flat = [row for block in found.blocks for row in _told(block)]
    flat += [(finding, "") for finding in result.remarks]
    if flat:
        rows = (_finding_row(finding, model, said) for finding, said in flat)
        parts.append(table(("verdict", "what it is about", "what was found", "what can be done"), rows, len(flat)))
    else:
        parts.append(_line("There is nothing to say against it."))
    return box(parts, result.verdict)


def _told(block: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield what was found of one change with all that follows, and how each hangs together with the first of them."""
    for number, finding in enumerate(block):
        yield finding, "Of the same change: " if number else ""
        for inner in finding.consequences:
            yield inner, "Follows from the above: "


def _element_row(one: Element | Proscribed) -> tuple[str, ...]:
    optional = " Optional." if getattr(one, "optional", False) else ""
    strength = getattr(one, "strength", one.basis.strength)
    return f"{one.title} ({one.id})", f"{one.statement}{optional}", strength.word


def _choice_row(choice: Choice) -> tuple[str, ...]:
    values = (f"{setting.parameter}: {setting.text}" for setting in choice.settings)
    return "choice", choice.element, "; ".join(values)


def _change_row(change: Change) -> tuple[str, ...]:
    kind = "addition" if change.addition else "ruled out by the model" if change.proscribed else "change"
    natures = f" ({', '.join(change.natures)})" if change.natures else ""
    values = "; ".join(f"{setting.parameter}: {setting.text}" for setting in change.settings)
    what = f"{change.id}: {change.what}"
    return f"{kind}{natures}", change.subject, f"{what} [{values}]" if values else what


def _approvals(plan: Plan) -> str:
    rows = (
        (
            _names([covered.change for covered in approval.covers]),
            f"{approval.by} ({approval.role})",
            f"{approval.given} to {approval.until}" if approval.until else f"from {approval.given}",
            approval.reference or "",
        )
        for approval in plan.approvals
    )
    return table(("changes", "agreed by", "when", "reference"), rows, len(plan.approvals))


def _finding_row(finding: Finding, model: Model, said: str) -> tuple[str, ...]:
    agreed = f", agreed: {finding.approval}" if finding.approval else ""
    own = "" if finding.verdict is finding.own_verdict else f", by what follows; by itself {finding.own_verdict}"
    needs = f": {NEEDS[finding.needs]}" if finding.needs else ""
    known = model.by_id.get(finding.element) if finding.element else None
    title = f"{known.title} ({known.id})" if known else finding.title.strip("'")
    todo = finding.ask or "; or ".join(finding.ways_out)
    return f"{finding.verdict}{own}{needs}{agreed} [{finding.code}]", title, f"{said}{finding.message}", todo


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MANY} more" if len(names) > _MANY else ""
    return ", ".join(names[:_MANY]) + more


def box(parts: Iterable[str], verdict: Verdict | None = None) -> str:
    """Return some parts in a frame; a verdict colours its edge."""
    edge = f"; border-left: 0.5em solid {_EDGES[verdict]}" if verdict is not None else ""
    return f'<div style="{_BOX}{edge}">\n' + "\n".join(filter(None, parts)) + "\n</div>\n"


def titled(title: str, rest: str) -> str:
    """Return a line with a title and, in brackets, the rest."""
    return f"<p><strong>{_text(title)}</strong> ({_text(rest)})</p>"


def _line(text: str) -> str:
    return f"<p>{_text(text, most=4 * _LONG)}</p>" if text else ""


def _folded(title: str, count: int, table: str) -> str:
    return f'<details open style="margin: 0.8em 0">\n<summary>{_text(title)} ({count})</summary>\n{table}\n</details>'


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], count: int) -> str:
    """Return a table of the first rows. ``rows`` may be lazy: the others are not worked out."""
    cells = "".join(f'<th scope="col" style="{_CELL}">{_text(word)}</th>' for word in head)
    lines = [f'<table style="{_TABLE}">', f"<thead><tr>{cells}</tr></thead>", "<tbody>"]
    for row in islice(rows, ROWS):
        cells = "".join(f'<td style="{_CELL}">{_text(word)}</td>' for word in row)
        lines.append(f"<tr>{cells}</tr>")
    if count > ROWS:
        lines.append(f'<tr><td colspan="{len(head)}" style="{_CELL}">and {count - ROWS} more</td></tr>')
    return "\n".join([*lines, "</tbody>", "</table>"])


def _text(text: str, most: int = _LONG) -> str:
    """Return a text as HTML, shortened, and without what a page cannot show."""
    short = text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    return escape(
        "".join(sign if is_printable(sign) or sign.isspace() else "\N{REPLACEMENT CHARACTER}" for sign in short)
    )


def model_diff_html(found: ModelDiff) -> str:
    """Return how two versions differ as HTML, breaking differences first."""
    ordered = sorted(found.differences, key=lambda one: -one.bearing.rank)
    counts = ", ".join(f"{len(found.of(one))} {one.value}" for one in Bearing)
    head = titled(f"{found.old.reference} to {found.new.reference}", counts)
    rows = ((one.bearing.value, one.text, one.reason) for one in ordered)
    return box([head, table(("class", "what", "why"), rows, len(ordered)) if ordered else ""])


def plan_diff_html(found: PlanDiff) -> str:
    """Return how two plans differ as HTML."""
    rows = ((one.move.value, one.text, one.reason) for one in found.differences)
    count = len(found.differences)
    head = titled(f"{found.old.id} to {found.new.id}", "no difference" if found.same else str(count))
    return box([head, table(("", "what", "why"), rows, count) if count else ""])


def effect_html(found: Effect) -> str:
    """Return what a new version does to a plan as HTML."""
    after = found.after.verdict.value if found.after is not None else "does not fit"
    rows = [("edit", one.old, one.text) for one in found.edits]
    rows += [("fault", str(one.place), one.message) for one in found.faults]
    rows += [(one.kind, f"{one.code} {one.subject}", one.message) for one in found.findings]
    head = titled(f"{found.plan.id} by {found.versions.new.reference}", f"{found.before.verdict.value} to {after}")
    return box([head, table(("", "what", "in words"), rows, len(rows)) if rows else ""])
