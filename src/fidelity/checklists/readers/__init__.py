"""Reads completed forms back: one kind of file a module, found by walking this folder.

A reader is a file ``NAME_reader.py`` with ``recognises(path, data)``, which says whether bytes have its shape,
and ``read(path, data)``, which yields ``RawForm`` values: cells with their places, not yet understood. What an
answer means is decided in one place for all of them (``understanding``). A reader whose kind of file needs the
checklist to be read may have ``read(path, data, checklist)`` under the name ``read_with`` instead.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from fidelity.checklists.remarks import not_filled_in, spelled_alike
from fidelity.checklists.responses import NotUnderstood, Responses
from fidelity.checklists.understanding import understand
from fidelity.errors import Fault, InputError, Place
from fidelity.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

    from fidelity.checklists.checklist import Checklist
    from fidelity.checklists.raw import RawForm
    from fidelity.checklists.responses import Form
    from fidelity.checklists.understanding import Watch

__all__ = ["READERS", "read_data", "read_responses", "read_watched"]

READERS = Registry("fidelity.checklists.readers", ending="_reader", kind="a kind of file")
"""The kinds of file that can be read."""


def read_responses(checklist: Checklist, *paths: str | os.PathLike[str]) -> Responses:
    """Return the completed forms in some files, as answers to a checklist.

    Whatever is not understood is listed in the result with its place, and counts as not answered.

    Raises
    ------
    InputError
        If a file cannot be read or is of no known shape, or is about another model, version or checklist. The
        faults of all files are collected first.
    """
    return read_watched(checklist, [os.fspath(path) for path in paths], lambda items, _: items)


def read_watched(checklist: Checklist, paths: Sequence[str], watch: Watch) -> Responses:
    """Return what ``read_responses`` does, while somebody watches: over files, or over the forms of a single one."""
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
    """Return the forms of all files; a form id that two files share is noted, and told apart by the file."""
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
        names = ", ".join(form.source for form in forms)
        why = f"the form id '{id_}' stands in more than one file: {names}; if one is a copy, take it out"
        notes.append(NotUnderstood("FID706", id_, "", id_, why, names, forms[-1].place))
    short = _shortest([form.source for forms in shared.values() for form in forms])
    apart = tuple(_by_file(form, short) if form.id in shared else form for form in whole.forms)
    return Responses(
        apart, whole.not_understood + tuple(notes), (*whole.remarks, *not_filled_in(apart), *spelled_alike(apart))
    )


def _shortest(sources: list[str]) -> dict[str, str]:
    """Return a name for every file: without its folder, unless files in two folders have that name."""
    names = {source: os.path.basename(source) for source in dict.fromkeys(sources)}  # noqa: PTH119 - as above
    many = Counter(names.values())
    return {source: name if many[name] == 1 else source for source, name in names.items()}


def _by_file(form: Form, names: Mapping[str, str]) -> Form:
    from attrs import evolve

    return evolve(form, id=f"{form.id} ({names[form.source]})")


def read_data(checklist: Checklist, path: str, data: bytes, watch: Watch | None = None) -> Responses:
    """Return the completed forms in some bytes. ``path`` is only for messages."""
    for name in READERS.names:
        module = READERS.module(name)
        if module.recognises(path, data):
            found = understand(checklist, _raws(module, checklist, path, data), path, watch)
            if not found.forms:
                ways = ("fill in at least one form, or look at the filter of the export",)
                raise InputError([Fault("FID708", Place(path), "no form in this file", "at least one", ways)])
            return found
    from fidelity.checklists.readers.parts.other import seems

    seen = seems(data)
    raise InputError([Fault("FID701", Place(path), seen.found, ", ".join(READERS.names), (seen.way,))])


def _raws(module: ModuleType, checklist: Checklist, path: str, data: bytes) -> Iterable[RawForm]:
    if hasattr(module, "read_with"):
        found: Iterable[RawForm] = module.read_with(path, data, checklist)
        return found
    plain: Iterable[RawForm] = module.read(path, data)
    return plain


def _bytes(path: str) -> bytes:
    from fidelity.files.source import unreadable

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as in the rest of the house
            return file.read()
    except (OSError, ValueError) as error:
        raise unreadable(path, f"this file cannot be read: {getattr(error, 'strerror', None) or error}") from error
