"""Turns the cells of a file into answers: codes or labels, in upper or lower case. We never guess at other texts.

A remark says what we noticed about the forms, such as that two look alike. It changes no answer: whoever pools the
forms decides.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from os.path import basename
from types import MappingProxyType
from typing import TYPE_CHECKING

from fidelity.checklists.names import EVIDENCE, WHY
from fidelity.checklists.response_sets import code_from
from fidelity.checklists.responses import (
    BAD_ANSWER,
    BAD_DETAIL,
    OTHER_CHECKLIST,
    OTHER_MODEL,
    TWICE,
    UNKNOWN_ITEM,
    Answer,
    Form,
    NotUnderstood,
    Responses,
)
from fidelity.errors import Fault, InputError
from fidelity.files.faults import Faults, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol, TypeVar

    from fidelity.checklists.checklist import Checklist, Item
    from fidelity.checklists.responses import Cell, RawForm
    from fidelity.errors import Place

    Item_ = TypeVar("Item_", str, RawForm)

    class Watch(Protocol):
        """Something that follows the work, such as a line on the terminal."""

        def __call__(self, items: Sequence[Item_], done: str, /) -> Iterable[Item_]:
            """Return the same items; ``done`` says what happened to them."""
            ...


_WHOLE = re.compile(r"(-?\d+)\.0+")
_KEY = ("form", "site", "assessor", "period", "date")


def understand(checklist: Checklist, found: Iterable[RawForm], source: str, watch: Watch | None = None) -> Responses:
    """Return the forms of a file as answers to a checklist.

    Raises
    ------
    InputError
        If a form says that it is for another model, version or checklist.
    """
    raws = _merged(found)
    _refuse_others(checklist, raws)
    reader = _Reader(checklist, source)
    forms = tuple(reader.form(raw) for raw in (watch(raws, "forms read") if watch else raws))
    trusted = f"{source}: some forms do not say which checklist was filled in; that it was this one is taken on trust"
    marked = all("hash" in raw.header and raw.header["hash"].text.strip() for raw in raws)
    remarks = [*([] if marked else [trusted]), *(said for raw in raws for said in raw.remarks), *copies(forms)]
    return Responses(reader.named_apart(forms), tuple(reader.amiss), tuple(remarks))


def _merged(found: Iterable[RawForm]) -> list[RawForm]:
    """Return one raw form for each form: joins the parts that the file keeps apart under the same details."""
    together: dict[tuple[str, ...], RawForm] = {}
    for raw in found:
        key = tuple(_plain(raw.header[name].text) if name in raw.header else "" for name in _KEY)
        before = together.get(key)
        together[key] = raw if before is None else before._replace(values=before.values + raw.values)
    return list(together.values())


def _refuse_others(checklist: Checklist, raws: Iterable[RawForm]) -> None:
    """Raise ``InputError`` where a form is for another model or checklist. The error says each thing once."""
    wanted = {
        "model": (checklist.model, OTHER_MODEL),
        "version": (checklist.model_version, OTHER_MODEL),
        "hash": (checklist.hash, OTHER_CHECKLIST),
    }
    faults: dict[tuple[str, str], Fault] = {}
    for raw in raws:
        for key, (ours, code) in wanted.items():
            cell = raw.header.get(key)
            if cell is None or not cell.text.strip() or _plain(cell.text) == _plain(ours):
                continue
            noun = "checklist" if key == "hash" else key
            fault = Fault(
                code,
                cell.place,
                f"these answers are for the {noun} {quoted(cell.text)} ({cell.where})",
                f"the {noun} '{ours}'",
                _CHECKLIST_WAYS if key == "hash" else _MODEL_WAYS,
            )
            faults.setdefault((key, cell.text), fault)
    if faults:
        raise InputError(faults.values())


_MODEL_WAYS = ("either score with the model and version that the form was made from", "or fill in a new form")
_CHECKLIST_WAYS = (
    "either name the plan that the form was made from, with --plan (and the same --on), or none if there was none",
    "or fill in a form of today's checklist: items, answers or local values have changed",
)


def code_of(checklist: Checklist, item: Item | None, text: str) -> str | None:
    """Return the code that a text means when it answers an item, or ``None``."""
    return None if item is None else _meant(_codes_of(checklist, item), text, "")


def _meant(codes: Mapping[str, str], text: str, target: str) -> str | None:
    plain = _plain(text)
    whole = _WHOLE.fullmatch(plain)
    return codes.get(_plain(code_from(whole[1] if whole else plain, target)))


def day_of(text: str) -> date | None:
    """Return the day that a text states, whether or not it has a time of day, or ``None``."""
    try:
        return date.fromisoformat(text[:10] if text[10:11] in {"T", " "} else text)
    except ValueError:
        return None


class _Reader:
    """Reads form after form, and notes what it does not understand."""

    def __init__(self, checklist: Checklist, source: str) -> None:
        self.checklist = checklist
        self.source = source
        self.amiss: list[NotUnderstood] = []
        self._suggest = Faults(source).suggestion
        self._fields = {
            _plain(name): (item.name, ending)
            for item in checklist
            for name, ending in ((item.name, ""), (item.why, WHY), (item.evid, EVIDENCE))
        }
        self._known: dict[str, tuple[str, str] | None] = {}
        self._codes = {item.name: _codes_of(checklist, item) for item in checklist}
        self._meant: dict[tuple[str, str, str], str | None] = {}
        self._evidence = {item.name: _table((o.code, o.label) for o in item.evidence_options) for item in checklist}

    def form(self, raw: RawForm) -> Form:
        """Return one form with everything in it that we understand."""
        header = {key: cell.text.strip() for key, cell in raw.header.items()}
        said = (header.get(key, "") for key in ("site", "assessor", "period", "date"))
        id_ = header.get("form") or ", ".join(filter(None, said)) or basename(self.source)  # noqa: PTH119 - pathlib is slow to load - pathlib is slow to load
        given: dict[tuple[str, str], list[Cell]] = {}
        amiss: set[Place] = set()
        for name, cell in raw.values:
            if not cell.text.strip():
                continue
            if name not in self._known:
                self._known[name] = self._fields.get(_plain(name))
            field = self._known[name]
            if field is None:
                spot = cell.named or cell
                bare = name if cell.named is None else cell.named.text.strip()
                if cell.named is None or cell.named.place not in amiss:  # a row has one name, and several cells
                    near = self._suggest(bare, self.checklist.by_name)
                    why = f"{quoted(bare)} is no item of this checklist{near}"
                    self._note(UNKNOWN_ITEM, id_, bare, spot._replace(text=cell.text), why)
                    amiss.add(spot.place)
            else:
                given.setdefault(field, []).append(cell)
        return Form(
            id=id_,
            answers=MappingProxyType(self._answers(id_, given, raw.target)),
            rater=header.get("assessor", ""),
            site=header.get("site", ""),
            period=header.get("period", ""),
            day=self._day(id_, raw.header.get("date")),
            model=self.checklist.reference,
            checklist=header.get("hash", ""),
            source=self.source,
            place=raw.place,
        )

    def _answers(self, form: str, given: Mapping[tuple[str, str], list[Cell]], target: str) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for item in self.checklist:
            cells = given.get((item.name, ""))
            if cells is None:
                continue
            codes = [(cell, self._code(form, item, cell, target)) for cell in cells]
            known = [(cell, code) for cell, code in codes if code is not None]
            if len({code for _, code in known}) > 1:
                said = " and ".join(quoted(cell.text) for cell, _ in known)
                why = f"'{item.name}' is answered twice, and differently: {said}; neither counts"
                self._note(TWICE, form, item.name, known[-1][0], why)
            elif known:
                why = " ".join(cell.text.strip() for cell in given.get((item.name, WHY), ()))
                ticked = tuple(self._ticked(form, item, given.get((item.name, EVIDENCE), ())))
                answers[item.name] = Answer(known[0][1], why, ticked, known[0][0].place)
        return answers

    def _code(self, form: str, item: Item, cell: Cell, target: str) -> str | None:
        said = (item.name, cell.text, target)
        if said not in self._meant:
            self._meant[said] = _meant(self._codes[item.name], cell.text, target)
        code = self._meant[said]
        if code is None:
            options = self.checklist.responses_of(item).options
            answers = ", ".join(f"{option.code} ({option.label})" for option in options)
            why = f"{quoted(cell.text)} is no answer to '{item.name}'; answers are {answers}"
            self._note(BAD_ANSWER, form, item.name, cell, why)
        return code

    def _ticked(self, form: str, item: Item, cells: Iterable[Cell]) -> Iterable[str]:
        known = self._evidence[item.name]
        for cell in cells:
            whole = known.get(_plain(cell.text))
            parts = [cell.text] if whole else filter(None, re.split(r"[;,|]|\s+", cell.text))
            for part in parts:
                code = known.get(_plain(part))
                if code is None:
                    options = ", ".join(option.label for option in item.evidence_options) or "nothing"
                    why = f"{quoted(part)} is not among what is looked at for '{item.name}': {options}"
                    self._note(BAD_DETAIL, form, item.evid, cell, why)
                else:
                    yield code

    def _day(self, form: str, cell: Cell | None) -> date | None:
        text = cell.text.strip() if cell else ""
        if cell is None or not text:
            return None
        day = day_of(text)
        if day is None:
            self._note(BAD_DETAIL, form, "date", cell, f"{quoted(text)} is no date; write it as in 2026-11-22")
        return day

    def _note(self, code: str, form: str, item: str, cell: Cell, why: str) -> None:
        self.amiss.append(NotUnderstood(code, form, item, cell.text, why, cell.where, cell.place))

    def named_apart(self, forms: tuple[Form, ...]) -> tuple[Form, ...]:
        """Return the forms with an id of their own each; note an id that two raters, sites or days share."""
        from attrs import evolve

        shared = {id_ for id_, count in Counter(form.id for form in forms).items() if count > 1}
        apart = []
        for form in forms:
            if form.id in shared:
                about = ", ".join(filter(None, (form.rater, form.site, form.period, str(form.day or ""))))
                why = f"the form id {quoted(form.id)} stands for more than one form; this one is by {about or 'nobody'}"
                self.amiss.append(NotUnderstood(TWICE, form.id, "", form.id, why, str(form.place), form.place))
                form = evolve(form, id=f"{form.id} ({about})")  # noqa: PLW2901 - the same form under its own id
            apart.append(form)
        return tuple(apart)


def _codes_of(checklist: Checklist, item: Item) -> Mapping[str, str]:
    return _codes(tuple([(option.code, option.label) for option in checklist.responses_of(item).options]))


@cache  # the key is texts alone: to hash the fractions of a response set would take longer than the cache saves
def _codes(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return the code for each text that may stand for an option: its code, its label, or both together."""
    known = _table(pairs)
    for code, label in pairs:
        for between in (" ", " - ", " \N{EN DASH} ", ": ", ". ", " = "):
            known.setdefault(_plain(f"{code}{between}{label}"), code)
    return MappingProxyType(known)


def _table(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return codes by code and by label. A label that could mean two codes stands for neither."""
    rows = list(pairs)
    known = {_plain(code): code for code, _ in rows}
    labels = Counter(_plain(label) for _, label in rows)
    for code, label in rows:
        if labels[_plain(label)] == 1:
            known.setdefault(_plain(label), code)
    return known


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


_SHOWN = 3  # how many ids a remark lists, so that it stays one line


def copies(forms: tuple[Form, ...]) -> Iterable[str]:
    """Yield a remark on forms that look like copies. They still count, because two cases can be alike."""
    alike: dict[object, list[Form]] = {}
    for form in forms:
        answers = tuple(sorted((name, answer.code) for name, answer in form.answers.items()))
        if form.day is not None and answers:
            alike.setdefault((form.rater, form.site, form.period, form.day, answers), []).append(form)
    for first, *others in alike.values():
        if len(others) == 1:
            id_ = others[0].id
            yield f"the form '{id_}' has the same details and answers as '{first.id}'; if it is a copy, take it out"
        elif others:
            same = f"{len(others)} forms have the same details and answers as '{first.id}' ({_ids(others)})"
            yield f"{same}; if they are copies, take them out"


def not_filled_in(forms: tuple[Form, ...]) -> Iterable[str]:
    """Yield a remark on forms that nobody filled in. They still count, with a gap for every item."""
    blank = [form for form in forms if not form.answers]
    if len(blank) == 1:
        yield f"the form '{blank[0].id}' holds no answer that is understood; it counts, as gaps only"
    elif blank:
        yield f"{len(blank)} forms hold no answer that is understood ({_ids(blank)}); they count, as gaps only"


def spelled_alike(forms: tuple[Form, ...]) -> Iterable[str]:
    """Yield a remark on sites and periods that differ only in capitals and blanks. They are counted separately."""
    for noun in ("site", "period"):
        ways: dict[str, dict[str, None]] = {}
        for word in dict.fromkeys(str(getattr(form, noun)) for form in forms):
            ways.setdefault("".join(word.casefold().split()), {})[word] = None
        for words in ways.values():
            if len(words) > 1:
                names = " and ".join(f"'{word}'" for word in words)
                yield f"{names} are counted as {len(words)} {noun}s; if they are one, write it in one way"


def _ids(forms: list[Form]) -> str:
    names = [f"'{form.id}'" for form in forms[:_SHOWN]]
    return ", ".join([*names, "..."] if len(forms) > _SHOWN else names)
