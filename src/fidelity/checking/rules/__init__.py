"""The rules: one finding code, one file. A new file beside its siblings is a new rule; nothing else changes."""

from __future__ import annotations

PLAN = """\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
"""
