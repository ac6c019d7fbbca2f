"""What FHIR asks of a Questionnaire and ``fhir.resources`` does not look at: what is wrong, in words, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["amiss", "every"]

_CODED = {"R4": {"choice", "open-choice"}, "R5": {"coding"}}
_SCORE = {"R4": "ordinalValue", "R5": "itemWeight"}
_PLAIN = {
    "group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url",
    "attachment", "reference", "quantity",
}  # fmt: skip
_STATUS = {"draft", "active", "retired", "unknown"}
_OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}


def every(parent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield all items, from the top."""
    for item in parent.get("item", []):
        yield item
        yield from every(item)


def amiss(form: dict[str, Any], release: str) -> Iterator[str]:
    """Yield everything that is not as FHIR has it."""
    if form["status"] not in _STATUS or form["subjectType"] != ["Organization"]:
        yield f"the status {form['status']} or the subject {form['subjectType']}"
    if not re.fullmatch(r"[A-Z][A-Za-z0-9_]{1,254}", form["name"]) or not re.fullmatch(r"[\w.-]{1,64}", form["id"]):
        yield f"the name {form['name']} or the id {form['id']}"
    links = [item["linkId"] for item in every(form)]
    yield from (f"the link {link} stands twice" for link in set(links) if links.count(link) > 1)
    items = {item["linkId"]: item for item in every(form)}
    for item in items.values():
        yield from (f"{item['linkId']}: {text}" for text in _item(item, items, release))


def _item(item: dict[str, Any], items: dict[str, Any], release: str) -> Iterator[str]:
    coded = item["type"] in _CODED[release]
    if not coded and item["type"] not in _PLAIN:
        yield f"the type {item['type']}"
    if item["type"] == "display" and item.keys() & {"required", "initial", "repeats", "item", "answerOption"}:
        yield "a display that asks something"
    if item["type"] == "group" and not item.get("item"):
        yield "a group of nothing"
    if coded != ("answerOption" in item) or ("answerConstraint" in item) != (coded and release == "R5"):
        yield "options and type do not fit"
    if item.get("answerConstraint", "optionsOnly") != "optionsOnly":
        yield f"the constraint {item['answerConstraint']}"
    for option in item.get("answerOption", []):
        coding = option["valueCoding"]
        if not re.fullmatch(r"\S+( \S+)*", coding["code"]) or not coding["system"] or not coding["display"]:
            yield f"the option {coding}"
        for extension in option.get("extension", []):
            if extension["url"] != f"http://hl7.org/fhir/StructureDefinition/{_SCORE[release]}":
                yield f"the extension {extension['url']}"
    yield from _conditions(item, items)


def _conditions(item: dict[str, Any], items: dict[str, Any]) -> Iterator[str]:
    conditions = item.get("enableWhen", [])
    if len(conditions) > 1 and item.get("enableBehavior") not in {"all", "any"}:
        yield "several conditions, and nothing says whether all or any"
    for condition in conditions:
        asked = items.get(condition["question"], {})
        answer = condition["answerCoding"]
        options = [option["valueCoding"] for option in asked.get("answerOption", [])]
        if condition["operator"] not in _OPERATORS:
            yield f"the operator {condition['operator']}"
        if not any(answer.items() <= option.items() for option in options):
            yield f"it waits for an answer that {condition['question']} does not offer"
