"""BM25 over a small collection in memory, by rank-bm25. rank_bm25 has no types; no other module of this package touches it."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

K1 = 1.2
B = 0.75


def bm25_scores(collection: Sequence[Sequence[str]], terms: Sequence[str]) -> NDArray[np.float64]:
    """The score of each text of the collection, given as index terms, for distinct query terms without stopwords; (n,), 0 without a match.

    Okapi's term weight with the inverse document frequency ln((N + 1) / df), which is positive: rank-bm25's BM25Okapi raises what stands in
    more than half of the texts to a share of the mean, so that in a handful of texts every word weighs the same or less than nothing. Lower
    bounding (BM25+'s delta) is switched off: it adds the same to all.
    """
    if not any(collection):
        return np.zeros(len(collection))
    return np.asarray(BM25Plus([list(text) for text in collection], k1=K1, b=B, delta=0).get_scores(list(terms)), dtype=np.float64)
