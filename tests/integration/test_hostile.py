"""No hostile text of a model, a plan or a form comes through in any output of any command."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
import yaml
from tests.commands.call import DAY, EXAMPLES, ROOT, fidelity
from tests.hostile import FREE, PAYLOADS, came_through, dumped, said_everywhere

from fidelity.checklists.exchange import FORMATS as CHECKLISTS
from fidelity.commands import COMMANDS
from fidelity.plan.fields import ADDITION, APPROVAL, CHANGE, FRAME, PLAN
from fidelity.reports import comparison, guide, register, soundness
from fidelity.reports import score as scores
from fidelity.reports.check import FORMATS as CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BINARY = {"docx", "xlsx", "pdf", "ods", "xlsform"}
"""What is no text: their own tests open them with the programs that they are for."""
OURS = {"xlsform", "redcap", "fhir", "uvl", "dot", "mermaid"}


def files(folder: Path, payload: str) -> None:
    """Write a model, two plans and a form that say a payload in every free text."""
    model = yaml.safe_load((ROOT / "models" / "fdac.yaml").read_text("utf-8"))
    few = {**model, "evidence": model["evidence"], "model": "hostile"}
    (folder / "models").mkdir()
    (folder / "models" / "hostile.yaml").write_text(dumped(said_everywhere(few, payload)), "utf-8")
    for name in ("ten-changes", "agreed-variations"):
        plan = yaml.safe_load((EXAMPLES / f"{name}.fidelity.yaml").read_text("utf-8"))
        plan["model"] = plan["model"].replace("fdac", "hostile")
        (folder / f"{name}.fidelity.yaml").write_text(dumped(said_everywhere(plan, payload)), "utf-8")
    rows = list(csv.DictReader(io.StringIO((EXAMPLES / "delivery" / "quarters.csv").read_text("utf-8"))))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for row in rows[:200]:
        changed = {
            "site": f"{payload} {row['site']}".replace("\x00", ""),
            "hash": "",
            "checklist": "",
            "model": "hostile",
        }
        writer.writerow({**row, **{key: value for key, value in changed.items() if key in row}})
    (folder / "forms.csv").write_text(out.getvalue(), "utf-8", newline="")
    (folder / f"{''.join(sign for sign in payload if sign not in '/' + chr(0))[:60]}.fidelity.yaml").write_text(
        "plan: x", "utf-8"
    )


def calls() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield every command with every format of text that it has: its name, the format, the words of the call."""
    never = ("--fail-on", "never")
    for name in CHECKS.names:
        yield "check", name, ("check", ".", "--format", name, *never, *DAY)
    yield "check", "text", ("check", ".", "--verbose", *never, *DAY)
    for name in guide.FORMATS.names:
        yield "show", name, ("show", "models/hostile.yaml", "--format", name)
    for name in set(CHECKLISTS.names) - BINARY:
        yield "checklist", name, ("checklist", "models/hostile.yaml", "--format", name)
    for name in scores.FORMATS.names:
        yield "score", name, ("score", "forms.csv", "--model", "models/hostile.yaml", "--format", name, *never)
    for name in comparison.FORMATS.names:
        yield "diff", name, ("diff", str(ROOT / "models" / "fdac.yaml"), "models/hostile.yaml", "--format", name)
        yield "diff", name, ("diff", "ten-changes.fidelity.yaml", "agreed-variations.fidelity.yaml", "--format", name)
    for name in register.FORMATS.names:
        yield "approvals", name, ("approvals", ".", "--format", name, *DAY)
    for name in soundness.FORMATS.names:
        yield "lint", name, ("lint", "models/hostile.yaml", "--format", name)
    yield "new", "yaml", ("new", "models/hostile.yaml")
    yield "convert", "yaml", ("convert", "ten-changes.fidelity.yaml", "--format", "yaml")
    yield "models", "text", ("models",)
    yield "models", "json", ("models", "--format", "json")
    yield "explain", "text", ("explain", "FID201")
    yield "schema", "json", ("schema", "plan")
    yield "completion", "text", ("completion", "bash")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if number % 6 == 0 else pytest.mark.slow) for number, name in enumerate(PAYLOADS)],
)
def test_nothing_comes_through(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(tmp_path, PAYLOADS[name])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fidelity.toml").write_text('model-path = ["models"]\n', "utf-8")
    leaks, said = [], 0
    for command, format_, words in calls():
        answer = fidelity(*words)
        assert "not your fault" not in answer.err, (words, answer.err)
        said += bool(answer.out)
        leaks += [(" ".join(words), one) for one in came_through(answer.out, format_)]
        leaks += [(" ".join(words), f"on standard error: {one}") for one in came_through(answer.err, "text")]
        assert answer.out or answer.err or command == "lint", words
    assert leaks == []
    assert said > 30


def test_the_table_leaves_out_no_command_and_no_key_of_a_plan() -> None:
    asked = {command for command, _, _ in calls()}
    assert asked == {name for name in COMMANDS.names if hasattr(COMMANDS.module(name), "NAME")}
    for table in (PLAN, CHANGE, ADDITION, APPROVAL, FRAME):
        free = {field.key for field in table.fields if field.kind == "text" and field.key not in {"plan", "role"}}
        assert free <= FREE
