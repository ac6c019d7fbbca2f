"""Filled-in checklists: cells, groups and bands, agreement between raters, what is delivered, and drift over time."""
