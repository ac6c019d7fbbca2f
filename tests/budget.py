"""How many examples a law gets: so many times those of the profile that ``conftest`` has chosen."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["times"]


def times(factor: float) -> settings:
    """Return the profile's settings with more examples, or fewer: for laws on which much stands, or that are slow."""
    profile = settings.default
    assert profile is not None
    return settings(max_examples=max(1, round(factor * profile.max_examples)))
