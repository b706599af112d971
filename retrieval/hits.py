"""What a search returns: hits, and runs in the TREC sense."""

from dataclasses import dataclass

from corpuscle.retrieval.articles import Article

Run = dict[str, dict[str, float]]
"""TREC run: query id → article id → score (higher is better)."""

Qrel = dict[str, dict[str, int]]
"""TREC judgements: query id → article id → grade (0 is not relevant)."""


@dataclass(frozen=True, slots=True)
class RetrieverScore:
    """What one retriever said of a hit: its raw score and its rank (from 1)."""

    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An article with its rank (from 1), its fused score (higher is better) and each retriever's word on it."""

    article: Article
    rank: int
    score: float
    bm25: RetrieverScore | None = None
    dense: RetrieverScore | None = None
    rerank: RetrieverScore | None = None
