"""What an encoder is: texts in, vectors out whose inner product is their relevance."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder_recipe import Recipe


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their relevance to one another.

    Where `recipe.similarity` is "cosine", each vector has length 1. Where it is "dot" (MedCPT), lengths differ and carry meaning:
    such vectors must never be normalised, and their products lie outside -1 to 1.
    """

    @property
    def name(self) -> str:
        """What loads this encoder: "medcpt", "st:intfloat/e5-small-v2"; vectors of different names do not mix."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Tokens read of each article; the rest is cut."""
        ...

    @property
    def recipe(self) -> Recipe:
        """What else the vectors depend on."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) float32 of questions."""
        ...

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """Vectors (len(articles), dimension) float32 of whole articles."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) float32 of sentences or other pieces of articles."""
        ...


def article_text(article: Article) -> str:
    """What an encoder reads of an article: title and abstract."""
    return f"{article.title} {article.abstract}".strip()


class SymmetricEncoder(ABC):
    """An encoder that reads questions, articles and passages in one way."""

    recipe = Recipe()

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) float32, each of length 1."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self.encode(texts)

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self.encode([article_text(article) for article in articles])

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self.encode(texts)


def unit_length(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row divided by its length; a row of zeros stays one."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
