"""The settings of a call: command line over environment over file over default, and where each value is from.

The file is ``fidelity.toml``, or ``[tool.fidelity]`` in a ``pyproject.toml``: the nearest one in the folder of the call
or above. Paths in it are relative to it. A key that is not known is an error: a misspelt threshold would guard nothing.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from fidelity.errors import Fault, InputError, Place
from fidelity.files.faults import NOT_YAML, UNKNOWN_KEY, UNREADABLE, WRONG_KIND, WRONG_VALUE
from fidelity.model.strength import LEVELS
from fidelity.rendering.english import did_you_mean, nearest
from fidelity.reports.check import FORMATS

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping

    from fidelity.checking.local import LocalRule

# ruff: noqa: PTH100, PTH109, PTH113, PTH118, PTH119, PTH120 - pathlib costs 8 ms at the start


CALL = "command line"
NO = "no"
"""What an option says that switches off a default; ``False`` is an option that was not given."""
OWN, SHARED = "fidelity.toml", "pyproject.toml"
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


class SettingSpec(NamedTuple):
    """One setting: its name in the file, its kind, its default, and the words that its value can be."""

    name: str
    kind: str
    default: object
    words: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name as an attribute of parsed options."""
        return self.name.replace("-", "_")

    @property
    def variable(self) -> str:
        """The variable of the environment that sets it."""
        return f"FIDELITY_{self.key.upper()}"

    @property
    def expected(self) -> str:
        """What a value has to be, in words."""
        kinds = {"text": "a text", "path": "a path", "paths": "a list of paths", "yes-no": "true or false"}
        return f"one of: {', '.join(self.words)}" if self.words else kinds[self.kind]


SETTINGS: tuple[SettingSpec, ...] = (
    SettingSpec("plans", "paths", ()),
    SettingSpec("model", "text", None),
    SettingSpec("model-path", "paths", ()),
    SettingSpec("format", "text", "text", FORMATS.names),
    SettingSpec("fail-on", "text", "red", ("red", "amber", "never")),
    SettingSpec("bind", "text", "restated", tuple(LEVELS)),
    SettingSpec("baseline", "path", None),
    SettingSpec("local-rules", "paths", ()),
    SettingSpec("packaged-rules", "yes-no", default=False),
    SettingSpec("privacy-scan", "yes-no", default=True),
    SettingSpec("allow-empty", "yes-no", default=False),
    SettingSpec("exit-zero", "yes-no", default=False),
    SettingSpec("color", "text", "auto", ("auto", "always", "never")),
)
_KNOWN = {setting.name: setting for setting in SETTINGS}


class Settings:
    """Every setting with its value and with where that is from: a file, the environment, the call or the default."""

    def __init__(self, values: Mapping[str, tuple[object, str]]) -> None:
        self._values = values

    def text(self, name: str) -> str | None:
        """Return the value of a text or a path; ``None`` if there is none."""
        value = self._values[name][0]
        return None if value is None else str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of a list."""
        value = self._values[name][0]
        return tuple(map(str, value)) if isinstance(value, tuple | list) else ()

    def word(self, name: str) -> str:
        """Return the value of a text that always has one."""
        return str(self._values[name][0])

    def yes(self, name: str) -> bool:
        """Return the value of a switch."""
        return bool(self._values[name][0])

    def source(self, name: str) -> str:
        """Return where a value is from."""
        return self._values[name][1]

    def __str__(self) -> str:
        rows = ((name, _shown(value), source) for name, (value, source) in self._values.items())
        return "".join(f"{name} = {value}  # {source}\n" for name, value, source in rows)


def settings_of(options: Namespace) -> Settings:
    """Return the settings of a call, by its options, the environment and the folder in which it is made."""
    return read_settings(vars(options), os.environ, os.getcwd(), "" if options.isolated else options.config)


def read_settings(
    options: Mapping[str, object], environ: Mapping[str, str], folder: str, file: str | None = None
) -> Settings:
    """Return the settings of a call.

    Parameters
    ----------
    options
        What the command line said, by setting with underscores. An option that is ``None`` or missing was not given.
    environ
        The environment: ``FIDELITY_FAIL_ON`` and so on. A list is separated as ``PATH`` is.
    folder
        Where to begin to look for a file, upwards.
    file
        The file to read instead; empty for no file.

    Returns
    -------
    Settings
        Every setting with its value.

    Raises
    ------
    InputError
        FID101 to FID109 for a file that cannot be read, is not TOML, or has keys or values that are not known.
    """
    filed: dict[str, tuple[object, str]] = {}
    if file is None:
        filed = _nearest(folder)
    elif file:
        filed = _read(file, "tool.fidelity" if os.path.basename(file) == SHARED else "")
    values: dict[str, tuple[object, str]] = {}
    for setting in SETTINGS:
        given = options.get(setting.key)
        if given is not None and given != [] and given is not False:
            values[setting.name] = False if given is NO else given, CALL
        elif setting.variable in environ:
            values[setting.name] = _from_environ(setting, environ[setting.variable]), setting.variable
        else:
            values[setting.name] = filed.get(setting.name, (setting.default, "default"))
    return Settings(values)


def _shown(value: object) -> str:
    from json import dumps

    return dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _from_environ(setting: SettingSpec, text: str) -> object:
    place = Place(setting.variable)
    if setting.kind == "paths":
        return tuple(filter(None, text.split(os.pathsep)))
    if setting.kind == "yes-no":
        if text.lower() not in _YES | _NO:
            raise InputError([Fault(WRONG_VALUE, place, f"'{text}'", "true or false")])
        return text.lower() in _YES
    if setting.words and text not in setting.words:
        raise InputError([Fault(WRONG_VALUE, place, f"'{text}'", setting.expected)])
    return text


def _nearest(folder: str) -> dict[str, tuple[object, str]]:
    """Return what the nearest file says, in the folder or above; nothing if there is no file."""
    here, below = os.path.abspath(folder), ""
    while here != below:
        own, shared = os.path.join(here, OWN), os.path.join(here, SHARED)
        if os.path.isfile(own):
            return _read(own, "")
        if os.path.isfile(shared) and b"tool.fidelity" in _bytes(shared):
            return _read(shared, "tool.fidelity")
        here, below = os.path.dirname(here), here
    return {}


def _bytes(path: str) -> bytes:
    from fidelity.files.source import opened

    try:
        with opened(path) as file:
            return file.read()
    except OSError as error:
        fault = Fault(UNREADABLE, Place(path), f"this file cannot be read: {error.strerror}", "a file that can be read")
        raise InputError([fault]) from error


def _read(path: str, table: str) -> dict[str, tuple[object, str]]:
    from tomllib import TOMLDecodeError, loads

    data = _bytes(path)
    try:
        text = data.decode("utf-8")
        found: object = loads(text)
    except UnicodeDecodeError:
        raise InputError([Fault(NOT_YAML, Place(path), "this is not text in UTF-8", "a TOML file")]) from None
    except TOMLDecodeError as error:
        raise InputError([Fault(NOT_YAML, Place(path), f"this is not TOML: {error}", "a TOML file")]) from None
    for name in filter(None, table.split(".")):
        found = found.get(name, {}) if isinstance(found, dict) else {}
    if not isinstance(found, dict):
        raise InputError([Fault(WRONG_KIND, Place(path), f"'{table}' is not a table", "a table of settings")])
    faults: list[Fault] = []
    folder = os.path.dirname(path)
    values: dict[str, tuple[object, str]] = {}
    for name, value in found.items():
        values[name] = _value(name, value, partial(_place_of, name, path, text), folder, faults), path
    if faults:
        raise InputError(faults)
    return values


def _place_of(name: str, path: str, text: str) -> Place:
    """Return where a key stands: TOML is read without places, so we look for it once something is wrong."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.replace('"', "").replace("'", "").lstrip().partition("=")[0].strip() == name:
            return Place(path, number, len(line) - len(line.lstrip()) + 1)
    return Place(path)


def _value(name: str, value: object, place: Callable[[], Place], folder: str, faults: list[Fault]) -> object:
    """Return a value of the file, its paths relative to where the call is; what is wrong goes to ``faults``."""
    setting = _KNOWN.get(name)
    if setting is None:
        near = did_you_mean(nearest(name, _KNOWN))
        found = f"there is no setting '{name}'{near}"
        faults.append(Fault(UNKNOWN_KEY, place(), found, f"one of: {', '.join(_KNOWN)}"))
        return None
    if setting.kind == "paths" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(_beside(folder, one) for one in value)
    if setting.kind == "path" and isinstance(value, str):
        return _beside(folder, value)
    if setting.kind == "yes-no" and isinstance(value, bool):
        return value
    if setting.kind == "text" and isinstance(value, str) and (not setting.words or value in setting.words):
        return _beside(folder, value) if name == "model" and value.startswith(".") else value
    faults.append(Fault(WRONG_VALUE, place(), f"'{name}' is {_shown(value)}", setting.expected))
    return None


def _beside(folder: str, path: str) -> str:
    """Return a path of the file as the call would write it: relative to where the call is, if it can be."""
    joined = os.path.join(folder, path)
    try:
        return os.path.relpath(joined)
    except ValueError:  # it is on another drive
        return joined


def local_rules(settings: Settings, *, isolated: bool = False) -> tuple[LocalRule, ...]:
    """Return the local rules that the settings name; if ``isolated``, only those that the command line itself names.

    Raises
    ------
    InputError
        If a file is missing or cannot be run, or a rule is not in order.
    """

    def may(name: str) -> bool:
        return not isolated or settings.source(name) == CALL

    files = settings.texts("local-rules") if may("local-rules") else ()
    packages = settings.yes("packaged-rules") and may("packaged-rules")
    if not files and not packages:
        return ()
    from fidelity.rules import load_rules

    return load_rules(files, packages=packages)
