"""What the agent and the commands ask of an index, wherever it lies: on this machine or in Milvus."""

from pathlib import Path
from typing import Protocol

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.errors import IndexDamagedError, IndexMissingError
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.milvus_search import MilvusRetriever
from corpuscle.retrieval.rerank import Reranker
from corpuscle.retrieval.search import NO_EXPANSION, NO_FILTERS, Retriever, SearchMode, SearchResult
from corpuscle.retrieval.settings import RetrievalSettings


class SearchEngine(Protocol):
    """`Retriever` or `MilvusRetriever`; its length is the number of articles. Whatever it is asked, it may raise RetrievalError."""

    def __len__(self) -> int: ...

    @property
    def label(self) -> str:
        """The index in a few words, as answers name it."""
        ...

    @property
    def graph_path(self) -> Path | None:
        """The SQLite graph, or None where the index has none."""
        ...

    @property
    def encoder(self) -> Encoder | None:
        """The encoder of the vectors, or None where there are none. Raises EncoderError, EncoderMissingError."""
        ...

    def article(self, article_id: str) -> Article | None:
        """The article, or None where the index does not have it."""
        ...

    def document_frequency(self, term: str) -> int:
        """Number of articles whose title or abstract has the index term."""
        ...

    def resolved(self, filters: Filters) -> tuple[ResolvedFilters, tuple[str, ...]]:
        """The filters as the index can be asked them, and notes on how they were understood."""
        ...

    def search(
        self,
        query: str,
        k: int = 10,
        mode: SearchMode = "hybrid",
        filters: Filters = NO_FILTERS,
        *,
        expansion: Expansion = NO_EXPANSION,
        second_try: bool = False,
    ) -> SearchResult:
        """The best `k` articles; see `Retriever.search`."""
        ...


def open_engine(index_dir: Path, settings: RetrievalSettings, reranker: Reranker | None = None) -> SearchEngine:
    """The index in `index_dir`, ready to be searched; its manifest says where it lies.

    Raises IndexMissingError, IndexFormatError, IndexDamagedError, EncoderError, and MilvusError where it lies in Milvus.
    """
    try:
        lies_in_milvus = read_manifest(index_dir).milvus is not None
    except (IndexMissingError, IndexDamagedError):
        lies_in_milvus = False  # `Index.open` waits for a folder that is being replaced
    if lies_in_milvus:
        return MilvusRetriever.open(index_dir, settings, reranker)
    return Retriever(Index.open(index_dir, settings), reranker=reranker)
