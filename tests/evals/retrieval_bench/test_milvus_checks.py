from pathlib import Path

from corpuscle.evals.retrieval_bench.milvus_checks import build_checked, check_deletions, check_filters
from corpuscle.retrieval.settings import RetrievalSettings


def test_filters_deletions_revisions_and_retractions_are_honoured(tmp_path: Path, milvus_uri: str, milvus_collection: str) -> None:
    settings = RetrievalSettings(home=tmp_path / "home")
    retriever = build_checked(tmp_path / "index", milvus_uri, milvus_collection, settings)
    filters = check_filters(retriever)
    deletions = check_deletions(tmp_path / "index", settings)
    assert [name for name, held in (filters | deletions).items() if not held] == []
    assert len(filters) > 10
