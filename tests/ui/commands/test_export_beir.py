"""corpuscle index export-beir, as a user types it."""

from pathlib import Path

from tests.conftest import Run


def test_exported_articles_can_be_built_and_searched(corpuscle: Run, tmp_path: Path) -> None:
    ended = corpuscle("index", "export-beir", "--out", str(tmp_path / "beir"))
    assert (ended.status, "16 articles" in ended.out) == (0, True)
    assert len((tmp_path / "beir" / "corpus.jsonl").read_text().splitlines()) == 16
    index = str(tmp_path / "index")
    assert corpuscle("index", "build", "--index", index, "--beir", str(tmp_path / "beir"), "--encoder", "none").status == 0
    asked = ("search", "velbrodine drusel fever", "--mode", "bm25", "--json")
    found, again = (corpuscle(*asked, *more).json["hits"] for more in ((), ("--index", index)))
    assert [hit["id"] for hit in found][:2] == [hit["id"] for hit in again][:2]
    assert corpuscle("index", "export-beir", "--out", str(tmp_path / "beir")).status == 1
