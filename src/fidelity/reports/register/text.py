"""The register to read: what runs out soon, what else is in force, what is to come, and what does not count."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fidelity.comparing.register import IN_FORCE, NOT_YET
from fidelity.rendering.english import counted, printable
from fidelity.rendering.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.comparing.register import Register, Variation
    from fidelity.reports import Layout
    from fidelity.reports.register import Due


def render(due: Due, layout: Layout) -> Iterator[str]:
    """Yield the register as text."""
    register, within = due
    page = Page(layout.width)
    soon = register.running_out(within)
    apart = {id(one) for one in soon}
    page.say(_summary(register, len(soon), within))
    rest = [one for one in register.variations if id(one) not in apart]
    _section(page, _soon_until(register, within), soon)
    _section(page, "In force", (one for one in rest if one.state == IN_FORCE))
    _section(page, "Agreed, and not yet valid", (one for one in rest if one.state == NOT_YET))
    _section(page, "Does not count", (one for one in rest if one.state not in {IN_FORCE, NOT_YET}))
    _unread(page, register)
    yield str(page)


def _summary(register: Register, soon: int, within: int) -> str:
    every = register.variations
    if not every:
        return "No agreed variations."
    inside = len(register.in_force())
    text = f"{counted(len(every), 'agreed variation')}: {inside} in force"
    if register.on is not None:
        text += f" on {register.on.isoformat()}, {soon} of them running out in the next {within} days"
    lapsed = len(register.lapsed())
    return f"{text}; {lapsed} without effect." if lapsed else f"{text}."


def _soon_until(register: Register, within: int) -> str:
    if register.on is None:
        return ""
    return f"Running out by {(register.on + timedelta(max(within - 1, 0))).isoformat()}"


def _section(page: Page, title: str, variations: Iterable[Variation]) -> None:
    rows = list(variations)
    if not rows:
        return
    page.heading(title)
    for one in rows:
        page.between()
        page.say(f"{_when(one)}: {one.change} of {one.plan}, {one.site} ({one.model})")
        _fields(page, one)


def _when(one: Variation) -> str:
    if one.state == IN_FORCE:
        return f"Until {one.until.isoformat()}" if one.until else "Without an end"
    if one.state == NOT_YET:
        return f"From {one.given.isoformat()}"
    return one.state.capitalize()


def _fields(page: Page, one: Variation) -> None:
    about = ", ".join(filter(None, (one.subject, one.nature, one.set)))
    reference = f", {one.reference}" if one.reference else ""
    rows = (
        ("Covers", about),
        ("Agreed", f"{one.given.isoformat()} by {one.by} ({one.role}){reference}"),
        ("Terms", one.conditions or ""),
        ("Why not", one.reason),
        ("Where", str(one.place) if one.place.path else ""),
    )
    for label, text in rows:
        if text:
            page.field(label, printable(text), indent=2)


def _unread(page: Page, register: Register) -> None:
    if register.unreadable:
        page.heading("Not read")
        for one in register.unreadable:
            page.say(one.path)
