"""A repository of plans is guarded: by the hook for pre-commit, by the script of the action, by GitLab's snippet."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.integration.scratch import BREACHES, git, repository
from tests.needed import program

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def checked(*words: str | Path) -> None:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


# Files that others read -------------------------------------------------------------------------------------------


def test_the_action_is_what_github_reads() -> None:
    checked(program("check-jsonschema"), "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")


def test_the_scripts_of_the_action_take_nothing_from_their_callers_text() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_manifest_is_what_pre_commit_reads() -> None:
    checked(program("pre-commit"), "validate-manifest", ROOT / ".pre-commit-hooks.yaml")


def snippets(language: str) -> list[str]:
    text = (ROOT / "docs" / "how-to" / "continuous-integration.md").read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_documented_workflows_are_what_github_and_gitlab_read(tmp_path: Path) -> None:
    kinds = {
        ("vendor.github-workflows", "jobs:"),
        ("vendor.gitlab-ci", "codequality:"),
        ("vendor.gitlab-ci", "include:"),
    }
    for schema, sign in kinds:
        found = [text for text in snippets("yaml") if sign in text]
        assert found, f"no example for {schema}"
        for number, text in enumerate(found):
            path = tmp_path / f"{number}.yml"
            path.write_text(text, "utf-8")
            checked(program("check-jsonschema"), "--builtin-schema", schema, path)


def test_the_documented_hook_is_what_pre_commit_reads(tmp_path: Path) -> None:
    [text] = [text for text in snippets("yaml") if "repos:" in text]
    path = tmp_path / ".pre-commit-config.yaml"
    path.write_text(text, "utf-8")
    checked(program("pre-commit"), "validate-config", path)
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {hook["id"] for hook in yaml.safe_load(text)["repos"][0]["hooks"]} <= offered


def test_every_setting_is_on_the_page() -> None:
    from fidelity.commands.settings import SETTINGS

    text = (ROOT / "docs" / "how-to" / "continuous-integration.md").read_text("utf-8")
    assert [setting.name for setting in SETTINGS if f"\n| `{setting.name}` |" not in text] == []


# The job for GitLab -------------------------------------------------------------------------------------------------

JOB = ROOT / "gitlab-ci-fidelity.yml"


def test_the_job_is_what_gitlab_reads() -> None:
    checked(program("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", JOB)


@pytest.mark.parametrize(("plans", "status", "red"), [("plans", 1, 3), ("plans/site-[013]* plans/site-4.*", 0, 0)])
def test_the_job_guards_a_repository_of_ten_plans(ten: Path, plans: str, status: int, red: int) -> None:
    job = yaml.safe_load(JOB.read_text("utf-8"))["adaptation-plans"]
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [program("bash"), "-e", "-c", "\n".join(job["script"])],
        cwd=ten,
        env={**os.environ, "PATH": here, "FIDELITY_PLANS": plans},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == status, done.stdout + done.stderr
    reports = job["artifacts"]["reports"]
    issues = json.loads((ten / reports["codequality"]).read_text("utf-8"))
    assert sum(issue["severity"] in {"blocker", "critical"} for issue in issues) == red
    suites = (ten / reports["junit"]).read_text("utf-8")
    assert len(re.findall(r'<testsuite [^>]*failures="[1-9]', suites)) == red


# The action -------------------------------------------------------------------------------------------------------


def run_action(folder: Path, temp: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the script of the step that checks, with the environment that GitHub would give it."""
    given = {name: str(entry.get("default", "")) for name, entry in ACTION["inputs"].items()} | inputs
    [step] = [step for step in ACTION["runs"]["steps"] if step.get("id") == "check"]
    env = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: given[match[1]], text)
        for name, text in step["env"].items()
    }
    outputs, summary = temp / "outputs", temp / "summary"
    (temp / "fidelity").mkdir(exist_ok=True)
    if not (temp / "fidelity" / "bin").exists():
        (temp / "fidelity" / "bin").symlink_to(Path(sys.executable).parent)
    done = subprocess.run(
        ["bash", "-c", step["run"]],  # noqa: S607 - the shell of the step
        cwd=folder,
        env={
            **os.environ,
            **env,
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(temp),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done, dict(line.split("=", 1) for line in outputs.read_text("utf-8").splitlines())


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    folder = tmp_path / "plans-repository"
    folder.mkdir()
    return repository(folder)


def test_the_action_guards_a_repository_of_ten_plans(ten: Path, tmp_path: Path) -> None:
    program("bash")
    done, outputs = run_action(ten, tmp_path)
    assert done.returncode == 1, done.stderr
    errors = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert len(errors) == len(BREACHES)
    for number, line in zip(BREACHES, errors, strict=True):
        assert line.startswith(f"::error file=plans/site-{number}.fidelity.yaml,line=")
    assert {name: outputs[name] for name in ("verdict", "plans", "red", "green", "sarif")} == {
        "verdict": "red",
        "plans": "10",
        "red": "3",
        "green": "7",
        "sarif": "fidelity.sarif",
    }
    results = json.loads((ten / "fidelity.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert sum(one["level"] == "error" for one in results) == len(BREACHES)
    assert "| site-2 | Site 2 | 🔴 red | 1 | 0 | 0 |" in (tmp_path / "summary").read_text("utf-8")


def test_the_inputs_of_the_action_reach_the_check(ten: Path, tmp_path: Path) -> None:
    done, outputs = run_action(ten, tmp_path, plans="plans/site-0.fidelity.yaml\nplans/site-1*\n\n")
    assert (done.returncode, outputs["plans"], outputs["verdict"]) == (0, "2", "green")
    done, _ = run_action(ten, tmp_path, **{"fail-on": "never"})
    assert done.returncode == 0
    fidelity = str(Path(sys.executable).parent / "fidelity")
    subprocess.run(
        [fidelity, "check", ".", "--baseline", "known.json", "--update-baseline"],
        cwd=ten,
        check=True,
        capture_output=True,
    )
    done, outputs = run_action(ten, tmp_path, baseline="known.json")
    assert (done.returncode, outputs["verdict"], outputs["known"]) == (0, "red", outputs["red"])
    done, _ = run_action(ten, tmp_path, plans="$(touch forged); `touch forged`")
    assert done.returncode == 2
    assert not (ten / "forged").exists()


# A baseline -------------------------------------------------------------------------------------------------------


def fidelity(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = str(Path(sys.executable).parent / "fidelity")
    return subprocess.run([command, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def laid_out_anew(folder: Path) -> Path:
    """Move every plan to another folder, under another name, as JSON in one line, keys in another order."""
    moved = folder / "regions" / "north"
    moved.mkdir(parents=True)
    for number, path in enumerate(sorted((folder / "plans").glob("*.yaml"), reverse=True)):
        document = yaml.safe_load(path.read_text("utf-8"))
        turned = {key: document[key] for key in reversed(document)}
        (moved / f"{number:02}.fidelity.json").write_text(json.dumps(turned), "utf-8")
        path.unlink()
    return moved


def test_a_baseline_survives_moving_reformatting_and_reordering_and_a_new_breach_still_fails(ten: Path) -> None:
    call = ("check", ".", "--baseline", "known.json")
    assert fidelity(ten, "check", ".").returncode == 1
    assert fidelity(ten, *call, "--update-baseline").returncode == 0
    before = (ten / "known.json").read_bytes()
    moved = laid_out_anew(ten)
    assert fidelity(ten, "check", ".").returncode == 1
    after = fidelity(ten, *call)
    assert after.returncode == 0, after.stdout
    red = len(BREACHES)
    assert f"10 plans: {red} red, {10 - red} green, {red} of them known before." in after.stdout
    assert fidelity(moved, "check", ".", "--baseline", "../../known.json").returncode == 0
    fidelity(ten, *call, "--update-baseline")
    assert (ten / "known.json").read_bytes() == before
    newcomer = moved / "05.fidelity.json"
    plan = json.loads(newcomer.read_text("utf-8"))
    plan["changes"] = [
        {"id": "new", "element": "same-judge", "nature": "removing", "what": "The judges change."},
        *plan.get("changes", ()),
    ]
    newcomer.write_text(json.dumps(plan), "utf-8")
    failed = fidelity(ten, *call)
    assert failed.returncode == 1
    assert f"10 plans: {red + 1} red, {9 - red} green, {red} of them known before." in failed.stdout
    assert "change new [FID201]" in failed.stdout


def test_a_baseline_only_ever_shrinks(ten: Path) -> None:
    call = ("check", ".", "--baseline", "known.json")
    fidelity(ten, *call, "--update-baseline")
    path = ten / "plans" / "site-2.fidelity.yaml"
    breach = path.read_text("utf-8")
    path.write_text(breach.replace(BREACHES[2], ""), "utf-8")
    assert fidelity(ten, *call, "--update-baseline").returncode == 0
    path.write_text(breach, "utf-8")
    assert fidelity(ten, *call, "--update-baseline").returncode == 1
    assert fidelity(ten, *call).returncode == 1


# The hook ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_hook_keeps_a_breach_out_of_the_repository(ten: Path, tmp_path: Path) -> None:
    hook = program("pre-commit")
    assert (
        fidelity(
            ten, "convert", "plans/site-2.fidelity.yaml", "--format", "xlsx", "--output", "plans/x.fidelity.xlsx"
        ).returncode
        == 0
    )
    git(ten, "add", "--all")
    source = tmp_path / "source"
    shutil.copytree(
        ROOT, source, ignore=shutil.ignore_patterns(".git", ".venv", "_build", ".*_cache", ".hypothesis", "dist")
    )
    git(source, "init")
    git(source, "add", "--all")
    git(source, "commit", "--message", "As it is")
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [hook, "try-repo", str(source), "fidelity-check", "--all-files", "--verbose"],
        cwd=ten,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    for number in BREACHES:
        assert f"RED  site-{number} breaches the model: 1 breach" in done.stdout
    assert "11 plans: 4 red, 7 green." in done.stdout
    assert "sheet 'Changes', cell A3, change no-mentors [FID201]" in " ".join(done.stdout.split())
