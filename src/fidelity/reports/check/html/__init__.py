"""The parts of a report that is read in a browser: one part of the page a file."""
