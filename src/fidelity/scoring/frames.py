"""Scores answers in data frames, and in files that do not fit in memory, by one path for every kind of frame.

The engine of the frame counts the usual answers: how many forms of one rater, site and period gave which answer. We
fetch the rare ones (a second answer, an answer that we do not understand, a condition) and read them one by one, like a
form in a file. Both then go through the same exact scoring as forms from files.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from fidelity.checklists.response_sets import NOT_KNOWN
from fidelity.checklists.responses import NOTHING, Cell, Form, RawForm, Responses, period_of, refused
from fidelity.checklists.understanding import code_of, day_of, understand
from fidelity.errors import Place
from fidelity.scoring.frame_source import DETAILS, FORM, answers_in
from fidelity.scoring.scoring import Score, score_counts
from fidelity.scoring.tallies import COUNTED, MISSING, Counts, Stack, is_asked, stacks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import narwhals as nw

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.frame_source import Eager, Lazy
    from fidelity.scoring.tallies import Pair

    Name = TypeVar("Name", str, "Details")

Key = tuple[str, ...]
"""A form: its id and its details, as in ``FORM``."""


_MARKS = ("model", "version", "hash")


_MOST_ITEMS = 300
"""The most items for the trick in ``_twice``. Above this, its floats cost more than counting different rows."""


_EXACT = 53
"""The bits that a float holds exactly."""


def score_frame(  # noqa: PLR0913 - all but the first two are rules, and have a default
    checklist: Checklist,
    answers: object,
    *,
    base: str | None = None,
    rule: str | None = None,
    together: str = "majority",
    path: str = "",
    unique: bool = False,
) -> Score:
    """Return the score of the answers in a data frame. It equals ``score``, without the groups of single forms.

    Parameters
    ----------
    checklist
        The checklist that was filled in.
    answers
        One row an answer, with columns ``form``, ``item`` and ``code``, and where there are any ``site``, ``assessor``,
        ``period``, ``date``, ``model``, ``version`` and ``hash``: a frame of pandas, polars, PyArrow, DuckDB or
        PySpark, or the path (or paths, as a list) of Parquet or CSV files, which DuckDB reads. Needs the extra
        ``score``.
    base, rule, together
        As for ``score``.
    path
        What to call the frame in messages.
    unique
        Trust that no form answers an item twice.

    Returns
    -------
    Score
        Its ``responses`` hold the forms that we had to read one by one (with a second answer, or one that we do not
        understand), and every value that we do not understand, with form and item. The other forms are only counted.

    Raises
    ------
    InputError
        If the extra or a column is missing, there are no answers, or they are for another model or checklist.

    Notes
    -----
    Two passes over the answers by the frame's own engine, and memory for a row a form: a file of answers may be larger
    than memory. The figures are exact fractions, and do not depend on the engine.
    """
    return read_frame(checklist, answers, path=path, unique=unique).score(base=base, rule=rule, together=together)


def read_frame(checklist: Checklist, answers: object, *, path: str = "", unique: bool = False) -> ReadFrame:
    """Return the answers in a data frame, counted: what ``score_frame`` scores."""
    name = path or (answers if isinstance(answers, str) else "the frame")
    frame = tidy(answers_in(answers, name))
    remarks = _marks(checklist, frame, name)
    found = counted(frame, unique=unique)
    if not found.forms:
        way = "look at the filter that made the frame"
        raise refused(name, "no answers", "at least one form", way, code=NOTHING)
    codes = _understood(checklist, found)
    dates = frozenset(text for text in found.dates if text and day_of(text) is None)
    rare = rare_forms(checklist, frame, found, codes, dates)
    read = understand(checklist, [raw_form(key, rows, name) for key, rows in sorted(rare.items())], name)
    return ReadFrame(checklist, Responses(read.forms, read.not_understood, remarks), found, rare)


def _marks(checklist: Checklist, frame: Lazy, path: str) -> tuple[str, ...]:
    """Refuse answers for something else; return the remark that some do not say what they are for."""
    names = [name for name in _MARKS if name in frame.collect_schema().names()]
    place = Place(path)
    rows = different(frame, names) if names else iter([()])
    forms = [
        RawForm({key: Cell(text, place, f"column '{key}'") for key, text in zip(names, row, strict=True)}, (), place)
        for row in rows
    ]
    return understand(checklist, forms, path).remarks[:1]


def _understood(checklist: Checklist, found: Counted) -> dict[Pair, str]:
    """Return the code of every item and text that is understood."""
    known = ((item, text, code_of(checklist, checklist.by_name.get(item), text)) for item, text in found.pairs)
    return {(item, text): code for item, text, code in known if code is not None}


class Details(NamedTuple):
    """What forms say of themselves. ``when`` is their date, and empty where they state a period."""

    site: str = ""
    assessor: str = ""
    period: str = ""
    when: str = ""


class Counted(NamedTuple):
    """How many forms there are by their details, how often each item has each text, and what is unusual.

    ``answers`` has a row for each of the details, item and text, with their number as ``n``; ``keys`` are the columns
    of the details that the frame has. ``pairs`` are the items with the texts that stand there, each once and in an
    order of their own; ``twice`` says whether any item is answered twice on one form, ``trusted`` that nobody looked,
    ``shared`` whether two forms have one id, and ``dates`` holds the dates that forms state.
    """

    keys: list[str]
    forms: dict[Details, int]
    answers: Eager
    pairs: tuple[Pair, ...]
    twice: bool
    trusted: bool
    shared: bool
    dates: frozenset[str]


class ReadFrame:
    """The answers of a frame: ``responses`` are the forms that were read one by one, and the others are counted.

    We subtract again what the engine counted on the forms that were read.
    """

    def __init__(
        self, checklist: Checklist, responses: Responses, found: Counted, rare: Mapping[Key, list[Pair]]
    ) -> None:
        self.checklist, self.responses = checklist, responses
        self._found, self._codes = found, _understood(checklist, found)
        self._rare = [(_details_of(key), pairs) for key, pairs in rare.items()]
        forms = Counter(found.forms)
        forms.subtract(details for details, _ in self._rare)
        self._forms = {details: count for details, count in forms.items() if count}
        self._asked = {
            rater: frozenset(item.name for item in checklist if is_asked(checklist, item, rater))
            for rater in {details.assessor for details in self._forms}
        }

    def score(self, *, base: str | None = None, rule: str | None = None, together: str = "majority") -> Score:
        """Return what the answers come to, by the rules of ``score``."""
        counts = Counts.of(self.stacks(), COUNTED) if self._clipped() else self._counts()
        return score_counts(self.checklist, self.responses, counts, COUNTED, base=base, rule=rule, together=together)

    def stacks(self) -> Iterator[Stack]:
        """Yield the forms that were read one by one, and the others as a stack for each of their details."""
        yield from stacks_of(self.checklist, self.responses.forms)
        for details, asked, pairs in self._groups(self._found.keys, lambda details: details):
            yield Stack(_form(details), asked.total(), pairs)

    def _counts(self) -> Counts:
        """Return the counts by every kind of group; the engine of the frame makes the sums."""
        counts = Counts.of(stacks_of(self.checklist, self.responses.forms), COUNTED)
        for _, asked, pairs in self._groups([], lambda _: ""):
            counts.whole.update(pairs)
            counts.asked.update(asked)
        for kind, columns, key in _GROUPS:
            for name, asked, pairs in self._groups(columns, key):
                counts.add_to(kind, name, asked.total(), pairs)
        return counts

    def _groups(
        self, columns: list[str], key: Callable[[Details], Name]
    ) -> Iterator[tuple[Name, Counter[frozenset[str]], dict[Pair, int]]]:
        """Yield every group of counted forms: its key, its forms by what they are asked for, and what stands there."""
        forms: dict[Name, Counter[frozenset[str]]] = {}
        for details, count in self._forms.items():
            forms.setdefault(key(details), Counter())[self._asked[details.assessor]] += count
        answers = self._answers([name for name in columns if name in self._found.keys], key)
        for name, asked in forms.items():
            pairs = answers.get(name, {})
            answered: Counter[str] = Counter()
            for (item, _), count in pairs.items():
                answered[item] += count
            for each in self.checklist:
                wanted = sum(count for items, count in asked.items() if each.name in items)
                if wanted > answered[each.name]:
                    pairs[each.name, MISSING] = wanted - answered[each.name]
            yield name, asked, pairs

    def _answers(self, columns: list[str], key: Callable[[Details], Name]) -> dict[Name, dict[Pair, int]]:
        """Return how often each code stands at each item, by group."""
        groups: dict[Name, dict[Pair, int]] = {}
        known: dict[tuple[str, ...], dict[Pair, int]] = {}
        for row, count in _summed(self._found, [*columns, "item", "code"]):
            code = self._codes.get((row[-2], row[-1]))
            if code is None:
                continue  # the cell is empty, or its form was read by itself
            some = known.get(row[:-2])
            if some is None:
                some = known[row[:-2]] = groups.setdefault(key(_details(columns, row)), {})
            pair = (row[-2], code)
            some[pair] = some.get(pair, 0) + count
        for details, pairs in self._rare:
            for item, text in pairs:
                if (item, text) in self._codes:
                    groups[key(details)][item, self._codes[item, text]] -= 1
        return {name: {pair: count for pair, count in some.items() if count} for name, some in groups.items()}

    def _clipped(self) -> bool:
        """Return whether an item may have more answers than there are forms, which happens if ``unique`` is wrong.

        Gaps are then counted for each of the details, because a number of gaps cannot be negative.
        """
        if not self._found.trusted:
            return False
        keys = self._found.keys
        rows = _summed(self._found, [*keys, "item"])
        return bool(self._rare) or any(count > self._forms.get(_details(keys, row), 0) for row, count in rows)


def _summed(found: Counted, names: list[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the counted answers, added up by some of their columns."""
    import narwhals as nw

    frame = found.answers
    if len(names) < len(found.keys) + 2:  # with item and code, all of them
        frame = frame.group_by(*names).agg(nw.col("n").sum())
    columns = [frame[name].to_list() for name in names]
    yield from zip(zip(*columns, strict=True), frame["n"].to_list(), strict=True)


def _form(details: Details) -> Form:
    """Return a form that stands for all forms with the same details."""
    day = day_of(details.when) if details.when else None
    return Form("", MappingProxyType({}), details.assessor, details.site, details.period, day)


_GROUPS: tuple[tuple[str, list[str], Callable[[Details], str]], ...] = (
    ("rater", ["assessor"], lambda details: details.assessor),
    ("site", ["site"], lambda details: details.site),
    ("period", ["period", "when"], lambda details: period_of(_form(details))),
)
"""The kinds of groups of forms, with the columns that they are told by."""


def columns_of(frame: Lazy) -> list[str]:
    """Return those of the columns in ``FORM`` that a frame has."""
    names = set(frame.collect_schema().names())
    return [name for name in FORM if name in names]


def tidy(frame: Lazy) -> Lazy:
    """Return a frame with the names of items in lower case. Only a look at all of them tells if they already are."""
    import narwhals as nw

    items = [item for (item,) in different(frame, ["item"])]
    if all(item == item.strip().lower() for item in items):
        return frame
    return frame.with_columns(nw.col("item").str.strip_chars().str.to_lowercase())


def counted(frame: Lazy, *, unique: bool = False) -> Counted:
    """Return the counts of a frame. Cost: two passes over it, and memory for a row a form.

    With ``unique``, we trust that no form answers an item twice.
    """
    import narwhals as nw

    form = columns_of(frame)
    keys = [name for name in form if name in {"site", "assessor", "period"}]
    if "date" in form:
        stated = nw.col("period") != "" if "period" in form else nw.lit(value=False)
        frame = frame.with_columns(nw.when(stated).then(nw.lit("")).otherwise(nw.col("date")).alias("when"))
        form, keys = [*form, "when"], [*keys, "when"]
    answers: Eager = frame.group_by(*keys, "item", "code").agg(nw.len().alias("n")).collect()
    answers = answers.with_columns(nw.col("n").cast(nw.Int64()))  # polars would add them up in 32 bits
    pairs: set[Pair] = set(answers.select("item", "code").unique().iter_rows())
    blanks = {pair for pair in pairs if not pair[1].strip()}
    told = frame.filter(nw.col("code").str.strip_chars() != "") if blanks else frame
    twice = False
    if unique:
        each = _each(told, form).collect()
    else:
        each, twice = _twice(told, form, {item for item, _ in pairs})
    whole = _each(frame, form).collect() if blanks else each
    by = whole.with_columns(nw.lit(1).alias("one")).group_by(*keys or ["one"]).agg(nw.len().alias("n"))
    return Counted(
        keys,
        {_details(keys, row): int(row[-1]) for row in sorted(by.select(*keys, "n").iter_rows())},
        answers,
        tuple(sorted(pairs - blanks)),
        twice,
        unique,
        whole["form"].n_unique() < len(whole),
        frozenset(whole["date"].unique().to_list() if "date" in form else ()),
    )


def _twice(told: Lazy, form: list[str], items: set[str]) -> tuple[Eager, bool]:
    """Return the forms, each once, and whether any of them answers an item twice.

    Engines are slow to count different values. So every item has a power of two, and we add these up for each form. The
    sum of ``n`` powers has ``n`` ones in binary if they all differ, and fewer ones if they do not.
    """
    import narwhals as nw

    if len(items) > _MOST_ITEMS:
        each = told.group_by(*form).agg(nw.len().alias("n"), nw.col("item").n_unique().alias("items")).collect()
        return each, bool((each["n"] > each["items"]).any())
    size = _EXACT - len(items).bit_length()  # the number of items for which a sum stays exact
    places = _each(told, ["item"]).select("item").with_row_index("place", order_by="item")
    block, power = nw.col("place") // size, nw.lit(2.0) ** (nw.col("place") % size)
    sums = [f"sum {at}" for at in range(0, len(items), size)]
    bits = [nw.when(block == at).then(power).otherwise(nw.lit(0.0)).alias(name) for at, name in enumerate(sums)]
    marked = told.join(places.select("item", *bits), on="item")
    each = marked.group_by(*form).agg(nw.len().alias("n"), *[nw.col(name).sum() for name in sums]).collect()
    for count, *found in each.select("n", *sums).unique().iter_rows():
        if count > len(items) or sum(int(one).bit_count() for one in found) < count:
            return each, True
    return each, False


def _details(keys: list[str], row: Iterable[str]) -> Details:
    return Details(**dict(zip(keys, row, strict=False)))


def different(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the different rows of some columns."""
    columns = list(names)
    yield from rows_of(_each(frame, columns), columns)


def _each(frame: Lazy, columns: Iterable[str]) -> Lazy:
    """Return the different rows of some columns, with their number as ``n``.

    We do not use ``unique`` of narwhals, because an SQL engine then first numbers every row, which costs memory for
    all rows.
    """
    import narwhals as nw

    return frame.group_by(*columns).agg(nw.len().alias("n"))


def rows_of(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a frame in Python, in an order that does not depend on the engine."""
    yield from sorted(frame.select(*names).collect().iter_rows())


def _details_of(key: Key) -> Details:
    said = dict(zip(FORM, key, strict=True))
    return Details(said["site"], said["assessor"], said["period"], "" if said["period"] else said["date"])


def rare_forms(
    checklist: Checklist, frame: Lazy, found: Counted, codes: Mapping[Pair, str], dates: frozenset[str]
) -> dict[Key, list[Pair]]:
    """Return the item and code of every answer on every rare form, by form.

    ``codes`` has the code of each item and text that is understood; ``dates`` are those that are not.
    """
    forms: dict[Key, list[Pair]] = {}
    names = [*columns_of(frame), "item", "code"]
    for keys, on in _rare_kinds(checklist, frame, found, codes, dates):
        fetched: dict[Key, list[Pair]] = {}
        for row in rows_of(frame.select(*names).join(keys, on=on, how="semi"), names):
            said = dict(zip(names, row, strict=True))
            fetched.setdefault(tuple(said.get(name, "") for name in FORM), []).append((row[-2], row[-1]))
        forms |= fetched
    return forms


def _rare_kinds(
    checklist: Checklist, frame: Lazy, found: Counted, codes: Mapping[Pair, str], dates: frozenset[str]
) -> Iterator[tuple[Lazy, list[str]]]:
    """Yield the forms of each rare kind that there is, and the columns that tell which they are."""
    import narwhals as nw

    form = columns_of(frame)
    odd = [
        *_not_understood(found, codes),
        *_of_another_role(checklist, found),
        *_switched_off(checklist, codes),
        *([nw.col("date").is_in(sorted(dates))] if dates else []),
    ]
    if odd:
        whole = odd[0]
        for one in odd[1:]:
            whole = whole | one
        yield _each(frame.filter(whole), form).select(*form), form
    if found.twice:
        told = frame.filter(nw.col("code").str.strip_chars() != "")
        each = told.group_by(*form).agg(nw.len().alias("n"), nw.col("item").n_unique().alias("items"))
        yield each.filter(nw.col("n") > nw.col("items")).select(*form), form
    if found.shared:
        ids = _each(_each(frame, form).select(*form), ["form"])
        yield ids.filter(nw.col("n") > 1).select("form"), ["form"]


def _not_understood(found: Counted, codes: Mapping[Pair, str]) -> Iterator[nw.Expr]:
    import narwhals as nw

    bad: dict[str, set[str]] = {}
    for item, code in found.pairs:
        if (item, code) not in codes:
            bad.setdefault(item, set()).add(code)
    for item, texts in sorted(bad.items()):
        yield (nw.col("item") == item) & nw.col("code").is_in(sorted(texts))


def _of_another_role(checklist: Checklist, found: Counted) -> Iterator[nw.Expr]:
    """Yield what tells the answers to items that a rater was not asked for."""
    import narwhals as nw

    items = [item for item in checklist if item.rater]
    for rater in sorted({details.assessor for details in found.forms}):
        others = [item.name for item in items if not is_asked(checklist, item, rater)]
        if others:
            yield (nw.col("assessor") == rater) & nw.col("item").is_in(others) & (nw.col("code") != "")


def _switched_off(checklist: Checklist, codes: Mapping[Pair, str]) -> Iterator[nw.Expr]:
    """Yield what tells the answers by which another item is not asked."""
    import narwhals as nw

    for condition in {item.show_if for item in checklist if item.show_if is not None}:
        wanted = {*condition.codes, NOT_KNOWN}
        texts = [text for (item, text), code in codes.items() if item == condition.item and code not in wanted]
        if texts:
            yield (nw.col("item") == condition.item) & nw.col("code").is_in(texts)


def raw_form(key: Key, answers: list[tuple[str, str]], path: str) -> RawForm:
    """Return a rare form as a reader of files would return it. A frame has no lines, so the form's id is the place."""
    place = Place(path)
    said = dict(zip(FORM, key, strict=True))
    where = f"form {said['form']}" if said["form"] else "a form without an id"
    header = {name: Cell(said[name], place, f"{where}, column '{name}'") for name in ("form", *DETAILS) if said[name]}
    values = tuple((item, Cell(code, place, f"{where}, item '{item}'")) for item, code in answers)
    return RawForm(header, values, place)
