"""One result, many readers: one file a format."""
