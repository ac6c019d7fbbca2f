"""The checklist as JSON: everything that it holds, for programs; and a form that can be filled in as it is."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.formats import Options
    from fidelity.checklists.response_sets import ResponseSet

__all__ = ["render"]


def render(checklist: Checklist, options: Options) -> str:  # noqa: ARG001 - the formats' signature
    """Return the checklist as one object, ending in a line break.

    ``forms`` holds one empty form: fill in ``answers`` (item name to code or label, or to an object with
    ``code``, ``why`` and ``evidence``), add more forms as needed, and give the file to ``fidelity score``.
    """
    form = {"form": "", "site": checklist.site or "", "assessor": checklist.rater or "", "period": "", "date": ""}
    document = {
        "schema_version": 1,
        **checklist.metadata,
        "title": checklist.title,
        "sections": [_section(section) for section in checklist.sections],
        "response_sets": {one.id: _set(one) for one in checklist.response_sets},
        "variations": [one.words for one in checklist.variations],
        "left_out": [
            {"element": one.element, "title": one.title, "tier": one.tier, "kind": one.kind, "why": one.why}
            for one in checklist.left_out
        ],
        "forms": [{**form, "answers": dict.fromkeys(checklist.by_name, None)}],
    }
    return dumps(document, ensure_ascii=False, indent=2) + "\n"


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "title": section.title,
        "about": section.about,
        "principle": section.principle,
        "items": [_item(item) for item in section.items],
    }


def _item(item: Item) -> dict[str, object]:
    condition = item.show_if
    return {
        "name": item.name,
        "id": item.id,
        "text": item.text,
        "element": item.element,
        "title": item.title,
        "tier": item.tier,
        "kind": item.kind,
        "critical": item.critical,
        "responses": item.responses,
        "weight": item.weight,
        "show_if": {"item": condition.item, "codes": list(condition.codes)} if condition else None,
        "guidance": list(item.guidance),
        "anchors": dict(item.anchors),
        "look_at": list(item.look_at),
        "rater": item.rater,
        "every": item.every,
        "sources": list(item.sources),
        "notes": [{"kind": note.kind, "text": note.text} for note in item.notes],
        "serves": list(item.serves),
    }


def _set(one: ResponseSet) -> dict[str, object]:
    return {
        "threshold": one.threshold,
        "origin": one.origin,
        "options": [
            {"code": option.code, "label": option.label, "weight": _number(option.weight_text)}
            for option in one.options
        ],
        "anchors": dict(one.anchors),
    }


def _number(text: str) -> int | float | None:
    if not text:
        return None
    return int(text) if text.lstrip("-").isdigit() else float(text)
