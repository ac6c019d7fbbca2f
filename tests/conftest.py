"""Hypothesis profiles: a small budget in every run, a thousand examples and more when asked for.

``HYPOTHESIS_PROFILE=thorough python -m pytest`` is the long run before a release.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

_ALL = list(HealthCheck)
settings.register_profile("quick", max_examples=40, deadline=None, suppress_health_check=_ALL, derandomize=False)
settings.register_profile("ci", max_examples=60, deadline=None, suppress_health_check=_ALL, derandomize=True)
settings.register_profile(
    "mutation",  # the same few examples each time, and no search for a smaller one: see tests/mutation
    max_examples=30,
    deadline=None,
    suppress_health_check=_ALL,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile("thorough", max_examples=1_000, deadline=None, suppress_health_check=_ALL)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick"))
