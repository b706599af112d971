"""MedCPT (Jin et al. 2023, doi 10.1093/bioinformatics/btad651): one transformer reads questions, another one articles.

As in NCBI's README (https://github.com/ncbi/MedCPT): the vector of the first token; questions of 64 tokens; articles as the pair
[title, abstract] of 512 tokens; relevance is the inner product of vectors that are *not* normalised, as it was in training.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder.model_folders import check_model, find_model, require_torch
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.torch_models import TransformerModel

MEDCPT_NAME = "medcpt"
MEDCPT_DIMENSION = 768
MEDCPT_MAX_TOKENS = 512
MEDCPT_RECIPE = Recipe(similarity="dot", pooling="cls", article_form="pair", query_max_tokens=64)
"""The weights are named by their repositories: NCBI published one version, and its precomputed vectors carry no digest."""
QUERY_ENCODER = "ncbi/MedCPT-Query-Encoder"
ARTICLE_ENCODER = "ncbi/MedCPT-Article-Encoder"


class MedCPTEncoder:
    """Both transformers on torch. Passages are read as articles without a title."""

    name = MEDCPT_NAME
    max_tokens = MEDCPT_MAX_TOKENS
    recipe = MEDCPT_RECIPE

    def __init__(self, query_model: TransformerModel, article_folder: Path, threads: int) -> None:
        self._query_model = query_model
        self._article_folder = article_folder
        self._article_model: TransformerModel | None = None
        self._threads = threads

    @classmethod
    def load(cls, home: Path, threads: int) -> "MedCPTEncoder":
        """The encoder on `threads` cores. Raises EncoderMissingError where weights are not there, EncoderError where torch is not."""
        query_folder, article_folder = find_model(QUERY_ENCODER, home), find_model(ARTICLE_ENCODER, home)
        require_torch()
        return cls(TransformerModel.load(query_folder, "vectors", threads), article_folder, threads)

    @property
    def dimension(self) -> int:
        """See `Encoder`."""
        return self._query_model.width

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        assert self.recipe.query_max_tokens is not None  # a constant of this module
        return self._encode(self._query_model, texts, self.recipe.query_max_tokens)

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(self._articles(), [(article.title, article.abstract) for article in articles], self.max_tokens)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(self._articles(), texts, self.max_tokens)

    def _articles(self) -> TransformerModel:
        if self._article_model is None:  # a search needs it only for articles without a vector: half a gigabyte less
            self._article_model = TransformerModel.load(self._article_folder, "vectors", self._threads)
        return self._article_model

    def _encode(self, model: TransformerModel, texts: Sequence[str] | Sequence[tuple[str, str]], max_tokens: int) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)

        def take(rows: list[int], output: NDArray[np.float32]) -> None:
            vectors[rows] = output

        model.run(texts, max_tokens, take)
        return vectors


def check_medcpt(home: Path) -> None:
    """Raises EncoderMissingError or EncoderError, in milliseconds, where MedCPT's weights or libraries are not here."""
    check_model(QUERY_ENCODER, home)
    check_model(ARTICLE_ENCODER, home)
