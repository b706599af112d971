"""Runs of a benchmark by a system: the questions, what was answered, how well, and with what."""
