"""The checklist as JSON: everything that it holds, for programs, and an empty form to fill in."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from attrs import asdict

from fidelity.checklists.exchange import Options, Reader
from fidelity.checklists.names import EVIDENCE, WHY
from fidelity.checklists.responses import HEADER_KEYS, Cell, RawForm, refused
from fidelity.errors import Place
from fidelity.rendering.json import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.response_sets import ResponseSet


def render(checklist: Checklist, options: Options) -> str:  # noqa: ARG001 - the formats' signature
    """Return the checklist as one object, ending in a line break.

    ``forms`` holds one empty form. To use it, fill in ``answers``, add more forms as needed, and give the file to
    ``fidelity score``. ``answers`` maps the name of an item to a code or a label, or to an object with ``code``,
    ``why`` and ``evidence``.
    """
    sections = []
    for one in checklist.sections:
        items = [{**asdict(item), "anchors": dict(item.anchors)} for item in one.items]
        about = {"id": one.id, "title": one.title, "about": one.about, "principle": one.principle}
        sections.append({**about, "items": items})
    form = {"form": "", "site": checklist.site or "", "assessor": checklist.rater or "", "period": "", "date": ""}
    document = {
        "schema_version": 1,
        **checklist.metadata,
        "title": checklist.title,
        "sections": sections,
        "response_sets": {answers.id: _set(answers) for answers in checklist.response_sets},
        "variations": [variation.words for variation in checklist.variations],
        "left_out": [asdict(out) for out in checklist.left_out],
        "forms": [{**form, "answers": dict.fromkeys(checklist.by_name, None)}],
    }
    return json_text(document)


def _set(one: ResponseSet) -> dict[str, object]:
    options = []
    for option in one.options:
        text = option.weight_text
        weight = None if not text else int(text) if text.lstrip("-").isdigit() else float(text)
        options.append({"code": option.code, "label": option.label, "weight": weight})
    return {"threshold": one.threshold, "origin": one.origin, "options": options, "anchors": dict(one.anchors)}


_OF_ALL = ("checklist", "hash", "model", "version")


def _recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the text begins as an object and has a key for forms."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start == b"{" and b'"forms"' in data


def _read(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:  # noqa: ARG001 - the readers' signature
    """Yield the forms in the order of the file."""
    document = json_object(path, data, _once)
    forms = document.get("forms")
    if not isinstance(forms, list):
        raise refused(path, "'forms' is no list", "a list of forms")
    head = {key: _cell(document[key], path, f"'{key}'") for key in _OF_ALL if document.get(key) is not None}
    for number, form in enumerate(forms, 1):
        if not isinstance(form, dict):
            raise refused(path, f"form {number} is no object", "an object with 'answers'")
        answers = form.get("answers", {})
        if not isinstance(answers, dict):
            raise refused(path, f"the answers of form {number} are no object", "an object from item to answer")
        where = f"form {number}"
        header = head | {
            key: _cell(form[key], path, f"{where}, '{key}'") for key in HEADER_KEYS if form.get(key) is not None
        }
        yield RawForm(header, tuple(_values(answers, path, where)), Place(path))


def _values(answers: dict[str, object], path: str, where: str) -> Iterator[tuple[str, Cell]]:
    for name, given in answers.items():
        parts = given if isinstance(given, dict) else {"code": given}
        for key, ending in (("code", ""), ("why", WHY), ("evidence", EVIDENCE)):
            value = parts.get(key)
            if value is not None:
                yield name + ending, _cell(value, path, f"{where}, item '{name}'")


def _cell(value: object, path: str, where: str) -> Cell:
    if isinstance(value, list):
        text = ";".join(map(str, value))
    else:
        text = value if isinstance(value, str) else json.dumps(value)
    return Cell(text, Place(path), where)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object, or raise ``KeyError`` with the key that it has twice."""
    made = dict(pairs)
    if len(made) < len(pairs):
        count = Counter(key for key, _ in pairs)
        raise KeyError(", ".join(sorted(key for key in made if count[key] > 1)))
    return made


def json_object(
    path: str, data: bytes, made: Callable[[list[tuple[str, object]]], dict[str, object]] | None = None
) -> dict[str, object]:
    """Return the object in a JSON file. ``made`` makes an object from keys and values, in place of ``dict``."""
    try:
        document = json.loads(data.decode("utf-8-sig"), object_pairs_hook=made)
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        raise refused(place, f"this is no JSON: {error.msg}", "valid JSON") from error
    except KeyError as error:
        raise refused(path, f"these stand twice: {error.args[0]}", "each key once") from error
    except (ValueError, RecursionError) as error:  # not UTF-8, or a number with thousands of digits
        raise refused(path, "this is no JSON that can be read", "JSON in UTF-8") from error
    if not isinstance(document, dict):
        raise refused(path, "this holds no object", "an object with 'forms'")
    return document


READERS = {"json": Reader(_recognises, _read)}
"""The checklist's own JSON comes back with ``forms`` filled in; the head and ``forms`` alone are enough."""
