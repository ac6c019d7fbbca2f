"""Planned against delivered on a page: what is not in place, what follows from it, and ways to get better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.html import Html, badge, joined, listing, table, tag, terms
from fidelity.reports.score.html.figures import share
from fidelity.reports.score.html.words import met, when
from fidelity.scoring.delivery import ways
from fidelity.scoring.report import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.scoring.delivery import Delivery, DeliveryFinding, Occasion

__all__ = ["deliveries"]

_KINDS = {"red": "breach", "amber": "open", "green": "remark"}
_OPEN = "Not known, or not decided"


def deliveries(occasions: Sequence[Occasion]) -> Iterator[Html]:
    """Yield the sections: all occasions at a glance, and each that has something to say, the latest of a site first."""
    if len(occasions) > 1:
        yield _index(occasions)
    sites = list(dict.fromkeys(one.site for one in occasions))
    latest = sorted(enumerate(occasions), key=lambda pair: (sites.index(pair[1].site), -pair[0]))
    number = 0
    for at, one in latest:
        if one.delivery.findings or one.delivery.weak_principles or len(occasions) == 1:
            number += 1
            yield _occasion(one, f"o{at + 1}")
    if not number:
        yield tag("p", "At no site and in no period does delivery add anything to what the check of the plan says.")


def _index(occasions: Sequence[Occasion]) -> Html:
    head = ("Where and when", "Critical components met", "Planned", "Delivered", "Share of what was answered")
    rows = (_row(one, f"o{at + 1}") for at, one in enumerate(occasions))
    return table("occasions", "Every site and period, in the order of time", head, rows, "periods")


def _row(one: Occasion, id_: str) -> tuple[str, ...]:
    told = one.delivery.findings or one.delivery.weak_principles
    name = tag("a", when(one), href=f"#{id_}") if told else when(one)
    total = one.score.total
    return (
        name,
        met(one.score.critical),
        _verdict(one.delivery.planned.verdict.value),
        _verdict(one.delivery.verdict.value),
        share(total.share) if total is not None else "nothing to score",
    )


def _verdict(word: str) -> Html:
    return badge({"red": "breach", "amber": "open", "green": "within"}[word], word)


def _occasion(one: Occasion, id_: str) -> Html:
    delivery, critical, checklist = one.delivery, one.score.critical, one.score.checklist
    rows = [
        ("Critical components met", met(critical)),
        ("Not met", listing(title_of(checklist, name) for name in critical.not_met)),
        ("Cannot be told", listing(title_of(checklist, name) for name in critical.unknown)),
        ("Planned", _verdict(delivery.planned.verdict.value)),
        ("Delivered", joined([_verdict(delivery.verdict.value), " ", _meaning(delivery)])),
        ("Differs from the plan", listing(_shifts(delivery))),
        ("Rated below the threshold themselves", listing(delivery.weak_principles)),
    ]
    found = [_finding(one, each, number) for number, each in enumerate(delivery.findings, 1)]
    return tag("section", tag("h3", when(one), id=id_), terms(rows), *found, class_="occasion")


def _meaning(delivery: Delivery) -> str:
    if not delivery.findings:
        return "Delivery adds nothing to what the check of the plan says."
    if any(one.verdict.value == "red" for one in delivery.findings):
        return "Something that the model does not let go of is missing in delivery. Below stands what could help."
    return "Nothing that is known breaches the model, but not everything can be told."


def _shifts(delivery: Delivery) -> list[str]:
    return [
        f"{one.title}: planned {one.planned.replace('-', ' ')}, delivered {one.delivered.replace('-', ' ')}"
        for one in delivery.shifts
    ]


def _finding(occasion: Occasion, finding: DeliveryFinding, number: int) -> Html:
    kind = _KINDS[finding.verdict.value]
    title = _OPEN if finding.code == "FID209" else finding.title.strip("'")
    return tag(
        "article",
        tag("h4", f"{number}. {title}"),
        tag("p", badge(kind), tag("span", finding.code, class_="soft"), class_="kind"),
        tag("p", finding.message),
        terms(
            [
                ("What follows from it", listing(_follows(one) for one in finding.follows)),
                ("Ways to get better", listing(ways(occasion, finding))),
            ]
        ),
        class_="finding",
        data_kind=kind,
        data_code=finding.code,
    )


def _follows(one: DeliveryFinding) -> Html:
    sign = badge(_KINDS[one.verdict.value])
    return joined([sign, " ", one.message, " ", tag("span", f"[{one.code}]", class_="soft")])
