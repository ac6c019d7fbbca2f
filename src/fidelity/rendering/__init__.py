"""Safe text for every target, English for lists and counts, pages of text and of HTML."""
