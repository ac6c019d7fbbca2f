"""A plan to fill in as commented YAML: every element of the model, ready to be un-commented.

The first line is for editors. Lines that begin with ``##`` explain. Other lines that begin with ``#`` and a blank are
parts of a plan: without these two signs they count. A file is a plan from the start, with everything undecided.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from fidelity.files.examples import approval, example_changes, sample
from fidelity.model.elements import Element, Tier
from fidelity.model.wording import Phrases
from fidelity.plan.text import plan_text, scalar, written
from fidelity.rendering.english import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model.elements import Proscribed
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

__all__ = ["MODELINE", "NEEDS_MODEL", "plan_file", "plan_template"]

NEEDS_MODEL = False
MODELINE = "# yaml-language-server: $schema=.schemas/plan.json"
"""Tells an editor where the schema of plans is: ``fidelity schema plan`` puts it there."""

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
    >>> print(plan_template(fidelity.load_model("fdac")).splitlines()[1])
    ## An adaptation plan for Family Drug and Alcohol Court (fdac@2026.1)
    """
    parts = (_head(model), _kept(model), _choices(model), _changes(model), _undecided(model), _approvals(model))
    return "\n".join(line for part in parts for line in part) + "\n"


def plan_file(plan: Plan, _model: Model | None = None) -> str:
    """Return a plan as YAML, without comments."""
    return plan_text(plan)


def _head(model: Model) -> Iterator[str]:
    yield MODELINE
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
