"""Fusion: one score for each candidate, from BM25's scores and the vectors.

    standardise()       z-scores, so that scores of any scale can be added
    moved()             the question's vector moved towards the best candidates (Rocchio)
    neighbour_means()   what a candidate's nearest fellow candidates score
    fuse()              all of it, weighted

The weights were tuned on dev queries of five collections, with and without 50,783 other citations among the documents; tables, intervals
and what did not help are in docs/decisions/003-search.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FED_BACK = 3
"""How many of the best candidates move the question's vector: 3 to 5 do equally well, 2 and 10 less."""
FEEDBACK_SHARE = 0.5
"""How far they move it, 1 being as much as the question's own vector weighs."""
NEIGHBOURS = 10
BM25_WEIGHT = 1.0
FEEDBACK_WEIGHT = 2.0
NEIGHBOUR_WEIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Fused:
    """Scores of n candidates, aligned with them, higher is better."""

    scores: NDArray[np.float64]
    """(n,): a weighted mean of z-scores."""
    cosines: NDArray[np.float64]
    """(n,): of each candidate's vector with the question's own."""


def standardise(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """z-scores (mean 0, population standard deviation 1); zeros where all are equal."""
    deviation = scores.std() if len(scores) else 0.0
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else np.zeros_like(scores)


def fuse(bm25: NDArray[np.float64], vectors: NDArray[np.float32], query: NDArray[np.float32]) -> Fused:
    """Scores of candidates with these BM25 scores (n,) and vectors (n, dimension), for a question's vector (dimension,).

    To BM25 are added the products of the candidates with the question as the best of them have moved it, and the mean product among each
    one's neighbours: relevant articles resemble each other (the cluster hypothesis).
    """
    cosines = (vectors @ query).astype(np.float64)
    fed = (vectors @ moved(bm25, vectors, query)).astype(np.float64)
    parts = (
        (BM25_WEIGHT, bm25),
        (FEEDBACK_WEIGHT, fed),
        (NEIGHBOUR_WEIGHT, neighbour_means(vectors, fed)),
    )
    scores = sum((weight * standardise(part) for weight, part in parts), np.zeros(len(bm25)))
    return Fused(scores / sum(weight for weight, _ in parts), cosines)


def moved(bm25: NDArray[np.float64], vectors: NDArray[np.float32], query: NDArray[np.float32]) -> NDArray[np.float32]:
    """The question's vector (dimension,), fed back the candidates that are best by both z-scores. Not normalised."""
    first = standardise(bm25) + standardise((vectors @ query).astype(np.float64))
    return fed_back(query, vectors[np.argsort(-first, kind="stable")[:FED_BACK]])


def fed_back(query: NDArray[np.float32], best: NDArray[np.float32]) -> NDArray[np.float32]:
    """The question's vector plus `FEEDBACK_SHARE` of the mean of the best candidates' vectors (n, dimension); n may be 0. Not normalised.

    Rocchio, "Relevance feedback in information retrieval" (1971), without its negative part.
    """
    return query + FEEDBACK_SHARE * best.mean(axis=0) if len(best) else query


def neighbour_means(vectors: NDArray[np.float32], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each candidate the mean score of its `NEIGHBOURS` nearest fellows, weighted by their cosines with it; (n,).

    Diaz, "Regularizing ad hoc retrieval scores" (CIKM 2005), in one step.
    """
    count = min(NEIGHBOURS, len(scores) - 1)
    if count < 1:
        return np.zeros_like(scores)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -np.inf)
    nearest = np.argpartition(cosines, -count, axis=1)[:, -count:]
    weights = np.maximum(np.take_along_axis(cosines, nearest, axis=1), 0.0).astype(np.float64)
    return (weights * scores[nearest]).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
