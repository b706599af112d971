"""Exact answers of several models, made one: majority for yes or no and for an option, union with ranking for names."""

from collections import Counter
from collections.abc import Sequence

from corpuscle.agent.answers import ExactAnswer, QuestionType
from corpuscle.agent.model import Draft

MOST_CANDIDATES = 5
"""BioASQ's limit for a factoid."""


def joined_exact(type: QuestionType, drafts: Sequence[Draft]) -> ExactAnswer:
    """What the drafts, of which none abstains, say together; of equal votes the surer wins, then the one said first."""
    match type:
        case QuestionType.YESNO | QuestionType.CHOICE:
            return _majority(drafts)
        case QuestionType.FACTOID:
            return _union(drafts)[:MOST_CANDIDATES]
        case QuestionType.LIST:
            return _union(drafts)
        case QuestionType.SUMMARY:
            return None


def agrees(draft: Draft, exact: ExactAnswer) -> bool:
    """Whether the draft says the same word or letter, or names the first of these names too; every draft of a summary agrees."""
    if isinstance(exact, tuple):
        return isinstance(draft.exact_answer, tuple) and _key(exact[0]) in map(_key, draft.exact_answer)
    return draft.exact_answer == exact


def joined_confidence(drafts: Sequence[Draft], exact: ExactAnswer) -> float | None:
    """Mean probability of the answer over the drafts, 0 to 1: one that says otherwise leaves it what it is unsure of; one that tells no
    probability counts as sure. None for what is no vote (a summary).
    """
    if exact is None or not drafts:
        return None
    sure = [1.0 if draft.confidence is None else draft.confidence for draft in drafts]
    return sum(p if agrees(draft, exact) else 1 - p for p, draft in zip(sure, drafts, strict=True)) / len(drafts)


def _majority(drafts: Sequence[Draft]) -> str | None:
    said = [draft for draft in drafts if isinstance(draft.exact_answer, str)]
    votes = Counter(draft.exact_answer for draft in said)
    sureness: dict[ExactAnswer, float] = {}
    for draft in said:
        sureness[draft.exact_answer] = sureness.get(draft.exact_answer, 0.0) + (draft.confidence or 0.0)
    best = max(votes, key=lambda answer: (votes[answer], sureness[answer]), default=None)  # of equals the first, as dicts keep their order
    return best if isinstance(best, str) else None


def _union(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """All names, each once, by the sum of their reciprocal ranks (a name that all put first has as many points as there are drafts)."""
    points: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for draft in drafts:
        names = draft.exact_answer if isinstance(draft.exact_answer, tuple) else ()
        for rank, key in enumerate(dict.fromkeys(map(_key, names)), 1):
            points[key] = points.get(key, 0.0) + 1 / rank
        for name in names:
            spelled.setdefault(_key(name), name)
    return tuple(spelled[key] for key in sorted(points, key=lambda key: -points[key]))


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).strip(".,; ")
