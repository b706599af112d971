"""Parts of the agent that remember what they were asked: a question that is put several times is searched and linked once."""

from collections.abc import Sequence

from corpuscle.kg import Mention
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.engine_around import EngineAround
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.search import NO_EXPANSION, NO_FILTERS, SearchMode, SearchResult

_MOST = 20_000


class RememberingLinker(Linker):
    """A linker that links each text once."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__(store)
        self._texts: dict[str, list[Mention]] = {}

    def link_texts(self, texts: Sequence[str]) -> list[list[Mention]]:
        if len(self._texts) >= _MOST:
            self._texts.clear()
        known = {text: mentions for text in texts if (mentions := self._texts.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        new = dict(zip(missing, super().link_texts(missing), strict=True))
        self._texts.update(new)
        known |= new  # another thread may clear what is remembered
        return [list(known[text]) for text in texts]


class RememberingEngine(EngineAround):
    """A search engine that makes each search once."""

    def __init__(self, engine: SearchEngine) -> None:
        super().__init__(engine)
        self._found: dict[tuple[object, ...], SearchResult] = {}

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
            self._found[key] = super().search(query, k, mode, filters, expansion=expansion, second_try=second_try)
        return self._found[key]
