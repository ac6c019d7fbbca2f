"""The plan that the examples of codes begin with: only what matters is written out beside each code."""

from __future__ import annotations

__all__ = ["PLAN"]

PLAN = """\
plan: northtown
model: fdac@2026.1
site: Northtown
author: site-lead
unmentioned: as-specified
"""
