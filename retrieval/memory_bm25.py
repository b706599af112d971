"""BM25 over a small collection in memory, by rank-bm25. rank_bm25 has no types; no other module of this package touches it."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

K1 = 1.2
B = 0.75


def bm25_scores(collection: Sequence[Sequence[str]], rarity: Mapping[str, float]) -> NDArray[np.float64]:
    """The score of each text of the collection, given as index terms, for query terms with their inverse document frequencies; (n,).

    0 without a match. The frequencies are the caller's, of a corpus that is large: in a handful of texts about one matter its very words
    are common, and rank-bm25 would weigh them least (its BM25Okapi even less than nothing, but for a floor that raises "the" with them).
    Lower bounding (BM25+'s delta) is switched off: it adds the same to all.
    """
    if not any(collection):
        return np.zeros(len(collection))
    model = BM25Plus([list(text) for text in collection], k1=K1, b=B, delta=0)
    model.idf = dict(rarity)
    return np.asarray(model.get_scores(list(rarity)), dtype=np.float64)
