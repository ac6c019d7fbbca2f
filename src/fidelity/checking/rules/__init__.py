"""The rules: one finding code, one file. A new file beside its siblings is a new rule; nothing else changes."""
