from collections.abc import Callable
from pathlib import Path

from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.status import VectorStatus, index_status


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
