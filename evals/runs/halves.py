"""Which questions are for tuning and which are only reported, and in what order they are asked."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal

from corpuscle.evals.runs.asked import AskedQuestion

Split = Literal["tuning", "reported", "all"]

_QUARTER = 64
"""Of the 256 values of a byte."""
SEED = "corpuscle"


def drawn_for_tuning(id_: str) -> bool:
    """Whether a question of a benchmark without halves of its own is for tuning: a quarter of them, by SHA-256 of the id."""
    return sha256(id_.encode()).digest()[0] < _QUARTER


def ordered(questions: Sequence[AskedQuestion]) -> tuple[AskedQuestion, ...]:
    """In an order drawn from the ids, so that the first of them are a fair sample, and fewer are the first of more."""
    return tuple(sorted(questions, key=lambda question: sha256(f"{SEED} {question.id}".encode()).digest()))
