"""What the pages promise is what the library does."""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import redirect_stdout
from functools import cached_property
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
import yaml
from docs._ext.fidelity_docs.examples import example_pages
from docs._ext.fidelity_docs.models import model_pages
from docs._ext.fidelity_docs.natures import nature_table
from docs._ext.fidelity_docs.pages import block
from docs._ext.fidelity_docs.sources import example_entries, help_of, model_entries, nature_entries

import fidelity
import fidelity.commands
from fidelity.checking.table import TABLE
from fidelity.cli import main
from fidelity.commands.settings import SETTINGS
from fidelity.errors import how_to_install
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.files.variants import EXTENDS_SHAPE, OVERRIDE_SHAPE
from fidelity.model.model import CLAIMS as VARIANT_CLAIMS
from fidelity.model.strength import LEVELS
from fidelity.plan.frame import CLAIMS, NATURES, RECORD, SILENCE, STATUSES
from fidelity.soundness.claims import weigh_claim

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = sorted((DOCS / "examples").glob("*.yaml"))
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def fragments(name: str) -> list[dict[str, Any]]:
    """Return the YAML blocks of a page, every scalar as text."""
    return [yaml.load(text, Loader=yaml.BaseLoader) for text in YAML.findall(page(name))]  # noqa: S506 - makes only texts


@pytest.mark.parametrize("number", range(len(fragments("reference/plan-file"))))
def test_every_piece_of_a_plan_is_read_without_fault(number: int) -> None:
    whole, *_ = blocks = fragments("reference/plan-file")
    text = json.dumps(whole | blocks[number])
    assert read_plan(text.encode(), "plan.json").site == "Northtown"


def test_every_piece_of_a_model_is_read_without_fault() -> None:
    whole, *pieces = (piece for piece in fragments("reference/model-file") if "extends" not in piece)
    stated = {"statement": "Something is done.", "basis": ["EX-12"], "tier_basis": ["EX-12"]}
    review = whole["essential"][0]
    interval = review["parameters"]["interval"]
    place = {"type": "choice", "options": ["court", "home"], "basis": ["EX-12"]}
    whole["flexible"] = [{"id": "venue", "title": "Venue", **stated, "parameters": {"place": place}}]
    for piece in pieces:
        for key, value in piece.items():
            if key in {"limits", "exceptions"}:
                interval[key] = value
            elif key == "realised_by":
                whole["principles"][0][key] = value
            elif key == "essential":
                review.update(value[0])
            else:
                review[key] = value
    others = ("same-judge", "team", "key-worker", "criminal-court")
    whole["essential"] += [{"id": word, "title": word, **stated} for word in others]
    model = read_model(json.dumps(whole).encode(), "model.json")
    assert model.by_id["review-hearing"].substitutes
    assert model.by_id["review-hearing"].excludes


def test_the_variant_on_the_page_is_a_variant_of_the_model_on_the_page() -> None:
    whole, *pieces = fragments("reference/model-file")
    (piece,) = (piece for piece in pieces if "extends" in piece)
    parent = read_model(json.dumps(whole).encode(), "model.json")
    variant = read_model(
        json.dumps(piece).encode(), "variant.json", lambda reference, _: {"example@2026.1": parent}[reference]
    )
    assert variant.by_id["review-hearing"].statement == "The court meets the parents every week."
    assert weigh_claim(variant).holds
    keys_of = {*EXTENDS_SHAPE.order, *OVERRIDE_SHAPE.order} - {"basis", "inferred", "model"}
    assert {key for key in keys_of if f"`{key}`" not in page("reference/model-file")} == set()
    assert {claim for claim in VARIANT_CLAIMS if f"`{claim}`" not in page("reference/model-file")} == set()


def test_every_word_that_a_plan_may_use_is_on_its_page() -> None:
    words = {*NATURES, *STATUSES, *CLAIMS, *SILENCE, *RECORD, *(word for row in RECORD.values() for word in row)}
    text = page("reference/plan-file")
    assert {word for word in words if f"`{word}`" not in text} == set()


def test_every_strength_is_explained() -> None:
    text = page("explanation/tiers-strengths-and-two-worlds")
    assert {word for word in LEVELS if f"| `{word}`" not in text} == set()


def test_every_public_name_is_documented() -> None:
    text = page("reference/library")
    named = set(re.findall(r"\.\. auto\w+:: fidelity\.(\w+)(?:\(\))?$", text, re.MULTILINE))
    assert named == set(fidelity.__all__)


def test_no_property_reads_as_a_type() -> None:
    # Napoleon takes what stands before a colon in the first line of a property for its type.
    classes = [getattr(fidelity, name) for name in fidelity.__all__ if isinstance(getattr(fidelity, name), type)]
    first = {
        f"{one.__name__}.{name}": (value.__doc__ or "").split("\n")[0]
        for one in classes
        for name, value in vars(one).items()
        if isinstance(value, property | cached_property) and not name.startswith("_")
    }
    assert first
    assert {name: line for name, line in first.items() if ": " in line or not line} == {}


def keys(value: object, at: str = "") -> set[str]:
    """Return the paths of all keys in a JSON value; what is keyed by ids counts as one."""
    if isinstance(value, list):
        return set().union(*(keys(item, f"{at}[]") for item in value))
    if not isinstance(value, dict):
        return set()
    if at.endswith(".elements"):
        return set().union(*(keys(item, f"{at}.*") for item in value.values()))
    return {f"{at}.{key}" for key in value}.union(*(keys(item, f"{at}.{key}") for key, item in value.items()))


def test_the_json_on_the_page_has_the_keys_of_the_json_that_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    shown = re.search(r"```json\n(.*?)```", page("reference/exit-codes-and-json"), re.DOTALL)
    assert shown is not None
    said = StringIO()
    with redirect_stdout(said):
        main(["check", "docs/examples/breach-by-consequence.fidelity.yaml", "--format", "json"])
    printed = json.loads(said.getvalue())
    finding = printed["plans"][0]["findings"][0]
    assert set(finding["consequences"][0]) == set(finding)
    assert _short(keys(printed)) == _short(keys(json.loads(shown[1])))


def _short(paths: set[str]) -> set[str]:
    """Return the paths without those of consequences, which have the keys of a finding."""
    return {path for path in paths if ".consequences[]" not in path}


def test_every_key_of_the_json_is_in_a_table() -> None:
    text = page("reference/exit-codes-and-json")
    shown = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert shown is not None
    names = {path.rpartition(".")[2].rstrip("[]") for path in keys(json.loads(shown[1]))}
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_model_has_a_page() -> None:
    pages = {one.name: one.text for one in model_pages(model_entries())}
    assert list(pages) == ["index", *fidelity.model_references()]
    for reference in fidelity.model_references():
        model = fidelity.load_model(reference)
        assert pages[reference].startswith(f"# {model.title}\n")
        assert [element.title for element in model.elements if f"### {element.title}" not in pages[reference]] == []


def test_every_example_is_on_the_page_with_its_verdict() -> None:
    (one,) = example_pages(example_entries(DOCS / "examples"))
    for path in EXAMPLES:
        verdict = re.match(r"# Verdict: (\w+)\n", path.read_text(encoding="utf-8"))
        assert verdict is not None
        _, _, section = one.text.partition(f"\n## {fidelity.load_plan(path).site}\n\n")
        assert section.startswith(f"**Verdict: {verdict[1]}.**")
        report = section.partition(f":caption: fidelity check {path.name}\n\n")[2]
        assert report.startswith(verdict[1].upper())


def test_the_table_of_natures_has_every_nature_and_says_where_it_departs() -> None:
    table = nature_table(nature_entries())
    rows = table.splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == list(TABLE)
    for row, known in zip(rows, TABLE.values(), strict=True):
        assert ("**" in row) == bool(known.departs)


def test_a_page_shows_control_characters_as_pictures() -> None:
    assert block("yaml", "site: North\x0btown\n") == "````{code-block} yaml\nsite: North␋town\n````\n"


def test_every_written_page_is_in_a_table_of_contents() -> None:
    listed = set(re.findall(r"^([\w-]+/[\w-]+)$", page("index"), re.MULTILINE))
    folders = ("tutorial", "how-to", "explanation", "reference")
    assert listed == {
        *(f"{folder}/{path.stem}" for folder in folders for path in (DOCS / folder).glob("*.md")),
        *("codes/index", "models/index", "examples/index", "developers/index"),
    }


def test_every_command_is_described_with_its_own_help() -> None:
    commands = {name for _, name, _ in iter_modules(fidelity.commands.__path__)}
    known = {name for name in commands if hasattr(import_module(f"fidelity.commands.{name}"), "NAME")}
    text = page("reference/command-line")
    assert set(re.findall(r"^## `fidelity (\w+)`$", text, re.MULTILINE)) == known
    assert set(re.findall(r"^```\{command-help\} (\w+)$", text, re.MULTILINE)) == known
    for name in known:
        assert help_of(name).startswith(f"usage: fidelity {name} ")


def test_the_help_of_no_command_is_an_error() -> None:
    with pytest.raises(LookupError, match="there is no command"):
        help_of("chek")


def test_every_setting_stands_in_the_table_of_settings() -> None:
    text = (DOCS / "how-to" / "continuous-integration.md").read_text("utf-8")
    table = text.partition("| setting | option |")[2].partition("\n\n")[0]
    assert [setting.name for setting in SETTINGS] == re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)


def test_no_page_and_no_message_names_a_package_that_no_index_has_yet() -> None:
    root, text_of = DOCS.parent, Path.read_text
    places = [root / "README.md", *DOCS.rglob("*.md"), *(root / "src").rglob("*.py")]
    texts = {path: text_of(path, "utf-8") for path in places if "_build" not in path.parts}
    named = re.compile(r"pip install\s+(?:-\w+\s+)*['\"]?practice-fidelity")
    assert [path.name for path, text in texts.items() if named.search(text)] == []
    extras = tomllib.loads(text_of(root / "pyproject.toml", "utf-8"))["project"]["optional-dependencies"]
    for extra in set(extras) - {"dev", "test", "docs", "judges", "all"}:
        call = how_to_install(extra)
        assert re.fullmatch(r"python -m pip install ('[\w-]+>=[\w.]+' ?)+|python -m pip install -e '\.\[\w+\]'", call)
        assert f"`{extra}`" in page("tutorial/quick-start")
