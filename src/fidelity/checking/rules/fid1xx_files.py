"""The codes of files that cannot be read as a plan (FID1xx). What finds them is the reading itself."""

from __future__ import annotations

from fidelity.checking.rules import PLAN
from fidelity.codes import Code

RULES = (
    Code(
        code="FID101",
        name="file-unreadable",
        summary="The file cannot be opened, or what it holds is neither text in UTF-8 nor a workbook.",
        why=(
            "A file that is missing, locked, a folder or not text says nothing about a site. It is reported by name "
            "and the check ends with status 2, so that a plan that was never read cannot pass for a plan that was "
            "found good. A word processor's own file is no text; nor is text with characters in it that cannot be "
            "seen, such as the line break inside a paragraph that comes along when a sentence is pasted. A workbook "
            "that is broken, locked with a password or of an old kind cannot be read either."
        ),
        source="Fidelity's design, section 6",
        passes=PLAN,
        fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown\x0bMoors
author: site-lead
unmentioned: as-specified
""",
    ),
    Code(
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
        passes=PLAN
        + """\
changes:
  - id: larger-print
    element: formal-consent
    nature: packaging
    what: "Consent form: set in larger print."
    function_kept: Parents read and sign the same words.
""",
        fails=PLAN
        + """\
changes:
  - id: larger-print
    element: formal-consent
    nature: packaging
    what: Consent form: set in larger print.
    function_kept: Parents read and sign the same words.
""",
    ),
    Code(
        code="FID103",
        name="unsafe-document",
        summary="The file uses parts of YAML that plans do without, or is too large, too deep or too long.",
        why=(
            "A plan is read by people, by other tools and sometimes by a server that receives it from strangers. So "
            "what can make a small file grow without end, or mean something other than it shows, is refused: anchors "
            "and aliases (& and *), tags (!), a second document in the file, and files past set limits. Mostly the "
            "sign was only meant as text, and quotes around it put that right. A workbook is refused if it unpacks to "
            "far more than people write."
        ),
        source="Fidelity's design, section 9",
        passes=PLAN
        + """\
changes:
  - id: larger-print
    element: formal-consent
    nature: packaging
    what: "*All* forms are set in larger print."
    function_kept: Parents read and sign the same words.
""",
        fails=PLAN
        + """\
changes:
  - id: larger-print
    element: formal-consent
    nature: packaging
    what: *All forms are set in larger print.
    function_kept: Parents read and sign the same words.
""",
    ),
    Code(
        code="FID104",
        name="not-a-plan",
        summary="The file can be read, and is something other than a plan.",
        why=(
            "An empty file, a list or a practice model is no adaptation plan. Were it taken for one, a slip in the "
            "name of a file would look like a plan without changes, which is green. (Where a model is asked for and "
            "the file is a plan, the code is the same.)"
        ),
        source="Fidelity's design, sections 2 and 9",
        passes=PLAN,
        fails="""\
# Northtown keeps everything as the model has it.
""",
    ),
    Code(
        code="FID105",
        name="missing-key",
        summary="The plan leaves out something that it has to say.",
        why=(
            "What is compulsory is what a verdict cannot do without: which plan, which model and version, which site, "
            "what silence means; and for a change, what it changes, in which way, and what will be different. None of "
            "these has a default, because a blank must never pass for a yes."
        ),
        source="RU-03 of the digest of methods; fidelity's design, sections 2 and 9",
        passes=PLAN,
        fails="""\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
""",
    ),
    Code(
        code="FID106",
        name="unknown-key",
        summary="A key has no meaning where it stands.",
        why=(
            "A key that is not known is mostly a slip of the pen, or a key in the wrong place. If it were passed over, "
            "what stands under it would be lost, and the plan would be judged as if it had never said it. The answer "
            "names the keys that can stand there, and the nearest one."
        ),
        source="Fidelity's design, section 9",
        passes=PLAN
        + """\
undecided: [parent-mentor]
""",
        fails=PLAN
        + """\
undecidd: [parent-mentor]
""",
    ),
    Code(
        code="FID107",
        name="wrong-value",
        summary="A value is not of the kind that belongs there.",
        why=(
            "Some keys take one of a few words, some a list, some a number or a date. A value of another kind cannot "
            "be judged, and guessing what was meant would put words into the site's mouth. What a word means follows "
            "from its key: 'no' is a text where a text belongs, and an answer where the question is yes or no."
        ),
        source="Fidelity's design, section 9; the natures are those of FRAME (Wiltsey Stirman and others 2019)",
        passes=PLAN
        + """\
status: agreed
""",
        fails=PLAN
        + """\
status: finalised
""",
    ),
    Code(
        code="FID108",
        name="duplicate",
        summary="A key, an id or an entry of a list stands there twice.",
        why=(
            "Ids are how findings, approvals and repairs point at a change, so two changes of one name cannot be told "
            "apart. With a key that stands twice, other programs keep the last and drop the first without a word. A "
            "local addition needs an id of its own as well: under the id of something in the model it would look like "
            "a change to that."
        ),
        source="Fidelity's design, section 9",
        passes=PLAN
        + """\
as_specified: [trained-judge, same-judge]
""",
        fails=PLAN
        + """\
as_specified: [same-judge, same-judge]
""",
    ),
    Code(
        code="FID109",
        name="unknown-name",
        summary="The model has no element, parameter, practice or exception of that name.",
        why=(
            "A plan speaks of the model by its ids. A name that the model does not have is mostly a slip, or belongs "
            "to another version. If it were ignored, the change would be judged as if it touched nothing, and that is "
            "the one answer that would surely be wrong. 'fidelity show MODEL' lists every id."
        ),
        source="Fidelity's design, sections 2 and 9",
        passes=PLAN
        + """\
undecided: [parent-mentor]
""",
        fails=PLAN
        + """\
undecided: [parent-mentors]
""",
    ),
    Code(
        code="FID110",
        name="unknown-option",
        summary="The model lists the options for this, and the value is none of them.",
        why=(
            "Where a model lists options, a choice is one of them. Something else may still be a good idea, but then "
            "it is no choice inside the model's room: it is a change, which says what it is and is judged as one."
        ),
        source="Fidelity's design, sections 1 and 9; RU-05 of the digest of methods",
        passes=PLAN
        + """\
choices:
  review-room:
    room: judge's chambers
""",
        fails=PLAN
        + """\
choices:
  review-room:
    room: village hall
""",
    ),
    Code(
        code="FID111",
        name="unit-does-not-convert",
        summary="The value has a unit that cannot be turned exactly into that of its parameter.",
        why=(
            "Minutes, hours, days and weeks turn into each other exactly; so do months and years. A month is not a "
            "number of weeks, though: whether 'every 2 months' is more or less than 'every 8 weeks' depends on the "
            "months. Near a limit that decides the verdict, so the plan has to say which is meant."
        ),
        source="Fidelity's design, section 1",
        passes=PLAN
        + """\
choices:
  review-hearing:
    interval: 10 days
""",
        fails=PLAN
        + """\
choices:
  review-hearing:
    interval: 1 month
""",
    ),
    Code(
        code="FID112",
        name="said-twice",
        summary="One element is said to be two things, or one value is set in two places.",
        why=(
            "An element that is both kept as specified and changed, or both settled and undecided, has no state that "
            "could be judged; a value that is set twice may be either. Only whoever wrote the plan knows which was "
            "meant."
        ),
        source="Fidelity's design, section 2",
        passes=PLAN
        + """\
choices:
  review-hearing:
    interval: 10 days
""",
        fails=PLAN
        + """\
choices:
  review-hearing:
    interval: 10 days
undecided: [review-hearing]
""",
    ),
    Code(
        code="FID113",
        name="unknown-model",
        summary="There is no such model or no such version, or the plan cannot be judged by it.",
        why=(
            "A verdict is about one version of one model. Versions differ in what they ask for, so the nearest one is "
            "never taken instead: a plan pins its version, and is judged by that. With --model a plan can be judged by "
            "another version of the model that it pins, and by nothing else."
        ),
        source="Fidelity's design, sections 1 and 6",
        passes=PLAN,
        fails="""\
plan: northtown
model: fdac@2019.1
site: Northtown
author: site-lead
unmentioned: as-specified
""",
    ),
    Code(
        code="FID114",
        name="redefined",
        summary="A variant redefines what its parent says, although it may only refine it.",
        why=(
            "A variant that claims to implement its parent promises that whoever follows it follows the parent too. It "
            "may ask for more, and never for less: it cannot withdraw an element, lower its tier or make it optional. "
            "And whatever a variant claims, a parameter keeps its type and unit, because links of the parent are about "
            "it."
        ),
        since="0.1.0",
        source="Fidelity's design, section 1: refine, never redefine",
    ),
)
