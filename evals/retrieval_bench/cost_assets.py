"""What the costs are measured on: larger corpora as PubMed files and as plain texts, the vectors of the sample, and the questions."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.retrieval_bench.documents import sample_articles
from corpuscle.evals.retrieval_bench.larger_corpora import SampleRecords, is_written, read_sample_records, write_larger_corpus
from corpuscle.evals.retrieval_bench.recombination import Recombination, pmid_of
from corpuscle.evals.retrieval_bench.vector_cache import CachedEncoder
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.pubmed_source import pubmed_corpus
from corpuscle.retrieval.articles import Article

QUESTIONS = 200
_TITLE_WORDS = 12
_STRINGS = TypeAdapter(list[str])


@dataclass(frozen=True, slots=True)
class CostAssets:
    """Where they lie."""

    folder: Path

    def corpus(self, articles: int) -> Path:
        """PubMed files of so many records; the smaller corpora are the beginnings of the larger ones."""
        return self.folder / f"corpus-{articles}"

    def index(self, name: str, articles: int) -> Path:
        """Folder of an engine's index."""
        return self.folder / "indexes" / f"{name}-{articles}"

    @property
    def texts(self) -> Path:
        """The largest corpus's documents in order, in BEIR's layout."""
        return self.folder / "corpus.jsonl"

    def sample(self, encoder: str) -> Path:
        """PMIDs, groups and vectors of the sample, in the order of its records."""
        return self.folder / f"sample-{encoder.replace('/', '_')}.npz"

    @property
    def questions(self) -> Path:
        """A JSON list of questions."""
        return self.folder / "questions.json"


@dataclass(frozen=True, slots=True)
class SampleVectors:
    """What the vectors of a larger corpus are made of."""

    pmids: list[str]
    groups: NDArray[np.int64]
    vectors: NDArray[np.float16]
    """(n, dimension), of length 1."""

    @property
    def recombination(self) -> Recombination:
        """Of the sample's records."""
        return Recombination(self.pmids, self.groups)

    def pmids_of(self, articles: int) -> list[str]:
        """Of the first so many records of a larger corpus."""
        return [pmid_of(ordinal, self.pmids) for ordinal in range(articles)]


def prepare_assets(
    assets: CostAssets, sizes: Sequence[int], encoders: Sequence[CachedEncoder], questions: Sequence[str], home: Path, progress: Progress
) -> None:
    """Writes what is not there yet. Raises WheelError."""
    if not all(is_written(assets.corpus(size), size) for size in sizes):
        records = read_sample_records(home, progress)
        _write_corpora(assets, sizes, records, progress)
    missing = [encoder for encoder in encoders if not assets.sample(encoder.name).is_file()]
    if missing:
        _write_samples(assets, read_sample_records(home, progress), missing, home, progress)
    if not assets.texts.is_file():
        _write_texts(assets, max(sizes), progress)
    asked = list(questions) or [
        " ".join(title.split()[:_TITLE_WORDS]) for title, _ in islice(read_texts(assets, 50 * QUESTIONS), 0, None, 50)
    ]
    assets.questions.write_text(json.dumps(asked[:QUESTIONS], ensure_ascii=False), encoding="utf-8")


def read_sample_vectors(assets: CostAssets, encoder: str) -> SampleVectors:
    """What `prepare_assets` wrote for this encoder."""
    with np.load(assets.sample(encoder), allow_pickle=False) as stored:
        pmids: list[str] = [str(pmid) for pmid in stored["pmids"]]
        return SampleVectors(pmids, stored["groups"], stored["vectors"])


def read_texts(assets: CostAssets, articles: int) -> Iterator[tuple[str, str]]:
    """Title and abstract of the first so many documents, in order."""
    with assets.texts.open("rb") as lines:
        for line in islice(lines, articles):
            document = _Document.model_validate_json(line)
            yield document.title, document.text


def read_questions(assets: CostAssets) -> list[str]:
    """Raises EvaluationError where they are not there."""
    try:
        return _STRINGS.validate_json(assets.questions.read_bytes())
    except (OSError, ValidationError) as exc:
        raise EvaluationError(
            f"{assets.questions} cannot be read: {exc}", "Run `corpuscle eval bench-retrieval` from its beginning."
        ) from exc


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore")  # the id is not asked for

    title: str
    text: str


def _write_corpora(assets: CostAssets, sizes: Sequence[int], records: SampleRecords, progress: Progress) -> None:
    with progress.step("Larger corpora", sum(sizes), "records") as advance:
        for size in sizes:
            write_larger_corpus(assets.corpus(size), size, records)
            advance(size)


def _write_samples(assets: CostAssets, records: SampleRecords, encoders: Sequence[CachedEncoder], home: Path, progress: Progress) -> None:
    by_pmid = {article.id: article for article in sample_articles(home, progress)}
    for encoder in encoders:
        vectors = encoder.encode_all([by_pmid[pmid] for pmid in records.pmids], len(records.pmids), progress)
        beside = assets.folder / "sample.tmp.npz"
        np.savez(beside, pmids=np.array(records.pmids), groups=records.groups, vectors=vectors.astype(np.float16))
        beside.replace(assets.sample(encoder.name))


def _write_texts(assets: CostAssets, articles: int, progress: Progress) -> None:
    beside = assets.texts.with_suffix(".tmp")
    with beside.open("wb") as file, progress.step("Texts of the larger corpora", articles, "articles") as advance:
        for source in pubmed_corpus(assets.corpus(articles)).sources:
            for record in source.records(lambda _: None):
                assert isinstance(record.content, Article), "every recombined record can be read"
                article = record.content
                document = {"_id": article.id, "title": article.title, "text": article.abstract}
                file.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
                advance(1)
    beside.replace(assets.texts)
