"""The neutral checklist, which every format writes, every reader reads against, and every score starts from.

Its hash is the same for the same questions, and differs for other questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from json import dumps
from types import MappingProxyType

from attrs import field, frozen

from fidelity.checklists.bands import Band
from fidelity.checklists.names import EVIDENCE, WHY
from fidelity.checklists.response_sets import Option, ResponseSet
from fidelity.content import Content
from fidelity.doors import door


@frozen(eq=False, repr=False)
class Condition(Content):
    """The item is asked only if another item was answered with one of these codes."""

    item: str
    codes: tuple[str, ...]


@frozen(eq=False, repr=False)
class Note(Content):
    """What a rater has to know about an item at this site.

    ``kind`` is ``local-value``, ``adapted`` (a change that needs no agreement), ``agreed-variation``,
    ``not-agreed`` (a change that is not settled yet, so that the model decides the rating) or ``undecided``.
    """

    kind: str
    text: str


@frozen(eq=False, repr=False)
class Item(Content):
    """One question of a checklist.

    ``name`` is the variable name in every format, and ``id`` is the id in the file that the item comes from.
    ``kind`` is ``indicator``, ``addition`` (the site's own, for which the model has no evidence) or ``absent`` (a
    proscribed practice, which is met when the practice is absent). ``tier`` is ``principle``, ``essential``,
    ``flexible``, ``addition`` or ``proscribed``. A ``critical`` item is about something that the model does not give
    up: a principle, an essential element or a proscribed practice. ``responses`` is the id of one of the checklist's
    response sets, and ``weight`` is the item's weight in means. ``guidance``, ``look_at`` and ``sources`` are texts.
    ``serves`` holds the ids of the principles that the element realises.
    """

    name: str
    id: str
    text: str
    element: str
    title: str
    tier: str
    kind: str
    critical: bool
    responses: str
    weight: int = 1
    show_if: Condition | None = None
    guidance: tuple[str, ...] = ()
    anchors: Mapping[str, str] = field(factory=lambda: MappingProxyType({}), hash=False)
    look_at: tuple[str, ...] = ()
    rater: str | None = None
    every: str | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    serves: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The name of the field in which a rater says why."""
        return self.name + WHY

    @property
    def evid(self) -> str:
        """The name of the field in which a rater ticks what was looked at."""
        return self.name + EVIDENCE

    @property
    def evidence_options(self) -> tuple[Option, ...]:
        """What a rater can tick as looked at, with labels and with codes that have no blanks."""
        return tuple(Option(text.strip().lower().replace(" ", "_"), text) for text in self.look_at)


@frozen(eq=False, repr=False)
class Section(Content):
    """Items that belong together. ``principle`` is the id of the principle that they put into practice, or ``None``.

    ``id`` is the principle's id, or ``other``, ``additions`` or ``proscribed``.
    """

    id: str
    title: str
    about: str
    items: tuple[Item, ...]
    principle: str | None = None


@frozen(eq=False, repr=False)
class LeftOut(Content):
    """An element or practice that the checklist does not ask about, and the reason.

    ``kind`` is ``removed``, ``agreed`` (removed or let in with agreement) or ``no-indicator``.
    """

    element: str
    title: str
    tier: str
    kind: str
    why: str


@frozen(eq=False, repr=False)
class Variation(Content):
    """An agreed change, as a form shows it. ``until`` is an ISO date, and the agreement holds on that day too."""

    change: str
    element: str
    title: str
    what: str
    by: str
    reference: str | None = None
    until: str | None = None
    conditions: str | None = None

    @property
    def words(self) -> str:
        """The variation in a sentence or two, for a form."""
        text = f"{self.title}: {self.what} Agreed by {self.by}"
        text += f", {self.reference}" if self.reference else ""
        text += f", until {self.until}" if self.until else ""
        return f"{text}. Condition: {self.conditions}" if self.conditions else f"{text}."


@frozen(slots=False, eq=False, repr=False)
class Checklist(Content):
    """A checklist made from a model, or from a model as a plan adapts it: immutable, compared by content.

    ``hash`` comes from what the full checklist asks: items, answers, weights and local values. So the form for one
    rater and the short form carry the same hash, and answers to other questions carry another one. The hash does not
    depend on the version of this library, or on who agreed to what.

    Attributes
    ----------
    id, title
        Its id, and its name for people.
    model, model_version, model_title
        The model that it was made from.
    sections, response_sets
        What it asks, and the answers that it offers.
    plan, site
        The plan that it follows, and the site; ``None`` for the model as specified.
    left_out, variations
        What the plan takes out of it, and where local values differ from those of the model.
    language, tool_version
        The language of its fixed words, and the version of the library that made it.
    rater, short
        Which items were picked: the items of one role, or the items of the short form.
    bands
        The bands of a published scale; a model's own checklist has none.
    missing, base
        The rule for gaps and the base of percentages that the published instrument states.

    Examples
    --------
    >>> import fidelity
    >>> checklist = fidelity.checklist("fdac")
    >>> checklist.title, len(checklist.items), checklist["court_solves"].rater
    ('Family Drug and Alcohol Court: fidelity checklist', 52, 'independent observer')
    """

    id: str
    title: str
    model: str
    model_version: str
    model_title: str
    hash: str
    sections: tuple[Section, ...]
    response_sets: tuple[ResponseSet, ...]
    plan: str | None = None
    site: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    variations: tuple[Variation, ...] = ()
    language: str = "en"
    tool_version: str = ""
    rater: str | None = None
    short: bool = False
    bands: tuple[Band, ...] = ()
    missing: str = "none"
    base: str = "range"

    @property
    def reference(self) -> str:
        """The model's id with its version."""
        return f"{self.model}@{self.model_version}"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of the form."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def by_name(self) -> Mapping[str, Item]:
        """The items by name, in the order of the form."""
        return MappingProxyType({item.name: item for item in self.items})

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that items name as raters, in lower case."""
        return frozenset(item.rater.casefold() for item in self.items if item.rater)

    @cached_property
    def sets_by_id(self) -> Mapping[str, ResponseSet]:
        """The response sets by id."""
        return MappingProxyType({one.id: one for one in self.response_sets})

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """The id of the section that each item stands in, by item name."""
        return MappingProxyType({item.name: section.id for section in self.sections for item in section.items})

    def responses_of(self, item: Item) -> ResponseSet:
        """Return the answers that an item offers."""
        return self.sets_by_id[item.responses]

    def __getitem__(self, name: str) -> Item:
        return self.by_name[name]

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def metadata(self) -> Mapping[str, str]:
        """What every file says about itself, so that nobody scores its answers against another checklist.

        Keys: ``checklist``, ``hash``, ``model``, ``version``, ``language``, ``tool_version``, and where they
        apply ``plan``, ``site``, ``rater`` and ``short``.
        """
        return MappingProxyType(
            {
                "checklist": self.id,
                "hash": self.hash,
                "model": self.model,
                "version": self.model_version,
                "language": self.language,
                "tool_version": self.tool_version,
                **{key: value for key in ("plan", "site", "rater") if (value := getattr(self, key)) is not None},
                **({"short": "yes"} if self.short else {}),
            }
        )

    def render(self, format_: str, variant: str | None = None, *, template: bytes | None = None) -> str | bytes:
        """Return the checklist in one of the formats, as text, or as bytes where the format is not text."""
        written = door("Checklist.render")(self, format_, variant, template=template)
        assert isinstance(written, str | bytes)
        return written

    def __repr__(self) -> str:
        whose = f" for {self.site}" if self.site else ""
        return f"<Checklist {self.id}{whose}: {len(self.items)} items, {self.hash}>"

    def _repr_markdown_(self) -> str:
        return str(self.render("markdown"))


_DIGITS = 12


def hash_of(checklist: Checklist) -> str:
    """Return twelve hexadecimal digits that stand for the model, the items and the answers that they offer.

    Local values count. What only explains does not: guidance, sources, and who agreed to what and until when.
    """
    names = ("name", "text", "element", "tier", "kind", "critical", "responses", "weight")
    items = [
        {
            **{name: getattr(item, name) for name in names},
            "show_if": [item.show_if.item, *item.show_if.codes] if item.show_if else None,
            "anchors": dict(item.anchors),
            "local": [note.text for note in item.notes if note.kind == "local-value"],
        }
        for item in checklist.items
    ]
    answers = [
        {
            "id": one.id,
            "options": [[option.code, option.label, option.weight_text] for option in one.options],
            "threshold": one.threshold,
            "anchors": dict(one.anchors),
        }
        for one in checklist.response_sets
    ]
    asked = {"model": checklist.reference, "items": items, "responses": answers}
    text = dumps(asked, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_DIGITS]
