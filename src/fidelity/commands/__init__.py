"""The commands: one file for each. A new file beside the others is a new command; nothing else changes.

A module here is a command if it has:

- ``NAME``, the word on the command line: the module's own name, with hyphens for underscores;
- ``HELP``, one line for lists;
- ``configure(parser)``, which adds its arguments to an ``argparse.ArgumentParser``;
- ``run(options, out, err)``, which does the work and returns the exit status: 0 for nothing at or above
  the threshold, 1 for something, 2 for "could not check". ``InputError`` and ``OSError`` may escape: the
  command line turns them into a message and a 2.

Only the module of the command that is asked for is imported, and it imports heavy modules in ``run``. The other modules
here are what commands share: ``arguments``, ``settings``, ``plan_files``, and ``output``, which writes files whole or
not at all.
"""

from __future__ import annotations

from fidelity.plugins import Registry

COMMANDS = Registry("fidelity.commands", kind="a command")
"""The modules in this folder. Those without a ``NAME`` are what commands share."""
