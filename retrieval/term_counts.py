"""In how many articles each term occurs, as a file beside an index that lies in Milvus, which cannot be asked it fast; and BM25 by it.

The scores are tantivy's (https://github.com/quickwit-oss/tantivy, `query/bm25.rs` and `fieldnorm/code.rs`), so that the same articles get
the same ones from both engines: k1 1.2, b .75, lengths rounded down to a byte's worth of steps. Milvus' own BM25 counts terms by segment or
shard and cannot add up two fields in one order.
"""

import sqlite3
from collections import Counter
from functools import cached_property, lru_cache
from math import log
from pathlib import Path
from typing import Literal

from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.term_query import TITLE_WEIGHT, TermWeights

CountedField = Literal["body", "title"]
TOKENS = ""
"""Stands for a term where a field's tokens, those of all articles, are counted."""
K1 = 1.2
B = 0.75
_REMEDY = "Run the same `corpuscle index build` again, which counts the terms anew."
_EXACT = 40
_AT_ONE_STEP = 8


class TermCounts:
    """Reads the counts; safe to share between threads."""

    def __init__(self, path: Path, articles: int) -> None:
        """`articles` is how many were counted. Raises IndexDamagedError where the file is missing."""
        if not path.is_file():
            raise IndexDamagedError(f"The counts of terms {path} are missing.", _REMEDY)
        self._path = path
        self._articles = articles
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self.of = lru_cache(maxsize=100_000)(self._of)

    def _of(self, field: CountedField, term: str) -> int:
        """Number of articles whose field has the index term. Raises IndexDamagedError."""
        try:
            found = self._connection.execute("SELECT articles FROM terms WHERE field = ? AND term = ?", (field, term)).fetchone()
        except sqlite3.Error as exc:
            raise IndexDamagedError(f"The counts of terms {self._path} cannot be read: {exc}.", _REMEDY) from exc
        return int(found[0]) if found else 0

    def score(self, weights: TermWeights, body: str, title: str) -> float:
        """BM25(body) + `TITLE_WEIGHT` × BM25(title) of an article, its fields given as analysed terms set apart by spaces."""
        return self._field_score("body", weights, body.split()) + TITLE_WEIGHT * self._field_score("title", weights, title.split())

    def _field_score(self, field: CountedField, weights: TermWeights, terms: list[str]) -> float:
        norm = K1 * (1 - B + B * rounded_length(len(terms)) / self._mean_length[field])
        counts = Counter(terms)
        return sum(
            weight * self._idf(field, term) * (K1 + 1) * tf / (tf + norm) for term, weight in weights.items() if (tf := counts.get(term, 0))
        )

    def _idf(self, field: CountedField, term: str) -> float:
        df = min(self.of(field, term), self._articles)
        return log(1 + (self._articles - df + 0.5) / (df + 0.5))

    @cached_property
    def _mean_length(self) -> dict[CountedField, float]:
        fields: tuple[CountedField, ...] = ("body", "title")
        return {field: max(1, self.of(field, TOKENS)) / max(1, self._articles) for field in fields}


def rounded_length(length: int) -> int:
    """The greatest length that tantivy tells apart, at most this: exact up to 40, then eight at steps of 2, eight at steps of 4, …"""
    begin, step = _EXACT, 2
    if length <= begin:
        return length
    while length >= begin + _AT_ONE_STEP * step:
        begin += _AT_ONE_STEP * step
        step *= 2
    return begin + (length - begin) // step * step
