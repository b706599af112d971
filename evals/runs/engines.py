"""Search engines that know less than the index does: what a baseline or a benchmark's rule leaves them."""

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.engine_around import EngineAround
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.search import NO_EXPANSION, NO_FILTERS, SearchMode, SearchResult


class WordsAlone(EngineAround):
    """An engine that ranks by BM25 and has no encoder."""

    @property
    def encoder(self) -> Encoder | None:
        """None."""
        return None

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
        """What BM25 finds, whatever the mode."""
        return super().search(query, k, "bm25", filters, expansion=expansion, second_try=second_try)


class QuestionAlone(EngineAround):
    """An engine that is asked the question and nothing else: a search for an option finds what the question finds.

    MIRAGE calls it question-only retrieval.
    """

    def __init__(self, engine: SearchEngine, question: str) -> None:
        super().__init__(engine)
        self._question = question

    def article(self, article_id: str) -> Article | None:
        """None: what an option's edges in the graph name was not found by the question."""
        return None

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
        """What the question finds, whatever the query."""
        return super().search(self._question, k, mode, filters, expansion=expansion, second_try=second_try)
