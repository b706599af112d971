"""Updates: the sample's file of 2021 over that of the 1970s, and a thousand records over a million."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Literal

from corpuscle.evals.bench_parts.machine import memory_mb, settings_now
from corpuscle.evals.bench_parts.records import Record, read_part, write_part
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.retrieval_bench.cost_assets import CostAssets
from corpuscle.evals.retrieval_bench.larger_corpora import read_sample_records
from corpuscle.evals.retrieval_bench.records import UpdatePart
from corpuscle.evals.retrieval_bench.update_files import RECORDS, UpdateFile, write_update
from corpuscle.index_builder.builder import BuildSteps, build_index, update_index
from corpuscle.index_builder.graph_step import graph_from_wheels
from corpuscle.index_builder.literature_update import update_graph
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_corpus, pubmed_files
from corpuscle.index_builder.sample import sample_corpus
from corpuscle.index_builder.sources import Corpus, Source
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import Manifest
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings

REPETITIONS = 3


class UpdateJob(Record):
    """Which update to measure: `articles` 0 stands for the sample's second file over its first."""

    step: Literal["base", "update"]
    articles: int
    assets: Path
    work: Path


@dataclass(frozen=True, slots=True)
class _Timed:
    """One update."""

    wall_s: float
    cpu_s: float
    before: Manifest
    after: Manifest


def make_base(job: UpdateJob, settings: RetrievalSettings) -> None:
    """Builds the index that is updated, text and graph, and the update files, where they are not there already.

    In a process of its own: its memory is not the update's.
    """
    base = _base(job)
    done = base.with_suffix(".done")
    if job.articles and not _update_path(job, REPETITIONS).exists():
        sample = read_sample_records(settings.home, NoProgress())
        for number in range(1, REPETITIONS + 1):
            write_part(_update_path(job, number), write_update(_update_path(job, number).parent, number, job.articles, sample))
    if done.exists():
        return
    shutil.rmtree(base, ignore_errors=True)
    sources = sample_corpus(settings.home, NoProgress())
    if job.articles:
        text = CostAssets(job.assets).index("corpuscle-text", job.articles)
        if not text.exists():
            raise EvaluationError(
                f"There is no index of {job.articles:,} articles.", "Measure the part cost/corpuscle-bm25 of that size first."
            )
        shutil.copytree(text, base)
        corpus = pubmed_corpus(CostAssets(job.assets).corpus(job.articles))
    else:
        corpus = Corpus(sources.name, sources.sources[:1])
    build_index(base, corpus, BuildSteps(build_graph=graph_from_wheels(settings.home)), settings, NoProgress())
    done.touch()


def measure_update(job: UpdateJob, settings: RetrievalSettings) -> UpdatePart:
    """Updates a copy of the base: thrice by other records each, or thrice a fresh copy by the same file."""
    conditions = settings_now()
    index = job.work / "updated"
    if job.articles:
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(_base(job), index)
        files = [read_part(_update_path(job, number), UpdateFile) for number in range(1, REPETITIONS + 1)]
        timed = [_update(index, pubmed_files([file.path]), settings) for file in files]
        checks = _checks_of_file(Index.open(index, settings), files[-1], timed[-1])
        name, records = "700 revised, 200 new, 99 deleted, 1 retraction notice", RECORDS
    else:
        source = sample_corpus(settings.home, NoProgress()).sources[1]
        timed = [_fresh_update(job, index, source, settings) for _ in range(REPETITIONS)]
        checks = _checks_of_sample(Index.open(index, settings), timed[-1])
        name, records = "the sample's file of 2021 over that of the 1970s", timed[-1].after.sources[-1].records
    before = timed[0].before.text
    return UpdatePart(
        settings=conditions,
        name=name,
        articles=before.articles if before else 0,
        records=records,
        seconds=tuple(round(one.wall_s, 3) for one in timed),
        cpu_s=tuple(round(one.cpu_s, 3) for one in timed),
        peak_mb=memory_mb("VmHWM"),
        checks=checks,
    )


def _base(job: UpdateJob) -> Path:
    return job.work / f"base-{job.articles or 'sample'}"


def _update_path(job: UpdateJob, number: int) -> Path:
    return job.work / f"files-{job.articles}" / f"update-{number}.json"


def _fresh_update(job: UpdateJob, index: Path, source: Source, settings: RetrievalSettings) -> _Timed:
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(_base(job), index)
    return _update(index, [source], settings)


def _update(index: Path, sources: Sequence[Source], settings: RetrievalSettings) -> _Timed:
    before = Index.open(index, settings).manifest
    steps = BuildSteps(build_graph=graph_from_wheels(settings.home), update_graph=update_graph)
    wall, cpu = perf_counter(), process_time()
    report = update_index(index, sources, steps, settings, NoProgress())
    timed = _Timed(perf_counter() - wall, process_time() - cpu, before, report.manifest)
    for failure in report.failures:
        raise failure
    return timed


def _checks_of_file(index: Index, file: UpdateFile, timed: _Timed) -> dict[str, bool]:
    before, after = timed.before.text, timed.after.text
    assert before and after, "an index that was updated has text"
    found = [index.text.get(pmid) for pmid in (*file.revised, *file.new)]
    told = index.text.get(file.retracted)
    return {
        "revisions and new articles are there": all(article is not None and article.version == 9 for article in found),
        "a search finds a revised text": _finds(index, file.revised),
        "deleted articles are gone": all(index.text.get(pmid) is None for pmid in file.deleted),
        "the retracted article is marked": told is not None and told.retracted,
        "counts": after.articles == before.articles + len(file.new) + 1 - len(file.deleted),
        "the graph changed": timed.before.graph is not None and timed.after.graph not in (None, timed.before.graph),
    }


def _checks_of_sample(index: Index, timed: _Timed) -> dict[str, bool]:
    account, before, after = timed.after.sources[-1], timed.before.text, timed.after.text
    assert before and after, "an index that was updated has text"
    newest = [article.id for article in index.text.iter_articles() if article.year == 2021][:50]
    return {
        "counts": after.articles == before.articles + account.indexed
        and account.records == account.indexed + account.skipped + account.deleted,
        "a search finds articles of 2021": _finds(index, newest),
        "the graph changed": timed.before.graph is not None and timed.after.graph not in (None, timed.before.graph),
    }


def _finds(index: Index, pmids: Sequence[str]) -> bool:
    """Whether a search for the abstract's beginning and end of some of these articles finds each.

    In a recombined corpus dozens of articles share either half of an abstract, but no two share both.
    """
    retriever = Retriever(index)
    articles = [article for pmid in pmids[:20] if (article := index.text.get(pmid)) and article.abstract and not article.retracted]
    queries = {article.id: f"{article.abstract[:200]} {article.abstract[-200:]}" for article in articles}
    found = {pmid: {hit.article.id for hit in retriever.search(query, 10, "bm25").hits} for pmid, query in queries.items()}
    return bool(found) and all(pmid in ids for pmid, ids in found.items())


if __name__ == "__main__":
    wanted = UpdateJob.model_validate_json(sys.argv[1])
    if wanted.step == "base":
        make_base(wanted, RetrievalSettings())
    else:
        sys.stdout.write(measure_update(wanted, RetrievalSettings()).model_dump_json())
