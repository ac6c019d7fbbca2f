"""The parts of the score report that is read in a browser."""
