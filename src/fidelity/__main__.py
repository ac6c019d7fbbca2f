"""``python -m fidelity``: the command line, where no script of that name is on the path."""

from __future__ import annotations

from fidelity.cli import entry

if __name__ == "__main__":
    entry()
