from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import EXAMPLES, ROOT, fidelity, process

from fidelity import __version__, cli
from fidelity.cli import main
from fidelity.commands import models
from fidelity.commands.output import OutputError, prepare, wants_colour, width_of, write_output

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_help_lists_every_command_with_one_line() -> None:
    answer = fidelity("--help")
    assert (answer.status, answer.err) == (0, "")
    for name in ("check", "explain", "models"):
        assert f"\n  {name} " in answer.out
    assert "\n  output" not in answer.out
    assert answer.out == fidelity("help").out == fidelity("-h").out


def test_every_command_has_help_of_its_own() -> None:
    for name in ("check", "explain", "models"):
        answer = fidelity(name, "--help")
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.startswith(f"usage: fidelity {name} ")
    assert "fidelity check plans/ --fail-on amber" in fidelity("check", "--help").out


def test_the_version_names_the_models_that_ship() -> None:
    shipped = sorted(path.stem for path in (ROOT / "models").glob("*.yaml"))
    references = ", ".join(f"{id_}@2026.1" for id_ in shipped)
    assert fidelity("--version").out == f"fidelity {__version__}, with {references}\n"


def test_only_the_command_asked_for_is_imported() -> None:
    script = (
        "import sys; from fidelity.cli import main; main(['models'])\n"
        "print(sorted(name for name in sys.modules if name.startswith('fidelity.commands.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    names = ["models", "output"]
    assert done.stdout.splitlines()[-1] == str([f"fidelity.commands.{name}" for name in names])


def test_what_is_heavy_stays_out_of_a_check() -> None:
    script = (
        "import sys; from fidelity.cli import main\n"
        f"main(['check', {str(EXAMPLES / 'ten-changes.fidelity.yaml')!r}])\n"
        "print(' '.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {
        "networkx",
        "json",
        "importlib.metadata",
        "importlib.resources",
        "difflib",
        "pathlib",
        "shutil",
        "tempfile",
    }
    heavy |= {
        "hashlib",
        "subprocess",
        "fidelity.reports.check.json_report",
        "fidelity.commands.explain",
        "fidelity.model.links",
    }
    assert heavy & set(done.stderr.split()) == set()


def test_an_interrupt_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(models, "run", interrupt)
    answer = fidelity("models")
    assert (answer.status, answer.out, answer.err) == (130, "", "")


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (OSError(5, "Input/output error", "disk"), "disk: Input/output error"),
        (OSError("strange"), "strange"),
        (RuntimeError("a bug\x1b[2J"), "RuntimeError: a bug?[2J"),
    ],
)
def test_whatever_goes_wrong_becomes_a_message(error: Exception, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(models, "run", fail)
    monkeypatch.delenv("FIDELITY_DEBUG", raising=False)
    answer = fidelity("models")
    assert answer.status == 2
    assert part in answer.err
    monkeypatch.setenv("FIDELITY_DEBUG", "1")
    with pytest.raises(type(error)):
        main(["models"])


def test_a_reader_that_goes_away_is_no_trouble() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "fidelity", "check", str(EXAMPLES), "--verbose"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 1


def test_a_reader_that_goes_away_from_help_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(models, "run", fail)
    answer = fidelity("models")
    assert (answer.status, answer.out, answer.err) == (2, "", "")


def test_a_process_gives_what_a_call_gives() -> None:
    assert process("models", COLUMNS="80") == fidelity("models")
    assert process("models", "--format", "json") == fidelity("models", "--format", "json")


def test_the_script_leaves_with_the_status_and_writes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    out = io.StringIO()
    monkeypatch.setattr(os, "_exit", left.append)
    monkeypatch.setattr(sys, "argv", ["fidelity", "models"])
    monkeypatch.setattr(sys, "stdout", out)
    with pytest.raises(AssertionError, match="left"):
        leave()
    assert left == [0]
    assert "\nfdac " in out.getvalue()


def leave() -> None:
    cli.entry()
    raise AssertionError("left")


def test_output_goes_to_a_stream_or_to_a_file(tmp_path: Path) -> None:
    out = io.StringIO()
    write_output("a", None, out)
    write_output("b", "-", out)
    write_output(b"c", None, out)
    assert out.getvalue() == "abc"
    path = tmp_path / "x"
    write_output("é\udc80", str(path), out)
    assert path.read_bytes() == "é\\udc80".encode()
    write_output(b"\x00", str(path), out)
    assert path.read_bytes() == b"\x00"


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "x", tmp_path / "y"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_output("new", str(link), io.StringIO())
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_is_no_file_is_written_to_as_it_is() -> None:
    write_output("nothing", os.devnull, io.StringIO())
    assert not os.path.isfile(os.devnull)  # noqa: PTH113 - a device


def test_a_path_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(OutputError) as caught:
        write_output("x", "a\0b", io.StringIO())
    assert caught.value.path == "a\0b"


def test_colour_on_a_terminal_depends_on_what_it_can_do() -> None:
    assert wants_colour("auto", Terminal(), {})
    assert not wants_colour("auto", Terminal(), {"TERM": "dumb"})
    assert not wants_colour("auto", Terminal(), {"NO_COLOR": "1"})
    assert wants_colour("auto", Terminal(), {"NO_COLOR": ""})
    assert not wants_colour("auto", io.StringIO(), {"FORCE_COLOR": "0"})
    closed = Terminal()
    closed.close()
    assert not wants_colour("auto", io.TextIOWrapper(io.BytesIO()), {})


def test_width_is_that_of_the_terminal_within_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    assert width_of(io.StringIO(), {}) == 80
    assert width_of(io.StringIO(), {"COLUMNS": "20"}) == 60
    assert width_of(io.StringIO(), {"COLUMNS": "90"}) == 90
    assert width_of(io.StringIO(), {"COLUMNS": "400"}) == 100
    assert width_of(io.StringIO(), {"COLUMNS": "wide"}) == 80
    assert width_of(Terminal(), {}) == 80

    class Real(Terminal):
        def fileno(self) -> int:
            return 1

    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((97, 20)))
    assert width_of(Real(), {}) == 97


def test_a_terminal_keeps_its_encoding_and_never_fails_on_a_sign() -> None:
    class Ascii(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    raw = io.BytesIO()
    stream = Ascii(raw, encoding="ascii")
    assert prepare(stream, "standard output") is stream
    stream.write("é")
    stream.flush()
    assert raw.getvalue() == b"\\xe9"
    prepare(io.StringIO(), "standard output")
