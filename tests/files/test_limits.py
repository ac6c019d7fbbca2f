"""Files that are made to hurt are refused at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from tests.benchmarks.generate import make_model, model_text
from tests.files.samples import PLAN, faults_of, only

from fidelity.files import tree
from fidelity.files.faults import MAX_FAULTS
from fidelity.files.models import read_model
from fidelity.files.plans import load_plan, read_plan
from fidelity.files.source import MAX_BYTES
from fidelity.files.tree import MAX_DEPTH, read_tree

if TYPE_CHECKING:
    from pathlib import Path


def bomb() -> str:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines)


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use one parser after the other."""
    if request.param == "Python":
        monkeypatch.setattr(tree, "PARSER", None)


@pytest.mark.usefixtures("parser")
def test_an_alias_bomb_does_not_go_off() -> None:
    faults = faults_of(lambda: read_tree(bomb().encode(), "f.yaml"))
    assert {fault.code for fault in faults} == {"FID103"}
    assert (faults[0].line, faults[0].column) == (1, 5)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["[" * 3000, "[" * 3000 + "]" * 3000, "{a: " * 3000, "- " * 3000 + "x", "? " * 3000])
def test_deep_nesting_is_refused(text: str) -> None:
    fault = faults_of(lambda: read_tree(text.encode(), "f.yaml"))[-1]
    assert fault.code == "FID103"
    assert fault.text.startswith("this file is nested more than 50 levels deep")


@pytest.mark.usefixtures("parser")
def test_the_deepest_nesting_allowed_is_read() -> None:
    read_tree(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode(), "f.yaml")
    assert faults_of(lambda: read_tree(("[" * 51 + "]" * 51).encode(), "f.yaml"))[0].column == MAX_DEPTH + 1


@pytest.mark.usefixtures("parser")
def test_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_NODES", 1000)
    fault = only(faults_of(lambda: read_tree(b"- x\n" * 1000, "f.yaml")))
    assert (fault.code, fault.text[:39]) == ("FID103", "this file has more than 1,000 keys and ")


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    started = time.perf_counter()
    fault = only(faults_of(lambda: load_plan(path)))
    assert time.perf_counter() - started < 1
    assert (fault.code, fault.line, fault.text[:46]) == (
        "FID103", 0, "this file is larger than 10,000,000 bytes; exp",
    )  # fmt: skip


def test_the_largest_file_allowed_is_read() -> None:
    padding = b"# " + b"x" * (MAX_BYTES - len(PLAN.encode()) - 3) + b"\n"
    assert len(padding + PLAN.encode()) == MAX_BYTES
    assert read_plan(padding + PLAN.encode(), "p").id == "northtown"


def test_a_file_that_is_all_faults_is_given_up() -> None:
    text = PLAN + "".join(f"wrong{n}: x\n" for n in range(20_000))
    started = time.perf_counter()
    faults = faults_of(lambda: read_plan(text.encode(), "p"))
    assert time.perf_counter() - started < 5
    assert len(faults) == MAX_FAULTS
    assert "was not read any further" in faults[-1].text


def test_a_model_of_ten_thousand_elements_is_read() -> None:
    model = make_model(10_000)
    assert read_model(model_text(model).encode(), "model.yaml").counts == model.counts
