"""Scores a frame of answers: the usual counted, the rare read, both through the one exact scoring."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.raw import Cell as RawCell
from fidelity.checklists.raw import RawForm
from fidelity.checklists.responses import Form, Responses
from fidelity.checklists.understanding import code_of, day_of, understand
from fidelity.errors import Fault, InputError, Place
from fidelity.scoring.cells import MISSING, Stack, is_asked, stacks_of
from fidelity.scoring.frames.counting import Counted, Details, counted, different, tidy
from fidelity.scoring.frames.rare import Key, rare_forms, raw_form
from fidelity.scoring.frames.source import FORM, answers_in
from fidelity.scoring.groups import COUNTED
from fidelity.scoring.scoring import Score, score_stacks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from fidelity.checklists.checklist import Checklist
    from fidelity.scoring.frames.source import Lazy

__all__ = ["ReadFrame", "read_frame", "score_frame"]

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
