"""Pictures of models: layered drawings as SVG, made without any program outside Python."""

from __future__ import annotations

from fidelity.pictures.marks import Mark, mark_of, style
from fidelity.pictures.svg import svg

__all__ = ["Mark", "mark_of", "style", "svg"]
