"""Bad conditions: streams that are closed or full, names that are no files, interrupts at any moment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.commands.call import EXAMPLES, RED, fidelity

from fidelity.reports.check import FORMATS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices as files, and signals")
CALLS = {
    "check": ("check", "red.fidelity.yaml"),
    "show": ("show", "fdac"),
    "models": ("models",),
    "new": ("new", "fdac"),
    "explain": ("explain", "FID201"),
    "diff": ("diff", "fdac", "fdac"),
    "approvals": ("approvals", "red.fidelity.yaml"),
    "checklist": ("checklist", "fdac", "--format", "csv"),
    "a document": ("checklist", "fdac", "--format", "docx"),
    "convert": ("convert", "red.fidelity.yaml", "--format", "yaml"),
    "schema": ("schema", "plan"),
    "help": ("--help",),
    "help of a command": ("check", "--help"),
    "version": ("--version",),
    "a slip": ("chekc",),
    "a plan that is not there": ("check", "nowhere.fidelity.yaml"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "red.fidelity.yaml").write_text(RED, "utf-8")
    return tmp_path


def call(*words: str, rest: str = "") -> tuple[int, str, str]:
    """Return the status and what was written; the rest of the ``rest`` of the line comes behind the words."""
    line = f'exec "{sys.executable}" -m fidelity {" ".join(words)} {rest}'
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=60)  # noqa: S607
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


@pytest.mark.parametrize("name", CALLS)
def test_a_stream_that_is_closed_or_full_is_no_crash(name: str) -> None:
    status, out, err = call(*CALLS[name])
    for rest in (">&-", "2>&-", ">&- 2>&-", "> /dev/full"):
        found, _, said = call(*CALLS[name], rest=rest)
        assert "Traceback" not in said
        lost = (out and ">&-" in rest.split()) or (out and "full" in rest) or (err and "2>&-" in rest)
        assert found == (2 if lost else status), rest


def test_a_report_in_a_file_needs_no_standard_output(folder: Path) -> None:
    assert call("check", "red.fidelity.yaml", "--output", "a.txt", rest=">&-")[0] == 1
    assert (folder / "a.txt").read_text("utf-8").startswith("RED  ")


def test_a_reader_that_has_read_enough_is_no_failure() -> None:
    assert call("show", "fdac", rest="| head -1 > /dev/null; exit ${PIPESTATUS[0]}")[0] == 0


def special_files(folder: Path) -> dict[str, str]:
    """Make a pipe, a device and a socket that are called as plans are; return what each is called."""
    os.mkfifo(folder / "pipe.fidelity.yaml")
    (folder / "device.fidelity.yaml").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.fidelity.yaml")
    return {"pipe.fidelity.yaml": "a pipe", "device.fidelity.yaml": "a device", "socket.fidelity.yaml": "a socket"}


@pytest.mark.parametrize("command", ["check", "approvals"])
@pytest.mark.parametrize("word", [".", "'*.yaml'"])
def test_what_is_no_file_in_a_folder_is_named_and_skipped(folder: Path, command: str, word: str) -> None:
    alone, out, _ = call(command, word)
    kinds = special_files(folder)
    status, said, err = call(command, word)
    assert (status, said) == (alone, out)
    assert sorted(line.rpartition("/")[2] for line in err.splitlines()) == sorted(
        f"{name}: skipped, because this is {kind}" for name, kind in kinds.items()
    )


@pytest.mark.parametrize(
    "words",
    [
        ("check", "{}"),
        ("approvals", "{}"),
        ("convert", "{}", "--format", "yaml"),
        ("diff", "{}", "red.fidelity.yaml"),
        ("diff", "fdac", "fdac", "--plan", "{}"),
        ("lint", "./{}"),
        ("show", "./{}"),
        ("score", "{}", "--model", "fdac"),
        ("score", "red.fidelity.yaml", "--model", "fdac", "--plan", "{}"),
        ("check", "red.fidelity.yaml", "--baseline", "{}"),
        ("check", "red.fidelity.yaml", "--config", "{}"),
        ("checklist", "fdac", "--plan", "{}"),
        ("checklist", "fdac", "--format", "docx", "--output", "a.docx", "--template", "{}"),
        ("check", "red.fidelity.yaml", "--local-rules", "{}"),
    ],
    ids=" ".join,
)
def test_what_is_no_file_is_refused_where_the_call_names_it(folder: Path, words: tuple[str, ...]) -> None:
    for name, kind in special_files(folder).items():
        status, _, err = call(*(word.format(name) for word in words))
        assert status == 2
        assert name in err
        assert f"this is {kind}" in err
        assert "Traceback" not in err


def test_a_table_for_a_database_that_is_a_pipe_is_refused(folder: Path) -> None:
    pytest.importorskip("duckdb")
    os.mkfifo(folder / "forms.parquet")
    status, _, err = call("score", "forms.parquet", "--model", "fdac")
    assert status == 2
    assert "forms.parquet: FID101 this is a pipe" in err


@pytest.mark.parametrize(
    "text", [RED, RED.replace("fdac@", "fdca@"), RED.replace("parent-mentor", "nowhere"), "plan: ["]
)
def test_what_the_shell_has_opened_for_a_call_is_read_as_a_file_is(folder: Path, text: str) -> None:
    (folder / "a.fidelity.yaml").write_text(text, "utf-8")
    status, out, err = call("check", "a.fidelity.yaml")
    assert status in {1, 2}
    for word, rest in (("<(cat a.fidelity.yaml)", ""), ("/dev/stdin", "< <(cat a.fidelity.yaml)")):
        found, said, told = call("check", word, rest=rest)
        name = said.partition("/dev/")[2].split()[0].rstrip(":") if "/dev/" in said else ""
        assert name
        assert found == status
        assert [line.strip() for line in said.replace(f"/dev/{name}", "a.fidelity.yaml").splitlines()] == [
            line.strip() for line in out.splitlines()
        ]
        assert told.replace(f"/dev/{name}", "a.fidelity.yaml") == err


@pytest.mark.skipif(sys.platform != "linux", reason="others refuse such names")
@pytest.mark.parametrize("format_", FORMATS.names)
def test_a_name_that_is_no_utf_8_is_told_in_every_format(format_: str) -> None:
    os.rename(b"red.fidelity.yaml", b"red\xff.fidelity.yaml")  # noqa: PTH104 - bytes are no path
    try:
        status, out, err = call("check", ".", "--format", format_)
    finally:
        os.unlink(b"red\xff.fidelity.yaml")  # noqa: PTH108 - the same
    assert (status, err) == (1, "")
    assert "red" in out


def test_links_that_lead_nowhere_or_round_are_told_and_the_rest_is_checked(folder: Path) -> None:
    (folder / "loop.fidelity.yaml").symlink_to("loop.fidelity.yaml")
    (folder / "lost.fidelity.yaml").symlink_to("nowhere")
    (folder / "round").symlink_to(".")
    (folder / "named-like-a-plan.fidelity.yaml").mkdir()
    status, out, err = call("check", ".")
    assert status == 2
    assert "RED  ashby breaches the model" in out
    assert [line.partition(":")[0].removeprefix("./") for line in err.splitlines()] == [
        "loop.fidelity.yaml",
        "lost.fidelity.yaml",
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", [0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.3, 0.5])
def test_an_interrupt_at_any_moment_leaves_no_traceback_and_no_half_file(
    folder: Path, moment: float, number: signal.Signals
) -> None:
    for copy in range(150):
        (folder / f"{copy}.fidelity.yaml").write_text(RED.replace("ashby", f"ashby-{copy}"), "utf-8")
    begin = (
        "import sys; sys.argv = ['fidelity', 'check', '.', '--format', 'html', '--output', 'a.html']; "
        "import runpy; print('ready', flush=True); runpy.run_module('fidelity', run_name='__main__', alter_sys=True)"
    )
    made = subprocess.Popen([sys.executable, "-c", begin], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert made.stdout is not None
    assert made.stdout.readline() == "ready\n"
    time.sleep(moment)
    made.send_signal(number)
    _, err = made.communicate(timeout=60)
    early = "Traceback" in err and "/fidelity/" not in err  # before a line of ours has run
    assert early or "Traceback" not in err
    assert early or made.returncode in {1, 128 + number, -number}
    written = sorted(path.name for path in folder.iterdir() if "html" in path.name)
    assert written in ([], ["a.html"])
    if written:
        assert (folder / "a.html").read_text("utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_that_the_caller_ignores_stays_ignored(folder: Path, name: str) -> None:
    rest = f"import signal, runpy, sys; signal.signal(signal.{name}, signal.SIG_IGN); sys.argv = ['fidelity', 'models']"
    code = f"{rest}; import fidelity.cli as cli; cli.main = lambda: signal.raise_signal(signal.{name}) or 0"
    code += "; runpy.run_module('fidelity', run_name='__main__', alter_sys=True)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=folder).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_while_a_file_is_begun_leaves_nothing(folder: Path, number: signal.Signals) -> None:
    code = (
        "import os, signal, sys, fidelity.cli as cli; real = os.open\n"
        "def begun(path, *rest, **more):\n"
        "    made = real(path, *rest, **more)\n"
        f"    if str(path).endswith('.tmp'): signal.raise_signal({int(number)})\n"
        "    return made\n"
        "os.open = begun; sys.argv = ['fidelity', 'check', 'red.fidelity.yaml', '--output', 'a.txt']; cli.entry()"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 128 + number, done.stderr
    assert (done.stdout, done.stderr) == (b"", b"")
    assert [path.name for path in folder.iterdir()] == ["red.fidelity.yaml"]


def test_an_interrupt_while_the_library_loads_ends_the_command_line_quietly() -> None:
    loading = (
        "import builtins, runpy, signal, sys; real = builtins.__import__; sys.argv = ['fidelity', 'models']\n"
        "def interrupted(name, *rest):\n"
        "    if name == 'fidelity._version': signal.raise_signal(signal.SIGINT)\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = interrupted; runpy.run_module('fidelity', run_name='__main__', alter_sys=True)"
    )
    done = subprocess.run([sys.executable, "-c", loading], check=False, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_whoever_imports_the_library_keeps_their_way_with_interrupts(folder: Path) -> None:
    (folder / "fidelity_of_ours.py").write_text(
        "import signal, fidelity; assert signal.getsignal(signal.SIGINT) is signal.default_int_handler", "utf-8"
    )
    done = subprocess.run([sys.executable, "fidelity_of_ours.py"], check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "words",
    [
        ("check", "plan.fidelity.yaml", "--output", "plan.fidelity.yaml"),
        ("check", "*.yaml", "--output", "plan.fidelity.yaml"),
        ("check", "plan.fidelity.yaml", "--model", "model.yaml", "--output", "model.yaml"),
        ("check", "plan.fidelity.yaml", "--baseline", "known.json", "--output", "known.json"),
        ("approvals", "plan.fidelity.yaml", "--output", "plan.fidelity.yaml"),
        ("show", "model.yaml", "--output", "model.yaml"),
        ("lint", "model.yaml", "--output", "model.yaml"),
        ("diff", "model.yaml", "model.yaml", "--output", "model.yaml"),
        ("checklist", "model.yaml", "--output", "model.yaml"),
        ("checklist", "fdac", "--plan", "plan.fidelity.yaml", "--output", "plan.fidelity.yaml"),
        ("score", "form.csv", "--model", "fdac", "--output", "form.csv"),
        ("score", "*.csv", "--model", "fdac", "--output", "form.csv"),
        ("score", "form.csv", "--model", "fdac", "--plan", "plan.fidelity.yaml", "--output", "plan.fidelity.yaml"),
    ],
)
def test_no_report_takes_the_place_of_what_the_call_reads(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, path in {
        "plan.fidelity.yaml": EXAMPLES / "within-the-model.fidelity.yaml",
        "model.yaml": EXAMPLES.parents[1] / "models" / "fdac.yaml",
        "form.csv": EXAMPLES / "delivery" / "quarters.csv",
    }.items():
        Path(name).write_bytes(path.read_bytes())
    Path("known.json").write_text("{}")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    answer = fidelity(*words)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"{words[-1]}: this file cannot be written: this call reads it; nothing was changed\n"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    answer = fidelity("check", EXAMPLES / "within-the-model.fidelity.yaml", "--output", pipe)
    assert answer.status == 2
    assert answer.err == f"{pipe}: this file cannot be written: nobody reads this pipe; nothing was changed\n"


def test_a_pattern_names_a_link_that_leads_nowhere_and_finds_what_a_link_leads_round_to_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plans/sub").mkdir(parents=True)
    text = (EXAMPLES / "within-the-model.fidelity.yaml").read_bytes()
    for name in ("plans/a.fidelity.yaml", "plans/sub/b.fidelity.yaml"):
        Path(name).write_bytes(text)
    Path("plans/sub/up").symlink_to("..")
    answer = fidelity("check", "plans/**/*.fidelity.yaml")
    assert answer.status == 0
    assert "2 plans: 2 green.\n" in answer.out
    Path("plans/lost.fidelity.yaml").symlink_to("nowhere.yaml")
    answer = fidelity("check", "plans/*.fidelity.yaml")
    assert answer.status == 2
    assert "lost.fidelity.yaml" in answer.err


@pytest.mark.parametrize("word", ["plans", "plans/**/*.fidelity.yaml", "plans/*/*.fidelity.yaml"])
def test_a_folder_that_cannot_be_read_is_named_and_the_plans_beside_it_are_checked(
    word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plans/good").mkdir(parents=True)
    Path("plans/shut").mkdir()
    for name in ("plans/good/a.fidelity.yaml", "plans/shut/b.fidelity.yaml"):
        Path(name).write_bytes((EXAMPLES / "within-the-model.fidelity.yaml").read_bytes())
    shut = str(Path("plans/shut"))
    access, scandir = os.access, os.scandir

    def refused(path: str, mode: int) -> bool:  # as for anybody but root
        return not os.path.normpath(path).endswith(shut) and access(path, mode)

    def unread(path: str) -> object:
        if os.path.normpath(str(path)).endswith(shut):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "access", refused)
    monkeypatch.setattr(os, "scandir", unread)
    answer = fidelity("check", word)
    assert answer.status == 2
    assert "this folder cannot be read: Permission denied" in answer.err
    assert "westerby-2026 is within the model" in answer.out
