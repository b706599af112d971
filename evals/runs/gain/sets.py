"""What the gain table is measured on, and by which systems."""

from corpuscle.evals.runs.systems import SYSTEMS

SETS = ("pubmedqa", "pubmedqa-contexts", "bioasq-yesno", "medddx", "bioasq-factoid", "bioasq-list")
STEPS = tuple(SYSTEMS[name] for name in ("unaided", "served-retrieval", "served-review", "served-revise"))
"""Each adds to the one before it."""
BESIDE = tuple(SYSTEMS[name] for name in ("majority", "built-in"))
ROUND = 25
"""Questions of each set that are asked before the next ones of any: whenever time ends, the sets are even."""


def rounds(questions: int, most: int) -> tuple[int, ...]:
    """How many questions of each set are done after each round: of `questions` (0: all) where the largest set has `most`."""
    last = min(questions or most, most)
    return (*range(ROUND, last, ROUND), last)
