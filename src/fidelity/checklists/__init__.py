"""Fidelity in delivery: checklists made from a model or a plan, filled-in forms read back, and their scores."""
