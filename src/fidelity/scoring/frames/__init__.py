"""Scores answers in data frames, and in files that do not fit in memory, by one path for every kind of frame.

The usual is counted where it stands, by whatever engine the frame has: how many forms of one rater, site and period
gave which answer. The rare (an answer twice or not understood, a condition) is fetched and read one by one, as a form
in a file is. What comes of both goes through the same exact scoring as a council's forms.
"""
