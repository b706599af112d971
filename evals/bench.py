"""`make bench`: what docs/benchmarks shows, measured anew and written there."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpuscle.evals.collections import load_collection, load_texts
from corpuscle.evals.rank_bm25_baseline import RankBm25Baseline
from corpuscle.evals.ranking import IndexRanker, RankingReport, evaluate_ranking
from corpuscle.evals.search_speed import SpeedReport, measure_speed
from corpuscle.index_builder.beir_source import beir_corpus
from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.encoder_files import ready_encoder
from corpuscle.index_builder.progress import Progress
from corpuscle.retrieval.encoder import Encoder, load_encoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever, SearchMode
from corpuscle.retrieval.settings import RetrievalSettings

COLLECTIONS = ("scifact", "cystic_fibrosis")
SPLIT = "dev"
_MODES: tuple[SearchMode, ...] = ("bm25", "dense", "hybrid")


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benches."""

    speed: SpeedReport
    rankings: tuple[RankingReport, ...]
    left_out: tuple[str, ...]
    """Collections that were not at hand."""


def run_bench(index_dir: Path, collections: Path | None, work: Path, settings: RetrievalSettings, progress: Progress) -> Bench:
    """Times searches of the index, and ranks the BEIR folders under `collections` (None: none) with indexes built in `work`.

    The collections go first: timing confines the process to one core.
    """
    rankings: list[RankingReport] = []
    left_out: list[str] = []
    for name in COLLECTIONS:
        folder = collections / name if collections else None
        if folder is None or not (folder / "corpus.jsonl").is_file():
            left_out.append(name)
            continue
        rankings += _rankings(folder, work / name, settings, progress)
    speed = measure_speed(Index.open(index_dir, settings), 200)
    return Bench(speed, tuple(rankings), tuple(left_out))


def as_markdown(bench: Bench, now: datetime, machine: str) -> str:
    """The page that is kept under docs/benchmarks."""
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {now:%Y-%m-%d}, corpuscle {version('corpuscle')}, {machine}. One run; times on shared machines vary.",
        "",
        "## Ranking",
        "",
        *_ranking_lines(bench.rankings),
        *(f"Not measured: {name} (its folder is not under CORPUSCLE_EVAL_DATA/retrieval)." for name in bench.left_out),
        "",
        "nDCG with linear gain, MAP@10 as trec_eval divides it (by all relevant articles). Queries of the development side; rank-bm25 is the",
        "baseline, as in its README but with `[a-z0-9]+` tokens.",
        "",
        "## Speed of search",
        "",
        *_speed_lines(bench.speed),
        "",
    ]
    return "\n".join(lines)


def machine_words() -> str:
    """The machine, as far as a reader of times must know it."""
    return f"{os.cpu_count()} cores {platform.machine()}, Python {platform.python_version()}"


def today() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def _rankings(folder: Path, index_dir: Path, settings: RetrievalSettings, progress: Progress) -> Iterator[RankingReport]:
    def load() -> Encoder:
        name = ready_encoder("auto", None, settings.home, progress)
        return load_encoder(name, settings.home, os.cpu_count() or 1)

    build_index(index_dir, beir_corpus(folder), BuildSteps(load_encoder=load), settings, progress)
    collection = load_collection(folder, SPLIT)
    yield evaluate_ranking(collection, "rank-bm25", RankBm25Baseline(load_texts(folder)), {})
    retriever = Retriever(Index.open(index_dir, settings))
    for mode in _MODES:
        ranker = IndexRanker(retriever, mode)
        yield evaluate_ranking(collection, mode, ranker, ranker.notes)


def _ranking_lines(rankings: Sequence[RankingReport]) -> Iterator[str]:
    if not rankings:
        return
    yield "| collection, split dev | mode | queries | nDCG@10 | MAP@10 | R@10 | R@100 | MRR@10 | p50 ms | p95 ms |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for r in rankings:
        m = r.measures
        figures = " | ".join(f"{x:.3f}" for x in (m.ndcg_10, m.map_10, m.recall_10, m.recall_100, m.mrr_10))
        yield f"| {r.collection} | {r.mode} | {r.queries} | {figures} | {r.latency.p50:.1f} | {r.latency.p95:.1f} |"


def _speed_lines(speed: SpeedReport) -> Iterator[str]:
    yield f"{speed.articles:,} articles, {speed.vectors:,} with a vector; {speed.queries} titles as queries, one core, one process."
    yield ""
    yield "| mode | p50 ms | p95 ms |"
    yield "|---|---|---|"
    yield f"| bm25 | {speed.bm25.p50:.2f} | {speed.bm25.p95:.2f} |"
    yield f"| hybrid | {speed.hybrid.p50:.2f} | {speed.hybrid.p95:.2f} |"
    for note in speed.notes:
        yield f"\n{note}"
