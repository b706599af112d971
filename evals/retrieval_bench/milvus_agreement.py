"""Whether Milvus and the embedded engine find the same: both are built from the same collections, and asked their dev queries."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.collections import load_collection
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.evals.retrieval_bench.milvus_checks import build_checked, check_deletions, check_filters
from corpuscle.evals.retrieval_bench.quality import SPLIT
from corpuscle.evals.retrieval_bench.records import MilvusAgreement, MilvusPart
from corpuscle.index_builder.beir_source import beir_corpus
from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.milvus_builder import MilvusSteps, build_in_milvus
from corpuscle.index_builder.progress import Progress
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.milvus_articles import files_of
from corpuscle.retrieval.milvus_server import MilvusServer
from corpuscle.retrieval.search import SearchMode
from corpuscle.retrieval.settings import RetrievalSettings

_EXPLANATION = (
    "Milvus' BM25 chooses candidates, and both engines score them by the same formula. What can differ: an article that Milvus' own BM25"
    " (lengths not rounded, terms counted by segment or shard, titles not weighed apart) ranks behind the 200 candidates asked for, or that"
    " an approximate vector index misses; and articles of nearly equal score, since the two engines add up in another precision."
)
_MODES: tuple[SearchMode, ...] = ("bm25", "hybrid")
_TOP = 10
_EVERYTHING = Filters(include_retracted=True)


@dataclass(frozen=True, slots=True)
class MilvusTrial:
    """A server, and where the folders of indexes may lie."""

    uri: str
    work: Path
    encoder: Encoder
    most_queries: int | None
    """Of each collection, evenly spread; None: all."""
    settings: RetrievalSettings
    progress: Progress

    def measure(self, folders: Sequence[Path]) -> MilvusPart:
        """Asks both engines the dev queries of the collections in `folders`, and tries filters and deletions.

        The collections made for it are removed again. Raises EvaluationError, IndexBuilderError, RetrievalError.
        """
        settings = settings_now()
        agreements: dict[str, MilvusAgreement] = {}
        for folder in folders:
            agreements |= self._agreements(folder)
        name = f"checks_{uuid4().hex[:8]}"
        index = self.work / name
        try:
            retriever = build_checked(index, self.uri, name, self.settings)
            checks = check_filters(retriever) | check_deletions(index, self.settings)
        finally:
            self._remove(name, index)
        server = MilvusServer(self.uri, self.settings).version
        return MilvusPart(settings=settings, server=server, agreements=agreements, checks=checks, explanation=_EXPLANATION)

    def _agreements(self, folder: Path) -> dict[str, MilvusAgreement]:
        name = f"{folder.resolve().name}_{uuid4().hex[:8]}"
        embedded, index = self.work / f"{name}-embedded", self.work / name
        corpus = beir_corpus(folder)
        try:
            build_index(embedded, corpus, BuildSteps(load_encoder=lambda: self.encoder), self.settings, self.progress)
            steps = MilvusSteps(load_encoder=lambda: self.encoder)
            build_in_milvus(index, corpus, self.uri, name, steps, self.settings, self.progress)
            ours, theirs = open_engine(embedded, self.settings), open_engine(index, self.settings)
            return {f"{folder.resolve().name}, {mode}": self._compared(folder, mode, ours, theirs) for mode in _MODES}
        finally:
            self._remove(name, embedded)
            shutil.rmtree(index, ignore_errors=True)

    def _compared(self, folder: Path, mode: SearchMode, ours: SearchEngine, theirs: SearchEngine) -> MilvusAgreement:
        queries = list(load_collection(folder, SPLIT).queries.values())
        if self.most_queries is not None:
            queries = queries[:: max(1, len(queries) // self.most_queries)][: self.most_queries]
        same, overlaps = 0, list[float]()
        seconds: list[float] = []
        with self.progress.step(f"{folder.name}, {mode}", len(queries), "queries") as advance:
            for query in queries:
                expected = _best(ours, query, mode)
                found = theirs.search(query, _TOP, mode, _EVERYTHING)
                seconds.append(found.timings_ms["total"] / 1e3)
                ids = [hit.article.id for hit in found.hits]
                same += set(ids) == set(expected)
                overlaps.append(len(set(ids) & set(expected)) / max(1, len(expected)))
                advance(1)
        latency: Latency = latency_of(seconds)
        self.progress.note(f"{folder.name}, {mode}: {same} of {len(queries)} the same; p50 {latency.p50:.0f} ms on the server.")
        return MilvusAgreement(mode=mode, queries=len(queries), same_top_10=same, overlap=sum(overlaps) / len(overlaps))

    def _remove(self, collection: str, folder: Path) -> None:
        server = MilvusServer(self.uri, self.settings)
        for name in (collection, files_of(collection)):
            if server.has(name):
                server.drop(name)
        shutil.rmtree(folder, ignore_errors=True)


def _best(engine: SearchEngine, query: str, mode: SearchMode) -> list[str]:
    return [hit.article.id for hit in engine.search(query, _TOP, mode, _EVERYTHING).hits]
