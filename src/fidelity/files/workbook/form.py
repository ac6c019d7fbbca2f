"""The pages of a plan in a workbook and their columns, and faults in the words of these.

Who writes a workbook and who reads one both go by this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fidelity.files.faults import Faults
from fidelity.files.workbook.cells import read_word
from fidelity.plan.frame import CLAIMS, NATURES, RECORD, SILENCE, STATUSES

if TYPE_CHECKING:
    from fidelity.files.faults import Positioned

__all__ = [
    "APPROVALS",
    "CHANGES",
    "ELEMENTS",
    "HEAD",
    "META",
    "OPEN",
    "PAGES",
    "PLAN",
    "Column",
    "Page",
    "WorkbookFaults",
    "name_of",
    "settings_columns",
]


META = "_meta"
LISTS = "_lists"
FORM = "fidelity plan"
"""What the hidden page says that the workbook is."""

KEPT, OPEN, KEPT_OUT, IN_ROOM = "as specified", "not decided", "kept out", "within its room"
PAIRS = 3
"""How many settings with their values an empty row has room for."""


class Column(NamedTuple):
    """One column: the key of the plan that it fills, its title, what to put there, and how a cell of it is read.

    ``kind`` is ``word`` (one name), ``words`` (a list of names), ``prose``, ``value``, ``setting``, ``date`` or
    ``label``; ``takes`` are the words of the vocabulary, if it has one.
    """

    key: str
    title: str
    about: str
    kind: str = "prose"
    width: int = 18
    takes: tuple[str, ...] = ()


class Page(NamedTuple):
    """One page that is read: its columns, and which of them tell that it is this page."""

    title: str
    noun: str
    columns: tuple[Column, ...]
    marks: frozenset[str]
    about: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns, in order."""
        return tuple(column.title for column in self.columns)


def settings_columns(count: int) -> tuple[Column, ...]:
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
            Column("setting", f"Setting {number}", setting, "setting", 26),
            Column("value", f"Value {number}", new, "value", 16),
        )
    )


_SEVERAL = "For one more, use the next column; for still more, part them by semicolons."
_SUBSTITUTE = "Only where the nature is substituting: what stands in, if the model names it."
_EXCEPTION = "Only beside a setting: the exception of the model that you use."


def _several(key: str, title: str, about: str, takes: tuple[str, ...]) -> tuple[Column, ...]:
    field = key.removeprefix("record.")
    return (
        Column(key, title, f"{about} {_SEVERAL}", "words", 20, takes),
        Column(
            key, f"Second {field if field == 'nature' else title.lower()}", f"{about} May be empty.", "words", 20, takes
        ),
    )


HEAD: tuple[Column, ...] = (
    Column("plan", "Name of the plan", "A short name, such as ashby-2026."),
    Column("model", "Model", "The model and its version that this plan is for. Leave it as it is.", "word"),
    Column("site", "Site", "The place that the plan is for. Places and roles, never names of people."),
    Column("author", "Author", "Your role, such as site-lead; not your name."),
    Column("status", "Status", "How far the plan has come.", "word", takes=STATUSES),
    Column(
        "claim",
        "Claim",
        "implements: this is the model, adapted; departures are judged. inspired-by: you took ideas from the model; "
        "differences are listed and not judged.",
        "word",
        takes=CLAIMS,
    ),
    Column(
        "unmentioned",
        "What is not mentioned",
        "What your silence means; it is never taken for a yes. undecided: what this plan does not mention is still "
        "open (while you fill it in). as-specified: it is done as the model has it (when you are done).",
        "word",
        takes=SILENCE,
    ),
)

PLAN = Page(
    "Plan",
    "the questions about the plan as a whole",
    (
        Column("question", "Question", "", "label", 24),
        Column("answer", "Your answer", "", "prose", 34),
        Column("about", "What it means", "", "label", 78),
    ),
    frozenset({"question", "your answer"}),
    "About the plan as a whole. Fill in the column 'Your answer'.",
)

ELEMENTS = Page(
    "Elements",
    "the elements of the model",
    (
        Column("id", "Name in the plan", "", "word", 30),
        Column("tier", "Tier", "", "label", 15),
        Column("title", "Element or setting", "", "label", 30),
        Column("about", "What it is", "", "label", 48),
        Column("room", "Room that the model gives", "", "label", 48),
        Column("answer", "Your answer", "", "word", 16),
        Column("value", "Your value", "", "value", 22),
    ),
    frozenset({"name in the plan", "your answer", "your value"}),
    "One row for each element, and under it one for each of its settings. Fill in the two columns on the right. What "
    "you do differently goes on the page Changes; leave its row empty here.",
)

_FRAME: tuple[Column, ...] = (
    Column("record.modified", "Modified", "What was modified.", "word", 16, RECORD["modified"]),
    Column("record.when", "When", "When in the life of the service.", "word", 18, RECORD["when"]),
    Column("record.planned", "Planned", "How it came about.", "word", 20, RECORD["planned"]),
    *_several("record.decided_by", "Decided by", "Who took part in the decision.", RECORD["decided_by"]),
    *_several("record.goal", "Goal", "What it is for.", RECORD["goal"]),
    *_several("record.reasons", "Reason", "Why.", RECORD["reasons"]),
    Column("record.level", "Level", "For whom it is made.", "word", 20, RECORD["level"]),
    Column(
        "record.site_view", "Site view", "Whether you think that it fits the model.", "word", 14, RECORD["site_view"]
    ),
    Column("record.effects", "Effects", "What you expect for other elements, in a sentence.", "prose", 30),
)
_NATURES = _several("nature", "Nature", "What kind of change it is. The page Words explains them.", tuple(NATURES))

_BEFORE_SETTINGS: tuple[Column, ...] = (
    Column("id", "Change", "A short name for the change, such as c1. Each change has its own.", "word", 16),
    Column("element", "Element", "The element that you change. Leave empty for something of your own.", "word", 26),
    *_NATURES,
    Column("what", "What is different", "Say in a sentence what is different here.", "prose", 44),
    Column(
        "function_kept", "How its function is kept", "How what this element is for is kept, in a sentence.", "prose", 40
    ),
)
_AFTER_SETTINGS: tuple[Column, ...] = (
    Column("with", "Stand-in", _SUBSTITUTE, "word", 20),
    Column("exception", "Exception", _EXCEPTION, "word", 16),
    Column(
        "proscribed",
        "Ruled-out practice",
        "Something that the model rules out and that comes in all the same.",
        "word",
        24,
    ),
    Column("add.id", "Own element", "Only for something of your own: a short name in lower-case letters.", "word", 18),
    Column("add.title", "Its title", "Only for something of your own: its title.", "prose", 22),
    Column("add.statement", "What it is", "Only for something of your own: what it is, in a sentence.", "prose", 32),
    Column("add.requires", "Depends on", "Only for something of your own: elements that it depends on.", "words", 22),
    Column(
        "add.excludes",
        "Does not go with",
        "Only for something of your own: elements that it does not go with.",
        "words",
        22,
    ),
    Column("touches", "Bears on", "Only for something of your own: elements that it bears on.", "words", 22),
    *_FRAME,
)

_APPROVAL_BEFORE: tuple[Column, ...] = (
    Column(
        "approval",
        "Approval",
        "A number or a word. Rows with the same one are one approval, of several changes.",
        "word",
        12,
    ),
    Column("change", "Change", "The name of the change that was agreed, from the page Changes.", "word", 16),
    *_NATURES,
)
_APPROVAL_AFTER: tuple[Column, ...] = (
    Column("with", "Stand-in", "The stand-in that was agreed, if there was one.", "word", 20),
    Column("exception", "Exception", "The exception that was agreed, if there was one.", "word", 16),
    Column("by", "Agreed by", "The body that agreed; no names of people.", "prose", 28),
    Column("role", "Their role", "The role in which they agreed, such as model-owner.", "prose", 18),
    Column("given", "Given on", "The date, as year-month-day.", "date", 14),
    Column("until", "Until", "The last day on which it counts. Empty: no end.", "date", 14),
    Column("reference", "Reference", "The number or date of the letter or minute.", "prose", 20),
    Column("conditions", "Conditions", "What was asked for in return.", "prose", 34),
)


def changes_page(pairs: int = PAIRS) -> Page:
    """Return the page of changes with room for that many settings in a row."""
    return Page(
        "Changes",
        "the changes",
        (*_BEFORE_SETTINGS, *settings_columns(pairs), *_AFTER_SETTINGS),
        frozenset({"change", "what is different"}),
        "What you do differently: one change in each row. Change, what it changes, Nature and What is different are "
        "needed; the rest is advised.",
    )


def approvals_page(pairs: int = PAIRS) -> Page:
    """Return the page of approvals with room for that many settings in a row."""
    return Page(
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


def column_named(page: Page, title: str) -> Column | None:
    """Return the column of a page that a title names, or ``None``; there may be any number of settings."""
    name = name_of(title)
    numbered = _NUMBERED.fullmatch(name)
    if numbered and page.title in (CHANGES.title, APPROVALS.title):
        return Column(numbered[1], title, "", numbered[1])
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
