"""The hash of a checklist: the same for the same questions, another one for others."""

from __future__ import annotations

from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.response_sets import ResponseSet

__all__ = ["hash_of"]

_DIGITS = 12


def hash_of(checklist: Checklist) -> str:
    """Return twelve hexadecimal digits made of the model, its items, and what can be answered to them.

    What only explains (guidance, sources, who agreed what and until when) does not count; local values do.
    """
    asked = {
        "model": checklist.reference,
        "items": [_item(item) for item in checklist.items],
        "responses": [_set(one) for one in checklist.response_sets],
    }
    text = dumps(asked, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_DIGITS]


def _item(item: Item) -> dict[str, object]:
    return {
        "name": item.name,
        "text": item.text,
        "element": item.element,
        "tier": item.tier,
        "kind": item.kind,
        "critical": item.critical,
        "responses": item.responses,
        "weight": item.weight,
        "show_if": [item.show_if.item, *item.show_if.codes] if item.show_if else None,
        "anchors": dict(item.anchors),
        "local": [note.text for note in item.notes if note.kind == "local-value"],
    }


def _set(one: ResponseSet) -> dict[str, object]:
    options = [[option.code, option.label, option.weight_text] for option in one.options]
    return {"id": one.id, "options": options, "threshold": one.threshold, "anchors": dict(one.anchors)}
