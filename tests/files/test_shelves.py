"""Own and licensed models: folders of the path, of the configuration, and other packages. A clash names both."""

from __future__ import annotations

import os
import sys
from importlib import invalidate_caches
from typing import TYPE_CHECKING

import pytest
from tests.commands.call import ROOT, fidelity

import fidelity as library
from fidelity.errors import InputError
from fidelity.files import library as shelves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODEL = """\
model: house
version: "2"
title: The House
owner: A Council
sources:
  guide: {type: standard, authors: A Council, title: A guide}
evidence:
  - {id: H-1, says: There is a room., source: guide, voice: owner, status: seen}
principles:
  - {id: welcome, title: Welcome, statement: Welcome., basis: [H-1], tier_basis: [H-1],
     realised_by: {any: [room], basis: [H-1]}}
essential:
  - {id: room, title: A room, statement: A room., basis: [H-1], tier_basis: [H-1]}
"""
PLAN = "plan: p\nmodel: house@2\nsite: S\nauthor: a\nunmentioned: as-specified\n"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("FIDELITY_MODEL_PATH", raising=False)
    shelves._packages.cache_clear()
    yield
    shelves.use_folders(())
    shelves._packages.cache_clear()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "house.yaml").write_text(MODEL, "utf-8")
    return folder


def refused(name: str) -> str:
    with pytest.raises(InputError) as caught:
        library.load_model(name)
    return str(caught.value)


def test_a_model_in_a_folder_of_the_path_is_found_by_its_id(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", os.pathsep.join(["", str(shelf), str(ROOT / "tests")]))
    assert library.load_model("house").reference == "house@2"
    assert library.load_model("house@2") is library.load_model("house")
    assert library.check(library.Plan(id="a", model="house@2", site="S", unmentioned="as-specified", author="x")).ok


def test_an_older_version_stands_beside_the_current_one(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(shelf))
    (shelf / "house@1.yaml").write_text(MODEL.replace('"2"', '"1"'), "utf-8")
    assert library.load_model("house@1").version == "1"
    assert library.load_model("house").version == "2"
    assert "there is no version '3' of the model 'house'" in refused("house@3")
    assert "house@3.yaml" in refused("house@3")


def test_a_file_that_was_changed_is_read_again(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(shelf))
    assert library.load_model("house").title == "The House"
    (shelf / "house.yaml").write_text(MODEL.replace("The House", "A longer title"), "utf-8")
    assert library.load_model("house").title == "A longer title"


def test_the_configuration_can_name_the_folder(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf.parent)
    (shelf.parent / "fidelity.toml").write_text('model-path = ["shelf"]\n', "utf-8")
    (shelf.parent / "p.fidelity.yaml").write_text(PLAN, "utf-8")
    answer = fidelity("check", "p.fidelity.yaml")
    assert (answer.status, answer.err) == (0, "")
    assert "judged by The House (house@2)" in answer.out


def test_the_list_of_models_has_them_after_those_that_ship(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(shelf))
    last = fidelity("models").out.splitlines()[-1]
    assert last.split()[:2] == ["house", "2"]
    assert last.endswith("1 core principle, 1 essential, 0 flexible")


def test_an_id_that_ships_and_stands_on_a_shelf_is_refused_and_both_are_named(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(shelf))
    (shelf / "fdac.yaml").write_text(MODEL.replace("model: house", "model: fdac"), "utf-8")
    message = refused("fdac")
    assert f"FID108 the model 'fdac' is offered by the library itself and by {shelf}" in message
    assert "by its path" in message
    assert f"offered by the library itself and by {shelf}" in fidelity("models").err


def test_two_folders_with_one_id_are_refused_and_both_are_named(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / "house.json").write_text("{}", "utf-8")
    monkeypatch.setenv("FIDELITY_MODEL_PATH", os.pathsep.join([str(shelf), str(second)]))
    assert f"is offered by {shelf} and by {second}" in refused("house")
    assert fidelity("models").status == 2


def test_a_folder_that_is_not_there_is_no_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(tmp_path / "typo"))
    assert "FID101 the folder of models" in refused("house")
    assert "correct FIDELITY_MODEL_PATH" in refused("house").replace("Correct", "correct")


def test_a_file_is_named_after_the_model_in_it(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(shelf))
    (shelf / "cabin.yaml").write_text(MODEL, "utf-8")
    assert "holds the model 'house'; expected the model 'cabin'" in refused("cabin")
    assert "Name the file house.yaml" in refused("cabin")


def test_a_variant_on_a_shelf_that_extends_itself_is_refused(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(shelf))
    circle = MODEL.replace("owner: A Council\n", "owner: A Council\nextends: {model: round@2, claim: extends}\n", 1)
    (shelf / "round.yaml").write_text(circle.replace("model: house", "model: round", 1), "utf-8")
    assert "comes round again" in refused("round") or "its own variant" in refused("round")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an installed package that offers the model."""
    site = tmp_path / "site"
    models = site / "licensed_models"
    models.mkdir(parents=True)
    (models / "__init__.py").write_text("", "utf-8")
    (models / "house.yaml").write_text(MODEL, "utf-8")
    info = site / "licensed-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: licensed\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[fidelity.models]\nlicensed = licensed_models\n", "utf-8")
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    invalidate_caches()
    return info


@pytest.mark.usefixtures("package")
def test_another_package_can_offer_models() -> None:
    assert library.load_model("house").reference == "house@2"
    assert fidelity("models").out.splitlines()[-1].startswith("house ")
    assert "no model 'cabin' ships with the library" in refused("cabin")


def test_a_package_that_cannot_be_looked_into_is_named(package: Path) -> None:
    (package / "entry_points.txt").write_text("[fidelity.models]\nlicensed = not_there\n", "utf-8")
    assert "FID101 the package 'not_there' offers models and cannot be looked into" in refused("house")


@pytest.mark.usefixtures("package")
def test_a_package_and_a_folder_with_one_id_clash_in_the_list(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(shelf))
    assert f"is offered by {shelf} and by the package 'licensed_models'" in fidelity("models").err
