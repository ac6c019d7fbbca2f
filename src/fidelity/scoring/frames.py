"""Scores answers in data frames, and in files that do not fit in memory, by one path for every kind of frame.

The usual is counted where it stands, by whatever engine the frame has: how many forms of one rater, site and period
gave which answer. The rare (an answer twice or not understood, a condition) is fetched and read one by one, as a form
in a file is. What comes of both goes through the same exact scoring as a council's forms.
"""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.raw import Cell, RawForm
from fidelity.checklists.raw import Cell as RawCell
from fidelity.checklists.response_sets import NOT_KNOWN
from fidelity.checklists.responses import Form, Responses
from fidelity.checklists.understanding import code_of, day_of, understand
from fidelity.errors import Fault, InputError, Place
from fidelity.scoring.frame_source import DETAILS, FORM, answers_in
from fidelity.scoring.scoring import Score, score_stacks
from fidelity.scoring.tallies import COUNTED, MISSING, Stack, is_asked, stacks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    import narwhals as nw

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.frame_source import Lazy

__all__ = [
    "Counted",
    "Details",
    "Key",
    "ReadFrame",
    "columns_of",
    "counted",
    "different",
    "rare_forms",
    "raw_form",
    "read_frame",
    "rows_of",
    "score_frame",
    "tidy",
]


class Details(NamedTuple):
    """What forms say of themselves. ``when`` is their date, and empty where they state a period."""

    site: str = ""
    assessor: str = ""
    period: str = ""
    when: str = ""


class Counted(NamedTuple):
    """How many forms there are by their details, how often each text stands at each item, and what is unusual.

    ``pairs`` are the items with the texts that stand there, each once and in an order of their own;
    ``twice`` says whether any item is answered twice on one form, ``shared`` whether two forms have one id, and
    ``dates`` holds the dates that forms state.
    """

    forms: dict[Details, int]
    answers: dict[Details, dict[tuple[str, str], int]]
    pairs: tuple[tuple[str, str], ...]
    twice: bool
    shared: bool
    dates: frozenset[str]


def columns_of(frame: Lazy) -> list[str]:
    """Return those of the columns in ``FORM`` that a frame has."""
    names = set(frame.collect_schema().names())
    return [name for name in FORM if name in names]


def tidy(frame: Lazy) -> Lazy:
    """Return a frame with the names of items in small letters, if they are not: only a look at all of them can tell."""
    import narwhals as nw

    items = [item for (item,) in different(frame, ["item"])]
    if all(item == item.strip().lower() for item in items):
        return frame
    return frame.with_columns(nw.col("item").str.strip_chars().str.to_lowercase())


def counted(frame: Lazy, *, unique: bool = False) -> Counted:
    """Return the counts of a frame. Cost: two passes over it, and memory for a row a form.

    With ``unique``, that no item stands twice on a form is taken on trust: to find out is most of the work.
    """
    import narwhals as nw

    form = columns_of(frame)
    keys = [name for name in form if name in {"site", "assessor", "period"}]
    if "date" in form:
        stated = nw.col("period") != "" if "period" in form else nw.lit(value=False)
        frame = frame.with_columns(nw.when(stated).then(nw.lit("")).otherwise(nw.col("date")).alias("when"))
        form, keys = [*form, "when"], [*keys, "when"]
    names = [*keys, "item", "code"]
    answers, pairs = _answers(keys, frame.group_by(*names).agg(nw.len().alias("n")))
    blanks = {pair for pair in pairs if not pair[1].strip()}
    for some in answers.values() if blanks else ():
        for pair in blanks & some.keys():
            del some[pair]
    told = frame.filter(nw.col("code").str.strip_chars() != "") if blanks else frame
    items = [] if unique else [nw.col("item").n_unique().alias("items")]
    each = told.group_by(*form).agg(nw.len().alias("n"), *items).collect()
    whole = frame.select(*form).unique().collect() if blanks else each
    by = whole.with_columns(nw.lit(1).alias("one")).group_by(*keys or ["one"]).agg(nw.len().alias("n"))
    return Counted(
        {_details(keys, row): int(row[-1]) for row in sorted(by.select(*keys, "n").iter_rows())},
        answers,
        tuple(sorted(pairs - blanks)),
        not unique and bool((each["n"] > each["items"]).any()),
        whole["form"].n_unique() < len(whole),
        frozenset(whole["date"].unique().to_list() if "date" in form else ()),
    )


def _answers(keys: list[str], frame: Lazy) -> tuple[dict[Details, dict[tuple[str, str], int]], set[tuple[str, str]]]:
    """Return the counts by details, and all pairs. There can be many, so that each is touched once, in columns."""
    rows = frame.collect()
    *about, items, codes, counts = (rows[name].to_list() for name in (*keys, "item", "code", "n"))
    made: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}
    for key, item, code, count in zip(zip(*about, strict=True) if about else repeat(()), items, codes, counts):  # noqa: B905
        some = made.get(key)
        if some is None:
            some = made[key] = {}
        some[item, code] = count
    return {_details(keys, key): made[key] for key in sorted(made)}, set(zip(items, codes, strict=True))


def _details(keys: list[str], row: tuple[str, ...]) -> Details:
    return Details(**dict(zip(keys, row, strict=False)))


def different(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the different rows of some columns."""
    columns = list(names)
    yield from rows_of(frame.select(*columns).unique(), columns)


def rows_of(frame: Lazy, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a frame in Python, in an order that does not depend on the engine."""
    yield from sorted(frame.select(*names).collect().iter_rows())


Key = tuple[str, ...]
"""A form: its id and its details, as in ``FORM``."""


def rare_forms(
    checklist: Checklist, frame: Lazy, found: Counted, codes: Mapping[tuple[str, str], str], dates: frozenset[str]
) -> dict[Key, list[tuple[str, str]]]:
    """Return the item and code of every answer on every rare form, by form.

    ``codes`` has the code of each item and text that is understood; ``dates`` are those that are not.
    """
    forms: dict[Key, list[tuple[str, str]]] = {}
    names = [*columns_of(frame), "item", "code"]
    for keys, on in _rare_kinds(checklist, frame, found, codes, dates):
        fetched: dict[Key, list[tuple[str, str]]] = {}
        for row in rows_of(frame.select(*names).join(keys, on=on, how="semi"), names):
            said = dict(zip(names, row, strict=True))
            fetched.setdefault(tuple(said.get(name, "") for name in FORM), []).append((row[-2], row[-1]))
        forms |= fetched
    return forms


def _rare_kinds(
    checklist: Checklist, frame: Lazy, found: Counted, codes: Mapping[tuple[str, str], str], dates: frozenset[str]
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
        yield frame.filter(whole).select(*form).unique(), form
    if found.twice:
        told = frame.filter(nw.col("code").str.strip_chars() != "")
        each = told.group_by(*form).agg(nw.len().alias("n"), nw.col("item").n_unique().alias("items"))
        yield each.filter(nw.col("n") > nw.col("items")).select(*form), form
    if found.shared:
        ids = frame.select(*form).unique().group_by("form").agg(nw.len().alias("n"))
        yield ids.filter(nw.col("n") > 1).select("form"), ["form"]


def _not_understood(found: Counted, codes: Mapping[tuple[str, str], str]) -> Iterator[nw.Expr]:
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


def _switched_off(checklist: Checklist, codes: Mapping[tuple[str, str], str]) -> Iterator[nw.Expr]:
    """Yield what tells the answers by which another item is not asked."""
    import narwhals as nw

    for condition in {item.show_if for item in checklist if item.show_if is not None}:
        wanted = {*condition.codes, NOT_KNOWN}
        texts = [text for (item, text), code in codes.items() if item == condition.item and code not in wanted]
        if texts:
            yield (nw.col("item") == condition.item) & nw.col("code").is_in(texts)


def raw_form(key: Key, answers: list[tuple[str, str]], path: str) -> RawForm:
    """Return a rare form as a reader of files would hand it on. A frame has no lines: the form's id is the place."""
    place = Place(path)
    said = dict(zip(FORM, key, strict=True))
    where = f"form {said['form']}" if said["form"] else "a form without an id"
    header = {name: Cell(said[name], place, f"{where}, column '{name}'") for name in ("form", *DETAILS) if said[name]}
    values = tuple((item, Cell(code, place, f"{where}, item '{item}'")) for item, code in answers)
    return RawForm(header, values, place)


_MARKS = ("model", "version", "hash")


class ReadFrame(NamedTuple):
    """The answers of a frame: forms that say the same of themselves as one stack, and what was read one by one."""

    responses: Responses
    stacks: tuple[Stack, ...]


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
    """Return what the answers in a data frame come to: the same as ``score``, by every kind but single forms.

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
        Take it on trust that no item stands twice on a form. To find out is most of the work.

    Returns
    -------
    Score
        Its ``responses`` hold the forms that had to be read one by one (an answer given twice, or not understood), and
        every value that was not understood, with form and item. The others were counted, and are in no list.

    Raises
    ------
    InputError
        If the extra or a column is missing, there are no answers, or they are for another model or checklist.

    Notes
    -----
    Two passes over the answers by the frame's own engine, and memory for a row a form: a file of answers may be larger
    than memory. The figures are exact fractions, and do not depend on the engine.
    """
    read = read_frame(checklist, answers, path=path, unique=unique)
    return score_stacks(checklist, read.responses, read.stacks, COUNTED, base=base, rule=rule, together=together)


def read_frame(checklist: Checklist, answers: object, *, path: str = "", unique: bool = False) -> ReadFrame:
    """Return the answers in a data frame, counted: what ``score_frame`` scores."""
    name = path or (answers if isinstance(answers, str) else "the frame")
    frame = tidy(answers_in(answers, name))
    remarks = _marks(checklist, frame, name)
    found = counted(frame, unique=unique)
    if not found.forms:
        ways = ("look at the filter that made the frame",)
        raise InputError([Fault("FID708", Place(name), "no answers", "at least one form", ways)])
    codes = _understood(checklist, found)
    dates = frozenset(text for text in found.dates if text and day_of(text) is None)
    rare = rare_forms(checklist, frame, found, codes, dates)
    read = understand(checklist, [raw_form(key, rows, name) for key, rows in sorted(rare.items())], name)
    stacks = [*stacks_of(checklist, read.forms), *_counted_stacks(checklist, _without(found, rare), codes)]
    return ReadFrame(Responses(read.forms, read.not_understood, remarks), tuple(stacks))


def _marks(checklist: Checklist, frame: Lazy, path: str) -> tuple[str, ...]:
    """Refuse answers for something else; return the remark that some do not say what they are for."""
    names = [name for name in _MARKS if name in frame.collect_schema().names()]
    place = Place(path)
    rows = different(frame, names) if names else iter([()])
    forms = [
        RawForm({key: RawCell(text, place, f"column '{key}'") for key, text in zip(names, row, strict=True)}, (), place)
        for row in rows
    ]
    return understand(checklist, forms, path).remarks[:1]


def _understood(checklist: Checklist, found: Counted) -> dict[tuple[str, str], str]:
    """Return the code of every item and text that is understood."""
    known = ((item, text, code_of(checklist, checklist.by_name.get(item), text)) for item, text in found.pairs)
    return {(item, text): code for item, text, code in known if code is not None}


def _without(found: Counted, rare: Mapping[Key, list[tuple[str, str]]]) -> Counted:
    """Return the counts without the forms that were read one by one."""
    if not rare:
        return found
    forms = Counter(found.forms)
    answers = dict(found.answers)
    touched: dict[Details, Counter[tuple[str, str]]] = {}
    for key, rows in rare.items():
        said = dict(zip(FORM, key, strict=True))
        details = Details(said["site"], said["assessor"], said["period"], "" if said["period"] else said["date"])
        forms[details] -= 1
        touched.setdefault(details, Counter(answers[details])).subtract(
            (item, code) for item, code in rows if code.strip()
        )
    answers |= {key: {pair: count for pair, count in some.items() if count} for key, some in touched.items()}
    return found._replace(forms={key: count for key, count in forms.items() if count}, answers=answers)


def _counted_stacks(checklist: Checklist, found: Counted, codes: Mapping[tuple[str, str], str]) -> Iterator[Stack]:
    plain = all(text == codes.get((name, text)) for name, text in found.pairs)
    for details, forms in found.forms.items():
        given = found.answers.get(details, {})
        counts: Counter[tuple[str, str]] = Counter(given if plain else ())
        for (name, text), count in () if plain else given.items():
            counts[name, codes[name, text]] += count
        answered: Counter[str] = Counter()
        for (name, _), count in counts.items():
            answered[name] += count
        for item in checklist:
            if is_asked(checklist, item, details.assessor) and forms > answered[item.name]:
                counts[item.name, MISSING] = forms - answered[item.name]
        form = Form("", MappingProxyType({}), details.assessor, details.site, details.period, _day(details.when))
        yield Stack(form, forms, counts)


def _day(text: str) -> date | None:
    return day_of(text) if text else None
