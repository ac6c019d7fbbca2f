"""The pages of a plan in a workbook and their columns, and faults in the words of these.

Who writes a workbook and who reads one both go by this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fidelity.files.faults import Faults
from fidelity.files.workbook.cells import read_word
from fidelity.plan import fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fidelity.files.faults import Positioned
    from fidelity.plan.fields import Table

META = "_meta"
LISTS = "_lists"
FORM = "fidelity plan"
"""What the hidden page says that the workbook is."""

KEPT, OPEN, KEPT_OUT, IN_ROOM = "as specified", "not decided", "kept out", "within its room"
PAIRS = 3
"""How many settings with their values an empty row has room for."""


class FormColumn(NamedTuple):
    """One column: the key of the plan that it fills, its title, what to put there, and how a cell of it is read.

    ``kind`` is ``word`` (one name), ``words`` (a list of names), ``prose``, ``value``, ``setting``, ``date`` or
    ``label``; ``takes`` are the words of the vocabulary, if it has one.
    """

    key: str
    title: str
    about: str
    kind: str = "prose"
    width: int = 18
    takes: Collection[str] = ()


class FormPage(NamedTuple):
    """One page that is read: its columns, and which of them tell that it is this page."""

    title: str
    noun: str
    columns: tuple[FormColumn, ...]
    marks: frozenset[str]
    about: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns, in order."""
        return tuple(column.title for column in self.columns)


def settings_columns(count: int) -> tuple[FormColumn, ...]:
    """Return columns for that many settings with their values."""
    setting = (
        "Only where the change is to a figure: pick the setting, or write it as in the first column of the page "
        "Elements."
    )
    new = "The new value, such as 3 weeks or 80%. Several: one on each line, or parted by semicolons."
    return tuple(
        column
        for number in range(1, count + 1)
        for column in (
            FormColumn("setting", f"Setting {number}", setting, "setting", 26),
            FormColumn("value", f"Value {number}", new, "value", 16),
        )
    )


_SEVERAL = "For one more, use the next column; for still more, part them by semicolons."
_KINDS = {"text": "prose", "date": "date", "words": "words", "natures": "words", "names": "words"}
"""How a cell of a kind of field is read; those of all others are one name."""


def _columns(table: Table, keys: str = "", under: str = "") -> Iterator[FormColumn]:
    """Yield the columns of some keys of a table; without any, of all that stand in a cell."""
    known = {field.key: field for field in table.fields}
    for key in keys.split() or [field.key for field in table.fields if field.title]:
        field = known[key]
        takes, kind = field.takes, _KINDS.get(field.kind, "word")
        if field.kind not in {"words", "natures"}:
            yield FormColumn(under + key, field.title, field.about, kind, field.width, takes)
            continue
        yield FormColumn(under + key, field.title, f"{field.about} {_SEVERAL}", kind, field.width, takes)
        second = f"Second {key if field.kind == 'natures' else field.title.lower()}"
        yield FormColumn(under + key, second, f"{field.about} May be empty.", kind, field.width, takes)


HEAD: tuple[FormColumn, ...] = tuple(_columns(fields.PLAN))

PLAN = FormPage(
    "Plan",
    "the questions about the plan as a whole",
    (
        FormColumn("question", "Question", "", "label", 24),
        FormColumn("answer", "Your answer", "", "prose", 34),
        FormColumn("about", "What it means", "", "label", 78),
    ),
    frozenset({"question", "your answer"}),
    "About the plan as a whole. Fill in the column 'Your answer'.",
)

ELEMENTS = FormPage(
    "Elements",
    "the elements of the model",
    (
        FormColumn("id", "Name in the plan", "", "word", 30),
        FormColumn("tier", "Tier", "", "label", 15),
        FormColumn("title", "Element or setting", "", "label", 30),
        FormColumn("about", "What it is", "", "label", 48),
        FormColumn("room", "Room that the model gives", "", "label", 48),
        FormColumn("answer", "Your answer", "", "word", 16),
        FormColumn("value", "Your value", "", "value", 22),
    ),
    frozenset({"name in the plan", "your answer", "your value"}),
    "One row for each element, and under it one for each of its settings. Fill in the two columns on the right. What "
    "you do differently goes on the page Changes; leave its row empty here.",
)

_BEFORE_SETTINGS = tuple(_columns(fields.CHANGE, "id element nature what function_kept"))
_AFTER_SETTINGS = (
    *_columns(fields.CHANGE, "with exception proscribed"),
    *_columns(fields.ADDITION, under="add."),
    *_columns(fields.CHANGE, "touches"),
    *_columns(fields.FRAME, under="record."),
)
_APPROVAL_ABOUT = "A number or a word. Rows with the same one are one approval, of several changes."
_APPROVAL_BEFORE = (
    FormColumn("approval", "Approval", _APPROVAL_ABOUT, "word", 12),
    *_columns(fields.COVERED, "change nature"),
)
_APPROVAL_AFTER = (*_columns(fields.COVERED, "with exception"), *_columns(fields.APPROVAL))


def changes_page(pairs: int = PAIRS) -> FormPage:
    """Return the page of changes with room for that many settings in a row."""
    return FormPage(
        "Changes",
        "the changes",
        (*_BEFORE_SETTINGS, *settings_columns(pairs), *_AFTER_SETTINGS),
        frozenset({"change", "what is different"}),
        "What you do differently: one change in each row. Change, what it changes, Nature and What is different are "
        "needed; the rest is advised.",
    )


def approvals_page(pairs: int = PAIRS) -> FormPage:
    """Return the page of approvals with room for that many settings in a row."""
    return FormPage(
        "Approvals",
        "the approvals",
        (*_APPROVAL_BEFORE, *settings_columns(pairs), *_APPROVAL_AFTER),
        frozenset({"change", "agreed by", "given on"}),
        "What was agreed, one change in each row, repeated exactly as it was agreed: if the change moves on, its "
        "approval no longer counts.",
    )


CHANGES, APPROVALS = changes_page(), approvals_page()
PAGES = (PLAN, ELEMENTS, CHANGES, APPROVALS)
_NUMBERED = re.compile(r"(setting|value) ?\d+")


def name_of(title: str) -> str:
    r"""Return a title as it is compared: without regard to capitals, blanks and the signs of word processors.

    Examples
    --------
    >>> name_of(" What\u00a0is  Different ")
    'what is different'
    """
    return " ".join(read_word(title).lower().split())


def column_named(page: FormPage, title: str) -> FormColumn | None:
    """Return the column of a page that a title names, or ``None``; there may be any number of settings."""
    name = name_of(title)
    numbered = _NUMBERED.fullmatch(name)
    if numbered and page.title in (CHANGES.title, APPROVALS.title):
        return FormColumn(numbered[1], title, "", numbered[1])
    return next((column for column in page.columns if name_of(column.title) == name), None)


_YAML = re.compile(r"'\w+:|(?:^| )\[|\{")  # a way out that says how to write something in YAML
_ABOUT_KEY = re.compile(r"'\w+'(?= has no (?:value|meaning))")
_KEY = re.compile(r"'(\w+)'(?= only )|(?<= beside )'(\w+)'")
_TITLES = {column.key: column.title for column in reversed(CHANGES.columns)} | {"set": "Setting 1"}


class WorkbookFaults(Faults):
    """Faults as ``Faults`` collects them, with the titles of columns and questions in place of the keys of YAML.

    ``titles`` are those titles by sheet and column, or for a question by sheet and row: ``(sheet, row, column)`` with
    ``-1`` for what does not matter.
    """

    __slots__ = ("titles",)

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.titles: dict[tuple[str, int, int], str] = {}

    def add(self, code: str, at: Positioned, found: str, expected: str = "", *ways: str) -> None:
        """Record one fault."""
        place = self.place(at)
        sheet, row, column = place.sheet, place.line - 1, place.column - 1
        title = self.titles.get((sheet, row, -1)) or self.titles.get((sheet, -1, column))
        if title:
            found = _ABOUT_KEY.sub(f"'{title}'", found)
            expected = _KEY.sub(_titled, expected)
        super().add(code, at, found, expected, *(way for way in ways if not _YAML.search(way)))


def _titled(found: re.Match[str]) -> str:
    key = found[1] or found[2]
    return f"'{_TITLES.get(key, key)}'"
