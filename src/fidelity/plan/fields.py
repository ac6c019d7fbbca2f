"""The keys of a plan's file, one row each. Who reads, writes, describes or compares plans goes by these tables.

A new key is a row here, an attribute of its class, what the checker makes of it, and its tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fidelity.plan.frame import CLAIMS, LISTS, NATURES, RECORD, SILENCE, STATUSES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Field(NamedTuple):
    """One key of a plan's file.

    Attributes
    ----------
    key, attribute
        What the file calls it, and what the class of the value calls it.
    kind
        ``text``, ``name`` (an id, or a short name), ``id`` (one that the plan gives), ``model``, ``word`` (one of those
        that it ``takes``), ``words`` (one or several of them), ``natures`` (the same, of a change), ``names`` (a
        list of ids), ``date``, ``settings``, ``choices``, ``mapping`` or ``list`` (of another table, named by the key).
    says
        What it is, in a sentence: what an editor shows.
    expected
        What a fault says that it should be.
    need
        Whether it is compulsory; ``head``: whether exactly one of the keys that are heads is.
    takes
        The words that it takes; with published labels, which are read as well, if it is a table of FRAME.
    default
        What it is where a file does not say it; empty: nothing.
    title, about, width
        The title of its column in a workbook, what to put there, and how wide the column is.
    """

    key: str
    attribute: str
    kind: str
    says: str
    expected: str = "a text"
    need: bool = False
    head: bool = False
    takes: Collection[str] = ()
    default: str = ""
    title: str = ""
    about: str = ""
    width: int = 18


class Table(NamedTuple):
    """What a mapping of a plan's file is called in messages, and its keys in order.

    ``hints`` say of keys that go elsewhere where they go.
    """

    noun: str
    fields: tuple[Field, ...]
    hints: Mapping[str, str]

    @property
    def keys(self) -> str:
        """The keys, separated by blanks."""
        return " ".join([field.key for field in self.fields])

    def of_kind(self, *kinds: str) -> tuple[Field, ...]:
        """Return the fields of some kinds, in order."""
        return tuple(field for field in self.fields if field.kind in kinds)


_ELEMENT = "the id of an element"
_OWN = "Only for something of your own:"


def _frame(key: str, says: str, title: str, about: str, width: int = 20) -> Field:
    """Return a field of the FRAME record."""
    kind = "words" if key in LISTS else "word"
    return Field(key, key, kind, says, takes=RECORD[key], title=title, about=about, width=width)


# Wrapped by hand, so that each row can be read as one.
# fmt: off
FRAME = Table(
    "the FRAME record of a change",
    (
        _frame("modified", "What is modified.", "Modified", "What was modified.", 16),
        _frame("when", "When in the life of the service it was decided.", "When",
            "When in the life of the service.", 18),
        _frame("planned", "Whether it was planned, and as an answer to something.", "Planned", "How it came about."),
        _frame("decided_by", "Who took part in deciding: roles.", "Decided by", "Who took part in the decision."),
        _frame("goal", "What it is meant to achieve.", "Goal", "What it is for."),
        _frame("reasons", "Why it was needed.", "Reason", "Why."),
        _frame("level", "For whom it applies.", "Level", "For whom it is made."),
        _frame("site_view", "Whether the site itself thinks that it keeps to the model.", "Site view",
            "Whether you think that it fits the model.", 14),
        Field("effects", "effects", "text", "What it may do to other elements.",
            "the effects expected on other elements, in a sentence", title="Effects",
            about="What you expect for other elements, in a sentence.", width=30),
    ),
    {},
)

ADDITION = Table(
    "a local addition",
    (
        Field("id", "id", "id", "An id that the model does not have.", need=True, title="Own element",
            about=f"{_OWN} a short name in lower-case letters."),
        Field("title", "title", "text", "A title, in a few words.", "a title, in a few words", need=True,
            title="Its title", about=f"{_OWN} its title.", width=22),
        Field("statement", "statement", "text", "What is added, in a sentence.", "what is added, in a sentence",
            need=True, title="What it is", about=f"{_OWN} what it is, in a sentence.", width=32),
        Field("requires", "requires", "names", "Elements without which it does not work.", _ELEMENT, title="Depends on",
            about=f"{_OWN} elements that it depends on.", width=22),
        Field("excludes", "excludes", "names", "Elements beside which it cannot be.", _ELEMENT,
            title="Does not go with", about=f"{_OWN} elements that it does not go with.", width=22),
    ),
    {"basis": "a local addition has no basis: it is the site's own"},
)

_NATURE = Field("nature", "natures", "natures",
    "What kind of change it is, in the words of FRAME; one, or several.", takes=NATURES, title="Nature",
    about="What kind of change it is. The page Words explains them.", width=20)
CHANGE = Table(
    "a change",
    (
        Field("id", "id", "name", "A short name for the change, such as 'c1'.", "an id of the change, such as 'c1'",
            need=True, title="Change", about="A short name for the change, such as c1. Each change has its own.",
            width=16),
        Field("element", "element", "name", "The element that is changed.", _ELEMENT, head=True, title="Element",
            about="The element that you change. Leave empty for something of your own.", width=26),
        Field("add", "addition", "mapping", "An element of the site's own.", head=True),
        Field("proscribed", "proscribed", "name",
            "The practice that the model rules out and that comes in all the same.", "the id of a proscribed practice",
            head=True, title="Ruled-out practice",
            about="Something that the model rules out and that comes in all the same.", width=24),
        _NATURE,
        Field("set", "settings", "settings", "New values of parameters."),
        Field("what", "what", "text", "What is altered, in a sentence.", "what is altered, in a sentence", need=True,
            title="What is different", about="Say in a sentence what is different here.", width=44),
        Field("with", "substitute", "name", "The substitute that takes the element's place.", "the id of a substitute",
            title="Stand-in", about="Only where the nature is substituting: what stands in, if the model names it.",
            width=20),
        Field("exception", "exception", "name", "The exception of the model that the new values use.",
            "the id of an exception", title="Exception",
            about="Only beside a setting: the exception of the model that you use.", width=16),
        Field("function_kept", "function_kept", "text", "How what the element is for is still achieved.",
            "how the function is kept, in a sentence", title="How its function is kept",
            about="How what this element is for is kept, in a sentence.", width=40),
        Field("touches", "touches", "names", "The elements that a local addition touches.", _ELEMENT, title="Bears on",
            about=f"{_OWN} elements that it bears on.", width=22),
        Field("record", "record", "mapping", "How the change came about."),
    ),
    {
        "approvals": "approvals stand at the top of the plan, beside 'changes'",
        **dict.fromkeys((*RECORD, "effects"), "this belongs under 'record' of the change"),
    },
)

COVERED = Table(
    "an entry under 'covers'",
    (
        Field("change", "change", "name", "The id of the change.", "the id of a change", need=True, title="Change",
            about="The name of the change that was agreed, from the page Changes.", width=16),
        _NATURE,
        Field("set", "settings", "settings", "The values that were agreed."),
        Field("with", "substitute", "name", "The substitute that was agreed.", "the id of a substitute",
            title="Stand-in", about="The stand-in that was agreed, if there was one.", width=20),
        Field("exception", "exception", "name", "The exception that was cited.", "the id of an exception",
            title="Exception", about="The exception that was agreed, if there was one.", width=16),
    ),
    {},
)

APPROVAL = Table(
    "an approval",
    (
        Field("covers", "covers", "list", "The changes that were agreed, each as it was then.", need=True),
        Field("by", "by", "text", "Who agreed: a body, never a person's name.", "who agreed it", need=True,
            title="Agreed by", about="The body that agreed; no names of people.", width=28),
        Field("role", "role", "text", "The role in which they agreed, such as 'model-owner'.",
            "the role in which they agreed, such as 'model-owner'", need=True, title="Their role",
            about="The role in which they agreed, such as model-owner."),
        Field("given", "given", "date", "The day on which it was given.", need=True, title="Given on",
            about="The date, as year-month-day.", width=14),
        Field("until", "until", "date", "The last day on which it counts.", title="Until",
            about="The last day on which it counts. Empty: no end.", width=14),
        Field("reference", "reference", "text", "Where the agreement is filed.", title="Reference",
            about="The number or date of the letter or minute.", width=20),
        Field("conditions", "conditions", "text", "On which conditions it was given.", title="Conditions",
            about="What was asked for in return.", width=34),
    ),
    {},
)

PLAN = Table(
    "a plan",
    (
        Field("plan", "id", "text", "A short name for the plan, such as 'northtown-2026'.",
            "an id of the plan, such as 'leeds-2026'", need=True, title="Name of the plan",
            about="A short name, such as ashby-2026."),
        Field("model", "model", "model", "The model that is adapted, with its version, such as 'fdac@2026.1'.",
            need=True, title="Model", about="The model and its version that this plan is for. Leave it as it is."),
        Field("site", "site", "text", "The place that the plan is for. A plan holds no personal data.",
            "the place that the plan is for", need=True, title="Site",
            about="The place that the plan is for. Places and roles, never names of people."),
        Field("author", "author", "text", "The role of whoever wrote the plan, such as 'site-lead'; never a name.",
            "a role, such as 'site-lead'", title="Author", about="Your role, such as site-lead; not your name."),
        Field("status", "status", "word", "How far the plan has come.", takes=STATUSES, default="proposed",
            title="Status", about="How far the plan has come."),
        Field("claim", "claim", "word", "Whether this claims to be the model, or only took ideas from it.",
            takes=CLAIMS, default="implements", title="Claim",
            about="implements: this is the model, adapted; departures are judged. inspired-by: you took ideas from the "
                  "model; differences are listed and not judged."),
        Field("unmentioned", "unmentioned", "word", "What silence means. It has no default.", need=True, takes=SILENCE,
            title="What is not mentioned",
            about="What your silence means; it is never taken for a yes. undecided: what this plan does not mention is "
                  "still open (while you fill it in). as-specified: it is done as the model has it (when you are "
                  "done)."),
        Field("as_specified", "as_specified", "names", "Elements that are kept as the model has them.", _ELEMENT),
        Field("choices", "choices", "choices", "Values inside the room that the model gives, by element."),
        Field("changes", "changes", "list", "What is done otherwise than the model has it."),
        Field("undecided", "undecided", "names", "Elements that are still open.", _ELEMENT),
        Field("approvals", "approvals", "list", "The register of agreed variations."),
    ),
    {
        "id": "the id of a plan stands under 'plan'",
        "version": "the version stands behind the model's id: 'model: fdac@2026.1'",
    },
)
# fmt: on
