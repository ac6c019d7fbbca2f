"""The checklist as a FHIR Questionnaire: R4, which UK Core stands on, or R5 as a variant."""

from __future__ import annotations

from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from fidelity.checklists.formats.parts.fhir_items import BASE, RELEASES, items
from fidelity.checklists.formats.parts.words import about, made
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.formats import Options

__all__ = ["VARIANTS", "fit", "id_of", "render"]

VARIANTS = tuple(RELEASES)
"""The releases of FHIR, the usual one first."""

_LONGEST = 64  # of an id, as FHIR has it


def render(checklist: Checklist, options: Options) -> str:
    """Return the questionnaire as JSON, ending in a line break.

    ``url`` names the model (and the plan), ``version`` the model's version and the hash of what is asked; a
    response that keeps both under ``questionnaire`` is known for what it answers.
    """
    id_ = id_of(checklist)
    words = "".join(part.capitalize() for part in id_.replace(".", "-").split("-"))
    document = {
        "resourceType": "Questionnaire",
        "id": id_,
        "language": checklist.language,
        "url": f"{BASE}/Questionnaire/{id_}",
        "version": f"{checklist.model_version}-{checklist.hash}",
        "name": f"Fidelity{words}",
        "title": one_line(checklist.title),
        "status": "active",
        "subjectType": ["Organization"],
        "description": f"{about(checklist)} {made(checklist)}",
        "item": items(checklist, RELEASES[options.variant]),
    }
    return dumps(document, ensure_ascii=False, indent=2) + "\n"


def id_of(checklist: Checklist) -> str:
    """Return the model's id with the plan's and what was picked behind full stops, as FHIR takes ids."""
    picked = ("short" if checklist.short else None, checklist.rater)
    whole = fit(".".join(filter(None, (checklist.model, checklist.plan, *picked))))
    if len(whole) <= _LONGEST:
        return whole
    mark = sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: _LONGEST - len(mark) - 1]}.{mark}"


def fit(text: str) -> str:
    """Return a text with a hyphen for every sign that an id of FHIR cannot have.

    Examples
    --------
    >>> fit("our_model.team manager")
    'our-model.team-manager'
    """
    return "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "-." else "-" for sign in text)
