"""Whether Milvus and the embedded engine find the same: both are built from the same collection, and asked its dev queries."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from corpuscle.evals.collections import load_collection
from corpuscle.evals.latency import latency_of
from corpuscle.evals.retrieval_bench.documents import ArticleList
from corpuscle.evals.retrieval_bench.machine import settings_now
from corpuscle.evals.retrieval_bench.milvus_checks import check_deletions, check_filters
from corpuscle.evals.retrieval_bench.quality import SPLIT
from corpuscle.evals.retrieval_bench.records import MilvusAgreement, MilvusPart
from corpuscle.index_builder.beir_source import beir_corpus
from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.milvus_builder import MilvusSteps, build_in_milvus
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.sources import Corpus
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.milvus_articles import files_of
from corpuscle.retrieval.milvus_index import MilvusIndex
from corpuscle.retrieval.milvus_search import MilvusRetriever
from corpuscle.retrieval.milvus_server import MilvusServer
from corpuscle.retrieval.search import Retriever, SearchMode
from corpuscle.retrieval.settings import RetrievalSettings

_EXPLANATION = (
    "Milvus' BM25 chooses candidates, and both engines score them by the same formula. What differs: an article that Milvus' own BM25"
    " (lengths not rounded, terms counted by segment or shard, titles not weighed apart) ranks behind the 200 candidates asked for, or an"
    " approximate vector index misses; and articles of equal score, which are ordered alike but for differences in the last digits."
)
_MODES: tuple[SearchMode, ...] = ("bm25", "hybrid")
_TOP = 10
