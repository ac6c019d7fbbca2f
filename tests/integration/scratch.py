"""A scratch repository with ten plans, three of them in breach."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BREACHES", "git", "repository"]

HEAD = "plan: site-{n}\nmodel: fdac@2026.1\nsite: Site {n}\nauthor: site-lead\nunmentioned: as-specified\n"
BREACHES = {
    2: "changes:\n  - {id: no-mentors, element: parent-mentor, nature: removing, what: There are no mentors.}\n",
    5: "choices:\n  case-length: {length: 40 weeks}\n",
    8: "changes:\n  - {id: no-data, element: national-data, nature: removing, what: No data are sent.}\n",
}


def git(folder: Path, *words: str) -> None:
    """Run git in a folder."""
    who = ["-c", "user.name=Site", "-c", "user.email=site@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, timeout=60)  # noqa: S607


def repository(folder: Path) -> Path:
    """Make the repository, with everything committed."""
    plans = folder / "plans"
    plans.mkdir()
    for number in range(10):
        text = HEAD.format(n=number) + BREACHES.get(number, "")
        (plans / f"site-{number}.fidelity.yaml").write_text(text, "utf-8")
    git(folder, "init")
    git(folder, "add", "--all")
    git(folder, "commit", "--message", "Plans of ten sites")
    return folder
