"""The benchmarks that a run can ask, each read from the user's own copy of its file."""
