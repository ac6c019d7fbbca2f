"""Where models are found: those that ship with the library, those on shelves of other people, and those in files.

A shelf is a folder of ``FIDELITY_MODEL_PATH`` or of the configuration, or a package with an entry point of the group
``fidelity.models`` that names a package with such files in it. A model stands on a shelf in a file named after its id,
``ID.yaml``; an older version beside it as ``ID@VERSION.yaml``.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from fidelity._version import shipped_folder
from fidelity.errors import Fault, InputError, Place
from fidelity.files import faults as codes
from fidelity.files.faults import UNKNOWN_MODEL, Faults, quoted
from fidelity.files.models import read_model
from fidelity.files.source import read_bytes
from fidelity.model.model import Model, ancestors
from fidelity.model.strength import Strength, level_of
from fidelity.plan.plan import Plan
from fidelity.rendering.english import in_short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from fidelity.checking.result import CheckResult, Extra

# ruff: noqa: PTH112, PTH113, PTH118, PTH120, PTH208
# Neither pathlib (8 ms) nor importlib.resources (18 ms) is imported on the usual way to a model.


_SUFFIXES = (".yaml", ".yml", ".json")
_READ: dict[tuple[str, int, int], Model] = {}
"""The models of other shelves that were read before, by path, time and size of the file."""
_SHIPPED: dict[str, Model] = {}
"""The shipped models that were read before, by file name: immutable, so they may be shared."""


def load_model(reference: str | os.PathLike[str], *, place: Place | None = None) -> Model:
    """Return a model that ships with the library, or one in a file.

    Parameters
    ----------
    reference
        An id (``"fdac"``: the current version), an id with a version (``"fdac@2026.1"``: exactly that
        one), or a path: anything with a separator in it, or ending in ``.yaml``, ``.yml`` or ``.json``.
        An id is looked for among the models that ship, in the folders of ``FIDELITY_MODEL_PATH``, and in
        packages with an entry point of the group ``fidelity.models``.
    place
        Where the reference stands, for the error; the reference itself unless given.

    Returns
    -------
    Model
        The model, with what it inherits where it is a variant. Those that ship are read once a process.

    Raises
    ------
    InputError
        FID113 if there is no such model or no such version, FID108 if the id is offered twice; else every
        fault of the file.
    """
    text = os.fspath(reference)
    if not isinstance(reference, str) or is_path(text):
        return _in_file(text, ())
    return _by_id(text, place or Place(text), ())


def _in_file(path: str, variants: tuple[str, ...]) -> Model:
    """Return the model in a file; ``variants`` are the files that are waiting for their parent."""
    path, data = read_bytes(path)
    here = os.path.realpath(path)

    def find(parent: str, at: Place) -> Model:
        return _parent(parent, at, (*variants, here), os.path.dirname(path))

    return read_model(data, path, find)


def _by_id(text: str, at: Place, variants: tuple[str, ...]) -> Model:
    """Return a model that ships with the library, or that stands on a shelf of somebody else's."""
    name, _, version = text.partition("@")
    others = files_for(name, version, at)
    known = _SHIPPED.get(f"{name}.yaml")
    if known is not None and not others and version in {"", known.version}:
        return known  # many plans of one model: the disk is asked once
    shipped = _has(f"{name}.yaml")
    if not shipped and not others:
        others = packaged(name, version)
    if len(others) + shipped > 1:
        raise _clash(name, [*(["the library itself"] if shipped else []), *(one.shelf for one in others)], at)
    if others:
        model = _on_shelf(others[0].path, name, at, variants)
    elif shipped:
        older = f"{name}@{version}.yaml"
        model = _shipped(older if version and _has(older) else f"{name}.yaml", at, variants)
    else:
        raise _unknown_id(name, at)
    if "@" in text and model.version != version:
        raise _unknown_version(name, version, at) if shipped else _other_version(model, version, at)
    return model


def _on_shelf(path: str, name: str, at: Place, variants: tuple[str, ...]) -> Model:
    """Return the model in a file of a shelf; it is read again only when the file has changed."""
    known = os.stat(path)  # noqa: PTH116 - pathlib is slow to load
    key = path, known.st_mtime_ns, known.st_size
    model = _READ.get(key)
    if model is None:
        if os.path.realpath(path) in variants:
            raise _circle(at)
        model = _READ[key] = _in_file(path, variants)
    if model.id != name:
        found = f"{path} holds the model {quoted(model.id)}"
        ways = (f"name the file {model.id}.yaml, after the model in it",)
        raise InputError(
            [Fault(codes.UNKNOWN_MODEL, at, found, f"the model {quoted(name)}, by the name of the file", ways)]
        )
    return model


def _clash(name: str, shelves: list[str], at: Place) -> InputError:
    found = f"the model {quoted(name)} is offered by {' and by '.join(shelves[:2])}"
    ways = ("give one of them another id", "name the one that is meant by its path")
    return InputError([Fault(codes.DUPLICATE, at, found, "one model of that id", ways)])


def _other_version(model: Model, version: str, at: Place) -> InputError:
    found = f"there is no version {quoted(version)} of the model {quoted(model.id)}"
    ways = (f"put it beside the other as {model.id}@{version}.yaml",)
    return InputError([Fault(codes.UNKNOWN_MODEL, at, found, f"the version that is there: {model.version}", ways)])


def _parent(reference: str, at: Place, variants: tuple[str, ...], folder: str) -> Model:
    """Return the parent of a variant; the path of one is taken from the variant's own folder."""
    if not is_path(reference):
        if "@" not in reference:
            found = f"the parent {quoted(reference)} without a version"
            way = f"write {quoted(f'{reference}@...')} with the version that the variant was made from"
            raise InputError([Fault(codes.UNKNOWN_MODEL, at, found, "the parent with its version", (way,))])
        return _by_id(reference, at, variants)
    path = os.path.normpath(os.path.join(folder, reference))
    if os.path.realpath(path) in variants:
        raise _circle(at)
    if not os.path.isfile(path):
        found = f"there is no file {quoted(reference)}"
        way = "the path of a parent is taken from the folder of its variant"
        raise InputError([Fault(codes.UNKNOWN_MODEL, at, found, "the parent, as a path or an id with version", (way,))])
    return _in_file(path, variants)


def _circle(at: Place) -> InputError:
    found = "this parent extends, at last, its own variant"
    way = "let one of the models stand on its own"
    return InputError([Fault(codes.UNKNOWN_MODEL, at, found, "a parent that does not come round again", (way,))])


def is_offered(name: str) -> bool:
    """Return whether a model of that id ships with the library, or stands on a shelf of somebody else's."""
    return _has(f"{name}.yaml") or bool(files_for(name, "", Place(name)) or packaged(name, ""))


def model_references() -> tuple[str, ...]:
    """Return the ids of the models that ship with the library, in alphabetical order.

    Returns
    -------
    tuple of str
        Ids such as ``fdac``.
    """
    return tuple(name for name in _names() if "@" not in name)


def offered_references() -> tuple[str, ...]:
    """Return the ids of the models in the folders of the path and in other packages, in alphabetical order.

    Raises
    ------
    InputError
        FID108 if one id is offered twice; it names both.
    """
    at = Place("models")
    found: dict[str, str] = dict.fromkeys(model_references(), "the library itself")
    shipped = frozenset(found)
    for name, shelf in names_on_shelves(at):
        if name in found:
            raise _clash(name, [found[name], shelf], Place(name))
        found[name] = shelf
    return tuple(sorted(found.keys() - shipped))


def models_folder() -> Traversable:
    """Return the folder of the shipped models: inside the package, or beside ``src`` in a checkout.

    Raises
    ------
    InputError
        FID101 if there is neither.
    """
    folder = shipped_folder()
    if folder is None:
        return _resources()
    from pathlib import Path

    return Path(folder)


def is_path(text: str) -> bool:
    """Return whether a reference is the path of a file, and not the id of a model."""
    return text in {os.curdir, os.pardir} or "/" in text or os.sep in text or text.lower().endswith(_SUFFIXES)


def _resources() -> Traversable:
    from importlib.resources import files

    folder = files("fidelity").joinpath("models")
    if not folder.is_dir():
        way = "install the library again: its models are missing"
        raise InputError(
            [
                Fault(
                    codes.UNREADABLE,
                    Place("models"),
                    "the folder of the shipped models is not there",
                    "it inside the package",
                    (way,),
                )
            ]
        )
    return folder


def _names() -> list[str]:
    """Return the file names of the shipped models, without their ending."""
    folder = shipped_folder()
    names = os.listdir(folder) if folder else [entry.name for entry in _resources().iterdir()]
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


def _has(name: str) -> bool:
    folder = shipped_folder()
    return os.path.isfile(os.path.join(folder, name)) if folder else _resources().joinpath(name).is_file()


def _shipped(name: str, at: Place | None = None, variants: tuple[str, ...] = ()) -> Model:
    if name in variants:
        raise _circle(at or Place(name))
    model = _SHIPPED.get(name)
    if model is None:
        folder = shipped_folder()
        if folder:
            _, data = read_bytes(os.path.join(folder, name))
        else:
            data = _resources().joinpath(name).read_bytes()

        def find(parent: str, at: Place) -> Model:
            return _parent(parent, at, (*variants, name), folder or "")

        # The place says where the file is in the library, not on this machine.
        model = _SHIPPED[name] = read_model(data, f"models/{name}", find)
    return model


def _unknown_id(name: str, at: Place) -> InputError:
    faults = Faults(at.path)
    known = model_references()
    near = faults.suggestion(name, known)
    found = f"no model {quoted(name)} ships with the library{near}"
    ways = (
        "for a model in a file of your own, give its path, such as './model.yaml'",
        "for a folder of them, name it in FIDELITY_MODEL_PATH",
    )
    faults.add(codes.UNKNOWN_MODEL, at, found, f"one of: {in_short(known)}" if known else "a model", *ways)
    return faults.error()


def _unknown_version(name: str, version: str, at: Place) -> InputError:
    files = [known for known in _names() if known.partition("@")[0] == name]
    versions = [_shipped(f"{known}.yaml").version for known in files]
    faults = Faults(at.path)
    found = f"there is no version {quoted(version)} of the model {quoted(name)}"
    way = f"write {name}@ and one of these versions"
    faults.add(codes.UNKNOWN_MODEL, at, found, f"one of the versions that ship: {in_short(versions)}", way)
    return faults.error()


VARIABLE, GROUP = "FIDELITY_MODEL_PATH", "fidelity.models"
_FOLDERS: list[str] = []


class Found(NamedTuple):
    """A model that stands on a shelf: its file and what to call the shelf."""

    path: str
    shelf: str


def use_folders(folders: tuple[str, ...]) -> None:
    """Look for models in these folders too, until the next call. The command line passes those of its configuration."""
    _FOLDERS[:] = folders


def files_for(name: str, version: str, at: Place) -> list[Found]:
    """Return the files in which a model may stand: one a folder that has it.

    Raises
    ------
    InputError
        FID101 for a folder of the path that is not there: a misspelt one would hide its models.
    """
    return [Found(path, folder) for folder in _folders(at) if (path := _in_folder(folder, name, version))]


def names_on_shelves(at: Place) -> Iterator[tuple[str, str]]:
    """Yield the id and the shelf of every model in folders and other packages; no file is read."""
    for folder in _folders(at):
        yield from ((name, folder) for name in _ids(os.listdir(folder)))
    for package, folder in _packages():
        yield from ((name, package) for name in _ids(os.listdir(folder)))


def packaged(name: str, version: str) -> list[Found]:
    """Return the files in which other packages offer a model. Costs some 20 ms: all installed packages are asked."""
    return [Found(path, package) for package, folder in _packages() if (path := _in_folder(folder, name, version))]


def _folders(at: Place) -> list[str]:
    text = os.environ.get(VARIABLE, "")
    if not text and not _FOLDERS:
        return []
    folders = list(dict.fromkeys([*filter(None, text.split(os.pathsep)), *_FOLDERS]))
    missing = [folder for folder in folders if not os.path.isdir(folder)]
    if missing:
        found = f"the folder of models '{missing[0]}' is not there"
        ways = (f"correct {VARIABLE}, or 'model-path' in the configuration",)
        raise InputError([Fault(codes.UNREADABLE, at, found, "a folder with models in it", ways)])
    return folders


def _in_folder(folder: str, name: str, version: str) -> str | None:
    for stem in (f"{name}@{version}", name) if version else (name,):
        for ending in _SUFFIXES:
            path = os.path.join(folder, f"{stem}{ending}")
            if os.path.isfile(path):
                return path
    return None


def _ids(names: list[str]) -> list[str]:
    stems = (name.rpartition(".")[0] for name in sorted(names) if name.endswith(_SUFFIXES))
    return [stem for stem in stems if stem and "@" not in stem]


@cache
def _packages() -> tuple[tuple[str, str], ...]:
    """Return the packages that offer models, each with the folder that they stand in."""
    from importlib.metadata import entry_points

    return tuple((f"the package '{point.value}'", _folder_of(point.value)) for point in entry_points(group=GROUP))


def _folder_of(package: str) -> str:
    from importlib.resources import files

    try:
        return str(files(package))
    except (ImportError, TypeError, ValueError) as error:
        found = f"the package '{package}' offers models and cannot be looked into: {error}"
        ways = ("install it again, or without it",)
        raise InputError([Fault(codes.UNREADABLE, Place(GROUP), found, "a package with models in it", ways)]) from error


def load_either(source: str | os.PathLike[str]) -> Model | Plan:
    """Return the model of an id, or the model or plan in a file.

    Raises
    ------
    InputError
        If there is no such model or file, or with every fault of the file. A file that is neither is read as a model.
    """
    if isinstance(source, str) and not is_path(source):
        return load_model(source)
    from fidelity.files.kinds import MODEL, PLAN
    from fidelity.files.nodes import Mapping
    from fidelity.files.plans import load_plan  # a model alone needs none of this
    from fidelity.files.tree import Quiet, parse

    path, data = read_bytes(source)
    faults = Faults(path)
    with Quiet():
        tree = parse(data, faults)
    keys = tree.values.keys() if isinstance(tree, Mapping) else frozenset[str]()
    if len(keys & PLAN.keys) > len(keys & MODEL.keys):
        return load_plan(path)
    return load_model(path if is_path(path) else os.path.join(os.curdir, path))


def judged(
    plan: Plan | str | os.PathLike[str],
    model: Model | str | None,
    *,
    on: date | None,
    bind: str | Strength = Strength.RESTATED,
    extra: Extra | None = None,
) -> CheckResult:
    """Return the result for a plan or the file of one, by a model or by the one that it pins.

    Raises
    ------
    InputError
        With every fault of the file: those of the file itself, and what it names that the model does not have.
    """
    from fidelity.checking.result import NOTHING_EXTRA, judge_plan

    level, more = level_of(bind), NOTHING_EXTRA if extra is None else extra
    day_of(on)
    from fidelity.files.plans import read_plan, require_once

    if isinstance(plan, Plan):
        require_once(plan)
        return judge_plan(*seen_by(plan, model), level, on, more)

    path, data = read_bytes(plan)
    try:
        read = read_plan(data, path)
    except InputError as error:
        raise with_faults_of_draft(error, model) from None
    try:
        return judge_plan(*seen_by(read, model), level, on, more)
    except InputError:  # read once more, so that the message can say where each word stands
        return judge_plan(*seen_by(read_plan(data, path, careful=True), model), level, on, more)


def with_faults_of_draft(error: InputError, model: Model | str | None) -> InputError:
    """Return the error of a plan that could not be read, with what its draft names that the model does not have.

    So all that is wrong with a file is told in one run. A place that has a fault already gets no second one.
    """
    if not isinstance(error.draft, Plan) or "model" not in error.draft.places:  # that it names none is told already
        return error
    from fidelity.checking.binding import faults

    try:
        found = faults(*seen_by(error.draft, model))
    except InputError as other:
        found = other.faults
    told = {fault.place for fault in error.faults}
    more = [fault for fault in found if fault.place not in told]
    pages = list(dict.fromkeys(fault.place.sheet for fault in (*error.faults, *more)))
    if any(pages):
        from fidelity.files.workbook.form import PAGES

        pages = ["", *(page.title for page in PAGES)]
    rank = {title: number for number, title in enumerate(pages)}
    ordered = sorted((*error.faults, *more), key=lambda one: (rank.get(one.place.sheet, -1), *one.place[1:3]))
    return InputError(ordered) if more else error


def seen_by(plan: Plan, model: Model | str | None) -> tuple[Plan, Model]:
    """Return a plan and the model to judge it by; for an ancestor of its model, the plan in the ancestor's words.

    Raises
    ------
    InputError
        If the model is not one that the plan can be judged by.
    """
    pinned = plan.model.partition("@")[0]
    place = plan.places.get("model", plan.place)
    if model is None:
        return plan, load_model(plan.model, place=plan.places.get("model"))
    chosen = model if isinstance(model, Model) else load_model(model)
    if chosen.id == pinned:
        return plan, chosen
    variant = load_model(plan.model, place=place) if is_offered(pinned) else chosen
    if all(one.id != chosen.id for one in ancestors(variant)):
        found = (
            f"the plan is written for {plan.model}, and {chosen.reference} is neither its ancestor "
            "nor another version of it"
        )
        ways = ("check the plan against the model that it pins", "change the line 'model:' of the plan")
        raise InputError([Fault(UNKNOWN_MODEL, place, found, "", ways)])
    from fidelity.checking.binding import faults
    from fidelity.plan.ancestry import before_ancestor  # few plans are judged by an ancestor

    wrong = faults(plan, variant)
    if wrong:
        raise InputError(wrong)
    return before_ancestor(plan, variant, chosen)


def day_of(on: object) -> None:
    """Raise ``TypeError`` where the day to judge by is not a date."""
    if on is not None and not isinstance(on, date):
        raise TypeError(f"on is a date, such as date(2026, 11, 22) or date.today(); not {on!r}")
