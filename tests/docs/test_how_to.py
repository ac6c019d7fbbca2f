"""What the how-to pages show is what the command line answers: files are written, calls are made, in their order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.commands.call import fidelity

PAGES = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```(yaml|python|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"# (\S+\.(?:yaml|py))\n")


class Call(NamedTuple):
    """A call on a page, the files written before it, and the beginning of what it prints."""

    words: list[str]
    files: dict[str, str]
    shown: str


def calls(page: str) -> list[Call]:
    """Return the calls of a page that show an answer."""
    files: dict[str, str] = {}
    found = []
    for kind, text in BLOCK.findall((PAGES / f"{page}.md").read_text("utf-8")):
        if kind != "console" and (name := NAMED.match(text)):
            files[name[1]] = text
        elif kind == "console" and text.count("\n") > 1:
            first, _, shown = text.partition("\n")
            if not shown.startswith("$"):
                found.append(Call(first.removeprefix("$ fidelity ").split(), dict(files), shown))
    return found


SHOWN = [
    (page, at) for page in ("sound-model", "variants", "approvals", "local-rules") for at in range(len(calls(page)))
]


@pytest.mark.parametrize(("page", "at"), SHOWN)
def test_a_call_prints_what_the_page_shows(page: str, at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = calls(page)[at]
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    for name, text in call.files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    answer = fidelity(*call.words)
    assert answer.err == ""
    assert answer.out.startswith(call.shown)


def test_the_pages_show_answers() -> None:
    assert [page for page, _ in SHOWN] == ["sound-model", "variants", "variants", "approvals", "local-rules"]


def test_a_plan_for_the_variant_on_the_page_can_be_judged_by_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "our-models").mkdir()
    for name, text in calls("variants")[-1].files.items():
        (tmp_path / "our-models" / name).write_text(text, "utf-8")
    monkeypatch.setenv("FIDELITY_MODEL_PATH", str(tmp_path / "our-models"))
    plan = tmp_path / "our-plan.fidelity.yaml"
    head = "plan: ours\nmodel: northtown-fdac@2026.1\nsite: Northtown\nauthor: site-lead\nunmentioned: as-specified\n"
    plan.write_text(head, "utf-8")
    assert fidelity("check", plan).out.startswith("GREEN")
    assert fidelity("check", plan, "--model", "fdac").out.startswith("GREEN")
    plan.write_text(head.replace("northtown-fdac", "northtown-group"), "utf-8")
    assert fidelity("check", plan, "--model", "fdac").status == 0
