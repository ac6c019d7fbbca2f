"""A file that cannot be opened, or holds something other than text."""

from __future__ import annotations

from fidelity.checking.finding import Rule

RULE = Rule(
    code="FID101",
    name="file-unreadable",
    summary="The file cannot be opened, or what it holds is neither text in UTF-8 nor a workbook.",
    why=(
        "A file that is missing, locked, a folder or not text says nothing about a site. It is reported by name "
        "and the check ends with status 2, so that a plan that was never read cannot pass for a plan that was "
        "found good. A word processor's own file is no text; nor is text with characters in it that cannot be "
        "seen, such as the line break inside a paragraph that comes along when a sentence is pasted. A workbook that "
        "is broken, locked with a password or of an old kind cannot be read either."
    ),
    source="Fidelity's design, section 6",
    passes="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
""",
    fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown\x0bMoors
author: site-lead
unmentioned: as-specified
""",
)
