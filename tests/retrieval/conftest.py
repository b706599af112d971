"""Small indexes of invented articles, written by the real writers."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.index_builder.vector_writer import missing_vectors, write_segment
from corpuscle.retrieval.analyser import ANALYSER_NAME
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import SymmetricEncoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import MANIFEST_NAME, Manifest, TextStore, VectorStore
from corpuscle.retrieval.settings import RetrievalSettings

VOCABULARY = ("asthma", "budesonide", "wheeze", "statin", "heart", "lipid", "mouse", "gene")
SYNONYMS = {"steroid": "budesonide", "cholesterol": "lipid", "cardiac": "heart"}


class WordEncoder(SymmetricEncoder):
    """Counts of eight words and their synonyms, L2-normalised: an encoder whose cosines can be reckoned by hand."""

    name = "words"
    dimension = len(VOCABULARY)
    max_tokens = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"[a-z]+", text.lower()):
                word = SYNONYMS.get(word, word)
                if word in VOCABULARY:
                    vectors[row, VOCABULARY.index(word)] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def article(article_id: str, title: str, abstract: str = "", **fields: object) -> Article:
    """An article with an unstructured abstract."""
    return Article(article_id, title, (AbstractSection(abstract),) if abstract else (), **fields)  # type: ignore[arg-type]  # any field


MakeIndex = Callable[..., Index]


@pytest.fixture
def make_index(tmp_path: Path) -> MakeIndex:
    """Writes the articles, and vectors of the first `vectors` of them (None: an index without an encoder), and opens the index."""

    def make(articles: Sequence[Article], vectors: int | None = None, encoder: str = "words") -> Index:
        folder = tmp_path / "index"
        folder.mkdir(exist_ok=True)
        with TextWriter(folder) as writer:
            for each in articles:
                writer.upsert(each)
            count = writer.commit().articles
            path = writer.snapshot(1)
        now = datetime.now(UTC)
        manifest = Manifest(
            generation=1,
            complete=True,
            created=now,
            updated=now,
            tool_version="0",
            corpus="invented",
            text=TextStore(path=path, analyser=ANALYSER_NAME, articles=count),
        )
        settings = RetrievalSettings(home=tmp_path / "home")
        if vectors is not None:
            store = VectorStore(encoder=encoder, dimension=WordEncoder.dimension, max_tokens=WordEncoder.max_tokens)
            if vectors:
                index = Index(folder, manifest, settings)
                store = store.model_copy(update={"segments": (write_segment(index, missing_vectors(index)[:vectors], WordEncoder(), 1),)})
            manifest = manifest.model_copy(update={"vectors": store})
        (folder / MANIFEST_NAME).write_text(manifest.model_dump_json())
        return Index.open(folder, settings)

    return make
