"""A plan to fill in as commented YAML: every element of the model, ready to be un-commented.

The first line is for editors. Lines that begin with ``##`` explain. Other lines that begin with ``#`` and a blank are
parts of a plan: without these two signs they count. A file is a plan from the start, with everything undecided.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from fidelity.model.amounts import Misfit
from fidelity.model.elements import Element, Tier
from fidelity.model.wording import Phrases
from fidelity.model.written import raw_in, raw_value
from fidelity.plan.frame import LISTS, NATURES, RECORD
from fidelity.plan.text import plan_text, scalar, written
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.elements import Proscribed
    from fidelity.model.model import Model
    from fidelity.model.parameters import Constraint, Parameter
    from fidelity.model.types import RawValue
    from fidelity.plan.plan import Plan

NEEDS_MODEL = False

_WIDTH = 96
_TIERS = {
    "Core principles (never negotiable)": Tier.PRINCIPLE,
    "Essential elements (keep what each is for, and keep close to its form)": Tier.ESSENTIAL,
    "Flexible elements (yours to shape, within limits)": Tier.FLEXIBLE,
}

_HOW = """\
How to fill this in

1. Replace the values of plan, site and author. A plan holds no personal data: places and roles, no names of people.
2. Say of each element of the model one of these:
   - as_specified: you keep it as the model has it
   - choices: you use the room that the model gives; that is no change
   - changes: you do something differently
   - undecided: you have not settled it yet
   To do so, delete the hash and the blank in front of its lines, and nothing else. Lines with two hashes explain.
3. Check the plan as often as you like: fidelity check FILE"""

_SILENCE = """\
What your silence means: it is never taken for a yes.
- undecided: whatever this plan does not mention is still open (choose this while you are filling it in)
- as-specified: whatever this plan does not mention is done as the model has it (choose this when you are done)"""


def plan_template(model: Model) -> str:
    """Return a plan for a model as commented YAML, ending in a line break. It can be read as it is.

    Examples
    --------
    >>> import fidelity
    >>> print(plan_template(fidelity.load_model("fdac")).splitlines()[0])
    ## An adaptation plan for Family Drug and Alcohol Court (fdac@2026.1)
    """
    parts = (_head(model), _kept(model), _choices(model), _changes(model), _undecided(model), _approvals(model))
    return "\n".join(line for part in parts for line in part) + "\n"


def plan_file(plan: Plan, _model: Model | None = None) -> str:
    """Return a plan as YAML, without comments."""
    return plan_text(plan)


def _head(model: Model) -> Iterator[str]:
    yield from _prose(f"An adaptation plan for {model.title} ({model.reference})")
    yield "##"
    for line in _HOW.split("\n"):
        yield from _prose(line)
    yield ""
    yield "plan: our-plan                 # a short name for this plan, such as ashby-2026"
    yield f"model: {scalar(model.reference)}"
    yield "site: Our site                 # the place that this plan is for"
    yield "author: site-lead              # a role, not a name"
    yield "status: proposed               # proposed | agreed | in-delivery | ended"
    yield ""
    yield from _prose("What you claim:")
    yield from _prose("- implements: this is the model, adapted; departures are judged")
    yield from _prose("- inspired-by: you took ideas from the model; differences are listed and not judged")
    yield "claim: implements"
    yield ""
    for line in _SILENCE.split("\n"):
        yield from _prose(line)
    yield "unmentioned: undecided"


def _kept(model: Model) -> Iterator[str]:
    yield ""
    yield from _prose("What you keep as the model has it.")
    yield "as_specified:"
    yield from _listed(model)
    if model.proscribed:
        yield from _prose("Ruled out by the model (listed here, you say that you keep it out)")
        yield from _entries(model.proscribed)


def _undecided(model: Model) -> Iterator[str]:
    yield ""
    yield from _prose("What you have not settled yet. Needed only where unmentioned is as-specified.")
    yield "undecided:"
    yield from _listed(model)
    if model.proscribed:
        yield from _prose("Ruled out by the model")
        yield from _entries(model.proscribed)


def _listed(model: Model) -> Iterator[str]:
    for title, tier in _TIERS.items():
        elements = model.tier(tier)
        if elements:
            yield from _prose(title)
            yield from _entries(elements)


def _entries(parts: Iterable[Element | Proscribed]) -> Iterator[str]:
    for one in parts:
        optional = ", optional" if isinstance(one, Element) and one.optional else ""
        yield f"#   - {scalar(one.id):<34} # {one_line(one.title)}{optional}"


def _choices(model: Model) -> Iterator[str]:
    say = Phrases(model)
    yield ""
    yield from _prose(
        "What you choose inside the room that the model gives. The values below are the usual ones, where there "
        "are any: put your own in their place. A value outside the limits is judged like a change. Leave out the "
        "line of a value that you do not want to set."
    )
    yield "choices:"
    for title, tier in _TIERS.items():
        elements = [element for element in model.tier(tier) if element.parameters]
        if elements:
            yield "##"
            yield from _prose(title)
        for element in elements:
            yield from _choice(element, say)


def _choice(element: Element, say: Phrases) -> Iterator[str]:
    optional = "; optional" if element.optional else ""
    yield "##"
    yield from _prose(f"{element.title} ({element.tier.value}{optional})")
    for parameter in element.parameters:
        yield from _prose(f"- {parameter.id} ({parameter.name}): {say.figure(parameter)}")
        for exemption in parameter.exceptions:
            yield from _prose(f"- a change that uses this exception says 'exception: {exemption.id}'")
    yield f"#   {scalar(element.id)}:"
    for parameter in element.parameters:
        yield f"#     {scalar(parameter.id)}: {written(sample(parameter), parameter.kind)}"


def _changes(model: Model) -> Iterator[str]:
    yield ""
    yield from _prose("What you do differently. Copy an example for each change, and give each an id of its own.")
    yield "changes:"
    for about, lines in example_changes(model):
        yield "##"
        for line in about:
            yield from _prose(line)
        yield from (f"#   {line}" for line in lines)


def _approvals(model: Model) -> Iterator[str]:
    about, lines = approval(model)
    yield ""
    for line in about:
        yield from _prose(line)
    yield "approvals:"
    yield from (f"#   {line}" for line in lines)


def _prose(text: str) -> list[str]:
    """Return an explanation as comment lines; what hangs under a dash or a number stays under it."""
    plain = one_line(text)
    indent = " " * (len(text) - len(text.lstrip()))
    hanging = indent + ("  " if plain.startswith("- ") else "   " if plain[:2] in ("1.", "2.", "3.") else "")
    lines = wrap(
        plain,
        _WIDTH - 3,
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [f"## {line}" for line in lines] or ["##"]


Example: TypeAlias = tuple[list[str], list[str]]
"""What is explained, and the lines of a plan."""

_FIRST = "first-change"
_RECORD = {
    "modified": "content",
    "when": "pre-implementation",
    "planned": "planned-proactive",
    "decided_by": "program-manager",
    "goal": "fit",
    "reasons": "available-resources",
    "level": "organization",
    "site_view": "unknown",
}
_MEANS = {
    "modified": "what was modified",
    "when": "when in the life of the service",
    "planned": "how it came about",
    "decided_by": "who took part in the decision; one or several",
    "goal": "what it is for; one or several",
    "reasons": "why; one or several",
    "level": "for whom it is made",
    "site_view": "whether you think that it fits the model",
}


def example_changes(model: Model) -> Iterator[Example]:
    """Yield examples of a change to an element, of a local addition, and of what the model rules out."""
    element = _element(model)
    if element is not None:
        yield _about_change(model), _change(element)
    yield _about_addition(), _addition(element)
    if model.proscribed:
        about = "Something that the model rules out and that comes in all the same. It needs no nature."
        lines = [
            "- id: ruled-out",
            f"  proscribed: {scalar(model.proscribed[0].id)}",
            "  what: Say in a sentence what happens.",
        ]
        yield [about], lines


def _element(model: Model) -> Element | None:
    """Return the element for the examples: one with a figure and a function, if the model has one."""
    ranked = sorted(model.elements, key=lambda one: (not (one.parameters and one.function), not one.function))
    return ranked[0] if ranked else None


def _about_change(model: Model) -> list[str]:
    lines = [
        (
            "A change to an element. Compulsory: id, element, nature and what. An essential element also needs "
            "function_kept: how what it is for is kept."
        ),
        f"- nature, one or several: {', '.join(NATURES)}",
        "- set: new values, only where the change is to a figure",
    ]
    for element in model.elements:
        for one in element.substitutes:
            words = f"'nature: substituting' and 'with: {one.id}'"
            lines.append(f"- what may stand in for {element.id}: {one.title}; write {words}")
    lines.append("- record: advised, in the words of FRAME; leave out what does not apply")
    lines += [f"  - {name} ({_MEANS[name]}): {', '.join(words)}" for name, words in RECORD.items()]
    lines.append("  - effects: what you expect for other elements, in a sentence")
    return lines


def _change(element: Element) -> list[str]:
    lines = [
        f"- id: {_FIRST}",
        f"  element: {scalar(element.id)}",
        "  nature: tailoring",
        *(f"  {line}" for line in _set(element)),
        "  what: Say in a sentence what is different here.",
        "  function_kept: Say in a sentence how what this element is for is kept.",
        "  record:",
    ]
    lines += [f"    {name}: {f'[{word}]' if name in LISTS else word}" for name, word in _RECORD.items()]
    return [*lines, "    effects: Say in a sentence what you expect for other elements."]


def _set(element: Element) -> list[str]:
    if not element.parameters:
        return []
    parameter = element.parameters[0]
    return ["set:", f"  {scalar(parameter.id)}: {written(sample(parameter), parameter.kind)}"]


def _about_addition() -> list[str]:
    return [
        (
            "An element of your own. touches: the elements that it bears on; requires and excludes: what it depends on "
            "and does not go with, if anything."
        )
    ]


def _addition(element: Element | None) -> list[str]:
    names = f"[{scalar(element.id)}]" if element is not None else "[]"
    return [
        "- id: first-addition",
        "  add:",
        "    id: local-element",
        "    title: Name it in a few words",
        "    statement: Say in a sentence what it is.",
        f"    requires: {names}",
        "    excludes: []",
        f"  touches: {names}",
        "  nature: adding",
        "  what: Say in a sentence what is added.",
    ]


def approval(model: Model) -> Example:
    """Return an example of an approval; it covers the example of a change."""
    about = [
        (
            "What was agreed: by whom, when, until when (the last day), on which conditions. An approval repeats "
            "exactly what it covers: if the change moves on, it is void. until, reference and conditions are optional."
        ),
        f"- role, as this model says who may agree: {_roles(model)}",
    ]
    element = _element(model)
    lines = ["- covers:", f"    - change: {_FIRST}", "      nature: tailoring"]
    lines += [f"      {line}" for line in (_set(element) if element is not None else [])]
    role = next((role for roles in model.authority.values() for role in roles), "model-owner")
    return about, [
        *lines,
        "  by: Name the body that agreed",
        f"  role: {scalar(role)}",
        "  given: 2026-01-31",
        "  until: 2027-01-30",
        "  reference: The number or date of the letter or minute",
        "  conditions: Say what was asked for in return.",
    ]


def _roles(model: Model) -> str:
    said = [f"{tier}: {', '.join(roles)}" for tier, roles in model.authority.items()]
    return "; ".join(said) or "it does not"


def sample(parameter: Parameter) -> RawValue:
    """Return a value of a parameter: the standard, or else one inside its limits where one can be seen.

    Where the model is silent, any value that can be read.

    Examples
    --------
    >>> import fidelity
    >>> reviews = fidelity.load_model("fdac").by_id["review-hearing"]
    >>> [sample(parameter) for parameter in reviews.parameters]
    ['2 weeks', '50%']
    """
    known = [raw for raw in _candidates(parameter) if _reads(parameter, raw)]
    inside = (raw for raw in known if all(limit.holds(parameter.value(raw)) for limit in parameter.limits))
    return next(inside, known[0])


def _candidates(parameter: Parameter) -> Iterator[RawValue]:
    for constraint in parameter.standard:
        yield from _values(constraint)
    for option in parameter.options:
        yield (option,) if parameter.kind.several else option
    for limit in parameter.limits:
        for constraint in limit.constraints:
            yield from _values(constraint)
    yield parameter.kind.sample(parameter.unit or "")
    yield from ("1 month", "1 per month")  # the other family of units


def _values(constraint: Constraint) -> Iterator[RawValue]:
    if constraint.operator == "in":
        yield from raw_in(constraint)
    else:
        raw = raw_value(constraint)
        yield raw if isinstance(raw, str) else tuple(raw)


def _reads(parameter: Parameter, raw: RawValue) -> bool:
    try:
        parameter.value(raw)
    except Misfit:
        return False
    return True
