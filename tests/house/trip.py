"""The trip of one check: how often it moves from file to file. Run as a process of its own, so that nothing is loaded.

Counted are calls of functions of the package, those of loading its modules included, as a profiler sees them.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

PLAN = Path(__file__).with_name("one-change.fidelity.yaml")


class Trip:
    """Counts calls, moves between files, and the depth of calls."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.calls = self.moves = self.depth = self.deepest = 0
        self.files: set[str] = set()
        self.last = ""

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Note one event of the profiler."""
        file = frame.f_code.co_filename
        if not file.startswith(self.package) or event not in {"call", "return"}:
            return
        if event == "return":
            self.depth -= 1
            return
        self.calls += 1
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)
        self.moves += bool(self.last) and file != self.last
        self.files.add(file)
        self.last = file


def main() -> None:
    """Check the plan with one change, write the text report, and print what was counted as JSON."""
    import fidelity.cli

    package = str(Path(fidelity.cli.__file__).parent)
    trip = Trip(package)
    report = io.StringIO()
    with redirect_stdout(report):
        sys.setprofile(trip)
        status = fidelity.cli.main(["check", str(PLAN)])
        sys.setprofile(None)
    if "breaches the model" not in report.getvalue():
        raise SystemExit(f"the check of {PLAN.name} ended with {status} and no report")
    loaded = sum(name.partition(".")[0] == "fidelity" for name in sys.modules)
    counted = {"calls": trip.calls, "moves": trip.moves, "files": len(trip.files), "depth": trip.deepest}
    print(json.dumps(counted | {"modules": loaded}))


if __name__ == "__main__":
    main()
