"""A file that a command writes is there whole or as it was, whatever happens to the disk or the process meanwhile."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.commands.call import DAY, EXAMPLES, ROOT, fidelity

from fidelity import api
from fidelity.commands.output import OutputError, write_output, write_outputs
from fidelity.reports import pieces
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = "the report of last week, whole"
PLAN = EXAMPLES / "ten-changes.fidelity.yaml"


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


class FullFile(io.BytesIO):
    """A file on a full disk: half of what is written to it still fits."""

    def __init__(self, descriptor: int, _mode: str) -> None:
        super().__init__()
        self.descriptor = descriptor

    def write(self, data: Any) -> int:
        os.write(self.descriptor, data[: len(data) // 2])
        return int(full())

    def close(self) -> None:
        if not self.closed:
            os.close(self.descriptor)
        super().close()


@pytest.mark.parametrize(
    ("step", "fails"),
    [("open", full), ("fdopen", FullFile), ("fsync", full), ("replace", full)],
    ids=["at the start", "while it writes", "at the end", "at the move"],
)
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fails: Any
) -> None:
    path = tmp_path / "report.html"
    path.write_text(OLD)
    monkeypatch.setattr(f"fidelity.commands.output.os.{step}", fails)
    with pytest.raises(OutputError, match=r"report\.html: this file cannot be written: No space left on device"):
        write_output("the new report " * 1000, str(path), io.StringIO())
    monkeypatch.undo()
    assert path.read_text() == OLD
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_taken_away_again_does_not_hide_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fidelity.commands.output.os.replace", full)
    monkeypatch.setattr("fidelity.commands.output.os.unlink", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_output("new", str(tmp_path / "report.html"), io.StringIO())


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from fidelity.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("format_", FORMATS.names)
def test_a_disk_without_room_ends_a_check_with_one_message_and_status_2(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "report"
    path.write_text(OLD)
    words = ["check", str(PLAN), *DAY, "--format", format_, "--output", str(path)]
    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED, *words],  # -B: modules that it would compile would be cut off, too
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert done.stderr == f"{path}: this file cannot be written: File too large; nothing was changed\n"
    assert path.read_text() == OLD
    assert list(tmp_path.iterdir()) == [path]


HELD = """
import os, sys, time
from fidelity.commands import output

def hold(*words):
    print("here", flush=True)
    time.sleep(600)

def half(descriptor, mode, opened=os.fdopen):
    if mode == "rb":
        return opened(descriptor, mode)
    os.write(descriptor, b"<!DOCTYPE html>")
    hold()

setattr(output.os, sys.argv.pop(1), {"fdopen": half}.get(sys.argv[1], hold))
sys.argv.pop(1)
from fidelity.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("step", ["fdopen", "fsync", "replace"])
def test_a_process_that_is_killed_while_it_writes_leaves_the_old_file_whole(tmp_path: Path, step: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(OLD)
    words = ["check", str(PLAN), *DAY, "--format", "html", "--output", str(path)]
    with subprocess.Popen(
        [sys.executable, "-c", HELD, step, step, *words], stdout=subprocess.PIPE, cwd=ROOT
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"here\n"
        started.send_signal(signal.SIGKILL)
        assert started.wait(60) == -signal.SIGKILL
    assert path.read_text() == OLD
    answer = fidelity(*words)  # what the dead process left beside the file is in nobody's way
    assert answer.status == 1
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert path.read_text("utf-8").endswith("</html>\n")


def failing(*pieces: str) -> Iterator[str]:
    yield from pieces
    raise ValueError("a fault of the format")


def test_a_report_that_fails_halfway_leaves_the_old_file_whole_and_is_no_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(OLD)
    with pytest.raises(ValueError, match="a fault of the format"):
        write_output(failing("half "), str(path), io.StringIO())
    assert path.read_text() == OLD
    assert list(tmp_path.iterdir()) == [path]


def test_of_several_reports_none_is_seen_when_one_fails(tmp_path: Path) -> None:
    out = io.StringIO()
    with pytest.raises(ValueError, match="a fault of the format"):
        write_outputs(
            [(["text"], None), (["one"], str(tmp_path / "one")), (failing("two"), str(tmp_path / "two"))], out
        )
    assert out.getvalue() == ""
    assert list(tmp_path.iterdir()) == []


def test_of_several_reports_those_before_a_file_that_cannot_be_written_are_there(tmp_path: Path) -> None:
    out, folder = io.StringIO(), tmp_path / "folder"
    folder.mkdir()
    reports = [(["te", "xt"], None), (["o", "ne"], str(tmp_path / "one")), (["two"], str(folder)), (["last"], "-")]
    with pytest.raises(OutputError, match="this is a folder"):
        write_outputs(reports, out)
    assert out.getvalue() == "text"
    assert (tmp_path / "one").read_text() == "one"
    assert sorted(tmp_path.iterdir()) == [folder, tmp_path / "one"]


def test_one_report_is_written_as_it_is_made(tmp_path: Path) -> None:
    seen = []

    def pieces() -> Iterator[str]:
        for number in range(3):
            seen.append(out.getvalue())
            yield str(number)

    out = io.StringIO()
    write_outputs([(pieces(), None)], out)
    assert seen == ["", "0", "01"]
    write_outputs([(map(str, range(100_000)), str(tmp_path / "long"))], out)
    assert (tmp_path / "long").read_text() == "".join(map(str, range(100_000)))


def test_every_format_comes_in_pieces_plan_by_plan() -> None:
    os.chdir(ROOT)
    results = tuple(api.check_many(sorted(EXAMPLES.glob("*.fidelity.yaml"))))
    for name in FORMATS.names:
        found = list(pieces(FORMATS, name, Run(results)))
        longest, whole = max(map(len, found)), sum(map(len, found))
        assert longest < whole / 2 or name == "github"  # the hash of its plain report stands before that
