"""REDCap's rules for a data dictionary, each as a check of its own: what is wrong, in words, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["HEADERS", "RULES"]

HEADERS = [
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
    "Field Annotation",
]  # fmt: skip
NAME, FORM, HEADER, TYPE, LABEL, CHOICES, NOTE = HEADERS[:7]
VALIDATION, IDENTIFIER, BRANCHING, REQUIRED, ALIGNMENT = HEADERS[7:10], *HEADERS[10:14]
MATRIX, RANKING, ANNOTATION = HEADERS[15:]

Rows = list[dict[str, str]]
TYPES = set("text notes radio dropdown checkbox yesno truefalse calc slider descriptive file".split())  # noqa: SIM905
_WORD = re.compile(r"[a-z][a-z0-9_]{1,25}")
_TERM = r"\[[a-z0-9_]+(?:\([a-z0-9_]+\))?\] = '[^'\"]*'"
_LOGIC = re.compile(rf"{_TERM}(?: (?:and|or) {_TERM})*")
_CHOSEN = r"(?:if\(\[\w+\]='\w+', [\d.]+, )*[\d.]+\)*"
_FIGURE = rf"(?:\d+\*)?(?:\(?\[\w+\](?:-[\d.]+\))?|{_CHOSEN})(?:/[\d.]+)?"
_GUARDED = re.compile(rf"if\(\[(\w+)\]='' or \[\1\]='98' or \[\1\]='99', 0, {_FIGURE}\)")
_PERCENT = "if([counted]>0, round(100*[points]/[counted], 1), '')"


def names(rows: Rows) -> Iterator[str]:
    for row in rows:
        if not _WORD.fullmatch(row[NAME]) or "__" in row[NAME] or row[NAME].endswith("_"):
            yield f"the name {row[NAME]}"
        if not _WORD.fullmatch(row[FORM]):
            yield f"the form {row[FORM]}"
        if row[NAME].startswith("redcap_") or row[NAME] == f"{row[FORM]}_complete":
            yield f"the name {row[NAME]} is REDCap's own"
    yield from (f"{name} stands twice" for name, count in Counter(row[NAME] for row in rows).items() if count > 1)


def record_comes_first(rows: Rows) -> Iterator[str]:
    if (rows[0][NAME], rows[0][TYPE]) != ("record_id", "text"):
        yield f"the first row is {rows[0][NAME]}"


def rows_of_a_form_stand_together(rows: Rows) -> Iterator[str]:
    runs = [
        row[FORM] for before, row in zip([None, *rows], rows, strict=False) if not before or before[FORM] != row[FORM]
    ]
    yield from (f"{form} is in pieces" for form, count in Counter(runs).items() if count > 1)


def headers_hang_on_fields_that_always_show(rows: Rows) -> Iterator[str]:
    yield from (f"the header on {row[NAME]} can vanish" for row in rows if row[HEADER] and row[BRANCHING])


def types(rows: Rows) -> Iterator[str]:
    yield from (f"{row[NAME]} is a {row[TYPE]}" for row in rows if row[TYPE] not in TYPES)
    yield from (f"{row[NAME]} has no label" for row in rows if not row[LABEL])


def choices(rows: Rows) -> Iterator[str]:
    for row in rows:
        if row[TYPE] in {"radio", "dropdown", "checkbox"}:
            codes = []
            for one in row[CHOICES].split(" | "):
                code, comma, label = one.partition(", ")
                codes.append(code)
                if not re.fullmatch(r"\w+", code) or not comma or not label or "|" in label:
                    yield f"{row[NAME]} has the choice {one!r}"
            if len(set(codes)) < len(codes):
                yield f"{row[NAME]} has a code twice"
        elif row[CHOICES] and row[TYPE] not in {"calc", "slider"}:
            yield f"{row[NAME]} is {row[TYPE]} and has choices"


def validation_is_for_text(rows: Rows) -> Iterator[str]:
    for row in rows:
        if any(row[column] for column in VALIDATION) and row[TYPE] not in {"text", "slider"}:
            yield f"{row[NAME]} is {row[TYPE]} and has a validation"
        if row[VALIDATION[0]] not in {"", "integer", "number", "date_dmy", "date_ymd", "datetime_dmy", "email"}:
            yield f"{row[NAME]} is validated as {row[VALIDATION[0]]}"


def identifiers(rows: Rows) -> Iterator[str]:
    for row in rows:
        free = row[TYPE] == "notes" or row[NAME] in {"assessor", "site"}
        if row[IDENTIFIER] not in {"", "y"} or (free and row[IDENTIFIER] != "y"):
            yield f"{row[NAME]} is marked {row[IDENTIFIER]!r} as an identifier"


def branching(rows: Rows) -> Iterator[str]:
    known = {row[NAME]: {one.partition(",")[0] for one in row[CHOICES].split(" | ")} for row in rows}
    for row in rows:
        if row[BRANCHING] and not _LOGIC.fullmatch(row[BRANCHING]):
            yield f"{row[NAME]} shows if {row[BRANCHING]}"
        for name, code in re.findall(r"\[(\w+)\] = '(\w+)'", row[BRANCHING]):
            if code not in known.get(name, set()):
                yield f"{row[NAME]} waits for {name} to be {code}"


def required(rows: Rows) -> Iterator[str]:
    for row in rows:
        if row[REQUIRED] not in {"", "y"} or (row[REQUIRED] and row[TYPE] in {"checkbox", "descriptive", "calc"}):
            yield f"{row[NAME]} is {row[TYPE]} and required"
        if row[REQUIRED] and row[TYPE] == "radio" and "98, not applicable" not in row[CHOICES]:
            yield f"{row[NAME]} is required and has no 'not applicable'"


def alignment_and_matrix(rows: Rows) -> Iterator[str]:
    for row in rows:
        if row[ALIGNMENT] not in {"", "LV", "LH", "RV", "RH"} or (row[RANKING] and row[TYPE] != "radio"):
            yield f"{row[NAME]} is aligned or ranked amiss"
        if row[MATRIX] and not _WORD.fullmatch(row[MATRIX]):
            yield f"{row[NAME]} is in the matrix {row[MATRIX]}"


def calculations(rows: Rows) -> Iterator[str]:
    known = {row[NAME] for row in rows}
    for row in rows:
        if row[TYPE] != "calc":
            continue
        terms = [] if row[CHOICES] in {_PERCENT, "0"} else row[CHOICES].split("+")
        yield from (f"{row[NAME]} adds {term}" for term in terms if not _GUARDED.fullmatch(term))
        yield from (f"{row[NAME]} uses {name}" for name in re.findall(r"\[(\w+)\]", row[CHOICES]) if name not in known)


def every_field_says_its_item(rows: Rows) -> Iterator[str]:
    for row in rows:
        if row[TYPE] in {"radio", "checkbox", "notes"} and not re.search(
            r"model=\S+ version=\S+ item=\S+", row[ANNOTATION]
        ):
            yield f"{row[NAME]} does not say which item of which model it is"


def nothing_starts_a_formula_or_a_piped_answer(rows: Rows) -> Iterator[str]:
    for row in rows:
        for column in HEADERS[:17]:
            if re.match(r"[=+\-@\t\r＝＋－＠]", row[column]):  # noqa: RUF001 - the full-width signs too
                yield f"{row[NAME]}, {column}: {row[column][:20]}"
        if re.search(r"\[|<[A-Za-z/!?]", row[LABEL] + row[NOTE] + row[HEADER]):
            yield f"{row[NAME]} has a label that means something"


RULES: list[Callable[[Rows], Iterator[str]]] = [
    names, record_comes_first, rows_of_a_form_stand_together, headers_hang_on_fields_that_always_show, types, choices,
    validation_is_for_text, identifiers, branching, required, alignment_and_matrix, calculations,
    every_field_says_its_item, nothing_starts_a_formula_or_a_piped_answer,
]  # fmt: skip
