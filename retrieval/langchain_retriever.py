"""Search as LangChain's retriever: for chains and LangGraph programs that users build themselves.

Not imported by `corpuscle.retrieval`: importing it brings langchain-core.
"""

import asyncio
from pathlib import Path
from typing import Self, TypedDict

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, InstanceOf, SkipValidation

from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.search import NO_FILTERS, SearchMode
from corpuscle.retrieval.settings import RetrievalSettings


class HitMetadata(TypedDict):
    """`Document.metadata` of a hit. Every value can be written as JSON."""

    id: str
    url: str
    rank: int
    """From 1."""
    score: float
    """The score the hits are ordered by; higher is better."""
    scores: dict[str, float]
    """What each retriever said that found the article: "bm25", "dense", "rerank"."""
    title: str
    year: int | None
    journal: str
    publication_types: list[str]
    retracted: bool
    concern: bool
    """An editor published an expression of concern about the article."""
    notes: list[str]
    """What the reader must know of how the search went: the same on every document of a result."""


class CorpuscleRetriever(BaseRetriever):
    """The best `k` articles for a query as LangChain documents: title and abstract, and a `HitMetadata`. Safe to share between threads.

    >>> retriever = CorpuscleRetriever.open(Path("index"), k=5)                      # doctest: +SKIP
    >>> retriever.invoke("cimetidine for duodenal ulcer")[0].metadata["url"]         # doctest: +SKIP

    Searches raise QueryError, EncoderError or IndexDamagedError as `Retriever.search` does.
    """

    engine: SkipValidation[SearchEngine]
    k: int = Field(default=10, ge=1, le=1000)
    mode: SearchMode = "hybrid"
    filters: InstanceOf[Filters] = NO_FILTERS

    @classmethod
    def open(
        cls,
        index_dir: Path,
        k: int = 10,
        mode: SearchMode = "hybrid",
        filters: Filters = NO_FILTERS,
        settings: RetrievalSettings | None = None,
    ) -> Self:
        """A retriever over the index in `index_dir`, wherever it lies; settings not given are read from the environment.

        Raises RetrievalError.
        """
        return cls(engine=open_engine(index_dir, settings or RetrievalSettings()), k=k, mode=mode, filters=filters)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = self.engine.search(query, self.k, self.mode, self.filters)
        return [_document(hit, found.notes) for hit in found.hits]

    async def _aget_relevant_documents(self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun) -> list[Document]:
        """In a thread: a search computes, and must not hold up the event loop."""
        return await asyncio.to_thread(self._get_relevant_documents, query, run_manager=run_manager.get_sync())


def _document(hit: Hit, notes: tuple[str, ...]) -> Document:
    article = hit.article
    parts = (("bm25", hit.bm25), ("dense", hit.dense), ("rerank", hit.rerank))
    metadata = HitMetadata(
        id=article.id,
        url=article.url,
        rank=hit.rank,
        score=hit.score,
        scores={name: part.score for name, part in parts if part is not None},
        title=article.title,
        year=article.year,
        journal=article.journal,
        publication_types=list(article.publication_types),
        retracted=article.retracted,
        concern=article.concern,
        notes=list(notes),
    )
    return Document(
        page_content="\n\n".join(text for text in (article.title, article.abstract) if text), metadata=dict(metadata), id=article.id
    )
