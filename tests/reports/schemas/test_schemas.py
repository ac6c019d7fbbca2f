"""What the commands print fits its schema, and the schemas are of use in an editor."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests.commands.call import AMBER, EXAMPLES, RED, fidelity
from tests.needed import library, program
from tests.reports.schemas.documents import loaded
from tests.strategies import Case, agreed_cases, cases

from fidelity.checking.result import judge_plan
from fidelity.files.fields import shape
from fidelity.files.library import model_references
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.reports import report
from fidelity.reports.check import FORMATS
from fidelity.reports.check.run import Run
from fidelity.reports.guide.json_guide import plain
from fidelity.reports.schemas import SCHEMAS, schema
from fidelity.reports.schemas.parts import identifier, mapping

ROOT = Path(__file__).parents[3]


def closed(part: Any) -> Any:
    """Return a schema that takes no keys but those that it names."""
    if isinstance(part, list):
        return [closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: closed(value) for key, value in part.items()}
    if isinstance(part.get("properties"), dict) and "type" in part:
        made.setdefault("additionalProperties", False)
    return made


@cache
def complaints(name: str) -> Any:
    return library("jsonschema").Draft7Validator(closed(schema(name)))


def said(name: str, document: object) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in complaints(name).iter_errors(document)]


@pytest.mark.parametrize("name", SCHEMAS.names)
def test_each_is_a_schema_of_draft_7_with_a_title(name: str) -> None:
    library("jsonschema").Draft7Validator.check_schema(schema(name))
    answer = fidelity("schema", name)
    assert (answer.status, answer.err) == (0, "")
    printed = json.loads(answer.out)
    assert printed == schema(name)
    assert printed["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert printed["title"]


@pytest.mark.parametrize("name", ["plan", "model"])
def test_every_key_that_somebody_fills_in_is_explained(name: str) -> None:
    made: dict[str, Any] = schema(name)
    parts = [made, *made["definitions"].values()]
    unsaid = [
        f"{part.get('title')}: {key}"
        for part in parts
        for key, value in part.get("properties", {}).items()
        if "description" not in value and "$ref" not in value
    ]
    assert unsaid == []


@given(cases())
def test_every_result_fits_the_schema(case: Case) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    assert said("result", json.loads(report(FORMATS, "json", Run([result], case.bind, case.on)))) == []


@given(agreed_cases())
def test_results_with_agreed_variations_fit_the_schema(case: Case) -> None:
    result = judge_plan(case.plan, case.model, case.bind, case.on)
    assert said("result", json.loads(report(FORMATS, "json", Run([result], case.bind, case.on)))) == []


def test_a_run_with_unreadable_and_known_findings_fits_the_schema(tmp_path: Path) -> None:
    (tmp_path / "red.fidelity.yaml").write_text(RED, "utf-8")
    known = tmp_path / "known.json"
    fidelity("check", tmp_path, "--baseline", known, "--update-baseline")
    (tmp_path / "amber.fidelity.yaml").write_text(AMBER, "utf-8")
    (tmp_path / "broken.fidelity.yaml").write_text("plan: [", "utf-8")
    answer = fidelity("check", tmp_path, "--baseline", known, "--format", "json")
    printed = json.loads(answer.out)
    assert answer.status == 2
    assert printed["plans"][2]["findings"][0]["baselined"]
    assert said("result", printed) == []


@pytest.mark.parametrize("name", model_references())
def test_every_model_that_ships_fits_the_schema_as_a_file_and_as_it_is_shown(name: str) -> None:
    shown = json.loads(fidelity("show", name, "--format", "json").out)
    assert said("shown-model", shown) == []
    if "variant_of" not in shown:
        assert said("model", plain(shown)) == []
    element = next(key for key in ("essential", "flexible", "principles") if shown.get(key))
    only = fidelity("show", name, "--element", shown[element][0]["id"], "--format", "json").out
    assert said("shown-model", json.loads(only)) == []
    [file] = (path for path in (ROOT / "models").glob("*.yaml") if path.stem == shown["model"])
    assert said("model", loaded(file.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.fidelity.yaml")), ids=lambda path: path.name)
def test_every_example_fits_the_schema(path: Path) -> None:
    assert said("plan", loaded(path.read_text("utf-8"))) == []


def test_a_new_plan_fits_the_schema_and_tells_the_editor_where_it_is_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = fidelity("new", "fdac").out
    assert said("plan", loaded(text)) == []
    assert "$schema" not in text
    (tmp_path / ".schemas").mkdir()
    assert fidelity("schema", "plan", "--output", ".schemas/plan.json").status == 0
    (tmp_path / "sites" / "north").mkdir(parents=True)
    for folder in (".", "sites", "sites/north"):
        assert fidelity("new", "fdac", "--output", f"{folder}/a.fidelity.yaml").status == 0
        first, _, rest = (tmp_path / folder / "a.fidelity.yaml").read_text("utf-8").partition("\n")
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert (tmp_path / folder / named).resolve() == tmp_path / ".schemas" / "plan.json"
        assert rest == text
    assert fidelity("new", "fdac").out == f"# yaml-language-server: $schema=.schemas/plan.json\n{text}"


def test_a_plan_and_a_model_can_name_their_schema_themselves() -> None:
    plan = '{"$schema": "plan.json", "plan": "a", "model": "fdac@2026.1", "site": "A", "unmentioned": "undecided"}'
    assert read_plan(plan.encode(), "a.json").id == "a"
    model = '{"$schema": "model.json", "model": "a", "version": "1", "title": "A", "owner": "A"}'
    assert read_model(model.encode(), "a.json").id == "a"


def test_tools_read_the_schemas(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    assert fidelity("schema", "plan", "--output", file).status == 0
    plan = tmp_path / "a.fidelity.yaml"
    for text, status in ((RED, 0), (RED.replace("nature: removing", "nature: remove"), 1)):
        plan.write_text(text, "utf-8")
        done = subprocess.run(
            [program("check-jsonschema"), "--schemafile", str(file), str(plan)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == status, done.stdout + done.stderr


def test_an_unknown_schema_is_refused_with_the_known_ones() -> None:
    answer = fidelity("schema", "plans")
    assert (answer.status, answer.out) == (2, "")
    assert "choose from" in answer.err
    with pytest.raises(ValueError, match="a schema is one of model, plan, result, shown-model; not 'plans'"):
        schema("plans")


def test_a_key_that_the_reader_knows_and_a_schema_leaves_out_is_a_mistake_of_ours() -> None:
    known = shape("a thing", "id title")
    with pytest.raises(RuntimeError, match=r"the schema of a thing is not about: {'title'}"):
        mapping(known, {"id": identifier()})
