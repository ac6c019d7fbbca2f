"""Which plans a call names: files, folders, patterns such as ``plans/**/*.yaml``, and ``-`` for standard input."""

from __future__ import annotations

# ruff: noqa: PTH100, PTH110, PTH112, PTH113, PTH114, PTH118, PTH119, PTH120, PTH207 - pathlib costs 8 ms at the start
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from fidelity.commands.output import say
from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import UNREADABLE
from fidelity.model.strength import Strength
from fidelity.rendering.english import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from typing import TextIO

    from fidelity.checking.local import LocalRule
    from fidelity.checking.result import CheckResult, Unreadable
    from fidelity.model.model import Model
    from fidelity.plan.plan import Plan

PLAN_ENDINGS = (".fidelity.yaml", ".fidelity.yml", ".fidelity.json", ".fidelity.xlsx")
STDIN = "<stdin>"
_PATTERN = frozenset("*?[")


def plans_named(words: Iterable[str], err: TextIO, *, allow_empty: bool = False) -> Iterator[str | InputError]:
    """Yield the path of every plan once, in the order of the words; for a word that names nothing, yield an error.

    Parameters
    ----------
    words
        Files, folders (with all plans in them and below, hidden ones left out), patterns, or ``-``.
    err
        Where to say what was skipped in a folder: pipes and devices that are called as plans are.
    allow_empty
        Whether a folder or pattern may have no plans. A path that does not exist is always an error later on.

    Yields
    ------
    str or InputError
        The path of a plan, or what is wrong with a word.
    """
    seen: set[str] = set()
    for word in words:
        unread: list[Fault] = []
        paths = _paths(word, err, unread)
        if unread:
            yield InputError(unread)
        elif not paths and not allow_empty:
            yield InputError([_nothing(word)])
        for path in paths:
            name = path if path == "-" else os.path.normcase(os.path.abspath(path))
            if name not in seen:
                seen.add(name)
                yield path


def _paths(word: str, err: TextIO, unread: list[Fault]) -> list[str]:
    """Return the plans that a word names; for a pattern, also the plans in the folders that it matches.

    Folders that cannot be read are added to ``unread``. What a link leads round to once more is found once, and a link
    that leads nowhere is a plan that cannot be read.
    """
    if word != "-" and os.path.isdir(word):
        return _plans_in(word, err, unread)
    if word == "-" or not _PATTERN.intersection(word) or os.path.exists(word):
        return [word]
    from glob import glob

    found: dict[str, str] = {}
    folder = os.path.dirname(word)
    while _PATTERN.intersection(folder):
        folders = glob(os.path.join(folder, ""), recursive=True)
        unread += [_unread(path, "Permission denied") for path in folders if not os.access(path, os.R_OK | os.X_OK)]
        folder = os.path.dirname(folder)
    for path in sorted(glob(word, recursive=True)):
        if os.path.isdir(path):
            some = [] if word.endswith("**") else _plans_in(path, err, unread)
        else:
            lost = os.path.islink(path) and path.lower().endswith(PLAN_ENDINGS)
            some = [path] if os.path.isfile(path) or (lost and not os.path.exists(path)) else []
            _say_skipped(path, err)
        for one in some:
            found.setdefault(os.path.join(os.path.realpath(os.path.dirname(one)), os.path.basename(one)), one)
    return list(found.values())


def _unread(folder: str, reason: str | None) -> Fault:
    return Fault(UNREADABLE, Place(folder), f"this folder cannot be read: {reason}", "a folder that can be read")


def _say_skipped(path: str, err: TextIO) -> bool:
    """Say that a pipe or a device is skipped, and return whether the path is one: to read it could wait for ever."""
    from fidelity.files.source import special

    kind = special(path)
    if kind:
        say(f"{printable(path)}: skipped, because this is {kind}\n", err)
    return bool(kind)


def _plans_in(folder: str, err: TextIO, unread: list[Fault]) -> list[str]:
    def note(error: OSError) -> None:
        unread.append(_unread(str(error.filename), error.strerror))

    found: list[str] = []
    for here, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        plans = (name for name in sorted(files) if name.lower().endswith(PLAN_ENDINGS))
        # A spreadsheet keeps files with these beginnings while a workbook is open.
        named = [os.path.join(here, name) for name in plans if not name.startswith(("~$", ".~lock"))]
        found += [path for path in named if not _say_skipped(path, err)]
    return found


def _nothing(word: str) -> Fault:
    place = Place(word)
    permit = "or permit that there are none, with --allow-empty"
    if os.path.isdir(word):
        ways = (f"either name the plans in it so that they end in {PLAN_ENDINGS[0]}", "or name each file in the call")
        return Fault(UNREADABLE, place, "no plans in this folder", "files such as site.fidelity.yaml", (*ways, permit))
    ways = ("either correct the pattern, which is relative to the folder of the call", permit)
    return Fault(UNREADABLE, place, "no file matches this pattern", "at least one plan", ways)


def plan_from_stdin() -> Plan:
    """Return the plan on standard input. Raises ``InputError`` if there is none, or if it cannot be read."""
    from fidelity.files.plans import read_plan
    from fidelity.files.source import MAX_BYTES

    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or sys.stdin.closed:
        raise InputError([Fault(UNREADABLE, Place(STDIN), "there is no standard input", "a plan on it")])
    return read_plan(stream.read(MAX_BYTES + 1), STDIN, careful=True)  # nobody can read it a second time


def refuse_nothing(words: Sequence[str], call: str) -> None:
    """Raise ``InputError`` if neither the call nor the settings name any plan."""
    if not words:
        ways = ("name a file, a folder or a pattern in the call", "or set 'plans' in fidelity.toml")
        raise InputError([Fault(UNREADABLE, Place(call), "no plans were named", "at least one", ways)])


class Terms(NamedTuple):
    """The terms by which plans are judged: day, bind line, local rules, and whether personal data are looked for."""

    on: date
    bind: Strength = Strength.RESTATED
    rules: tuple[LocalRule, ...] = ()
    scan: bool = True


def result_of(one: str | InputError, terms: Terms, model: Model | None = None) -> CheckResult | Unreadable:
    """Return the result of one plan; for an error, or a plan that cannot be read, an ``Unreadable``."""
    from fidelity.api import check_many
    from fidelity.checking.result import Unreadable
    from fidelity.files.library import with_faults_of_draft

    if isinstance(one, InputError):
        return Unreadable(one.faults[0].place.path, one.faults)
    try:
        plan: Plan | str = plan_from_stdin() if one == "-" else one
    except InputError as error:
        return Unreadable(STDIN, with_faults_of_draft(error, model).faults)
    asked = check_many([plan], model, on=terms.on, bind=terms.bind, rules=terms.rules, privacy_scan=terms.scan)
    return next(asked)
