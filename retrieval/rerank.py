"""Rerankers: read the question and an article together, and score how well the one answers the other."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.rerank_local import MEDCPT_RERANKER, OnnxReranker, TorchReranker
from corpuscle.retrieval.rerank_served import ServedReranker
from corpuscle.retrieval.settings import RetrievalSettings


class Reranker(Protocol):
    """Scores articles for a question."""

    @property
    def name(self) -> str:
        """Which model scores."""
        ...

    def scores(self, query: str, articles: Sequence[Article]) -> NDArray[np.float64]:
        """(len(articles),) finite scores, higher is better; their scale is the model's own. Raises RerankError."""
        ...


def load_reranker(settings: RetrievalSettings, threads: int) -> Reranker | None:
    """The reranker that the settings name, or None.

    `rerank_url` names a server. Else `rerank_model` is "medcpt" (ncbi/MedCPT-Cross-Encoder), "onnx:FOLDER", or the name or folder of
    any cross-encoder. Raises RerankError for a malformed address, EncoderError or EncoderMissingError where a model cannot be loaded.
    """
    if settings.rerank_url:
        return ServedReranker(settings.rerank_url, settings.rerank_model, settings.rerank_key, settings.rerank_timeout_s)
    if not settings.rerank_model:
        return None
    kind, _, folder = settings.rerank_model.partition(":")
    if kind == "onnx" and folder:
        return OnnxReranker.load(folder, settings.home, threads)
    model = MEDCPT_RERANKER if settings.rerank_model == "medcpt" else settings.rerank_model
    return TorchReranker.load(model, settings.home, threads)
