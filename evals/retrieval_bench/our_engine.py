"""Corpuscle itself: an index built by the ordinary build, searched by the ordinary search."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.sources import Corpus
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.search import Retriever, SearchMode
from corpuscle.retrieval.settings import RetrievalSettings

EVERYTHING = Filters(include_retracted=True)
"""Judged articles count, also retracted ones."""


def build(index_dir: Path, corpus: Corpus, encoder: Encoder | None, settings: RetrievalSettings, progress: Progress) -> None:
    """Builds the index, or its vectors where the text is there already; without a graph, which no ranking uses."""
    load: Callable[[], Encoder] | None = None if encoder is None else lambda: encoder
    report = build_index(index_dir, corpus, BuildSteps(load_encoder=load), settings, progress)
    for failure in report.failures:
        raise failure


class OurEngine:
    """Ranks by searching an index, and keeps what the searches had to say."""

    def __init__(self, retriever: Retriever, mode: SearchMode, filters: Filters) -> None:
        self._retriever = retriever
        self._filters = filters
        self._mode: SearchMode = mode
        self._notes: Counter[str] = Counter()

    def __call__(self, query: str, limit: int) -> Sequence[str]:
        """Ids of the best `limit` articles."""
        result = self._retriever.search(query, limit, self._mode, self._filters)
        self._notes.update(result.notes)
        return [hit.article.id for hit in result.hits]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes and how many searches had them."""
        return tuple(f"{note} ({count} queries)" for note, count in self._notes.items())
