"""A core principle that nothing realises any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.checking.finding import Rule
from fidelity.checking.rules import PLAN, follows, words

if TYPE_CHECKING:
    from fidelity.checking.finding import Finding


def message(finding: Finding) -> str:
    """Return which principle is no longer put into practice, and what brings that about."""
    element = words.element_of(finding)
    verb = (
        "is no longer put into practice by anything the model names"
        if finding.raw.detail.certain
        else "may no longer be put into practice"
    )
    return f"The core principle '{element.title}' {verb}, {follows.because(finding)}."


def ask(finding: Finding) -> str | None:
    """Return the question whether the principle is still served, where no source that binds says so."""
    if finding.own_verdict != "amber" or not finding.raw.detail.certain:
        return None
    element = words.element_of(finding)
    return words.owner_question(finding, f"{follows.given(finding)}, what still puts '{element.title}' into practice?")


RULE = Rule(
    code="FID301",
    name="principle-unrealised",
    summary="Nothing that realises a core principle is left.",
    why=(
        "A principle lives in practice: in the elements that put it into effect. Each change can look small; "
        "if together they take away all that realises a principle, the model has lost it although nobody "
        "touched it."
    ),
    source="Fidelity's design, sections 1 and 4; RU-01 of the digest of methods",
    message=message,
    why_here=words.purpose,
    needs=follows.needs,
    ask=ask,
    ways_out=follows.ways_out,
    passes=PLAN
    + """\
changes:
  - id: shorter-form
    element: formal-consent
    nature: packaging
    what: The consent form is set in larger type.
    function_kept: Parents still agree formally, at the same hearing.
""",
    fails=PLAN
    + """\
changes:
  - id: one-early-hearing
    element: further-hearing
    nature: removing
    what: Parents decide at the first hearing; there is no further one.
""",
)
