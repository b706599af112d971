"""The benchmark of verdicts, in resumable parts: test pairs, the graph each row may see, the reviewer, its rivals, and the page."""
