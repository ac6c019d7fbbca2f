"""What commands write: to a stream as it can show it, or to a file, whole or not at all; and how far they are."""

from __future__ import annotations

# ruff: noqa: PTH105, PTH108, PTH110, PTH112, PTH113, PTH116, PTH118, PTH121, PTH207 - pathlib costs 8 ms at the start
import os
from contextlib import ExitStack, contextmanager, suppress
from errno import EBADF, ENXIO
from io import TextIOBase
from time import monotonic
from typing import TYPE_CHECKING, Self, TypeVar, cast

from fidelity.errors import FidelityError
from fidelity.rendering.english import screened
from fidelity.rendering.workflow import lines

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO, TextIO

    from fidelity.errors import Fault

    Item = TypeVar("Item")


class OutputError(FidelityError):
    """A file that cannot be written. Nothing was left behind under its name.

    Attributes
    ----------
    path, reason
        The file, and why it cannot be written.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"{self.path}: this file cannot be written: {self.reason}; nothing was changed"


def write_output(made: str | bytes | Iterable[str], path: str | None, out: TextIO) -> None:
    """Write a text, its pieces, or bytes to ``path``, or to ``out`` if the path is ``None`` or ``"-"``.

    Pieces are written as they are made. Bytes are never written to a terminal, where they would only upset it.

    A file is written beside its place, to the disk itself, and then moved there. So it is there whole, or as it was,
    whatever happens to disk or process in between. Something that is not a plain file, such as ``/dev/null``, is
    written to directly. Text is always UTF-8.

    Raises
    ------
    OutputError
        If the file cannot be written; it names the path. If bytes would go to a terminal.
    """
    if path is not None and path != "-":
        with _FileBeside(path) as file:
            file.fill(made)
            file.move_into_place()
    elif not isinstance(made, bytes):
        say(made, out)
    elif out.isatty():
        reason = "this format is no text; name a file with --output, or use a pipe"
        raise OutputError("standard output", reason)
    elif (buffer := getattr(out, "buffer", None)) is None:  # a stream of text only, as a test or notebook has
        say(made.decode("utf-8"), out)
    else:
        try:
            out.flush()
            buffer.write(made)
            buffer.flush()
        except BrokenPipeError:
            hush(out)


def write_outputs(reports: Sequence[tuple[Iterable[str] | AsMade, str | None]], out: TextIO) -> None:
    """Write reports in their order, each as ``write_output`` does.

    If there are several, all are made before the first is shown, so that one that fails leaves no others behind.
    """
    if len(reports) == 1:  # which is never held whole
        [(made, path)] = reports
        if path in (None, "-"):
            say(made, out)
        else:
            write_output(made, path, out)
        return
    with ExitStack() as files:
        ready: list[list[str] | AsMade | _FileBeside | OutputError] = []
        for made, path in reports:
            if path is None or path == "-":
                ready.append(AsMade(list(made)) if isinstance(made, AsMade) else list(made))
                continue
            file = files.enter_context(_FileBeside(path))
            try:
                file.fill(made)
                ready.append(file)
            except OutputError as error:  # raised when its turn comes: the reports before it are written
                ready.append(error)
        for one in ready:
            if isinstance(one, OutputError):
                raise one
            if isinstance(one, _FileBeside):
                one.move_into_place()
            else:
                say(one, out)


class AsMade:
    """Pieces that mean what they say: commands of a workflow, or colours. No text from outside gets into them so."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[str]:
        return iter(self.pieces)


def _safe(made: str | Iterable[str] | AsMade) -> Iterator[str]:
    """Yield pieces without controls, and without lines that a job takes for a command; those ``AsMade`` as such."""
    if isinstance(made, AsMade):
        yield from made
        return
    begun = ""  # what there is of the line that the next piece may go on with
    for piece in (made,) if isinstance(made, str) else made:
        text = screened(piece)
        if begun.strip():
            head, feed, rest = text.partition("\n")
            yield head + feed + lines(rest)
        else:
            yield lines(text)
        begun = text.rpartition("\n")[2] if "\n" in text else begun + text


def say(made: str | Iterable[str] | AsMade, out: TextIO) -> None:
    """Write a text or its pieces to a stream. A reader that has gone away (``| head``) has simply read enough."""
    try:
        out.writelines(_safe(made))
        out.flush()
    except BrokenPipeError:
        hush(out)


def say_faults(faults: Iterable[Fault], err: TextIO, out: TextIO | None = None) -> None:
    """Write what is wrong with an input, one line for each fault.

    ``out`` is where a report will go that says the same: on a terminal that shows both, once is enough.
    """
    if out is not None and out.isatty() and err.isatty():
        return
    from fidelity.rendering.english import printable

    say("".join(f"{printable(str(fault))}\n" for fault in faults), err)


def spare(output: str | None, inputs: Iterable[str], reason: str) -> None:
    """Raise ``OutputError`` if a report would be written over a file that the same call reads, patterns included."""
    if output is None or not os.path.isfile(output):
        return
    for word in inputs:
        paths = [word]
        if "*" in word or "?" in word:
            from glob import glob

            paths += glob(word, recursive=True)
        if any(os.path.isfile(path) and os.path.samefile(path, output) for path in paths):
            raise OutputError(output, reason)


def spare_inputs(options: Namespace) -> None:
    """Raise ``OutputError`` if what a call writes would take the place of a file that it names to read."""
    said = vars(options)
    reports = [report.output for report in said.get("reports") or ()]
    read = [
        word
        for name, words in said.items()
        if name not in {"output", "reports"}
        for word in (words if isinstance(words, list | tuple) else [words])
        if isinstance(word, str) and word != "-"
    ]
    for output in (said.get("output"), *reports):
        if not said.get("force"):
            spare(output, read, "this call reads it")


def refuse_to_overwrite(path: str | None) -> None:
    """Raise ``OutputError`` if there is a file already."""
    if path not in (None, "-") and os.path.lexists(path):
        raise OutputError(path, "it is there already, and may hold somebody's work; --force overwrites it")


def hush(out: TextIO) -> None:
    """Drop whatever a stream still holds, so that Python does not complain at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    except (OSError, ValueError):  # a stream without a file behind it
        return


class _FileBeside:
    """A file that is written beside its place, and moved there when it is whole; removed at the end if it was not."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._beside = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._beside:
            with suppress(OSError):
                os.unlink(self._beside)

    @staticmethod
    def _encoded(piece: str, made: object) -> bytes:
        text = piece if isinstance(made, AsMade) else screened(piece)
        return text.encode("utf-8", "backslashreplace")

    def fill(self, made: str | bytes | Iterable[str]) -> None:
        """Write everything to the disk. A device, or anything else that is no plain file, is written to directly."""
        with self._naming_the_file():
            file = self._opened(os.path.realpath(self._path))
        try:
            for piece in (made,) if isinstance(made, str | bytes) else made:
                with self._naming_the_file():  # only around the write: the making of a piece is no fault of the file
                    file.write(piece if isinstance(piece, bytes) else self._encoded(piece, made))
            with self._naming_the_file():
                file.flush()
                if self._beside:
                    os.fsync(
                        file.fileno()
                    )  # a disk may say only now that it is full; the old file must not be gone yet
        finally:
            with suppress(OSError):
                file.close()

    def move_into_place(self) -> None:
        """Move the file to its place."""
        if self._beside:
            with self._naming_the_file():
                os.replace(self._beside, os.path.realpath(self._path))
            self._beside = ""

    def _opened(self, path: str) -> BinaryIO:
        if os.path.isdir(path):
            raise IsADirectoryError(21, "this is a folder")
        if os.path.exists(path) and not os.path.isfile(path):
            # A pipe that nobody reads would let the call wait for ever: to open it so fails instead.
            descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
            os.set_blocking(descriptor, True)
            return os.fdopen(descriptor, "wb")
        folder, name = os.path.split(path)
        beside = os.path.join(folder, f".{name[:100]}.{os.urandom(4).hex()}.tmp")  # a killed run may have left one
        mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666
        self._beside = beside  # before there is a file: an interrupt may come in between
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        return os.fdopen(descriptor, "wb")

    @contextmanager
    def _naming_the_file(self) -> Iterator[None]:
        """Turn what the system says into an ``OutputError`` that names the file."""
        try:
            yield
        except (OSError, ValueError) as error:
            lonely = isinstance(error, OSError) and error.errno == ENXIO
            reason = "nobody reads this pipe" if lonely else getattr(error, "strerror", None) or str(error)
            raise OutputError(self._path, reason) from error


COLOURS = ("auto", "always", "never")
NARROW, USUAL, WIDE = 60, 80, 100
"""Columns of a text: below 60 words break badly, above 100 lines are hard to follow; 80 without a terminal."""


def wants_colour(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Return whether to colour: by ``--color``, or else ``NO_COLOR``, ``FORCE_COLOR``, or what the terminal can do.

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
    """Return how many columns to fill: those of the terminal, from 60 to 100; 80 if there is no terminal."""
    columns = environ.get("COLUMNS", "")
    found = int(columns) if columns.isdigit() else 0
    if not found and _is_terminal(stream):
        with suppress(OSError, ValueError):
            found = os.get_terminal_size(stream.fileno()).columns
    return min(max(found or USUAL, NARROW), WIDE)


class ClosedStream(TextIOBase):
    """Stands for a standard stream that was closed before the call (``>&-``): to write to it fails, and says so."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.buffer = self  # what is no text is refused too

    def write(self, _made: str | bytes) -> int:
        """Fail, as there is nowhere to write to."""
        raise OSError(EBADF, "this stream is closed", self.name)


def prepare(stream: TextIO | None, name: str) -> TextIO:
    """Return a stream that takes any text: UTF-8, except on a terminal that says that it cannot show it.

    A sign that a stream cannot encode is written as an escape and never raises. Where a stream was closed before the
    call there is one of that ``name`` that fails when it is written to.
    """
    if stream is None:
        return cast("TextIO", ClosedStream(name))
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding=None if _is_terminal(stream) else "utf-8", errors="backslashreplace")
    return stream


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


_PATIENCE, _EVERY = 1.0, 0.1
"""Seconds before anything is said, and between two updates: short runs stay quiet, and terminals are slow."""


def with_progress(
    items: Iterable[Item],
    total: int | None,
    stream: TextIO,
    clock: Callable[[], float] = monotonic,
    *,
    done: str = "plans checked",
) -> Iterator[Item]:
    """Yield the items. After a second, say on the terminal how many are ``done``; clear that line at the end.

    Parameters
    ----------
    items, total
        What to yield, and how many there are; ``None`` if nobody knows.
    stream
        Where to say it; nothing is said if that is no terminal.
    clock
        Tells the time in seconds.
    done
        What was done to each, in words.
    """
    if not _is_terminal(stream):
        yield from items
        return
    start = shown = clock()
    widest = 0
    for number, item in enumerate(items, 1):
        yield item
        now = clock()
        if now - start > _PATIENCE and now - shown > _EVERY:
            line = f"{number} {done}"
            if total:
                left = (now - start) / number * (total - number)
                line = f"{number} of {total} {done}, about {max(round(left), 1)} s to go"
            widest, shown = max(widest, len(line)), now
            stream.write(f"\r{line:<{widest}}")
            stream.flush()
    if widest:
        stream.write(f"\r{' ' * widest}\r")
        stream.flush()
