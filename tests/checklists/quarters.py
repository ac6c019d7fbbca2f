"""The worked example: three raters, four quarters, two sites, of which one drifts. Made here, so that it stays true.

Ashby holds what it does. In Barton the reviews grow apart from the second quarter on, and from the third the judge
changes too. One rater, who sees less of the court, is milder at first, and cannot tell in the last quarter.
"""

from __future__ import annotations

import csv
import io

import fidelity

__all__ = ["RATERS", "quarters"]

RATERS = ("rater-1", "rater-2", "rater-3")
_DAYS = {"2026-Q1": "2026-03-10", "2026-Q2": "2026-06-09", "2026-Q3": "2026-09-08", "2026-Q4": "2026-12-08"}
_BARTON = {
    "2026-Q2": {"review_gap": ("1", "1", "2")},
    "2026-Q3": {"review_gap": ("0", "1", "1"), "judge_same": ("1", "0", "2")},
    "2026-Q4": {"review_gap": ("0", "0", "1"), "judge_same": ("0", "0", "nk"), "worker_named": ("2", "nk", "nk")},
}
_EVERYWHERE = {"mentor_offered": ("2", "2", "1"), "no_ordinary_trac_b8ac": ("1", "1", "1")}


def quarters() -> str:
    """Return the example as long CSV."""
    checklist = fidelity.checklist("fdac")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["hash", "model", "version", "site", "period", "date", "assessor", "item", "code"])
    for site in ("Ashby", "Barton"):
        for period, day in _DAYS.items():
            drift = _BARTON.get(period, {}) if site == "Barton" else {}
            for at, rater in enumerate(RATERS):
                for item in checklist:
                    code = (_EVERYWHERE | drift).get(item.name, ("2", "2", "2"))[at]
                    about = (checklist.hash, checklist.model, checklist.model_version)
                    writer.writerow([*about, site, period, day, rater, item.name, code])
    return out.getvalue()
