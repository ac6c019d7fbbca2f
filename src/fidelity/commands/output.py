"""Writes what a command has to say: to the stream, or to a file, whole or not at all."""

from __future__ import annotations

# ruff: noqa: PTH105, PTH108, PTH110, PTH112, PTH113, PTH116, PTH118, PTH123 - pathlib costs 8 ms at the start
import os
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Self, TypeVar

from fidelity.errors import FidelityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO, TextIO

__all__ = [
    "COLOURS",
    "OutputError",
    "prepare",
    "refuse_to_overwrite",
    "say",
    "told",
    "wants_colour",
    "width_of",
    "write_output",
    "write_outputs",
]


class OutputError(FidelityError):
    """A file that cannot be written. Nothing was left behind under its name."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"{self.path}: this file cannot be written: {self.reason}; nothing was changed"


def write_output(made: str | bytes | Iterable[str], path: str | None, out: TextIO) -> None:
    """Write a text, its pieces, or bytes to ``path``, or to ``out`` where the path is ``None`` or ``"-"``.

    Pieces are written as they are made. Bytes are never written to a terminal, which could only be upset by them.

    A file is written beside its place, to the disk itself, and then moved there, so that it is there whole or as it
    was, whatever happens to disk or process in between. What is not a plain file, such as ``/dev/null``, is
    written to as it is. Text is UTF-8, always.

    Raises
    ------
    OutputError
        If the file cannot be written; it names the path. If bytes would go to a terminal.
    """
    if path is not None and path != "-":
        with _FileBeside(path) as draft:
            draft.fill(made)
            draft.settle()
    elif isinstance(made, bytes):
        _say_bytes(made, out)
    else:
        say(made, out)


def write_outputs(reports: Sequence[tuple[Iterable[str], str | None]], out: TextIO) -> None:
    """Write reports in their order, each as ``write_output`` does.

    Of several, all are made before the first is seen, so that one that fails leaves no others behind.
    """
    if len(reports) == 1:  # which is never held whole
        [(made, path)] = reports
        if path in (None, "-"):
            say(made, out)
        else:
            write_output(made, path, out)
        return
    with ExitStack() as drafts:
        ready: list[list[str] | _FileBeside | OutputError] = []
        for made, path in reports:
            if path is None or path == "-":
                ready.append(list(made))
                continue
            draft = drafts.enter_context(_FileBeside(path))
            try:
                draft.fill(made)
                ready.append(draft)
            except OutputError as error:  # told when its turn comes: what stands before it is written
                ready.append(error)
        for one in ready:
            if isinstance(one, OutputError):
                raise one
            if isinstance(one, _FileBeside):
                one.settle()
            else:
                say(one, out)


def say(made: str | Iterable[str], out: TextIO) -> None:
    """Write a text or its pieces to a stream. A reader that has gone away (``| head``) has simply heard enough."""
    try:
        out.writelines((made,) if isinstance(made, str) else made)
        out.flush()
    except BrokenPipeError:
        hush(out)


def _say_bytes(data: bytes, out: TextIO) -> None:
    """Write bytes to a stream that leads to a file or another program; a terminal would only show noise."""
    if out.isatty():
        reason = "this format is no text; name a file with --output, or use a pipe"
        raise OutputError("standard output", reason)
    buffer = getattr(out, "buffer", None)
    if buffer is None:  # a stream of text only, such as a test or a notebook puts there
        say(data.decode("utf-8"), out)
        return
    try:
        out.flush()
        buffer.write(data)
        buffer.flush()
    except BrokenPipeError:
        hush(out)


def refuse_to_overwrite(path: str | None) -> None:
    """Raise ``OutputError`` if there is a file already."""
    if path not in (None, "-") and os.path.lexists(path):
        raise OutputError(path, "it is there already, and may hold somebody's work; --force overwrites it")


def hush(out: TextIO) -> None:
    """Send whatever a stream still holds to nowhere, so that Python does not complain at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    except (OSError, ValueError):  # a stream without a file behind it
        return


class _FileBeside:
    """A file that is written beside its place, and moved there when it is whole; gone at the end if it was not."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._beside = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._beside:
            with suppress(OSError):
                os.unlink(self._beside)

    def fill(self, made: str | bytes | Iterable[str]) -> None:
        """Write everything to the disk. What is not a plain file, such as ``/dev/null``, is written to as it is."""
        with self._named():
            file = self._opened(os.path.realpath(self._path))
        try:
            for piece in (made,) if isinstance(made, str | bytes) else made:
                with self._named():  # and not around the pieces: what goes wrong in them is no fault of the file
                    file.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace"))
            with self._named():
                file.flush()
                if self._beside:
                    os.fsync(file.fileno())  # a disk may only now say that it is full, and the old file is to go last
        finally:
            with suppress(OSError):
                file.close()

    def settle(self) -> None:
        """Move the file to its place."""
        if self._beside:
            with self._named():
                os.replace(self._beside, os.path.realpath(self._path))
            self._beside = ""

    def _opened(self, path: str) -> BinaryIO:
        if os.path.isdir(path):
            raise IsADirectoryError(21, "this is a folder")
        if os.path.exists(path) and not os.path.isfile(path):
            return open(path, "wb")
        folder, name = os.path.split(path)
        beside = os.path.join(folder, f".{name[:100]}.{os.urandom(4).hex()}.tmp")  # others may be left of a killed one
        mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        self._beside = beside
        return os.fdopen(descriptor, "wb")

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            raise OutputError(self._path, getattr(error, "strerror", None) or str(error)) from error


COLOURS = ("auto", "always", "never")
NARROW, WIDE = 60, 100
USUAL = 80


def wants_colour(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Return whether to colour: as ``--color`` says, else ``NO_COLOR``, ``FORCE_COLOR``, or a terminal that can.

    Examples
    --------
    >>> import io
    >>> wants_colour("auto", io.StringIO(), {"FORCE_COLOR": "1"})
    True
    >>> wants_colour("auto", io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"})
    False
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return environ.get("TERM") != "dumb" and _is_terminal(stream)


def width_of(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Return how many columns to fill: those of the terminal, from 60 to 100; 80 where there is none."""
    columns = environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return min(max(int(columns), NARROW), WIDE)
    if not _is_terminal(stream):
        return USUAL
    try:
        found = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return USUAL
    return min(max(found or USUAL, NARROW), WIDE)


def prepare(stream: TextIO) -> None:
    """Make a stream take any text: UTF-8, except on a terminal that says that it cannot show it.

    What a stream cannot encode is written as an escape and never raises.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if _is_terminal(stream):
        reconfigure(errors="backslashreplace")
    else:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    Item = TypeVar("Item")


_PATIENCE, _EVERY = 1.0, 0.1


def told(
    items: Iterable[Item],
    total: int | None,
    stream: TextIO,
    clock: Callable[[], float] = monotonic,
    *,
    done: str = "plans checked",
) -> Iterator[Item]:
    """Yield the items; after a second, say on the terminal how many are ``done``; take it back at the end."""
    if not _is_terminal(stream):
        yield from items
        return
    start = shown = clock()
    widest = 0
    for number, item in enumerate(items, 1):
        yield item
        now = clock()
        if now - start > _PATIENCE and now - shown > _EVERY:
            line = _line(number, total, now - start, done)
            widest, shown = max(widest, len(line)), now
            stream.write(f"\r{line:<{widest}}")
            stream.flush()
    if widest:
        stream.write(f"\r{' ' * widest}\r")
        stream.flush()


def _line(number: int, total: int | None, seconds: float, done: str) -> str:
    if not total:
        return f"{number} {done}"
    left = seconds / number * (total - number)
    return f"{number} of {total} {done}, about {max(round(left), 1)} s to go"
