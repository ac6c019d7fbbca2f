"""Reports of what lint found: one format a file. A new file beside its siblings is a new format."""

from __future__ import annotations

from fidelity.plugins import Registry

FORMATS = Registry("fidelity.reports.soundness")
