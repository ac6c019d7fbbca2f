"""The commands: one file a command. A new file beside its siblings is a new command; nothing else changes.

A module here is a command if it has:

- ``NAME``, the word on the command line: the module's own name, with hyphens for underscores;
- ``HELP``, one line for lists;
- ``configure(parser)``, which adds its arguments to an ``argparse.ArgumentParser``;
- ``run(options, out, err)``, which does the work and returns the exit status: 0 for nothing at or above
  the threshold, 1 for something, 2 for "could not check". ``InputError`` and ``OSError`` may escape: the
  command line turns them into a message and a 2.

Only the module of the command that is asked for is imported, and it imports what is heavy in ``run``. The
other modules here are what commands share: ``output`` writes files whole or not at all, and ``terminal``
knows about colour, width and encoding.
"""

from __future__ import annotations

from fidelity.plugins import Registry

__all__ = ["COMMANDS"]

COMMANDS = Registry("fidelity.commands", kind="a command")
"""The modules in the folder of commands. Those without a ``NAME`` are what commands share."""
