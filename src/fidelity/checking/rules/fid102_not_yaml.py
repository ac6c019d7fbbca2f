"""A text that cannot be taken apart into keys and values."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID102",
    name="not-yaml",
    summary="The text cannot be taken apart into keys and values.",
    why=(
        "Plans are written in YAML: one 'key: value' a line, indented by spaces. Where a colon, a quote or the "
        "indentation goes astray, nobody can say any more which words belong to which key, and a guess might judge "
        "a plan that nobody wrote. The place given is where reading stopped; the slip is often there, or in the "
        "line above."
    ),
    source="YAML 1.2; fidelity's design, section 9",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
changes:
  - id: larger-print
    element: formal-consent
    nature: packaging
    what: "Consent form: set in larger print."
    function_kept: Parents read and sign the same words.
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
changes:
  - id: larger-print
    element: formal-consent
    nature: packaging
    what: Consent form: set in larger print.
    function_kept: Parents read and sign the same words.
""",
)
