"""A checklist as a FHIR Questionnaire, and QuestionnaireResponses: R4, which UK Core uses, or R5 as a variant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.exchange import Options, Reader, words
from fidelity.checklists.exchange.json_format import json_object
from fidelity.checklists.exchange.words import DETAILS, START, about, made, ticks
from fidelity.checklists.responses import Cell, RawForm, refused
from fidelity.errors import Place
from fidelity.rendering.english import one_line
from fidelity.rendering.json import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.response_sets import Option

BASE = "urn:practice-fidelity:fhir"
"""How the names of our questionnaires and code systems begin. They are names only; there need not be a page at them."""

_STRUCTURES = "http://hl7.org/fhir/StructureDefinition"
Json = dict[str, object]


class Release(NamedTuple):
    """The differences between the releases of FHIR: the type of a coded item, and the extension for a score."""

    coded: str
    score: str
    constraint: Mapping[str, str]


RELEASES: Mapping[str, Release] = MappingProxyType(
    {
        "R4": Release("choice", f"{_STRUCTURES}/ordinalValue", {}),
        "R5": Release("coding", f"{_STRUCTURES}/itemWeight", {"answerConstraint": "optionsOnly"}),
    }
)

VARIANTS = tuple(RELEASES)
"""The releases of FHIR, the usual one first."""

_LONGEST = 64  # FHIR allows no longer id


def render(checklist: Checklist, options: Options) -> str:
    """Return the questionnaire as JSON, ending in a line break.

    ``url`` names the model and the plan. ``version`` has the model's version and the checklist's hash. A response that
    keeps both under ``questionnaire`` shows which checklist it answers.
    """
    id_ = id_of(checklist)
    name = "".join(part.capitalize() for part in id_.replace(".", "-").split("-"))
    document = {
        "resourceType": "Questionnaire",
        "id": id_,
        "language": checklist.language,
        "url": f"{BASE}/Questionnaire/{id_}",
        "version": f"{checklist.model_version}-{checklist.hash}",
        "name": f"Fidelity{name}",
        "title": one_line(checklist.title),
        "status": "active",
        "subjectType": ["Organization"],
        "description": f"{about(checklist)} {made(checklist)}",
        "item": list(_ItemWriter(checklist, RELEASES[options.variant]).groups()),
    }
    return json_text(document)


def id_of(checklist: Checklist) -> str:
    """Return the ids of the model and the plan and what was picked, joined by full stops, as an id of FHIR."""
    picked = ("short" if checklist.short else None, checklist.rater)
    whole = fit(".".join(filter(None, (checklist.model, checklist.plan, *picked))))
    if len(whole) <= _LONGEST:
        return whole
    mark = sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: _LONGEST - len(mark) - 1]}.{mark}"


def fit(text: str) -> str:
    """Return a text with a hyphen in place of every sign that an id of FHIR cannot have.

    Examples
    --------
    >>> fit("our_model.team manager")
    'our-model.team-manager'
    """
    return "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "-." else "-" for sign in text)


def system_of(checklist: Checklist, responses: str) -> str:
    """Return the name of the code system of a response set, or of ``looked-at``."""
    return f"{BASE}/CodeSystem/{responses if responses == 'looked-at' else f'{checklist.model}-{responses}'}"


class _ItemWriter:
    """Writes the items of one questionnaire: the form's details, a group for each section, and what it leaves out."""

    def __init__(self, checklist: Checklist, release: Release) -> None:
        self.checklist, self.release = checklist, release
        self.names, self.labels = words.FreeNames(checklist), words.labels(checklist)

    def groups(self) -> Iterator[Json]:
        """Yield the groups, in the order of the form."""
        yield _group(self.names.free("about-this-form"), "About this form", self.start())
        for section in self.checklist.sections:
            yield _group(self.names.free(section.id), section.title, self.section(section))
        left = [self.note(f"left-out-{at}", text) for at, text in enumerate(words.left_out(self.checklist), 1)]
        if left:
            yield _group(self.names.free("not-asked-about"), "Not asked about", left)

    def note(self, name: str, text: str) -> Json:
        """Return an item that only shows a text."""
        return {"linkId": self.names.free(name), "text": one_line(text), "type": "display"}

    def start(self) -> Iterator[Json]:
        """Yield the form's details, and how to start."""
        yield self.note("how-to-start", f"{about(self.checklist)} {START} {made(self.checklist)}")
        for detail, given in words.details(self.checklist):
            type_ = "date" if detail.key == "date" else "string"
            item: Json = {"linkId": detail.key, "text": detail.label, "type": type_}
            if given:
                item["initial"] = [{"valueString": one_line(given)}]
            item["item"] = [self.note(f"about-{detail.key}", detail.hint)]
            yield item
        for number, variation in enumerate(self.checklist.variations, 1):
            yield self.note(f"agreed-{number}", f"Agreed variation: {variation.words}")

    def section(self, section: Section) -> Iterator[Json]:
        """Yield the introduction of a section, and its items with their notes."""
        if section.about:
            yield self.note(f"about-{section.id}", section.about)
        for item in section.items:
            said = {"hint": words.hints(self.checklist, item), "source": words.sources(item)}
            yield from self.item(item, [self.note(f"{kind}-{item.name}", text) for kind, text in said.items() if text])

    def item(self, item: Item, notes: list[Json]) -> Iterator[Json]:
        """Yield the answers to choose from, what a rater can look at, and room for the reason."""
        responses, coded = self.checklist.responses_of(item), self.release.coded
        shown = {} if item.show_if is None else self.enabled(item.show_if.item, item.show_if.codes)
        yield {
            "linkId": item.name,
            "code": [{"system": f"{BASE}/CodeSystem/{self.checklist.model}-items", "code": item.id}],
            "text": self.labels[item.name],
            "type": coded,
            **shown,
            "required": True,
            "repeats": False,
            **self.release.constraint,
            "answerOption": self.options(item.responses, {option.code: option for option in responses.options}),
            **({"item": notes} if notes else {}),
        }
        if item.look_at:
            yield {
                "linkId": item.evid,
                "text": words.evidence_label(item),
                "type": coded,
                **shown,
                "repeats": True,
                **self.release.constraint,
                "answerOption": self.options("looked-at", words.ticks(item)),
            }
        asked = self.enabled(item.name, responses.below) if responses.below else shown
        yield {"linkId": item.why, "text": words.why_label(item), "type": "text", **asked}

    def enabled(self, name: str, codes: Iterable[str]) -> Json:
        """Return the condition under which an item is asked: another item has one of some codes."""
        system = system_of(self.checklist, self.checklist[name].responses)
        when = [{"question": name, "operator": "=", "answerCoding": {"system": system, "code": code}} for code in codes]
        return {"enableWhen": when, **({"enableBehavior": "any"} if len(when) > 1 else {})}

    def options(self, responses: str, options: Mapping[str, Option]) -> list[Json]:
        """Return the options, with the weights of the answers that have one."""
        found: list[Json] = []
        for code, option in options.items():
            coding = {"system": system_of(self.checklist, responses), "code": code, "display": one_line(option.label)}
            weight: Json = {}
            if option.weight is not None:
                whole = option.weight.denominator == 1
                number = option.weight.numerator if whole else float(option.weight)
                weight = {"extension": [{"url": self.release.score, "valueDecimal": number}]}
            found.append({**weight, "valueCoding": coding})
        return found


def _group(name: str, title: str, parts: Iterable[Json]) -> Json:
    return {"linkId": name, "text": one_line(title), "type": "group", "item": list(parts)}


_Held = Mapping[str, object]
_RESPONSE = "QuestionnaireResponse"
_DETAILS = frozenset(detail.key for detail in DETAILS)
_OURS = f"{BASE}/Questionnaire/"


def _recognises(path: str, data: bytes) -> bool:  # noqa: ARG001 - the readers' signature
    """Return whether the text is a JSON object, and a resource that can hold answers."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start == b"{" and b'"resourceType"' in data and b"Questionnaire" in data


def _read(path: str, data: bytes, checklist: Checklist) -> Iterator[RawForm]:
    """Yield a form for every response, in order. A response that was entered in error only gives a remark."""
    counted, remarks = [], []
    for number, response in enumerate(_responses(path, json_object(path, data)), 1):
        name = f"response {number}"
        if response.get("status") == "entered-in-error":
            remarks.append(f"{path}: {name} is marked as entered in error, and does not count")
        else:
            counted.append(_Response(path, checklist, name).form(response))
    if counted:
        yield counted[0]._replace(remarks=tuple(remarks))
        yield from counted[1:]


def _responses(path: str, document: _Held) -> list[_Held]:
    if document.get("resourceType") == _RESPONSE:
        return [document]
    held = [entry.get("resource") for entry in _objects(document, "entry", path)]
    if document.get("resourceType") != "Bundle" or not all(isinstance(one, dict) for one in held):
        found = f"this is a resource of type '{document.get('resourceType')}'"
        raise refused(path, found, f"a {_RESPONSE}, or a Bundle of them")
    return [one for one in held if isinstance(one, dict) and one.get("resourceType") == _RESPONSE]


class _Response:
    """Reads one response."""

    def __init__(self, path: str, checklist: Checklist, name: str) -> None:
        self._path, self._checklist, self._name = path, checklist, name
        self._evidence = {item.evid: ticks(item) for item in checklist}
        self._systems = {item.name: system_of(checklist, item.responses) for item in checklist}
        self._systems |= {item.evid: system_of(checklist, "looked-at") for item in checklist}

    def form(self, response: _Held) -> RawForm:
        """Return a response as a form."""
        header = dict(self._about(response))
        values = []
        for name, cell in self._answers(response):
            if name in _DETAILS:
                header[name] = cell
            else:
                values.append((name, cell))
        return RawForm(header, tuple(values), Place(self._path))

    def _about(self, response: _Held) -> Iterator[tuple[str, Cell]]:
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

    def _answers(self, response: _Held) -> Iterator[tuple[str, Cell]]:
        """Yield the answers under every link id, also those inside groups and below other answers, at any depth."""
        waiting = list(reversed(_objects(response, "item", self._path)))
        while waiting:
            item = waiting.pop()
            name = str(item.get("linkId", ""))
            below = _objects(item, "item", self._path)
            for answer in _objects(item, "answer", self._path):
                yield name, self._cell(self._text(name, answer), f"item '{name}'")
                below = below + _objects(answer, "item", self._path)
            waiting += reversed(below)

    def _text(self, name: str, answer: _Held) -> str:
        """Return an answer as a text. A code of another code system keeps that system, so that it is not ours."""
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


def _objects(parent: _Held, key: str, path: str) -> list[_Held]:
    held = parent.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        raise refused(path, f"'{key}' is no list of objects", f"'{key}' as FHIR has it")
    return held


READERS = {"fhir": Reader(_recognises, _read)}
"""QuestionnaireResponses of R4 and R5 come back, one by itself or several in a Bundle."""
