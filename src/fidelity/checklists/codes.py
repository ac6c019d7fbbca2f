"""The codes of completed checklists and of scales (FID7xx). The readers and the scoring find them; no rule does."""

from __future__ import annotations

from fidelity.codes import Code

_HEAD = """\
scale: example
version: "1"
title: Example scale
source: made up for this page
answers:
  - {code: 1, label: not in place}
  - {code: 3, label: in place}
bands:
"""
_ITEMS = """\
sections:
  - id: all
    title: All
    items:
      - {id: review_held, text: A review was held}
"""


def scale_with_bands(low: str, high: str) -> str:
    """Return the scale with two bands that have these ends."""
    return f"{_HEAD}  - {{label: low, {low}}}\n  - {{label: high, {high}}}\n{_ITEMS}"


EXAMPLE = scale_with_bands("at_least: 1, at_most: 1", "at_least: 2, at_most: 3")
"""A scale without any fault."""

RULES = (
    Code(
        code="FID701",
        name="form-not-recognised",
        summary="A file is no completed checklist that can be read.",
        why=(
            "Forms come back as spreadsheets, exports and JSON, and each kind is recognised by its own shape. A "
            "file of another shape is refused whole, because a guess at what its columns mean would put words "
            "into a rater's mouth."
        ),
        source="Fidelity's design, section 5; RU-12 of the digest of methods",
        shows="form",
        passes="""\
item,code
court_solves,2
""",
        fails="""\
question,answer
Did the court solve problems?,yes
""",
    ),
    Code(
        code="FID702",
        name="other-model",
        summary="A form was made from another model or version.",
        why=(
            "The same name can ask for something else in another version, and answers to another model say "
            "nothing about this one. So such answers are never scored."
        ),
        source="Fidelity's design, section 5",
        shows="form",
        passes="""\
model,version,item,code
fdac,2026.1,court_solves,2
""",
        fails="""\
model,version,item,code
fdac,2019.1,court_solves,2
""",
    ),
    Code(
        code="FID703",
        name="other-checklist",
        summary="A form was made from another checklist of this model.",
        why=(
            "A plan changes what is asked: local values come in, elements go out, additions are asked about. The "
            "hash on every form says which questions were answered; answers to other questions are not mixed with "
            "these."
        ),
        source="Fidelity's design, section 5",
        shows="form",
        passes="""\
item,code
court_solves,2
""",
        fails="""\
hash,item,code
0123456789ab,court_solves,2
""",
    ),
    Code(
        code="FID704",
        name="answer-not-understood",
        summary="An answer is neither a code nor a label of its item.",
        why=(
            "Codes and labels are both understood, in any case. Anything else is listed with its place and counts "
            "as not answered, because a wrong guess would look like a rating that somebody made."
        ),
        source="RU-12 of the digest of methods; fidelity's design, section 5",
        shows="form",
        passes="""\
item,code
court_solves,2
""",
        fails="""\
item,code
court_solves,mostly
""",
    ),
    Code(
        code="FID705",
        name="unknown-item",
        summary="An answer is to something that the checklist does not ask.",
        why=(
            "The item may be misspelt, or belong to another version, plan or rater's form. What it says cannot be "
            "counted, and it is listed so that it is not lost."
        ),
        source="Fidelity's design, section 5",
        shows="form",
        passes="""\
item,code
court_solves,2
""",
        fails="""\
item,code
court_solvse,2
""",
    ),
    Code(
        code="FID706",
        name="answered-twice",
        summary="An item or a form stands there twice.",
        why=(
            "Two different answers to one item on one form cannot both be meant, so neither counts. One form id "
            "for two raters, sites or days is listed, and the forms are kept apart under ids of their own."
        ),
        source="RU-12 and RU-16 of the digest of methods; fidelity's design, section 5",
        shows="form",
        passes="""\
item,code
court_solves,2
""",
        fails="""\
item,code
court_solves,2
court_solves,0
""",
    ),
    Code(
        code="FID707",
        name="detail-not-understood",
        summary="A date, or what was looked at, is not understood.",
        why=(
            "A form is kept even where such a detail is not understood; only the detail is left out. Without its "
            "date a form cannot be put into a quarter, so it is worth mending."
        ),
        source="Fidelity's design, section 5",
        shows="form",
        passes="""\
date,item,code
2026-03-02,court_solves,2
""",
        fails="""\
date,item,code
2 March,court_solves,2
""",
    ),
    Code(
        code="FID708",
        name="nothing-to-score",
        summary="A file has the shape of a completed checklist, and holds no form.",
        why=(
            "Often an export was made before anything was filled in, or with a filter that left nothing over. No "
            "score is better than a score of nothing, which would look like a bad one."
        ),
        source="RU-12 of the digest of methods; fidelity's design, section 5",
        shows="form",
        passes="""\
item,code
court_solves,2
""",
        fails="""\
item,code
""",
    ),
    Code(
        code="FID709",
        name="scale-at-fault",
        summary="A file cannot be read as a scale.",
        why=(
            "A scale is scored by what its file says: its answers, its items, its bands and its rule for gaps. "
            "Where one of these is missing or cannot be meant, the scores would be wrong without anybody "
            "noticing."
        ),
        source="Fidelity's design, section 5",
        shows="scale",
        passes=EXAMPLE,
        fails=EXAMPLE.replace("title: Example scale\n", ""),
    ),
    Code(
        code="FID710",
        name="bands-with-a-hole",
        summary="No band holds some score that is possible.",
        why=(
            "A form with that score would have no name for where it stands. Published bands have such holes too: "
            "one list goes from 51 to 79 and from 80 on, and leaves out what lies between."
        ),
        source="RU-13 and TH-80 of the digest of methods",
        shows="scale",
        passes=EXAMPLE,
        fails=scale_with_bands("at_least: 1, at_most: 1", "at_least: 3, at_most: 3"),
    ),
    Code(
        code="FID711",
        name="bands-that-overlap",
        summary="Two bands hold the same score.",
        why=(
            "A form with that score stands in two places at once, and whoever reads it picks one. Say with "
            "'below' that a band ends where the next one begins."
        ),
        source="RU-13 of the digest of methods",
        shows="scale",
        passes=EXAMPLE,
        fails=scale_with_bands("at_least: 1, at_most: 2", "at_least: 2, at_most: 3"),
    ),
)
