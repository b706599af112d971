"""An index that lies in Milvus, opened: its folder has the manifest, the graph and the counts of terms, the server all else."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from corpuscle.kg.errors import GraphError
from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.conditions import FieldCondition
from corpuscle.retrieval.encoder import Encoder, load_stored
from corpuscle.retrieval.errors import EncoderError, IndexMissingError
from corpuscle.retrieval.manifest import Manifest, MilvusStore
from corpuscle.retrieval.milvus_articles import BODY, article_of, checked_vectors
from corpuscle.retrieval.milvus_client import Consistency, Row
from corpuscle.retrieval.milvus_filters import among_ids, expression
from corpuscle.retrieval.milvus_server import MilvusServer
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.term_counts import TermCounts
from corpuscle.retrieval.term_query import TermWeights

_AT_ONCE = 500


class MilvusIndex:
    """What a collection holds at any moment: writes show at once, or within seconds on a cluster."""

    def __init__(self, path: Path, manifest: Manifest, store: MilvusStore, server: MilvusServer, settings: RetrievalSettings) -> None:
        self.path = path
        self.manifest = manifest
        self.server = server
        self.collection = store.collection
        self._terms_path, self._counted = store.terms_path, store.articles
        self._settings = settings

    @classmethod
    def open(cls, index_dir: Path, manifest: Manifest, settings: RetrievalSettings) -> "MilvusIndex":
        """The index that the manifest of `index_dir` says lies in Milvus.

        Raises MilvusError (away, no access, another format or analyser), EncoderError where other vectors are there than the manifest says,
        IndexMissingError where the build has not ended, IndexDamagedError.
        """
        store = manifest.milvus
        assert store is not None  # the caller has looked
        if not store.terms_path:
            raise IndexMissingError(
                f"The build of the index at {index_dir} has not ended.", "Run the same `corpuscle index build` again, without --shard."
            )
        server = MilvusServer(settings.milvus_uri or store.uri, settings)
        index = cls(index_dir, manifest, store, server, settings)
        there, here = checked_vectors(server, store.collection), manifest.vectors
        if there != here:
            names = [f"{v.encoder} ({v.dimension} dimensions)" if v else "none" for v in (there, here)]
            raise EncoderError(
                f"The collection {store.collection} has vectors of {names[0]}; the index at {index_dir} says {names[1]}.",
                "The collection was built anew: build the folder anew as well, with the same --collection.",
            )
        _ = index.terms
        with suppress(GraphError):  # most searches need no graph: what is wrong with it is said to those that do
            _ = index.thesaurus
        return index

    def __len__(self) -> int:
        return self._articles

    @cached_property
    def _articles(self) -> int:
        return self.server.count(self.collection)

    @cached_property
    def terms(self) -> TermCounts:
        """In how many articles each term occurs, as of the last build or update."""
        return TermCounts(self.path / self._terms_path, self._counted)

    @property
    def graph_path(self) -> Path | None:
        """The SQLite graph, or None where the index has none."""
        graph = self.manifest.graph
        return self.path / graph.path if graph else None

    @cached_property
    def thesaurus(self) -> MeshThesaurus | None:
        """MeSH's headings and trees, or None where the index has no graph. Raises GraphMissingError, GraphFormatError."""
        return MeshThesaurus.open(self.graph_path) if self.graph_path else None

    @cached_property
    def encoder(self) -> Encoder | None:
        """The encoder of the vectors, on one core, for queries; None where the index was built without one. Raises EncoderError."""
        store = self.manifest.vectors
        return load_stored(store, self._settings.home, threads=1) if store else None

    def best(self, terms: str, condition: FieldCondition | None, limit: int) -> list[str]:
        """The best articles by the server's BM25 over title and abstract, for terms each said as often as it weighs."""
        return [one.id for one in self.server.best(self.collection, BODY, terms, expression(condition), limit)]

    def nearest(self, vector: NDArray[np.float32], condition: FieldCondition | None, limit: int) -> dict[str, float]:
        """The articles of the vectors with the highest inner products, best first."""
        return {one.id: one.score for one in self.server.nearest(self.collection, vector, expression(condition), limit)}

    def scores(self, ids: Sequence[str], weights: TermWeights) -> dict[str, float]:
        """The BM25 scores (`TermCounts.score`) of those articles that are there."""
        return {str(row["id"]): self._score(row, weights) for row in self._read(ids, ["body", "title"])}

    def scores_and_vectors(self, ids: Sequence[str], weights: TermWeights) -> dict[str, tuple[float, NDArray[np.float32]]]:
        """The BM25 scores and the vectors (dimension,) of those articles that are there."""
        return {
            str(row["id"]): (self._score(row, weights), np.array(cast(list[float], row["vector"]), dtype=np.float32))
            for row in self._read(ids, ["body", "title", "vector"])
        }

    def articles(self, ids: Sequence[str], consistency: Consistency = "Bounded") -> dict[str, Article]:
        """Those of these articles that are there. Raises IndexDamagedError."""
        return {str(row["id"]): article_of(row) for row in self._read(ids, ["article"], consistency)}

    def any_meets(self, condition: FieldCondition) -> bool:
        """Whether any article meets the condition."""
        return bool(self.server.read(self.collection, expression(condition), [], limit=1))

    def iter_articles(self, where: str = "") -> Iterator[Article]:
        """Every article that the expression admits."""
        for page in self.server.read_all(self.collection, where, ["article"], _AT_ONCE):
            yield from map(article_of, page)

    def _read(self, ids: Sequence[str], fields: list[str], consistency: Consistency = "Bounded") -> Iterator[Row]:
        for begin in range(0, len(ids), _AT_ONCE):
            some = list(ids[begin : begin + _AT_ONCE])
            yield from self.server.read(self.collection, among_ids(some), fields, len(some), consistency)

    def _score(self, row: Row, weights: TermWeights) -> float:
        return self.terms.score(weights, str(row["body"]), str(row["title"]))
