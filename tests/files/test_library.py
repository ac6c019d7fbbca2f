"""Models are found by id, by version and by path, and a version is never replaced by another."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.files.samples import MODEL, PLAN, edited, faults_of, only

from fidelity import _version
from fidelity.errors import InputError, Place
from fidelity.files import library
from fidelity.files.library import load_model, model_references, models_folder
from fidelity.files.plans import load_plan
from fidelity.files.source import read_bytes

SOURCE = Path(library.__file__).parents[2]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a folder of models of which one has two versions."""
    (tmp_path / "example.yaml").write_text(MODEL, encoding="utf-8")
    older = edited(MODEL, ("version: 2026.1", "version: 2025.2"))
    (tmp_path / "example@2025.2.yaml").write_text(older, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(edited(MODEL, ("model: example", "model: other")), encoding="utf-8")
    (tmp_path / "README.md").write_text("no model", encoding="utf-8")
    monkeypatch.setattr(library, "shipped_folder", lambda: str(tmp_path))
    monkeypatch.setattr(library, "_SHIPPED", {})
    return tmp_path


@pytest.mark.usefixtures("shelf")
def test_an_id_gives_the_current_version_and_a_version_exactly_that_one() -> None:
    assert load_model("example").reference == "example@2026.1"
    assert load_model("example@2026.1") is load_model("example")  # read once
    assert load_model("example@2025.2").version == "2025.2"
    assert model_references() == ("example", "other")


@pytest.mark.usefixtures("shelf")
def test_the_place_of_a_shipped_model_names_no_folder_of_this_machine() -> None:
    assert load_model("example").place == Place("models/example.yaml", 1, 1)
    assert load_model("example@2025.2").elements[0].place.path == "models/example@2025.2.yaml"


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("version", ["2024", "2026", "", "2026.1@2"])
def test_an_unknown_version_lists_those_that_there_are(version: str) -> None:
    fault = only(faults_of(lambda: load_model(f"example@{version}")))
    assert fault.code == "FID113"
    assert fault.text.startswith(
        f"there is no version '{version}' of the model 'example'; expected one of the versions"
    )
    assert "2026.1, 2025.2" in fault.text


@pytest.mark.usefixtures("shelf")
def test_an_unknown_model_suggests_one() -> None:
    fault = only(faults_of(lambda: load_model("exmaple@2026.1")))
    assert fault.code == "FID113"
    assert fault.text.startswith("no model 'exmaple' ships with the library (did you mean 'example'?); expected one of")


@pytest.mark.usefixtures("shelf")
def test_the_error_stands_where_the_reference_does() -> None:
    with pytest.raises(InputError) as caught:
        load_model("none", place=Place("plan.yaml", 2, 8))
    assert caught.value.faults[0].place == Place("plan.yaml", 2, 8)


def test_a_path_is_read_as_a_file(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf)
    path = shelf / "example.yaml"
    assert load_model(path) == load_model(str(path)) == load_model("example.yaml") == load_model("./example.yaml")
    assert load_model("example.yaml").place.path == "example.yaml"
    plain = shelf / "plain"
    plain.write_text(MODEL, encoding="utf-8")
    assert load_model(Path("plain")).id == "example"  # a path object is a path whatever it is called


def test_the_shipped_models_are_named_after_what_they_are() -> None:
    folder = models_folder()
    assert folder.is_dir()
    assert "fdac" in model_references()
    for reference in model_references():
        assert load_model(reference).id == reference
        assert load_model(reference).place.path == f"models/{reference}.yaml"


def test_a_missing_folder_of_models_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "site" / "fidelity"
    monkeypatch.setattr(_version, "__file__", str(package / "_version.py"))
    assert _version.shipped_folder() is None
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(_version, "__file__", str(tmp_path / "src" / "fidelity" / "_version.py"))
    assert _version.shipped_folder() is None  # a folder of that name by chance
    (tmp_path / "pyproject.toml").touch()
    assert _version.shipped_folder() == str(tmp_path / "models")
    (package / "models").mkdir(parents=True)
    monkeypatch.setattr(_version, "__file__", str(package / "_version.py"))
    assert _version.shipped_folder() == str(package / "models")
    assert str(models_folder()) == str(package / "models")


def test_without_any_folder_the_package_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "shipped_folder", lambda: None)
    package = Path(library.__file__).parents[1]
    if not (package / "models").is_dir():
        assert only(faults_of(models_folder)).code == "FID101"


def test_models_are_found_inside_a_zip(tmp_path: Path) -> None:
    wheel = tmp_path / "fidelity.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in sorted((SOURCE / "fidelity").rglob("*.py")):
            archive.write(file, file.relative_to(SOURCE))
        archive.writestr("fidelity/models/example.yaml", MODEL)
    code = (
        "from fidelity.files.library import *\n"
        "model = load_model('example')\n"
        "print(model.reference, model.place, *model_references(), models_folder().is_dir())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(wheel)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["example@2026.1", "models/example.yaml:1:1", "example", "True"]


def test_nothing_heavy_is_imported_to_read_a_model() -> None:
    code = (
        "import sys\nfrom fidelity.files.library import load_model\nload_model('fdac')\n"
        "heavy = {'networkx', 'importlib.resources', 'importlib.metadata', 'difflib', 'json', 'pathlib'}\n"
        "print(*sorted(heavy & sys.modules.keys()))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == []


def test_a_plan_is_loaded_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    assert load_plan(path).place == Place(str(path), 1, 1)
    assert load_plan(str(path)) == load_plan(path)


def test_what_cannot_be_read_is_said_in_one_message(tmp_path: Path) -> None:
    missing = only(faults_of(lambda: load_plan(tmp_path / "none.yaml")))
    assert (missing.code, missing.line) == ("FID101", 0)
    assert missing.text.startswith("there is no such file; expected a file that can be read. Check the spelling")
    folder = only(faults_of(lambda: load_plan(tmp_path)))
    assert (folder.code, folder.text[:16]) == ("FID101", "this is a folder")
    odd = only(faults_of(lambda: load_plan("a\0b")))
    assert odd.code == "FID101"
    long = only(faults_of(lambda: load_plan("x" * 5000)))
    assert long.text.startswith("this file cannot be read: File name too long")


def test_a_file_without_permission_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    fault = only(faults_of(lambda: read_bytes(tmp_path / "plan.yaml")))
    assert (fault.code, fault.text[:25]) == ("FID101", "this file may not be read")


def test_the_models_of_a_package_that_is_not_in_plain_folders_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model("fdac")
    monkeypatch.setattr(library, "shipped_folder", lambda: None)
    monkeypatch.setattr(library, "_SHIPPED", {})
    monkeypatch.setattr("importlib.resources.files", lambda _: Path.cwd())
    assert load_model("fdac") == model
    assert "fdac" in model_references()
