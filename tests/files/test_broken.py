"""A value that cannot be known, such as an alias, is one fault: nothing else is said of what it may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from tests.files.samples import MODEL, faults_of

from fidelity.files.baselines import load_known
from fidelity.files.faults import Faults
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.files.syntax import add_syntax_fault
from fidelity.files.templates import template

if TYPE_CHECKING:
    from pathlib import Path

# Each is a piece of the sample and what stands in its place.
IN_MODEL = {
    "an end of a limit": ("{max: 4 weeks}", "{max: *a}"),
    "a list of values": ("in: [nurse, judge]", "in: *a"),
    "one of a list of values": ("in: [nurse, judge]", "in: [nurse, *a]"),
    "what is excluded": (", {element: venue, inferred: why}]", ", *a]"),
    "one of a list of texts": ("essential: [model-owner]", "essential: *a"),
    "an entry of a list": ("  - id: lawyers-in-review\n", "  - *a\n  - id: lawyers-in-review\n"),
    "a parent": ("title: Example Model\n", "title: Example Model\nextends: *a\n"),
}
IN_PLAN = ("as_specified: *a", "undecided: [*a]", "changes: [*a]", "choices: *a", "approvals: [*a]")


@pytest.mark.parametrize(("old", "new"), IN_MODEL.values(), ids=IN_MODEL)
def test_of_a_model(old: str, new: str) -> None:
    assert old in MODEL
    text = MODEL.replace(old, new, 1)
    assert [fault.code for fault in faults_of(lambda: read_model(text.encode(), "m.yaml"))] == ["FID103"]


@pytest.mark.parametrize("line", IN_PLAN)
def test_of_a_plan(line: str) -> None:
    text = f"plan: a\nmodel: m@1\nsite: A\nunmentioned: undecided\n{line}\n"
    assert [fault.code for fault in faults_of(lambda: read_plan(text.encode(), "p.yaml"))] == ["FID103"]


def test_an_id_of_a_parameter_that_is_none_is_told_at_its_place() -> None:
    text = MODEL.replace("      interval:\n", "      Time between:\n", 1).replace("review.interval", "review.x")
    faults = faults_of(lambda: read_model(text.encode(), "m.yaml"))
    assert (faults[0].code, faults[0].text[:43]) == ("FID107", "the text 'Time between'; expected an id: lo")


def test_a_key_that_stands_twice_is_told_with_both_places() -> None:
    text = MODEL.replace("    note: a note\n", "    note: a note\n    note: b\n", 1)
    (fault,) = faults_of(lambda: read_model(text.encode(), "m.yaml"))
    assert (fault.code, fault.column) == ("FID108", 5)


def test_an_extension_that_is_no_mapping_is_one_fault() -> None:
    text = MODEL.replace("title: Example Model\n", "title: Example Model\nextends: fdac\n", 1)
    (fault,) = faults_of(lambda: read_model(text.encode(), "m.yaml"))
    assert (fault.code, fault.text[:46]) == ("FID107", "the text 'fdac'; expected what a variant exten")


def test_a_change_that_says_nothing_of_what_it_changes_is_told_no_more_than_that() -> None:
    text = "plan: a\nmodel: m@1\nsite: A\nunmentioned: undecided\nchanges:\n  - {id: c, what: w, set: {a: b}}\n"
    (fault,) = faults_of(lambda: read_plan(text.encode(), "p.yaml"))
    assert fault.text.startswith("a change that does not say what it changes")


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("[]", "FID107", "a list; expected a baseline, as a mapping of keys"),
        (
            "{schema_version: '1', plans: [{plan: p, site: s, model: m, findings: [a]}]}",
            "FID107",
            "a list; expected fin",
        ),
        (
            "{schema_version: '1', plans: [{plan: p, site: s, model: m, findings: {a: blue}}]}",
            "FID107",
            "'blue'; expec",
        ),
        (
            "{schema_version: '1', plans: [{plan: p, site: s, model: m, findings: {a: []}}]}",
            "FID107",
            "something else;",
        ),
    ],
)
def test_a_baseline_that_is_none_is_one_fault(tmp_path: Path, text: str, code: str, found: str) -> None:
    path = tmp_path / "known.yaml"
    path.write_text(text)
    (fault,) = faults_of(lambda: load_known(path))
    assert (fault.code, fault.text[: len(found)]) == (code, found)


def test_a_baseline_without_findings_knows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text('{"schema_version": "1", "plans": [{"plan": "p", "site": "s", "model": "m", "findings": null}]}')
    assert load_known(path) == {("p", "s", "m"): {}}


def test_a_template_of_a_model_without_elements_shows_an_addition_alone() -> None:
    model = read_model(b"model: example\nversion: '1'\ntitle: Example\nowner: Unit", "m.yaml")
    text = template(model, "yaml")
    assert isinstance(text, str)
    assert "add:" in text


def test_a_parser_that_does_not_say_where_is_believed() -> None:
    faults = Faults("f.yaml")
    add_syntax_fault(yaml.MarkedYAMLError(problem="something odd"), "a: b", faults)
    (fault,) = faults.error().faults
    assert (fault.place.line, fault.found) == (0, "not YAML: something odd")
