"""The baseline: rank-bm25's BM25Okapi with its defaults over `[a-z0-9]+` tokens, in memory."""

from collections.abc import Mapping

from corpuscle.evals.ranking import DEPTH
from corpuscle.evals.retrieval_bench.rank_bm25_engines import RankBm25, best_rows, words


class RankBm25Baseline:
    """A ranker over texts. Raises BaselineMissing where rank-bm25 is not installed (it is a development dependency)."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._ids = list(texts)
        self._engine = RankBm25(texts.values(), words)

    def __call__(self, query: str) -> dict[str, float]:
        """The best `DEPTH` articles and their scores."""
        scores = self._engine.scores(query)
        return {self._ids[row]: float(scores[row]) for row in best_rows(scores, DEPTH)}
