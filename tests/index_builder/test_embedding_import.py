"""Import of vectors that were made elsewhere, in NCBI's layout."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.embedding_import import ImportReport, import_embeddings
from corpuscle.index_builder.errors import EmbeddingsError, SourcesDifferError
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.verify import verify_index
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import VectorStore, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import article_key

Build = Callable[..., BuildReport]
MADE_BY = VectorStore(encoder="made-elsewhere", dimension=3, max_tokens=8)


class Chunks:
    """A folder of chunks, and what was skipped of them."""

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder = folder
        self.index = index
        self.skipped: list[tuple[str, str]] = []

    def put(self, number: int, pmids: object, rows: Sequence[Sequence[float]] | NDArray[np.generic], dtype: str = "<f4") -> None:
        self.folder.mkdir(exist_ok=True)
        np.save(self.folder / f"embeds_chunk_{number}.npy", np.asarray(rows, dtype=dtype))
        (self.folder / f"pmids_chunk_{number}.json").write_text(json.dumps(pmids))

    def imported(self, made_by: VectorStore = MADE_BY) -> ImportReport:
        def on_skipped(pmid: str, reason: str) -> None:
            self.skipped.append((pmid, reason))

        return import_embeddings(self.index, self.folder, made_by, RetrievalSettings(), NoProgress(), on_skipped)

    def vector(self, pmid: str) -> list[float]:
        index = Index.open(self.index, RetrievalSettings())
        found = index.text.get(pmid)
        assert found and index.vectors
        return index.vectors.rows(index.vectors.lookup([article_key(found)]))[0].tolist()


@pytest.fixture
def chunks(tmp_path: Path, build: Build, put: Callable[..., None], record: Callable[..., str]) -> Chunks:
    """Over an index of the articles 1, 2 and 3, without vectors."""
    put("a", record(1), record(2), record(3))
    build(load_encoder=None)
    return Chunks(tmp_path / "chunks", tmp_path / "index")


def test_vectors_come_to_the_articles_of_their_pmids(chunks: Chunks) -> None:
    chunks.put(0, ["2", "77"], [[0, 3, 4], [1, 0, 0]])
    chunks.put(10, [1], [[2, 0, 0]], "<f2")  # PMIDs as numbers, float16
    report = chunks.imported()
    assert report == ImportReport(chunks=2, read=3, imported=2, present=0, not_in_index=1, unusable=(), articles_without_vector=1)
    assert chunks.vector("2") == pytest.approx([0, 0.6, 0.8], abs=0.004)  # 3 and 4 by their length 5
    assert chunks.vector("1") == pytest.approx([1, 0, 0])
    assert chunks.skipped == [("77", "not in the index")]
    assert not verify_index(chunks.index, NoProgress()).faults


def test_vectors_whose_length_carries_meaning_keep_it(chunks: Chunks) -> None:
    chunks.put(0, ["2"], [[0, 30, 40]])
    chunks.imported(MADE_BY.model_copy(update={"recipe": Recipe(similarity="dot")}))
    assert chunks.vector("2") == pytest.approx([0, 30, 40], abs=0.2)


def test_importing_again_adds_what_is_missing(chunks: Chunks) -> None:
    chunks.put(0, ["2"], [[1, 0, 0]])
    chunks.imported()
    generation = read_manifest(chunks.index).generation
    chunks.put(1, ["2", "3", "3", "1"], [[0, 1, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0]])
    report = chunks.imported()
    assert (report.imported, report.present, report.articles_without_vector) == (2, 3, 0)
    assert chunks.vector("2") == pytest.approx([1, 0, 0])
    assert chunks.vector("3") == pytest.approx([0, 0, 1])
    manifest = read_manifest(chunks.index)
    assert manifest.vectors_complete
    assert manifest.generation == generation + 2  # chunk 1, and that all is there; nothing for chunk 0


def test_zero_and_infinite_vectors_are_listed_and_left_out(chunks: Chunks) -> None:
    chunks.put(0, ["1", "2", "3"], [[0, 0, 0], [float("nan"), 1, 0], [0, 1, 0]])
    report = chunks.imported()
    assert (report.imported, report.unusable, report.articles_without_vector) == (1, ("1", "2"), 2)
    assert chunks.skipped == [("1", "its vector is zero or not finite"), ("2", "its vector is zero or not finite")]


def _other_dimension(chunks: Chunks) -> None:
    chunks.put(1, ["2"], [[1, 0]])


def _other_count(chunks: Chunks) -> None:
    chunks.put(1, ["2", "3"], [[1, 0, 0]])


def _no_pmids(chunks: Chunks) -> None:
    chunks.put(1, ["2"], [[1, 0, 0]])
    (chunks.folder / "pmids_chunk_1.json").unlink()


def _no_list(chunks: Chunks) -> None:
    chunks.put(1, {"2": 1}, [[1, 0, 0]])


def _truncated(chunks: Chunks) -> None:
    chunks.put(1, ["2"], [[1, 0, 0]])
    path = chunks.folder / "embeds_chunk_1.npy"
    path.write_bytes(path.read_bytes()[:-4])


def _whole_numbers(chunks: Chunks) -> None:
    chunks.put(1, ["2"], [[1, 0, 0]], "<i4")


def _pickle(chunks: Chunks) -> None:
    chunks.put(1, ["2"], [[1, 0, 0]])
    np.save(chunks.folder / "embeds_chunk_1.npy", np.array([[object()]]), allow_pickle=True)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (_other_dimension, "have 2 dimensions; those of this encoder have 3"),
        (_other_count, "has 1 vectors, but pmids_chunk_1.json has 2 PMIDs"),
        (_no_pmids, "cannot be read: No such file"),
        (_no_list, "it is no JSON list of PMIDs"),
        (_truncated, "embeds_chunk_1.npy cannot be read"),
        (_whole_numbers, "not rows of float32 or float16"),
        (_pickle, "cannot be read"),
    ],
)
def test_a_chunk_that_does_not_fit_is_refused_before_anything_changes(
    chunks: Chunks, fault: Callable[[Chunks], None], message: str
) -> None:
    chunks.put(0, ["1"], [[1, 0, 0]])
    fault(chunks)
    before = read_manifest(chunks.index)
    with pytest.raises(EmbeddingsError, match=message):
        chunks.imported()
    assert read_manifest(chunks.index) == before
    assert not (chunks.index / "vectors").exists()


def test_vectors_of_another_encoder_are_refused(chunks: Chunks) -> None:
    chunks.put(0, ["1"], [[1, 0, 0]])
    chunks.imported()
    with pytest.raises(SourcesDifferError, match=r"made by made-elsewhere .* not by other") as caught:
        chunks.imported(MADE_BY.model_copy(update={"encoder": "other"}))
    assert "another folder" in caught.value.remedy


def test_a_folder_without_chunks_is_an_error(chunks: Chunks) -> None:
    chunks.folder.mkdir()
    with pytest.raises(EmbeddingsError, match="no embeds_chunk_N"):
        chunks.imported()
