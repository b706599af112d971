"""Variants of the ranking over one index, side by side: what docs/decisions/003-search.md reports.

Every variant ranks through the index's own text and vectors; only the parts that it names differ from what `Retriever.search` does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpuscle.evals.bench_parts.bootstrap import Interval, differences
from corpuscle.evals.collections import Collection
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.measures import measure_queries
from corpuscle.evals.ranking import DEPTH
from corpuscle.evals.retrieval_bench.rank_bm25_engines import InvertedRankBm25, RankBm25, words
from corpuscle.retrieval.analyser import query_terms
from corpuscle.retrieval.encoder import article_text
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.fusion import BM25_WEIGHT, FEEDBACK_WEIGHT, NEIGHBOUR_WEIGHT, fed_back, neighbour_means, standardise
from corpuscle.retrieval.hits import Run
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever, SearchMode
from corpuscle.retrieval.term_query import TITLE_WEIGHT, rarity_weights

PLAIN = "plain recipe: rank-bm25 and dense by RRF"
_EVERYTHING = Filters(include_retracted=True)
_RRF_K = 60
_Scores = dict[int, float]
"""Vector key → score (higher is better); keys are the articles' names here."""


@dataclass(frozen=True, slots=True)
class VariantReport:
    """One variant's means over the judged queries, and its nDCG@10 less that of the plain recipe, with a paired 95 % interval."""

    name: str
    ndcg_10: float
    recall_100: float
    ahead: Interval


class VariantStudy:
    """The variants of one index with vectors. Raises EvaluationError where it has none, EncoderError, BaselineMissing."""

    def __init__(self, index: Index) -> None:
        encoder, vectors = index.encoder, index.vectors
        if encoder is None or vectors is None:
            raise EvaluationError("The index has no vectors.", "Build it with an encoder: corpuscle index build --encoder auto")
        self._text, self._encoder, self._vectors = index.text, encoder, vectors
        self._retriever = Retriever(index)
        addresses = self._text.addresses()
        self._keys = self._text.keys(addresses)
        articles = [self._text.article(address) for address in addresses]
        self._ids = dict(zip(self._keys, (article.id for article in articles), strict=True))
        baseline = RankBm25([article_text(article) for article in articles], words)
        self._baseline = InvertedRankBm25(baseline, words)

    def report(self, collection: Collection, advance: Callable[[int], None]) -> tuple[VariantReport, ...]:
        """Every variant's measures, in the order of the table; `advance` hears of each query."""
        runs: dict[str, Run] = {}
        for query_id, query in collection.queries.items():
            for name, ids in self._rankings(query):
                runs.setdefault(name, {})[query_id] = {article_id: float(-rank) for rank, article_id in enumerate(ids)}
            advance(1)
        measured = {name: measure_queries(collection.qrels, run) for name, run in runs.items()}
        names = list(measured)
        ndcg = np.array([[measured[name][query].ndcg_10 for query in collection.queries] for name in names])
        recall = [float(np.mean([m.recall_100 for m in measured[name].values()])) for name in names]
        plain = names.index(PLAIN)
        behind = [differences(np.stack([ndcg[plain], row]), of=1)[0] for row in ndcg]
        return tuple(VariantReport(n, float(row.mean()), r, d) for n, row, r, d in zip(names, ndcg, recall, behind, strict=True))

    def _rankings(self, query: str) -> Iterator[tuple[str, Sequence[str]]]:
        even = dict.fromkeys(query_terms(query), 1.0)
        rare = rarity_weights(self._text, even)
        vector = self._encoder.encode_queries([query])[0]
        near = dict(self._vectors.nearest(vector, 2 * DEPTH))
        dense = dict([(key, cosine) for key, cosine in near.items() if key in self._ids][:DEPTH])
        plain = {self._keys[row]: -float(rank) for rank, row in enumerate(self._baseline.rank(query, DEPTH))}
        bm25 = self._bm25(even, TITLE_WEIGHT)
        yield "rank-bm25", self._best(plain)
        yield "dense", self._best(dense)
        yield PLAIN, self._best(_rrf(plain, dense))
        yield "BM25, no title field", self._best(self._bm25(even, 0.0))
        yield "BM25, title × 0.3", self._best(self._bm25(even, 0.3))
        yield "BM25 as it is", self._best(bm25)
        yield "BM25, rare terms weigh more", self._best(self._bm25(rare, TITLE_WEIGHT))
        yield "BM25, second try (RM3)", self._searched(query, "bm25", second_try=True)
        yield "BM25 and dense by RRF", self._best(_rrf(bm25, dense))
        before = self._bm25(even, 0.3)
        yield "BM25's best rescored by z-scores, as it was", self._best(_by_z_scores(before, self._cosines(list(before), vector)))
        pool = list(bm25 | dense)
        lexical, cosines = self._bm25(even, TITLE_WEIGHT, pool), self._cosines(pool, vector)
        yield "both one's candidates, min-max", self._best({key: _min_max(lexical)[key] + _min_max(cosines)[key] for key in pool})
        yield "both one's candidates, z-scores", self._best(_by_z_scores(lexical, cosines))
        pool = list(self._bm25(rare, TITLE_WEIGHT) | dense)
        yield from self._fusions(pool, self._bm25(rare, TITLE_WEIGHT, pool), vector)
        yield "hybrid as it is", self._searched(query, "hybrid")
        yield "hybrid, second try", self._searched(query, "hybrid", second_try=True)

    def _fusions(self, pool: list[int], bm25: _Scores, vector: NDArray[np.float32]) -> Iterator[tuple[str, Sequence[str]]]:
        lexical = standardise(np.array([bm25[key] for key in pool]))
        vectors = self._vectors.rows(self._vectors.lookup(pool))
        cosines = (vectors @ vector).astype(np.float64)
        dense = standardise(cosines)

        def ranked(name: str, scores: NDArray[np.float64]) -> tuple[str, Sequence[str]]:
            return name, self._best(dict(zip(pool, scores.tolist(), strict=True)))

        yield ranked("… and rare terms weigh more", lexical + dense)
        order = np.argsort(-(lexical + dense), kind="stable")
        weighted = f"… and dense × {FEEDBACK_WEIGHT:g}"
        for count in (0, 1, 3, 5, 10):
            fed = (vectors @ fed_back(vector, vectors[order[:count]])).astype(np.float64)
            scores = BM25_WEIGHT * lexical + FEEDBACK_WEIGHT * standardise(fed)
            near = NEIGHBOUR_WEIGHT * standardise(neighbour_means(vectors, fed))
            yield ranked(f"{weighted}, {count} fed back" if count else weighted, scores)
            yield ranked(f"{weighted}, {count} fed back, neighbours" if count else f"{weighted}, neighbours", scores + near)

    def _searched(self, query: str, mode: SearchMode, second_try: bool = False) -> list[str]:
        return [hit.article.id for hit in self._retriever.search(query, DEPTH, mode, _EVERYTHING, second_try=second_try).hits]

    def _bm25(self, weights: Mapping[str, float], title_weight: float, keys: Sequence[int] = ()) -> _Scores:
        """BM25 of the best `DEPTH`, or of the articles of these keys."""
        schema = self._text.schema
        fields = {"body": 1.0, "title": title_weight}
        scored = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term, "freq"), factor * weight))
            for term, weight in weights.items()
            for field, factor in fields.items()
            if factor
        ]
        query = tantivy.Query.boolean_query(scored)
        if keys:
            among = tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "key", list(keys)), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, among), (tantivy.Occur.Should, query)])
        found = self._text.search(query, len(keys) or DEPTH)
        return dict(zip(self._text.keys([c.address for c in found]), (c.score for c in found), strict=True))

    def _cosines(self, keys: list[int], vector: NDArray[np.float32]) -> _Scores:
        cosines = self._vectors.rows(self._vectors.lookup(keys)) @ vector
        return dict(zip(keys, cosines.tolist(), strict=True))

    def _best(self, scores: _Scores) -> list[str]:
        best = sorted(scores, key=lambda key: (-scores[key], self._ids[key]))[:DEPTH]
        return [self._ids[key] for key in best]


def _rrf(*rankings: _Scores) -> _Scores:
    fused: _Scores = {}
    for scores in rankings:
        for rank, key in enumerate(sorted(scores, key=lambda key: -scores[key]), 1):
            fused[key] = fused.get(key, 0.0) + 1 / (_RRF_K + rank)
    return fused


def _by_z_scores(one: _Scores, other: _Scores) -> _Scores:
    keys = list(one)
    fused = standardise(np.array([one[key] for key in keys])) + standardise(np.array([other[key] for key in keys]))
    return dict(zip(keys, fused.tolist(), strict=True))


def _min_max(scores: _Scores) -> _Scores:
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    return {key: (score - low) / (high - low or 1.0) for key, score in scores.items()}
