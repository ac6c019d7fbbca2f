"""The items of a FHIR Questionnaire, in R4 and in R5, as plain JSON."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.formats.parts import exchange
from fidelity.checklists.formats.parts.words import DETAILS, START, about, made
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fidelity.checklists.checklist import Checklist, Item, Section
    from fidelity.checklists.response_sets import Option

__all__ = ["BASE", "RELEASES", "Release", "items", "system_of"]

BASE = "urn:practice-fidelity:fhir"
"""What the names of our questionnaires and code systems begin with. They are names: nothing need be found there."""

_STRUCTURES = "http://hl7.org/fhir/StructureDefinition"
Json = dict[str, object]


class Release(NamedTuple):
    """What differs between the releases of FHIR: the type of a coded item, and the extension for a score."""

    coded: str
    score: str
    constraint: Mapping[str, str]


RELEASES: Mapping[str, Release] = MappingProxyType(
    {
        "R4": Release("choice", f"{_STRUCTURES}/ordinalValue", {}),
        "R5": Release("coding", f"{_STRUCTURES}/itemWeight", {"answerConstraint": "optionsOnly"}),
    }
)


def system_of(checklist: Checklist, responses: str) -> str:
    """Return the name of the code system of a response set, or of ``looked-at``."""
    return f"{BASE}/CodeSystem/{responses if responses == 'looked-at' else f'{checklist.model}-{responses}'}"


def items(checklist: Checklist, release: Release) -> list[Json]:
    """Return the groups of a questionnaire: about the form, one a section, and what is not asked about."""
    names, labels = exchange.FreeNames(checklist), exchange.labels(checklist)
    groups = [_group(names.free("about-this-form"), "About this form", _start(checklist, names))]
    for section in checklist.sections:
        parts = _section(checklist, section, release, (labels, names))
        groups.append(_group(names.free(section.id), section.title, parts))
    if checklist.left_out:
        left = exchange.left_out(checklist)
        parts = (_display(names.free(f"left-out-{number}"), text) for number, text in enumerate(left, 1))
        groups.append(_group(names.free("not-asked-about"), "Not asked about", parts))
    return groups


def _start(checklist: Checklist, names: exchange.FreeNames) -> Iterator[Json]:
    yield _display(names.free("how-to-start"), f"{about(checklist)} {START} {made(checklist)}")
    given = {"site": checklist.site, "assessor": checklist.rater}
    for detail in DETAILS:
        item: Json = {"linkId": detail.key, "text": detail.label, "type": "date" if detail.key == "date" else "string"}
        if given.get(detail.key):
            item["initial"] = [{"valueString": one_line(given[detail.key] or "")}]
        item["item"] = [_display(names.free(f"about-{detail.key}"), detail.hint)]
        yield item
    for number, variation in enumerate(checklist.variations, 1):
        yield _display(names.free(f"agreed-{number}"), f"Agreed variation: {variation.words}")


def _section(
    checklist: Checklist, section: Section, release: Release, said: tuple[Mapping[str, str], exchange.FreeNames]
) -> Iterator[Json]:
    labels, names = said
    if section.about:
        yield _display(names.free(f"about-{section.id}"), section.about)
    for item in section.items:
        notes = [
            _display(names.free(f"{kind}-{item.name}"), text)
            for kind, text in (("hint", exchange.hints(checklist, item)), ("source", exchange.sources(item)))
            if text
        ]
        yield from _item(checklist, item, release, (labels[item.name], notes))


def _item(checklist: Checklist, item: Item, release: Release, said: tuple[str, list[Json]]) -> Iterator[Json]:
    label, notes = said
    responses = checklist.responses_of(item)
    system = system_of(checklist, item.responses)
    shown = {} if item.show_if is None else _enabled(checklist, item.show_if.item, item.show_if.codes)
    yield {
        "linkId": item.name,
        "code": [{"system": f"{BASE}/CodeSystem/{checklist.model}-items", "code": item.id}],
        "text": label,
        "type": release.coded,
        **shown,
        "required": True,
        "repeats": False,
        **release.constraint,
        "answerOption": [_option(system, option.code, option, release) for option in responses.options],
        **({"item": notes} if notes else {}),
    }
    if item.look_at:
        looked = system_of(checklist, "looked-at")
        yield {
            "linkId": item.evid,
            "text": exchange.evidence_label(item),
            "type": release.coded,
            **shown,
            "repeats": True,
            **release.constraint,
            "answerOption": [_option(looked, code, one, release) for code, one in exchange.ticks(item).items()],
        }
    asked = _enabled(checklist, item.name, responses.below) if responses.below else shown
    yield {"linkId": item.why, "text": exchange.why_label(item), "type": "text", **asked}


def _enabled(checklist: Checklist, name: str, codes: Iterable[str]) -> Json:
    system = system_of(checklist, checklist[name].responses)
    when = [{"question": name, "operator": "=", "answerCoding": {"system": system, "code": code}} for code in codes]
    return {"enableWhen": when, **({"enableBehavior": "any"} if len(when) > 1 else {})}


def _option(system: str, code: str, option: Option, release: Release) -> Json:
    coding = {"system": system, "code": code, "display": one_line(option.label)}
    if option.weight is None:
        return {"valueCoding": coding}
    weight = option.weight
    number = weight.numerator if weight.denominator == 1 else float(weight)
    return {"extension": [{"url": release.score, "valueDecimal": number}], "valueCoding": coding}


def _group(name: str, title: str, parts: Iterable[Json]) -> Json:
    return {"linkId": name, "text": one_line(title), "type": "group", "item": list(parts)}


def _display(name: str, text: str) -> Json:
    return {"linkId": name, "text": one_line(text), "type": "display"}
