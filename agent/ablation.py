"""Which steps the agent takes: all of them, or fewer, so that the worth of each can be measured with the others as they are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Steps:
    """Each may be left out; what then reaches the answer is said beside it."""

    review: bool = True
    """Without it no triple is proposed, so that the answer sees passages and no verdict; there is then nothing to revise either."""
    revise: bool = True
    """Without it contradicted triples reach the answer with their verdict."""
    graph: bool = True
    """Without it no fact of the graph stands beside the passages, no article is read for being behind an edge, and no path leans towards an
    option. Names are linked and verdicts read the graph's edges all the same."""
    search_again: bool = True
    """Without it a question is searched for once."""


ALL_STEPS = Steps()
