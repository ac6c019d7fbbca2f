"""A model as JSON: the keys of its file, with everything that the library derives added.

What is added: ``strength`` (a word) on evidence, elements, limits, links and whatever else has a basis;
``basis_strength`` and ``tier_strength`` on elements, whose ``strength`` is the weaker of the two; and
``derived_limits`` on parameters whose limits follow from a standard or from options. ``plain`` takes all of it away
again, and leaves a file that the library reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fidelity.checking.prepared import strength_within
from fidelity.model.elements import Tier
from fidelity.model.requirements import AdditionTerm, ElementTerm, Group
from fidelity.model.written import implied, raw_in, raw_value
from fidelity.rendering.json import json_text
from fidelity.reports.guide.wording import only, untouched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.checking.prepared import Truth
    from fidelity.model.elements import Element, Indicator, Proscribed, Substitute
    from fidelity.model.evidence import Basis, Evidence, Source
    from fidelity.model.model import Extends, Model, Override
    from fidelity.model.parameters import Constraint, Exemption, Limit, Parameter
    from fidelity.model.requirements import Term
    from fidelity.reports import Layout
    from fidelity.reports.guide import Shown

_DERIVED = ("strength", "basis_strength", "tier_strength", "origin")
_LISTS = {Tier.PRINCIPLE: "principles", Tier.ESSENTIAL: "essential", Tier.FLEXIBLE: "flexible"}


def render(shown: Shown, _: Layout) -> Iterator[str]:
    """Yield the model, or the model cut down to one element with the evidence and the sources that it cites."""
    model, element = shown
    document = model_document(model) if element is None else model_document(only(model, element), whole=model)
    yield json_text(document)


def model_document(model: Model, *, whole: Model | None = None) -> dict[str, object]:
    """Return the model under the keys of its file, strengths added. Nothing that the model says is lost.

    Parameters
    ----------
    model
        The model to lay out.
    whole
        The model that ``model`` was cut from, if it was: the strength of a group follows from what its links
        name.

    Returns
    -------
    dict
        Made of texts, whole numbers, truth values, lists and mappings; what the model does not say is left out.

    Examples
    --------
    >>> import fidelity
    >>> document = model_document(fidelity.load_model("fdac"))
    >>> document["model"], document["principles"][0]["strength"]
    ('fdac', 'stated')
    """
    document: dict[str, object] = {
        "model": model.id,
        "version": model.version,
        "title": model.title,
        "owner": model.owner,
    }
    rating = model.rating
    truth = untouched(whole or model)
    return document | _some(
        variant_of=model.extends and _variant(model.extends),
        summary=model.summary,
        authority={tier: list(roles) for tier, roles in model.authority.items()},
        rating=rating and {"scale": list(rating.scale), "threshold": rating.threshold},
        sources={source.id: _source(source) for source in model.sources},
        evidence=[_evidence(item) for item in model.evidence],
        **{key: [_element(element, truth) for element in model.tier(tier)] for tier, key in _LISTS.items()},
        proscribed=[_proscribed(practice) for practice in model.proscribed],
    )


def plain(document: object) -> object:
    """Return a document without what was derived: what a file may hold. The document stays as it is.

    Examples
    --------
    >>> plain({"element": "a", "inferred": "why", "strength": "inferred"})
    {'element': 'a', 'inferred': 'why'}
    """
    if isinstance(document, Mapping):
        return {key: plain(value) for key, value in document.items() if not _is_derived(key, value)}
    if isinstance(document, list):
        return [plain(item) for item in document]
    return document


def _is_derived(key: object, value: object) -> bool:
    """Return whether an entry was added. Ids can be such words too, but their entries are mappings."""
    if key == "variant_of":
        return isinstance(value, Mapping) and "claim" in value
    return (key in _DERIVED and isinstance(value, str)) or (key == "derived_limits" and isinstance(value, list))


def _some(**entries: object) -> dict[str, object]:
    """Return the entries that say something."""
    return {key: value for key, value in entries.items() if value not in (None, "", [], {})}


def _basis(basis: Basis, prefix: str = "") -> dict[str, object]:
    if basis.evidence:
        return {f"{prefix}basis": list(basis.evidence)}
    return {f"{prefix}inferred": basis.inferred} if basis.inferred else {}


def _known(basis: Basis) -> dict[str, object]:
    return {**_basis(basis), "strength": basis.strength.word}


def _variant(extends: Extends) -> dict[str, object]:
    basis = _known(extends.basis) if extends.basis is not None else {}
    overrides = [_override(override) for override in extends.overrides]
    return {"model": extends.parent.reference, "claim": extends.claim, **basis, "overrides": overrides}


def _override(override: Override) -> dict[str, object]:
    return {
        "subject": override.subject,
        "reason": override.reason,
        **_known(override.basis),
        **_some(nature=list(override.natures), function_kept=override.function_kept, changed=list(override.keys)),
        "withdrawn": override.withdrawn,
    }


def _source(source: Source) -> dict[str, object]:
    return {"type": source.type, "authors": source.authors, "title": source.title} | _some(
        year=source.year, publisher=source.publisher, url=source.url, note=source.note, origin=source.origin
    )


def _evidence(item: Evidence) -> dict[str, object]:
    return {
        "id": item.id,
        "says": item.says,
        "source": list(item.sources),
        **_some(locator=item.locator),
        "voice": item.voice,
        "status": item.status,
        **_some(via=item.via, scope=item.scope if item.scope != "model" else None, note=item.note),
        "strength": item.strength.word,
        **_some(origin=item.origin),
    }


def _element(element: Element, truth: Truth) -> dict[str, object]:
    tolerance = element.tolerance
    return {
        "id": element.id,
        "title": element.title,
        "statement": element.statement,
        **_some(function=element.function, form=element.form),
        **({"optional": element.optional} if element.tier is Tier.FLEXIBLE else {}),
        **_basis(element.basis),
        **_basis(element.tier_basis, "tier_"),
        "strength": element.strength.word,
        "basis_strength": element.basis.strength.word,
        "tier_strength": element.tier_basis.strength.word,
        **_some(
            parameters={parameter.id: _parameter(parameter) for parameter in element.parameters},
            requires=element.requires and _term(element.requires, truth),
            realised_by=element.realised_by and _term(element.realised_by, truth),
            excludes=[{**_head(exclusion.other, truth), **_known(exclusion.basis)} for exclusion in element.excludes],
            substitutes=[_substitute(substitute, truth) for substitute in element.substitutes],
            adaptation={rule.nature: {"rule": rule.rule, **_known(rule.basis)} for rule in element.adaptation},
            tolerance=tolerance and {"at_most": tolerance.at_most, **_known(tolerance.basis)},
            indicators=[_indicator(indicator) for indicator in element.indicators],
            renamed_from=list(element.renamed_from),
            split_from=list(element.split_from),
            merged_from=list(element.merged_from),
            note=element.note,
            origin=element.origin,
        ),
    }


def _parameter(parameter: Parameter) -> dict[str, object]:
    derived = implied(parameter)
    limits = [_limit(limit) for limit in parameter.limits]
    return {
        "type": parameter.type,
        **_some(
            title=parameter.title,
            unit=parameter.unit,
            standard=_standard(parameter),
            read_as=parameter.read_as if parameter.read_as != "exact" else None,
            limits=[] if derived else limits,
            options=list(parameter.options),
            exceptions=[_exemption(exemption) for exemption in parameter.exceptions],
        ),
        **_known(parameter.basis),
        **_some(note=parameter.note, derived_limits=limits if derived else []),
    }


def _standard(parameter: Parameter) -> object:
    if parameter.point is not None:
        return raw_value(parameter.standard[0])
    return _constraints(parameter.standard)


def _constraints(constraints: Iterable[Constraint]) -> dict[str, object]:
    return {
        constraint.operator: raw_in(constraint) if constraint.operator == "in" else raw_value(constraint)
        for constraint in constraints
    }


def _limit(limit: Limit) -> dict[str, object]:
    return {**_constraints(limit.constraints), **_known(limit.basis)}


def _exemption(exemption: Exemption) -> dict[str, object]:
    return {
        "id": exemption.id,
        "title": exemption.title,
        "limits": [_limit(limit) for limit in exemption.limits],
        **_known(exemption.basis),
    }


def _term(term: Term, truth: Truth) -> dict[str, object]:
    return {**_head(term, truth), **_basis(term.basis), "strength": strength_within(term, truth).word}


def _head(term: Term, truth: Truth) -> dict[str, object]:
    if isinstance(term, Group):
        terms = [_term(inner, truth) for inner in term.terms]
        return {"at_least": term.count, "of": terms} if term.kind == "at_least" else {term.kind: terms}
    if isinstance(term, ElementTerm):
        return {"element": term.element}
    if isinstance(term, AdditionTerm):
        return {"addition": term.addition}
    return {"parameter": f"{term.element}.{term.parameter}", **_constraints(term.constraints)}


def _substitute(substitute: Substitute, truth: Truth) -> dict[str, object]:
    when = substitute.when and _term(substitute.when, truth)
    return {"id": substitute.id, "title": substitute.title, **_some(when=when), **_known(substitute.basis)}


def _indicator(indicator: Indicator) -> dict[str, object]:
    look_at = list(indicator.look_at)
    return {"id": indicator.id, "text": indicator.text} | _some(
        look_at=look_at, rater=indicator.rater, every=indicator.every
    )


def _proscribed(practice: Proscribed) -> dict[str, object]:
    return {
        "id": practice.id,
        "title": practice.title,
        "statement": practice.statement,
        **_known(practice.basis),
        **_some(note=practice.note, origin=practice.origin),
    }
