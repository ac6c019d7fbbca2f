"""``python -m fidelity``, and the script of that name: the command line as a process of its own."""

from __future__ import annotations

from fidelity.cli import entry

if __name__ == "__main__":
    entry()
