"""One labelled thing that a guide says."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Fact"]


class Fact(NamedTuple):
    """A label and what stands under it: one or several phrases, quoted for the format."""

    label: str
    items: tuple[str, ...]
