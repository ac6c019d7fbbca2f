"""What the command line answers, and the public face, are as the record has them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HELP = """
Outputs are frozen. If this difference is not meant, mend it. To see it, with a work tree of the commit before:
    git worktree add ../before COMMIT
    python tests/frozen/frozen.py --against ../before
To accept it on purpose, write the record anew, read the changed lines, and say in the commit why each has changed:
    python tests/frozen/frozen.py --write
"""


def test_answers_and_public_names_are_as_the_record_has_them() -> None:
    """Compare a subset; in CI everything."""
    words = [sys.executable, str(Path(__file__).parent / "frozen.py"), *([] if os.environ.get("CI") else ["--quick"])]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, f"{done.stdout[-6000:]}{done.stderr[-2000:]}{HELP}"
