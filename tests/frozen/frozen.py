"""Compares what the command line and the library answer, and the public face, with a record made before a redesign.

python tests/frozen/frozen.py                     compares everything, and says which calls differ
python tests/frozen/frozen.py --quick             compares a subset that has something of everything
python tests/frozen/frozen.py --against CHECKOUT  also shows how the first answers differ from those of that checkout
python tests/frozen/frozen.py --write             accepts: writes the record anew

Every call is made inside this process, on 22 November 2026 by its clock, in a folder of its own with copies of the
examples. Exit status: 0 nothing differs, 1 something does.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
sys.path[:0] = [] if __name__ != "__main__" else [str(ROOT)]

from tests.frozen.calls import Call, all_calls, lay_out  # noqa: E402 - after the path to it
from tests.frozen.face import public_face  # noqa: E402 - the same
from tests.frozen.judgements import judgements  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["main"]

OUTPUTS, JUDGEMENTS, FACE = (HERE / f"{name}.json" for name in ("outputs", "judgements", "face"))
NOON = 1_795_348_800.0
"""Noon of 22 November 2026, for whatever asks for the day."""
MADE_WITH = ("python", "python-docx", "typst", "XlsxWriter", "shtab")
SHOWN, LINES = 8, 40
"""How many differences are shown in full, and how many lines of each."""
Texts = dict[str, list[str]]
"""By the name of a call: exit status, standard output, standard error, and every file that it wrote. By the name of a
plan: verdict, judgement, causes, repairs."""

# Calling ---------------------------------------------------------------------------------------


def _version(name: str) -> str | None:
    if name == "python":
        return f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _text(content: bytes) -> str:
    """Return content as text: an archive by its members in their order, anything else that is no text as a digest."""
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = [(name, _text(archive.read(name)).replace("><", ">\n<")) for name in archive.namelist()]
        except zipfile.BadZipFile:
            return content.decode("latin-1")
        return "".join(f"== {name}\n{text}\n" for name, text in members)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(content)} bytes, {hashlib.sha256(content).hexdigest()}\n"


class Caller:
    """Makes calls of one checkout's command line, in one folder."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self._main: Callable[[Sequence[str]], int] = import_module("fidelity.cli").main
        self._names = [(str(folder.resolve()), "FOLDER"), (str(folder), "FOLDER"), (str(checkout), "CHECKOUT")]

    def ask(self, *words: str) -> str:
        """Return what a call prints that the list of calls stands on."""
        status, out, err = self(Call(words))
        if status != "0":
            raise RuntimeError(
                f"no list of calls without 'fidelity {' '.join(words)}', which ends with {status}: {err}"
            )
        return out

    def __call__(self, call: Call) -> list[str]:
        """Return exit status, standard output, standard error, and every file, with paths made neutral."""
        for path in call.environ:
            Path(path[1]).unlink(missing_ok=True)
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n") for _ in range(2))
        stdin = io.TextIOWrapper(io.BytesIO(call.stdin.encode()))
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            mock.patch.object(sys, "stdin", stdin),
            mock.patch.dict(os.environ, dict(call.environ)),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            status = self._main(list(call.words))
        contents = []
        for stream in (out, err):
            stream.flush()
            assert isinstance(stream.buffer, io.BytesIO)
            contents.append(stream.buffer.getvalue())
        contents += [Path(name).read_bytes() if Path(name).is_file() else b"(no file)" for name in call.files]
        return [str(status), *(self._neutral(_text(content)) for content in contents)]

    def _neutral(self, text: str) -> str:
        for path, word in self._names:
            text = text.replace(path, word)
        return text


@contextmanager
def _elsewhere() -> Iterator[Path]:
    """Go to an empty folder, with a clock that stands and an environment that says next to nothing."""
    before, clock = Path.cwd(), mock.patch.object(time, "time", return_value=NOON)
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "PYTHONPATH", "TMPDIR") if name in os.environ}
    environ = mock.patch.dict(os.environ, {**kept, "TZ": "UTC"}, clear=True)
    with tempfile.TemporaryDirectory(prefix="frozen-") as name, clock, environ:
        time.tzset()
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def answers(checkout: Path, *, quick: bool, skipped: list[str], made_with: Mapping[str, str | None]) -> Iterator[
    tuple[str, list[str]]
]:  # fmt: skip
    """Yield every call with its answer; note in ``skipped`` what other libraries than those of the record decide."""
    with _elsewhere() as folder:
        lay_out(folder)
        caller, seen = Caller(checkout, folder), set[str]()
        for call in all_calls(caller.ask):
            if call.name in seen or (quick and not call.quick):
                continue
            seen.add(call.name)
            here = all(_version(need) for need in call.needs)
            if here and all(_version(need) == made_with.get(need) for need in call.same):
                yield call.name, caller(call)
            else:
                skipped.append(call.name)


def _judged(*, quick: bool) -> Iterator[tuple[str, list[str]]]:
    with _elsewhere():
        yield from judgements(quick=quick)


def digest(answer: Sequence[str]) -> list[str]:
    """Return what is recorded of an answer: the status or verdict, and the start of the digest of each text."""
    return [answer[0], *(hashlib.sha256(text.encode()).hexdigest()[:16] if text else "" for text in answer[1:])]


def _digested(answers: Iterator[tuple[str, list[str]]], kept: Texts | None) -> dict[str, list[str]]:
    """Return the digests of answers by name, and keep the answers themselves if somebody will read them."""
    digests = {}
    for name, answer in answers:
        digests[name] = digest(answer)
        if kept is not None:
            kept[name] = answer
    return digests


# Comparing -------------------------------------------------------------------------------------


def _written(entries: Mapping[str, object]) -> str:
    """Return JSON with one entry a line, so that a change of one is a change of one line."""
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _read(path: Path) -> dict[str, object]:
    entries: dict[str, object] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return entries


def _shown(differing: Sequence[str], ours: Texts, theirs: Texts) -> Iterator[str]:
    """Yield unified differences of the first few answers."""
    shown = 0
    for name in differing:
        called = name.startswith("fidelity ") or " fidelity " in name
        parts = ("status", "stdout", "stderr") if called else ("verdict", "judgement", "causes", "repairs", "plan")
        named = chain(parts, (f"file {number}" for number in range(1, 10)))
        for part, one, other in zip(named, theirs.get(name, ()), ours.get(name, ()), strict=False):
            if one != other and shown < SHOWN:
                shown += 1
                rows = list(difflib.unified_diff(one.splitlines(), other.splitlines(), "before", "now", lineterm=""))
                yield f"\n--- {name}: {part}\n" + "\n".join(rows[:LINES]) + ("\n..." if len(rows) > LINES else "")


def _of_checkout(other: Path, *, quick: bool) -> Texts:
    """Return what another checkout answers to the same calls, made by a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.json")
        words = [sys.executable, str(Path(__file__).resolve()), "--of", str(other.resolve()), "--texts", str(path)]
        environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        subprocess.run([*words, *(["--quick"] if quick else [])], check=False, stdout=subprocess.DEVNULL, env=environ)
        texts: Texts = json.loads(path.read_text("utf-8"))
        return texts


def _differing(now: Mapping[str, object], record: Mapping[str, object], *, whole: bool) -> list[str]:
    """Return what differs, is new, or, where everything was compared, is gone."""
    changed = [name for name in now if now[name] != record.get(name)]
    return changed + [name for name in record if whole and name not in now]


def main(argv: Sequence[str] | None = None) -> int:
    """Compare or write, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only a subset")
    parser.add_argument("--write", action="store_true", help="write the record anew")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="show how answers differ from this one's")
    parser.add_argument("--of", type=Path, default=ROOT, metavar="CHECKOUT", help="call this checkout's code")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="write the answers in full to this file")
    options = parser.parse_args(argv)
    sys.path[:0] = [str(options.of.resolve() / "src"), str(options.of.resolve())]
    gc.set_threshold(100_000, 20, 20)  # as the command line itself has it, for speed
    begun = time.monotonic()
    record, skipped = _read(OUTPUTS), list[str]()
    here = {name: _version(name) for name in MADE_WITH}
    made_with = here if options.write else record.pop("made with", {})
    assert isinstance(made_with, dict)
    of, quick, texts = options.of.resolve(), options.quick, Texts()
    calls = answers(of, quick=quick, skipped=skipped, made_with=made_with)
    kept = texts if options.texts or options.against else None  # they are too many to keep without need
    outputs, judged, face = _digested(calls, kept), _digested(_judged(quick=quick), kept), public_face()
    counts = f"{len(outputs)} calls, {len(judged)} judgements and {len(face)} public names"
    print(f"{counts} in {time.monotonic() - begun:.0f} s")
    if options.texts:
        options.texts.write_text(json.dumps(texts), "utf-8")
    if options.write:
        OUTPUTS.write_text(_written({"made with": here, **outputs}), "utf-8")
        JUDGEMENTS.write_text(_written(judged), "utf-8")
        FACE.write_text(_written(face), "utf-8")
        return 0
    if skipped:
        print(f"{len(skipped)} calls not compared: a library that decides over them is missing or of another version")
    known = {name: value for name, value in (record | _read(JUDGEMENTS)).items() if name not in skipped}
    differing = _differing(outputs | judged, known, whole=not quick)
    public = _read(FACE)
    faces = [name for name, said in public.items() if face.get(name) != said]  # a new name takes nothing away
    for name in differing:
        print(f"differs: {name}" + ("" if name in outputs or name in judged else " (no longer asked)"))
    for name in faces:
        print(f"public face differs: {name}\n  before  {public[name]}\n  now     {face.get(name)}")
    if differing and options.against:
        for text in _shown(differing, texts, _of_checkout(options.against, quick=quick)):
            print(text)
    print(f"{len(differing)} answers and {len(faces)} public names differ")
    return 1 if differing or faces else 0


if __name__ == "__main__":
    sys.exit(main())
