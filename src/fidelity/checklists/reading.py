"""Reads completed forms from every kind of file that can hold them, and offers a way out for any other file."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from fidelity.checklists.exchange import FORMATS
from fidelity.checklists.responses import NOTHING, TWICE, NotUnderstood, Responses, refused
from fidelity.checklists.understanding import not_filled_in, spelled_alike, understand
from fidelity.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.exchange import Reader
    from fidelity.checklists.responses import Form
    from fidelity.checklists.understanding import Watch


def read_responses(checklist: Checklist, *paths: str | os.PathLike[str]) -> Responses:
    """Return the completed forms in some files, as answers to a checklist.

    The result lists every value that we do not understand, with its place. Such a value counts as not answered.

    Parameters
    ----------
    checklist
        The checklist that was filled in.
    paths
        The files. The contents of a file show which kind it is.

    Returns
    -------
    Responses
        The forms in the order of the files, with the values that we did not understand.

    Raises
    ------
    InputError
        If a file cannot be read, is of no known kind, or is about another model, version or checklist. The error
        holds the faults of all files.
    """
    return read_watched(checklist, [os.fspath(path) for path in paths], lambda items, _: items)


def read_watched(checklist: Checklist, paths: Sequence[str], watch: Watch) -> Responses:
    """Return what ``read_responses`` returns. ``watch`` sees each file, or each form if there is only one file."""
    faults: list[Fault] = []
    found: list[Responses] = []
    seen: set[str] = set()
    single = watch if len(paths) == 1 else None
    for path in paths if single else watch(paths, "files read"):
        if os.path.realpath(path) in seen:
            found.append(Responses((), remarks=(f"{path}: this file is named twice, and counts once",)))
            continue
        seen.add(os.path.realpath(path))
        try:
            found.append(read_data(checklist, path, _bytes(path), single))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return _together(found)


def _together(found: list[Responses]) -> Responses:
    """Return the forms of all files. A form id that two files share gets the file's name, and a note says so."""
    from attrs import evolve

    whole = Responses(
        tuple(form for one in found for form in one.forms),
        tuple(amiss for one in found for amiss in one.not_understood),
        tuple(remark for one in found for remark in one.remarks),
    )
    files: dict[str, dict[str, Form]] = {}
    for form in whole.forms:
        files.setdefault(form.id, {})[form.source] = form
    shared = {id_: list(forms.values()) for id_, forms in files.items() if len(forms) > 1}
    notes = []
    for id_, forms in shared.items():
        where = ", ".join(form.source for form in forms)
        why = f"the form id '{id_}' stands in more than one file: {where}; if one is a copy, take it out"
        notes.append(NotUnderstood(TWICE, id_, "", id_, why, where, forms[-1].place))
    # a file is known by its name, and by its folder too only if files in two folders share the name
    sources = dict.fromkeys(form.source for forms in shared.values() for form in forms)
    count = Counter(map(os.path.basename, sources))
    names = {one: name if count[name := os.path.basename(one)] == 1 else one for one in sources}  # noqa: PTH119 - pathlib is slow to load - pathlib is slow to load
    apart = tuple(
        evolve(form, id=f"{form.id} ({names[form.source]})") if form.id in shared else form for form in whole.forms
    )
    return Responses(
        apart, whole.not_understood + tuple(notes), (*whole.remarks, *not_filled_in(apart), *spelled_alike(apart))
    )


def read_data(checklist: Checklist, path: str, data: bytes, watch: Watch | None = None) -> Responses:
    """Return the completed forms in some bytes. Only messages use ``path``."""
    names = []
    for name, reader in _readers():
        names.append(name)
        if reader.recognises(path, data):
            found = understand(checklist, reader.read(path, data, checklist), path, watch)
            if not found.forms:
                way = "fill in at least one form, or look at the filter of the export"
                raise refused(path, "no form in this file", "at least one", way, code=NOTHING)
            return found
    seen = seems(data)
    raise refused(path, seen.found, ", ".join(sorted(names)), seen.way)


def _readers() -> Iterator[tuple[str, Reader]]:
    """Yield each kind of file before the next is loaded. REDCap comes last: only one title tells its files apart."""
    for name in sorted(FORMATS.names, key=lambda name: name == "redcap"):
        readers: Mapping[str, Reader] | None = getattr(FORMATS.module(name), "READERS", None)
        yield from (readers or {}).items()


def _bytes(path: str) -> bytes:
    from fidelity.files.source import opened, unreadable

    try:
        with opened(path) as file:
            return file.read()
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise unreadable(path, f"this file cannot be read: {getattr(error, 'strerror', None) or error}") from error


_EXPORT = "name the export of what was filled in: this is what the system was set up with"
_AGAIN = "fill in a form that 'fidelity checklist' made, and name the file that was filled in"


class Seems(NamedTuple):
    """What the file holds in place of a form, and a way out."""

    found: str
    way: str


def seems(data: bytes) -> Seems:
    """Return what a file seems to be. We look only at its beginning, its keys and the names of its parts."""
    found = next((seen for looks, seen in _KINDS if looks(data)), None)
    return found or Seems("this is no completed form that can be read", _AGAIN)


def _keys_in(data: bytes) -> set[bytes]:
    return {line.partition(b":")[0].strip(b'" ') for line in data[:10_000].splitlines() if line[:1].strip()}


def _parts_in(data: bytes) -> tuple[str, ...]:
    from fidelity.checklists.exchange.packages import names_in  # loaded only for files that are packages

    return names_in(data)


_KINDS: tuple[tuple[Callable[[bytes], bool], Seems], ...] = (
    (lambda data: not data.strip(), Seems("this file is empty", _AGAIN)),
    (
        lambda data: data[:2] in {b"\xff\xfe", b"\xfe\xff"},
        Seems("this text is in UTF-16 ('Unicode text')", "save it again as 'CSV UTF-8'"),
    ),
    (
        lambda data: data[:5] == b"%PDF-",
        Seems("this is a PDF, from which no answers can be read", "type the answers into one of the other forms"),
    ),
    (
        lambda data: data.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower() in {b"<!doctype", b"<html>"},
        Seems("this is a page for the browser and for paper", "type the answers into one of the other forms"),
    ),
    (
        lambda data: {b"plan", b"model"} <= _keys_in(data),
        Seems(
            "this is a plan, and no completed form",
            "name the form that was filled in, and the plan with --plan ('fidelity check' judges plans)",
        ),
    ),
    (
        lambda data: b"Variable / Field Name" in data[:200],
        Seems("this is a data dictionary of REDCap, and holds no answers", _EXPORT),
    ),
    (
        lambda data: "xl/workbook.xml" in _parts_in(data),
        Seems(
            "this workbook is no completed form: neither an export, nor one with the hidden page of ours",
            f"{_AGAIN}; of an XLSForm, name the export",
        ),
    ),
)
