"""Quotations that code adds to a model's statements, where what it answered stands in a sentence that it did not cite."""

import re
from collections.abc import Sequence

from corpuscle.agent.model import DraftStatement
from corpuscle.agent.polarity import polarity
from corpuscle.retrieval.passages import Passage

_MOST_FOR_ITEMS = 5


def agreeing(sign: int, question: str, passages: Sequence[Passage], cited: Sequence[Passage]) -> tuple[DraftStatement, ...]:
    """The most relevant passage that says yes (sign 1) or no (-1) to the question, unless a cited one does; () where none does."""
    if any(sign * polarity(passage.text, question) > 0 for passage in cited):
        return ()
    saying = [passage for passage in passages if sign * polarity(passage.text, question) > 0]
    best = max(saying, key=lambda passage: passage.score, default=None)
    return (DraftStatement(best.text, (best,)),) if best else ()


def naming(items: Sequence[str], passages: Sequence[Passage], cited: Sequence[Passage]) -> tuple[DraftStatement, ...]:
    """For the items that no cited passage names, the passages that name most of them, at most five."""
    left = {item for item in items if not any(names(passage.text, item) for passage in cited)}
    added: list[DraftStatement] = []
    while left and len(added) < _MOST_FOR_ITEMS:
        best = max(passages, key=lambda passage: sum(names(passage.text, item) for item in left), default=None)
        found = {item for item in left if best and names(best.text, item)}
        if best is None or not found:
            break
        added.append(DraftStatement(best.text, (best,)))
        left -= found
    return tuple(added)


def names(text: str, item: str) -> bool:
    """Whether the item stands in the text as whole words."""
    return re.search(rf"(?<!\w){re.escape(item.strip())}(?!\w)", text, re.IGNORECASE) is not None
