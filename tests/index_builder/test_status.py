from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.status import VectorStatus, index_status
from corpuscle.retrieval.manifest import Manifest, MilvusStore


def test_the_status_says_what_the_index_holds(
    build: Callable[..., BuildReport], put: Callable[..., None], record: Callable[..., str], tmp_path: Path
) -> None:
    put("a", record(1), record(2))
    build(vectors_within_s=0)
    status = index_status(tmp_path / "index")
    assert (status.corpus, status.complete, status.articles) == ("pubmed", True, 2)
    assert status.vectors == VectorStatus(encoder="hash", dimension=4, made=0, articles=2, dead=0, approximate=0)
    assert [source.name for source in status.sources] == ["a.xml.gz"]
    assert status.bytes > 1000


def test_an_index_in_milvus_says_where_its_articles_lie(tmp_path: Path) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    store = MilvusStore(uri="http://milvus:19530", collection="corpuscle", articles=7)
    manifest = Manifest(generation=1, complete=True, created=now, updated=now, tool_version="1", corpus="pubmed", milvus=store)
    (tmp_path / "manifest.json").write_text(manifest.model_dump_json())
    status = index_status(tmp_path)
    assert (status.articles, status.milvus, status.retracted, status.vectors) == (7, store, None, None)
