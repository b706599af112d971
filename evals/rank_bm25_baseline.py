"""The baseline: rank-bm25's BM25Okapi with its defaults over `[a-z0-9]+` tokens, in memory."""

import re
from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.errors import BaselineMissing
from corpuscle.evals.ranking import DEPTH

_TOKEN = re.compile(r"[a-z0-9]+")


class _Okapi(Protocol):
    def get_scores(self, query: list[str]) -> NDArray[np.float64]: ...


class RankBm25:
    """A ranker over texts. Raises BaselineMissing where rank-bm25 is not installed (it is a development dependency)."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        try:
            from rank_bm25 import BM25Okapi  # pyright: ignore[reportMissingTypeStubs]  # untyped; deferred: only developers have it
        except ModuleNotFoundError as exc:
            raise BaselineMissing("The baseline needs the library rank-bm25.", "pip install rank-bm25") from exc
        self._ids = list(texts)
        self._engine: _Okapi = BM25Okapi([_tokens(text) for text in texts.values()])

    def __call__(self, query: str) -> dict[str, float]:
        """The best `DEPTH` articles and their scores."""
        scores = self._engine.get_scores(_tokens(query))
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return {self._ids[i]: float(scores[i]) for i in best}


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())
