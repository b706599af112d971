"""A small collection in BEIR's layout, and its index."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.retrieval.analyser import ANALYSER_NAME
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.manifest import MANIFEST_NAME, Manifest, TextStore

DOCUMENTS = {
    "d1": ("Budesonide in asthma", "Inhaled budesonide reduced attacks of asthma."),
    "d2": ("Statins", "A statin protects the heart."),
    "d3": ("Mice", "The mouse swims."),
}


def write_index(folder: Path, articles: Iterable[Article]) -> None:
    """An index of the articles without vectors."""
    folder.mkdir()
    with TextWriter(folder) as writer:
        for article in articles:
            writer.upsert(article)
        text = TextStore(analyser=ANALYSER_NAME, articles=writer.commit().articles, path=writer.snapshot(1))
    now = datetime.now(UTC)
    manifest = Manifest(generation=1, complete=True, created=now, updated=now, tool_version="0", corpus="invented", text=text)
    (folder / MANIFEST_NAME).write_text(manifest.model_dump_json())


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Three documents, two queries, each with one relevant document."""
    folder = tmp_path / "invented"
    (folder / "qrels").mkdir(parents=True)
    lines = [json.dumps({"_id": key, "title": title, "text": text}) for key, (title, text) in DOCUMENTS.items()]
    (folder / "corpus.jsonl").write_text("\n".join(lines))
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "budesonide for asthma?"}\n{"_id": "q2", "text": "what protects the heart"}\n'
    )
    (folder / "qrels/dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """The index of the collection."""
    folder = tmp_path / "index"
    write_index(folder, (Article(key, title, (AbstractSection(text),)) for key, (title, text) in DOCUMENTS.items()))
    return folder
