"""``python -m fidelity``, and the script of that name: the command line as a process of its own."""

from __future__ import annotations

import signal
import sys

if signal.getsignal(signal.SIGINT) is signal.default_int_handler and (
    sys.argv[0].replace("\\", "/").rpartition("/")[2].startswith(("fidelity", "__main__"))
):
    # Until the command line has begun, an interrupt just ends the process: nothing is written yet, and Python's own way
    # would be a traceback from wherever it was loading. Whoever imports this module otherwise keeps their handlers.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from fidelity.cli import entry

if __name__ == "__main__":
    entry()
