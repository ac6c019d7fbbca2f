"""Plans to fill in, made from a model: one format a file."""
