"""A search engine that answers through another one, in all but what its subclass changes."""

from pathlib import Path

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.search import NO_EXPANSION, NO_FILTERS, SearchMode, SearchResult


class EngineAround:
    """A `SearchEngine`, see there, around another."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def __len__(self) -> int:
        return len(self._engine)

    @property
    def label(self) -> str:
        """The inner engine's, as are all the others."""
        return self._engine.label

    @property
    def graph_path(self) -> Path | None:
        """The SQLite graph."""
        return self._engine.graph_path

    @property
    def encoder(self) -> Encoder | None:
        """The encoder of the vectors. Raises EncoderError, EncoderMissingError."""
        return self._engine.encoder

    def article(self, article_id: str) -> Article | None:
        """The article of an id."""
        return self._engine.article(article_id)

    def document_frequency(self, term: str) -> int:
        """Articles that have the term."""
        return self._engine.document_frequency(term)

    def resolved(self, filters: Filters) -> tuple[ResolvedFilters, tuple[str, ...]]:
        """The filters as the index can be asked them."""
        return self._engine.resolved(filters)

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
        """The best `k` articles."""
        return self._engine.search(query, k, mode, filters, expansion=expansion, second_try=second_try)
