"""The last word on the order of hits: a reranker's, where there is one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.errors import RerankError
from corpuscle.retrieval.hits import Hit, RetrieverScore
from corpuscle.retrieval.rerank import Reranker


def reranked(reranker: Reranker, query: str, hits: Sequence[Hit], notes: list[str]) -> list[Hit]:
    """The hits by the reranker's scores, equal ones in their order; as they are, with a note, where it fails."""
    try:
        scores = reranker.scores(query, [hit.article for hit in hits])
    except RerankError as exc:
        notes.append(f"Not reranked: {exc}")
        return list(hits)
    ranks = ranks_of(scores)
    order: list[int] = np.argsort(ranks).tolist()
    return [replace(hits[i], score=float(scores[i]), rerank=RetrieverScore(float(scores[i]), int(ranks[i]))) for i in order]


def ranks_of(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Each one's rank, from 1, best first; of equal ones the first."""
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
