"""Vectors that were made once, kept on disk by encoder and by the text they were made of, and encoders that take theirs from them."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.retrieval_bench.recombination import Recombination
from corpuscle.index_builder.progress import Progress
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder, article_text
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.text_index import article_key

_T = TypeVar("_T")
_CHUNK = 1024


def text_key(article: Article) -> int:
    """A digest (uint64) of what an encoder reads."""
    return int.from_bytes(blake2b(article_text(article).encode(), digest_size=8).digest(), "big")


class VectorCache:
    """Vectors (float16) in segments `<number>.keys.npy` and `<number>.vectors.npy` of one folder."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._row: dict[int, int] = {}
        self._vectors = np.zeros((0, dimension), dtype=np.float16)
        self._segments = 0
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.keys.npy")):
            vectors: NDArray[np.float16] = np.load(path.with_name(path.name.replace("keys", "vectors")), allow_pickle=False)
            self._take(np.load(path, allow_pickle=False), vectors)

    def __contains__(self, key: int) -> bool:
        return key in self._row

    def vectors(self, keys: Sequence[int]) -> NDArray[np.float32]:
        """Vectors (len(keys), dimension) float32. Raises KeyError for one that is not kept."""
        return self._vectors[[self._row[key] for key in keys]].astype(np.float32)

    def add(self, keys: Sequence[int], vectors: NDArray[np.float32] | NDArray[np.float16]) -> None:
        """Keeps the vectors (len(keys), dimension). The keys' file is written last: without it a segment does not count."""
        kept, array = vectors.astype(np.float16), np.array(keys, dtype=np.uint64)
        np.save(self._folder / f"{self._segments + 1:06d}.vectors.npy", kept, allow_pickle=False)
        np.save(self._folder / f"{self._segments + 1:06d}.keys.npy", array, allow_pickle=False)
        self._take(array, kept)

    def _take(self, keys: NDArray[np.uint64], vectors: NDArray[np.float16]) -> None:
        begin = len(self._vectors)
        self._vectors = np.concatenate([self._vectors, vectors])
        self._row |= {int(key): begin + row for row, key in enumerate(keys)}
        self._segments += 1


def take_vectors(cache: VectorCache, index: Index, encoder: str) -> None:
    """Keeps the vectors of an index's articles that the cache lacks; none where another encoder made them. Raises RetrievalError."""
    vectors = index.vectors
    if vectors is None or index.manifest.vectors is None or index.manifest.vectors.encoder != encoder:
        return
    for articles in _chunks([article for article in index.text.iter_articles() if text_key(article) not in cache]):
        rows = vectors.lookup([article_key(article) for article in articles])
        found = {text_key(article): int(row) for article, row in zip(articles, rows, strict=True) if row >= 0}
        if found:
            cache.add(list(found), vectors.rows(np.array(list(found.values()), dtype=np.int64)))


class CachedEncoder:
    """An encoder of articles that computes what the cache does not hold, and keeps it; questions and passages are always computed."""

    def __init__(self, cache: VectorCache, encoder: Encoder) -> None:
        self._cache = cache
        self._encoder = encoder
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens
        self.recipe = encoder.recipe

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encoder.encode_passages(texts)

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """See `Encoder`; rounded to float16."""
        keys = [text_key(article) for article in articles]
        missing = {key: article for key, article in zip(keys, articles, strict=True) if key not in self._cache}
        for chunk in _chunks(list(missing)):
            self._cache.add(chunk, self._encoder.encode_articles([missing[key] for key in chunk]))
        return self._cache.vectors(keys)

    def encode_all(self, articles: Iterable[Article], total: int, progress: Progress) -> NDArray[np.float32]:
        """The vectors of many articles, whose progress is shown."""
        found = [np.zeros((0, self.dimension), dtype=np.float32)]
        with progress.step("Vectors", total, "articles") as advance:
            for chunk in _chunks(list(articles)):
                found.append(self.encode_articles(chunk))
                advance(len(chunk))
        return np.concatenate(found)


class RecombinedEncoder:
    """An encoder that knows the articles of a larger corpus by their PMIDs and gives each the mean of its parents' vectors."""

    def __init__(self, like: Encoder, recombination: Recombination, sample_vectors: NDArray[np.float16]) -> None:
        self._like = like
        self.name = like.name
        self.dimension = like.dimension
        self.max_tokens = like.max_tokens
        self.recipe = like.recipe
        self._recombination = recombination
        self._sample_vectors = sample_vectors

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._like.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._like.encode_passages(texts)

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """See `Encoder`. Raises KeyError for an article of another corpus."""
        return self.vectors_of([article.id for article in articles])

    def vectors_of(self, pmids: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(pmids), dimension) float32, of length 1 where those of the encoder are."""
        parents = [self._recombination.parents(pmid) for pmid in pmids]
        first = self._sample_vectors[[p.first for p in parents]].astype(np.float32)
        total = first + self._sample_vectors[[p.second for p in parents]].astype(np.float32)
        if self.recipe.similarity == "dot":  # lengths carry meaning
            return total * np.float32(0.5)
        return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[begin : begin + _CHUNK] for begin in range(0, len(items), _CHUNK))
