"""Safe text for every target, English for lists and counts, and the pieces of pages."""
