"""Command line over environment over file over default; a key that is not known is an error."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import AMBER, GREEN, RED, fidelity

from fidelity.commands.settings import SETTINGS, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    for name, text in {"green": GREEN, "amber": AMBER, "red": RED}.items():
        (tmp_path / f"{name}.fidelity.yaml").write_text(text, "utf-8")
    return iter([tmp_path])


def test_the_nearest_file_sets_the_threshold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fidelity.toml").write_text('fail-on = "amber"\n', "utf-8")
    assert fidelity("check", "amber.fidelity.yaml").status == 1
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    monkeypatch.chdir(deeper)
    assert fidelity("check", "../amber.fidelity.yaml").status == 1
    (deeper / "fidelity.toml").write_text("", "utf-8")
    assert fidelity("check", "../amber.fidelity.yaml").status == 0


def test_pyproject_counts_only_if_it_speaks_of_fidelity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.fidelity]\nfail-on = "amber"\n', "utf-8")
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    (deeper / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    monkeypatch.chdir(deeper)
    assert fidelity("check", "../amber.fidelity.yaml").status == 1


def test_environment_beats_the_file_and_the_call_beats_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fidelity.toml").write_text('fail-on = "red"\n', "utf-8")
    monkeypatch.setenv("FIDELITY_FAIL_ON", "amber")
    assert fidelity("check", "amber.fidelity.yaml").status == 1
    assert fidelity("check", "amber.fidelity.yaml", "--fail-on", "never").status == 0


def test_a_named_file_replaces_the_nearest_one_and_isolated_ignores_all(tmp_path: Path) -> None:
    (tmp_path / "fidelity.toml").write_text('fail-on = "amber"\n', "utf-8")
    (tmp_path / "other.toml").write_text('fail-on = "never"\n', "utf-8")
    assert fidelity("check", "red.fidelity.yaml", "--config", "other.toml").status == 0
    assert fidelity("check", "amber.fidelity.yaml", "--isolated").status == 0
    assert fidelity("check", "red.fidelity.yaml", "--config", "none.toml").status == 2


def test_the_plans_can_stand_in_the_file_relative_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fidelity.toml").write_text('plans = ["green.fidelity.yaml"]\n', "utf-8")
    assert fidelity("check").out.startswith("GREEN")
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    monkeypatch.chdir(deeper)
    answer = fidelity("check")
    assert answer.status == 0
    assert os.path.join("..", "green.fidelity.yaml") in answer.out  # noqa: PTH118 - as the report writes it


def test_every_setting_is_shown_with_where_it_is_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fidelity.toml").write_text('fail-on = "amber"\nplans = ["."]\nallow-empty = true\n', "utf-8")
    monkeypatch.setenv("FIDELITY_BIND", "stated")
    monkeypatch.setenv("FIDELITY_MODEL_PATH", os.pathsep.join(["a", "b"]))
    monkeypatch.setenv("FIDELITY_EXIT_ZERO", "yes")
    answer = fidelity("check", "--show-config", "--format", "json", "--color", "never")
    rows = dict(line.split(" = ", 1) for line in answer.out.splitlines())
    assert list(rows) == [setting.name for setting in SETTINGS]
    assert rows["fail-on"] == f'"amber"  # {tmp_path / "fidelity.toml"}'
    assert rows["plans"] == f'["."]  # {tmp_path / "fidelity.toml"}'
    assert rows["allow-empty"] == f"true  # {tmp_path / 'fidelity.toml'}"
    assert rows["bind"] == '"stated"  # FIDELITY_BIND'
    assert rows["model-path"] == '["a", "b"]  # FIDELITY_MODEL_PATH'
    assert rows["exit-zero"] == "true  # FIDELITY_EXIT_ZERO"
    assert rows["color"] == '"never"  # command line'
    assert rows["baseline"] == "null  # default"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nfail_on = "red"\n', "fidelity.toml:2:1: FID106 there is no setting 'fail_on' (did you mean 'fail-on'?)"),
        ('fail-on = "rd"\n', "fidelity.toml:1:1: FID107 'fail-on' is \"rd\"; expected one of: red, amber, never"),
        ("fail-on = 1\n", "fidelity.toml:1:1: FID107 'fail-on' is 1"),
        ('plans = "a"\n', "FID107 'plans' is \"a\"; expected a list of paths"),
        ('allow-empty = "yes"\n', "FID107 'allow-empty' is \"yes\"; expected true or false"),
        ("baseline = 3\n", "FID107 'baseline' is 3; expected a path"),
        ("= 3\n", "FID102 this is not TOML"),
        ("\u00e9 = \n", "FID102 this is not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "fidelity.toml").write_text(text, "utf-8")
    answer = fidelity("check", "green.fidelity.yaml")
    assert (answer.status, answer.out) == (2, "")
    assert message in answer.err


def test_a_file_that_is_not_text_and_a_table_that_is_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "fidelity.toml").write_bytes(b"\xff\xfe")
    assert "FID102 this is not text in UTF-8" in fidelity("check", "green.fidelity.yaml").err
    (tmp_path / "pyproject.toml").write_text("[tool]\nfidelity = 3\n", "utf-8")
    answer = fidelity("check", "green.fidelity.yaml", "--config", "pyproject.toml")
    assert "FID104 'tool.fidelity' is not a table" in answer.err


@pytest.mark.parametrize(("name", "value"), [("FIDELITY_FAIL_ON", "rd"), ("FIDELITY_ALLOW_EMPTY", "perhaps")])
def test_what_is_wrong_in_the_environment_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    answer = fidelity("check", "green.fidelity.yaml")
    assert answer.status == 2
    assert answer.err.startswith(f"{name}: FID107 '{value}'")


def test_a_path_of_the_file_is_as_the_call_would_write_it(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    file = folder / "fidelity.toml"
    file.write_text('baseline = "known.json"\nmodel = "./own.yaml"\n', "utf-8")
    settings = read_settings({}, {}, str(tmp_path), str(file))
    assert settings.text("baseline") == os.path.join("set", "known.json")  # noqa: PTH118
    assert settings.text("model") == os.path.join("set", "own.yaml")  # noqa: PTH118
