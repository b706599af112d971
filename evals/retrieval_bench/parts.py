"""The parts of the benchmark: each measured alone, its raw result kept, and passed over when it is there already."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.bench_parts.records import Record, read_part
from corpuscle.evals.bench_parts.running import result_file
from corpuscle.evals.collections import load_collection
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.retrieval_bench import systems, updates, vectors
from corpuscle.evals.retrieval_bench.child_process import run_apart
from corpuscle.evals.retrieval_bench.cost_assets import QUESTIONS, CostAssets, prepare_assets
from corpuscle.evals.retrieval_bench.cost_engines import ENGINES
from corpuscle.evals.retrieval_bench.costs import SIZES, measure_cost
from corpuscle.evals.retrieval_bench.documents import collection_articles, distractors_for, sample_articles
from corpuscle.evals.retrieval_bench.quality import SPLIT, measure_quality
from corpuscle.evals.retrieval_bench.records import CostPart, UpdatePart
from corpuscle.evals.retrieval_bench.vector_cache import CachedEncoder, VectorCache, take_vectors
from corpuscle.index_builder.encoder_files import ready_encoder
from corpuscle.index_builder.progress import Progress
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder import MINILM_NAME, load_encoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings

COLLECTIONS = ("scifact", "cystic_fibrosis", "nfcorpus_tokenised", "bioasq_snippet_docs", "bioasq11b_real")
QUESTIONS_OF = "bioasq_snippet_docs"


@dataclass(frozen=True)
class Bench:
    """Where the benchmark works, and on what."""

    work: Path
    collections: Path | None
    """Folder of BEIR folders; None where no evaluation data is at hand."""
    sample_index: Path | None
    """An index of the sample, whose vectors are taken; None: they are made (ten minutes)."""
    settings: RetrievalSettings
    progress: Progress

    @property
    def assets(self) -> CostAssets:
        """What costs are measured on."""
        return CostAssets(self.work / "costs")

    @property
    def parts(self) -> Path:
        """The folder of raw results."""
        return self.work / "parts"

    def result(self, part: str) -> Path:
        """The file that keeps a part's raw result."""
        return result_file(self.parts, part)

    @cached_property
    def minilm(self) -> CachedEncoder:
        """The baselines' encoder, on one core, with the vectors that were made before."""
        return self._cached(ready_encoder(MINILM_NAME, None, self.settings.home, self.progress))

    @cached_property
    def encoder(self) -> CachedEncoder:
        """Ours, which a build takes by itself; likewise."""
        name = ready_encoder("auto", None, self.settings.home, self.progress)
        return self.minilm if name == MINILM_NAME else self._cached(name)

    def _cached(self, name: str) -> CachedEncoder:
        encoder = load_encoder(name, self.settings.home, 1)
        cache = VectorCache(self.work / "vectors" / encoder.name, encoder.dimension)
        if self.sample_index:
            take_vectors(cache, Index.open(self.sample_index, self.settings), encoder.name)
        return CachedEncoder(cache, encoder)

    @cached_property
    def sample(self) -> tuple[Article, ...]:
        """The sample's citations."""
        return sample_articles(self.settings.home, self.progress)


def measurable(bench: Bench) -> dict[str, Callable[[], Record]]:
    """Every part by its name, in the order in which they are measured."""
    return dict((*_costs(bench), *_qualities(bench), *_vectors(bench), *_updates(bench)))


def _costs(bench: Bench) -> Iterator[tuple[str, Callable[[], Record]]]:
    for smaller, articles in zip((None, *SIZES[:-1]), SIZES, strict=True):
        for engine in ENGINES:
            yield _cost_name(engine, articles), _cost(bench, engine, articles, smaller)


def _cost_name(engine: str, articles: int) -> str:
    return f"cost/{ENGINES[engine].key}/{articles}"


def _cost(bench: Bench, engine: str, articles: int, smaller: int | None) -> Callable[[], Record]:
    def measure() -> Record:
        encoders = [bench.minilm, bench.encoder]
        prepare_assets(bench.assets, SIZES, encoders, _questions(bench), bench.settings.home, bench.progress)
        before = bench.result(_cost_name(engine, smaller)) if smaller else None
        return measure_cost(
            engine, articles, bench.assets, bench.encoder.name, read_part(before, CostPart) if before and before.is_file() else None
        )

    return measure


def _questions(bench: Bench) -> list[str]:
    """Real questions, evenly spread over a collection's; none where it is not at hand."""
    if bench.collections is None or not (bench.collections / QUESTIONS_OF).is_dir():
        return []
    questions = list(load_collection(bench.collections / QUESTIONS_OF, SPLIT).queries.values())
    return questions[:: max(1, len(questions) // QUESTIONS)][:QUESTIONS]


def _qualities(bench: Bench) -> Iterator[tuple[str, Callable[[], Record]]]:
    for among in (False, True):
        for name in COLLECTIONS if bench.collections else ():
            assert bench.collections is not None
            if (bench.collections / name / "corpus.jsonl").is_file():
                yield f"quality/{name}{'+sample' * among}", _quality(bench, bench.collections / name, among)


def _quality(bench: Bench, folder: Path, among: bool) -> Callable[[], Record]:
    def measure() -> Record:
        distractors = distractors_for(collection_articles(folder), bench.sample) if among else ()
        work = bench.work / "quality"
        found = measure_quality(folder, distractors, bench.minilm, bench.encoder, work, bench.settings, settings_now(), bench.progress)
        shutil.rmtree(work, ignore_errors=True)
        return found

    return measure


def _vectors(bench: Bench) -> Iterator[tuple[str, Callable[[], Record]]]:
    folders = [bench.collections / name for name in COLLECTIONS[:2]] if bench.collections else []
    if all(folder.is_dir() for folder in folders) and folders:
        for size in vectors.SIZES:
            yield f"vectors/{size}", _vectors_of(bench, size, folders)


def _vectors_of(bench: Bench, size: int, folders: Sequence[Path]) -> Callable[[], Record]:
    def measure() -> Record:
        index = bench.assets.index("corpuscle", SIZES[0])  # the sample itself
        if not index.exists():
            raise EvaluationError(f"There is no index at {index}.", f"Measure the part {_cost_name(systems.OUR_HYBRID, SIZES[0])} first.")
        return vectors.measure_vectors(size, index, folders, bench.work / "vectors768")

    return measure


def _updates(bench: Bench) -> Iterator[tuple[str, Callable[[], Record]]]:
    yield "update/sample", _update(bench, 0)
    yield "update/largest", _update(bench, max(SIZES))


def _update(bench: Bench, articles: int) -> Callable[[], Record]:
    def measure() -> Record:
        work = bench.work / "updates"
        work.mkdir(parents=True, exist_ok=True)
        job = updates.UpdateJob(step="base", articles=articles, assets=bench.assets.folder, work=work)
        run_apart(updates.__name__, [job.model_dump_json()], "Building the index that is updated")
        told = run_apart(updates.__name__, [job.model_copy(update={"step": "update"}).model_dump_json()], "Updating")
        shutil.rmtree(work / "updated", ignore_errors=True)
        return UpdatePart.model_validate_json(told)

    return measure
