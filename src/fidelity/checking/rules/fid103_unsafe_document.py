"""Parts of YAML that plans do without, and files of a size that nobody writes by hand."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID103",
    name="unsafe-document",
    summary="The file uses parts of YAML that plans do without, or is too large, too deep or too long.",
    why=(
        "A plan is read by people, by other tools and sometimes by a server that receives it from strangers. So "
        "what can make a small file grow without end, or mean something other than it shows, is refused: anchors "
        "and aliases (& and *), tags (!), a second document in the file, and files past set limits. Mostly the "
        "sign was only meant as text, and quotes around it put that right. A workbook is refused if it unpacks to far "
        "more than people write."
    ),
    source="Fidelity's design, section 9",
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
    what: "*All* forms are set in larger print."
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
    what: *All forms are set in larger print.
    function_kept: Parents read and sign the same words.
""",
)
