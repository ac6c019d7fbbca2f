"""Looks into the kinds of file that are packages: carefully, because anybody may have made them."""
