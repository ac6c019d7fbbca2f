"""Reports of a check: one format a file, ``NAME_report.py``. A new file beside its siblings is a new format."""

from __future__ import annotations

from fidelity.plugins import Registry

FORMATS = Registry("fidelity.reports.check", ending="_report", first="text")
