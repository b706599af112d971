"""rank-bm25 as a ranker of rows, and its scores from an inverted index."""

import re
from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.errors import BaselineMissing

_WORD = re.compile(r"[a-z0-9]+")

Tokenise = Callable[[str], list[str]]


def readme_tokens(text: str) -> list[str]:
    """As in rank-bm25's README: `text.split(" ")`."""
    return text.split(" ")


def words(text: str) -> list[str]:
    """Runs of letters and digits, lower-cased."""
    return _WORD.findall(text.lower())


class _Okapi(Protocol):
    corpus_size: int
    avgdl: float
    doc_freqs: list[dict[str, int]]
    doc_len: list[int]
    idf: dict[str, float]
    k1: float
    b: float

    def get_scores(self, query: list[str]) -> NDArray[np.float64]: ...


class RankBm25:
    """rank-bm25's BM25Okapi with its defaults. Raises BaselineMissing where the library is not installed."""

    def __init__(self, texts: Iterable[str], tokenise: Tokenise) -> None:
        try:
            from rank_bm25 import BM25Okapi  # pyright: ignore[reportMissingTypeStubs]  # deferred: only developers have it
        except ModuleNotFoundError as exc:
            raise BaselineMissing("The baseline needs the library rank-bm25.", "pip install rank-bm25") from exc
        self._tokenise = tokenise
        self.okapi: _Okapi = BM25Okapi([tokenise(text) for text in texts])

    def scores(self, query: str) -> NDArray[np.float64]:
        """The score of every document (n,)."""
        return self.okapi.get_scores(self._tokenise(query))

    def rank(self, query: str, limit: int) -> list[int]:
        """See `RowRanker`."""
        return best_rows(self.scores(query), limit)


class InvertedRankBm25:
    """The scores of a `RankBm25`, bit for bit, from an inverted index: for quality alone, where its speed is not measured."""

    def __init__(self, engine: RankBm25, tokenise: Tokenise) -> None:
        okapi = engine.okapi
        self._tokenise = tokenise
        self._column = {word: column for column, word in enumerate(okapi.idf)}
        lengths = np.array([len(frequencies) for frequencies in okapi.doc_freqs])
        columns = np.fromiter((self._column[word] for f in okapi.doc_freqs for word in f), dtype=np.int64, count=int(lengths.sum()))
        counts = np.fromiter((count for f in okapi.doc_freqs for count in f.values()), dtype=np.float64, count=len(columns))
        by_word = np.argsort(columns, kind="stable")
        self._rows = np.repeat(np.arange(okapi.corpus_size), lengths)[by_word]
        self._counts = counts[by_word]
        self._starts = np.searchsorted(columns[by_word], np.arange(len(self._column) + 1))
        self._idf = np.array(list(okapi.idf.values()))
        self._k1 = okapi.k1
        self._norm = okapi.k1 * (1 - okapi.b + okapi.b * np.array(okapi.doc_len) / okapi.avgdl)

    def scores(self, query: str) -> NDArray[np.float64]:
        """The score of every document (n,)."""
        scores = np.zeros(len(self._norm))
        for word in self._tokenise(query):
            column = self._column.get(word)
            if column is not None:
                chosen = slice(int(self._starts[column]), int(self._starts[column + 1]))
                at, count = self._rows[chosen], self._counts[chosen]
                scores[at] += self._idf[column] * (count * (self._k1 + 1) / (count + self._norm[at]))
        return scores

    def rank(self, query: str, limit: int) -> list[int]:
        """See `RowRanker`."""
        return best_rows(self.scores(query), limit)


def best_rows(scores: NDArray[np.float64], limit: int) -> list[int]:
    """Rows of the highest scores, of equal ones the lower row first."""
    return [int(row) for row in np.argsort(-scores, kind="stable")[:limit]]
