"""One finding on a page: what was found, why it matters, whom to ask, the ways out, and the evidence that it cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.facts import UNDECIDED
from fidelity.rendering.english import capital, listed
from fidelity.rendering.html import Html, badge, joined, link, listing, table, tag, terms
from fidelity.reports.check import phrases
from fidelity.reports.check.phrases import causes, part, variation
from fidelity.verdicts import AMBER, GREEN, RED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.finding import Cited, Finding
    from fidelity.model.model import Model
    from fidelity.reports.check.entries import Entry

_KINDS = {RED: "breach", AMBER: "open", GREEN: "remark"}


def full(entry: Entry, finding: Finding, number: str, heading: str, evidence: Citations) -> Html:
    """Return a finding with everything that is known of it, under a heading of its own."""
    title = f"{number}. {_heading(entry, finding)}"
    return tag(
        "article",
        tag(heading, title),
        tag("p", badge(_kind(entry)), tag("span", f"{entry.code}{_tier(entry)}", class_="soft"), class_="kind"),
        tag("p", variation(finding) if entry.standing == "agreed" else entry.sentence),
        terms(_rows(entry, finding, evidence)),
        class_="finding",
        data_kind=_kind(entry),
        data_code=entry.code,
        data_fingerprint=entry.fingerprint,
        data_approval=entry.approval,
    )


def brief(entry: Entry) -> Html:
    """Return a finding in a paragraph, with what can be done: for advice, and for what was known before."""
    verdict = f", {entry.verdict}" if entry.known and entry.verdict else ""
    rows: list[str] = [f"{entry.sentence} ", tag("span", f"[{entry.code}{verdict}]", class_="soft")]
    if entry.todo and not entry.known:
        rows.append(f" {entry.todo}")
    return tag("span", *rows, data_kind=_kind(entry), data_code=entry.code, data_fingerprint=entry.fingerprint)


def fault(entry: Entry) -> Html:
    """Return a fault that kept a file from being read, and where it stands."""
    ways = listing(map(capital, phrases.choices(entry.ways_out)))
    column = f", column {entry.at.column}" if entry.at.line and not entry.at.sheet else ""
    where = f"{entry.at.where}{column}" or "the file as a whole"
    return tag(
        "div",
        tag("p", badge("unreadable", "fault"), tag("span", entry.code, class_="soft"), class_="kind"),
        tag("p", entry.sentence),
        terms([("Where", where), ("Why", entry.why), ("Ways out", ways)]),
        class_="finding",
        data_kind="unreadable",
        data_code=entry.code,
        data_fingerprint=entry.fingerprint,
    )


def _kind(entry: Entry) -> str:
    return "known" if entry.known else entry.standing


def _heading(entry: Entry, finding: Finding) -> str:
    """Return what a finding is about: an element by its title, a change by its id, or else what was found."""
    if finding.element is None and entry.subject in finding.case.changes:
        return f"The change {entry.subject}"
    return capital(entry.name.replace("-", " ") if entry.subject == "the plan" else entry.subject)


def _tier(entry: Entry) -> str:
    return f", {entry.tier.noun}" if entry.tier else ""


def _rows(entry: Entry, finding: Finding, evidence: Citations) -> Iterator[tuple[str, Html | str]]:
    yield "Why it matters", entry.why
    if finding.approval is not None and entry.standing != "agreed":
        yield "Agreed", f"{finding.approval}; what follows from it is not"
    yield "Approval", listing(entry.approvals)
    if finding.own_verdict is AMBER and entry.ask is not None:
        yield "Ask the owner", tag("p", phrases.question(finding), class_="ask")
    if finding.code == UNDECIDED:
        yield "All of them", f"{listed(part(finding.case.model, atom) for atom in finding.raw.atoms)}."
    yield from _follows(finding, evidence)
    if finding.code != UNDECIDED:
        yield "How it comes about", listing(capital(row) for row in _causes(finding))
    yield "In the plan", capital(phrases.place(finding))
    yield "Sources", listing(evidence.rows(finding))
    if entry.standing != "agreed":
        yield "Ways out", listing(map(capital, phrases.choices(entry.ways_out)))


def _causes(finding: Finding) -> list[str]:
    """Return the causes in words; or none if they would only repeat where the plan says it."""
    plain = all(len(cause.atoms) == 1 and not cause.path[1:] for cause in finding.causes)
    return [] if plain and not finding.causes[1:] else list(causes(finding, titles=True))


def _follows(finding: Finding, evidence: Citations) -> Iterator[tuple[str, Html]]:
    indirect = finding.verdict is RED and finding.own_verdict is not RED
    label = "The breach is in what follows from it" if indirect else "What follows from it"
    yield label, listing(_consequence(one, evidence) for one in finding.consequences)


def _consequence(one: Finding, evidence: Citations) -> Html:
    kind = "agreed" if one.approval is not None and one.verdict is GREEN else _KINDS[one.verdict]
    rows = list(evidence.rows(one))
    sources = tag("p", "Sources: ", joined(rows, "; "), ".", class_="soft") if rows else Html()
    code = tag("span", f"[{one.code}]", class_="soft")
    return joined([tag("p", badge(kind), " ", one.message, " ", code), tag("p", f"Why: {one.why}"), sources], "\n")


class Citations:
    """What was cited so far, by model, in the order of its first mention."""

    def __init__(self) -> None:
        self._cited: dict[tuple[str, str], tuple[str, Model, Cited]] = {}
        self._rows: dict[tuple[int, Cited], Html] = {}  # by the identity of the model, which lives as long as the run

    def rows(self, finding: Finding) -> Iterator[Html]:
        """Yield what is behind a finding, strongest first, each linked to where it is told in full."""
        model = finding.case.model
        if not finding.basis:
            yield from (joined([capital(row)]) for row in phrases.sources(finding))
        for cited in finding.basis:
            row = self._rows.get((id(model), cited))
            if row is None:
                before, name, after = phrases.source(model, cited).rpartition(cited.evidence)
                row = joined([before, tag("a", name, href=f"#{self._place(model, cited)}"), after])
                self._rows[id(model), cited] = row
            yield row

    def _place(self, model: Model, cited: Cited) -> str:
        key = model.reference, cited.evidence
        if key not in self._cited:
            self._cited[key] = f"e{len(self._cited) + 1}", model, cited
        return self._cited[key][0]

    def tables(self) -> Iterator[Html]:
        """Yield one table a model: what each piece of evidence says, where that stands, and how firm it is."""
        models = dict.fromkeys(reference for reference, _ in self._cited)
        for number, reference in enumerate(models, 1):
            found = [row for (of, _), row in self._cited.items() if of == reference]
            caption = f"Evidence cited, as {found[0][1].title} ({reference}) records it, in its own words"
            head = ("Evidence", "What it says", "Where it says so", "How firmly")
            yield table(f"evidence{number}", caption, head, [_cited_row(*one) for one in found], "evidence")


def _cited_row(id_: str, model: Model, cited: Cited) -> tuple[str, ...]:
    known = model.evidence_by_id.get(cited.evidence)
    keys = known.sources if known else ()
    titles = [
        link(source.url, f"{source.title} ({source.year})" if source.year else source.title)
        for key in keys
        if (source := model.sources_by_id.get(key)) is not None
    ]
    where: list[str] = [cited.locator] if cited.locator else []
    return (
        tag("span", cited.evidence, id=id_),
        cited.says,
        joined([*where, *(titles or (cited.source,))], "; "),
        phrases.firmness(model, cited),
    )
