"""Reports of a check: one format a file. A new file beside its siblings is a new format."""
