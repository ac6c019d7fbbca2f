"""How a verdict looks: a shape of its own and a word beside it, never a colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.rendering.tags import Html, tag

if TYPE_CHECKING:
    from fidelity.verdicts import Verdict

__all__ = ["KINDS", "badge", "kind_of"]

KINDS = {
    "breach": "breach",
    "open": "to settle",
    "agreed": "agreed",
    "remark": "remark",
    "known": "known before",
    "unreadable": "could not be read",
    "within": "within the model",
}
"""The words beside the shapes, by what an entry of a report stands for."""

_SHAPES = {
    "breach": '<path d="M7 1h6l6 6v6l-6 6H7l-6-6V7z"/><path d="M6.5 6.5l7 7m0-7l-7 7"/>',
    "open": '<path d="M10 1l9 9-9 9-9-9z"/><path d="M7.8 8.2c0-3 4.4-3 4.4-.3 0 1.8-2.2 1.8-2.2 3.6m0 2v.6"/>',
    "agreed": '<circle cx="10" cy="10" r="8.6"/><path d="M5.8 10.4l3 3 5.4-6.4"/>',
    "within": '<circle cx="10" cy="10" r="8.6"/><path d="M5.8 10.4l3 3 5.4-6.4"/>',
    "remark": '<circle cx="10" cy="10" r="8.6"/><path d="M10 9v5m0-8v.6"/>',
    "known": '<circle cx="10" cy="10" r="8.6"/><path d="M10 5v5.4l3.4 2"/>',
    "unreadable": '<path d="M4 1h8l4 4v14H4z"/><path d="M7 9l6 6m0-6l-6 6"/>',
}
_OF_VERDICTS = {"red": "breach", "amber": "open", "green": "within"}


def kind_of(verdict: Verdict | None) -> str:
    """Return the kind whose sign a plan with this verdict has; ``None`` is a plan that could not be read."""
    return "unreadable" if verdict is None else _OF_VERDICTS[verdict.value]


def badge(kind: str, words: str | None = None) -> Html:
    """Return the sign of a kind with its word, or with other words."""
    shape = Html(
        '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false" fill="none" '
        f'stroke="currentColor" stroke-width="2" stroke-linecap="round">{_SHAPES[kind]}</svg>'
    )
    return tag("span", shape, tag("span", words or KINDS[kind]), class_=f"badge {kind}")
