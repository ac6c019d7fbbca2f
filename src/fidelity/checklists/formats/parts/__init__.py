"""What the forms for people have in common, and the pieces of those that are too long for one file."""
