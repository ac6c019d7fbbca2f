"""Reads FHIR QuestionnaireResponses, R4 and R5: one, or those in a Bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fidelity.checklists.formats.fhir_format import fit
from fidelity.checklists.formats.parts.exchange import ticks
from fidelity.checklists.formats.parts.fhir_items import BASE, system_of
from fidelity.checklists.formats.parts.words import DETAILS
from fidelity.checklists.raw import Cell, RawForm
from fidelity.errors import Fault, InputError, Place

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist

__all__ = ["read_with", "recognises"]

Json = Mapping[str, object]
_RESPONSE = "QuestionnaireResponse"
_DETAILS = frozenset(detail.key for detail in DETAILS)
_OURS = f"{BASE}/Questionnaire/"


def recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether it begins as an object and is a resource that can hold answers."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start == b"{" and b'"resourceType"' in data and b"Questionnaire" in data


def read_with(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every response in its order; one that was entered in error does not count, and is named.

    Raises
    ------
    InputError
        FID701, if this is no JSON, or no response.
    """
    counted, remarks = [], []
    for number, response in enumerate(_responses(path, _document(path, data)), 1):
        name = f"response {number}"
        if response.get("status") == "entered-in-error":
            remarks.append(f"{path}: {name} is marked as entered in error, and does not count")
        else:
            counted.append(_Response(path, checklist, name).form(response))
    if counted:
        yield counted[0]._replace(remarks=tuple(remarks))
        yield from counted[1:]


def _responses(path: str, document: Json) -> list[Json]:
    if document.get("resourceType") == _RESPONSE:
        return [document]
    held = [entry.get("resource") for entry in _objects(document, "entry", path)]
    if document.get("resourceType") != "Bundle" or not all(isinstance(one, dict) for one in held):
        found = f"this is a resource of type '{document.get('resourceType')}'"
        raise _amiss(path, found, f"a {_RESPONSE}, or a Bundle of them")
    return [one for one in held if isinstance(one, dict) and one.get("resourceType") == _RESPONSE]


class _Response:
    """Reads one response."""

    def __init__(self, path: str, checklist: Checklist, name: str) -> None:
        self._path, self._checklist, self._name = path, checklist, name
        self._evidence = {item.evid: ticks(item) for item in checklist}
        self._systems = {item.name: system_of(checklist, item.responses) for item in checklist}
        self._systems |= {item.evid: system_of(checklist, "looked-at") for item in checklist}

    def form(self, response: Json) -> RawForm:
        """Return the form that a response is."""
        header = dict(self._about(response))
        values = []
        for name, cell in self._answers(response):
            if name in _DETAILS:
                header[name] = cell
            else:
                values.append((name, cell))
        return RawForm(header, tuple(values), Place(self._path))

    def _about(self, response: Json) -> Iterator[tuple[str, Cell]]:
        if response.get("id"):
            yield "form", self._cell(str(response["id"]), "id")
        canonical = response.get("questionnaire")
        if not canonical:
            return
        url, _, version = str(canonical).partition("|")
        model = url.removeprefix(_OURS).partition(".")[0] if url.startswith(_OURS) else url
        ours = self._checklist.model
        yield "model", self._cell(ours if model == fit(ours) else model, "questionnaire")
        number, _, hash_ = version.rpartition("-")
        if version:
            yield "version", self._cell(number or version, "questionnaire")
            yield "hash", self._cell(hash_ if number else "", "questionnaire")

    def _answers(self, response: Json) -> Iterator[tuple[str, Cell]]:
        """Yield what stands under every link, groups and what hangs on answers included, however deep."""
        waiting = list(reversed(_objects(response, "item", self._path)))
        while waiting:
            item = waiting.pop()
            name = str(item.get("linkId", ""))
            below = _objects(item, "item", self._path)
            for answer in _objects(item, "answer", self._path):
                yield name, self._cell(self._text(name, answer), f"item '{name}'")
                below = below + _objects(answer, "item", self._path)
            waiting += reversed(below)

    def _text(self, name: str, answer: Json) -> str:
        """Return an answer as a text; a code of somebody else's code system keeps its system, and is not ours."""
        values = [value for key, value in answer.items() if key.startswith("value")]
        value = values[0] if values else ""
        if not isinstance(value, dict):
            return value if isinstance(value, str) else json.dumps(value)
        code = str(value.get("code", value.get("display", "")))
        system = value.get("system")
        if system is not None and system != self._systems.get(name, system):
            return f"{system}|{code}"
        option = self._evidence.get(name, {}).get(code)
        return option.code if option else code

    def _cell(self, text: str, where: str) -> Cell:
        return Cell(text, Place(self._path), f"{self._name}, {where}")


def _objects(parent: Json, key: str, path: str) -> list[Json]:
    held = parent.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        raise _amiss(path, f"'{key}' is no list of objects", f"'{key}' as FHIR has it")
    return held


def _document(path: str, data: bytes) -> Json:
    try:
        document: dict[str, object] = json.loads(data.decode("utf-8-sig"))  # it begins as an object
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        raise InputError([Fault("FID701", place, f"this is no JSON: {error.msg}", "valid JSON")]) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, or a number of thousands of digits
        raise _amiss(path, "this is no JSON that can be read", "JSON in UTF-8") from error
    return document


def _amiss(path: str, found: str, expected: str) -> InputError:
    return InputError([Fault("FID701", Place(path), found, expected)])
