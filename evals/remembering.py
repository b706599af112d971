"""Parts of the agent that remember what they were asked: a question that is put several times is searched and linked once."""

from pathlib import Path

from corpuscle.kg import Mention
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.filter_resolution import ResolvedFilters
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.search import NO_EXPANSION, NO_FILTERS, SearchMode, SearchResult

_MOST = 20_000


class RememberingLinker(Linker):
    """A linker that links each text once."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__(store)
        self._texts: dict[str, list[Mention]] = {}

    def link(self, text: str) -> list[Mention]:
        if text not in self._texts:
            if len(self._texts) >= _MOST:
                self._texts.clear()
            self._texts[text] = super().link(text)
        return list(self._texts[text])


class RememberingEngine:
    """A search engine that makes each search once."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._found: dict[tuple[object, ...], SearchResult] = {}

    def __len__(self) -> int:
        return len(self._engine)

    @property
    def label(self) -> str:
        """The engine's."""
        return self._engine.label

    @property
    def graph_path(self) -> Path | None:
        """The engine's."""
        return self._engine.graph_path

    @property
    def encoder(self) -> Encoder | None:
        """The engine's."""
        return self._engine.encoder

    def article(self, article_id: str) -> Article | None:
        """The engine's."""
        return self._engine.article(article_id)

    def document_frequency(self, term: str) -> int:
        """The engine's."""
        return self._engine.document_frequency(term)

    def resolved(self, filters: Filters) -> tuple[ResolvedFilters, tuple[str, ...]]:
        """The engine's."""
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
        """What the engine finds."""
        key = (query, k, mode, filters, expansion, second_try)
        if key not in self._found:
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[key] = self._engine.search(query, k, mode, filters, expansion=expansion, second_try=second_try)
        return self._found[key]
