"""The evidence that a report cites: numbered as it is cited, and told once, at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.english import capital
from fidelity.rendering.html import Html, joined, link, table, tag
from fidelity.reports.check import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.checking.finding import Cited, Finding
    from fidelity.model.model import Model

__all__ = ["Evidence"]


class Evidence:
    """What was cited so far, by model, in the order of its first mention."""

    def __init__(self) -> None:
        self._cited: dict[tuple[str, str], tuple[str, Model, Cited]] = {}

    def rows(self, finding: Finding) -> Iterator[Html]:
        """Yield what is behind a finding, strongest first, each linked to where it is told in full."""
        model = finding.case.model
        said = phrases.sources(finding)
        if not finding.basis:
            yield from (joined([capital(row)]) for row in said)
            return
        for row, cited in zip(said, finding.basis, strict=True):
            before, name, after = row.rpartition(cited.evidence)
            yield joined([before, tag("a", name, href=f"#{self._place(model, cited)}"), after])

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
            yield table(f"evidence{number}", caption, head, [_row(*one) for one in found], "evidence")


def _row(id_: str, model: Model, cited: Cited) -> tuple[str, ...]:
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
