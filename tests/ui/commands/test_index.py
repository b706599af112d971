"""corpuscle index, as a user types it."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def damaged(invented_index: Path, tmp_path: Path) -> Path:
    """A copy of the index with one byte of its graph changed."""
    folder = tmp_path / "damaged"
    shutil.copytree(invented_index, folder)
    graph = folder / "graph.sqlite"
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    return folder


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A BEIR folder of two documents."""
    folder = tmp_path / "collection"
    folder.mkdir()
    documents = [
        {"_id": "d1", "title": "Velbrodine", "text": "Velbrodine heals Drusel fever."},
        {"_id": "d2", "title": "Loam", "text": "Earthworms prefer loam."},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    return folder


def test_status_says_what_the_index_holds(corpuscle: Run) -> None:
    found = corpuscle("index", "status", "--json").json
    assert (found["articles"], found["complete"], found["vectors"]) == (16, True, None)
    assert found["graph"]["edges"] == 2
    for source in found["sources"]:
        assert source["records"] == source["indexed"] + source["skipped"] + source["deleted"]
    shown = corpuscle("index", "status").out
    assert "16 articles" in shown
    assert "vectors: none" in shown
    assert "10 nodes" in shown


def test_sound_index_is_verified(corpuscle: Run) -> None:
    ended = corpuscle("index", "verify", "--json")
    assert ended.status == 0
    assert ended.json["faults"] == []
    assert ended.json["files"] > 2
    assert corpuscle("index", "verify").out.startswith("Sound: ")


def test_changed_byte_is_found(corpuscle: Run, damaged: Path) -> None:
    ended = corpuscle("index", "verify", "--index", str(damaged), "--json")
    assert ended.status == 1
    assert [fault["path"] for fault in ended.json["faults"]] == ["graph.sqlite"]
    assert "graph.sqlite: damaged" in ended.err
    assert f"Delete {damaged} and build the index again." in ended.err


def test_missing_file_is_found(corpuscle: Run, damaged: Path) -> None:
    (damaged / "graph.sqlite").unlink()
    ended = corpuscle("index", "verify", "--index", str(damaged))
    assert ended.status == 1
    assert "graph.sqlite: cannot be read" in ended.err


def test_collection_is_built_searched_and_built_again_without_work(corpuscle: Run, collection: Path, tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    build = ("index", "build", "--index", index, "--beir", str(collection), "--encoder", "none")
    assert corpuscle(*build).status == 0
    generation = corpuscle("index", "status", "--index", index, "--json").json["generation"]
    assert corpuscle(*build).status == 0
    assert corpuscle("index", "status", "--index", index, "--json").json["generation"] == generation
    hits = corpuscle("search", "velbrodine", "--index", index, "--json").json["hits"]
    assert [hit["id"] for hit in hits] == ["d1"]


def test_encoder_is_fetched_before_anything_is_built(
    corpuscle: Run, monkeypatch: pytest.MonkeyPatch, collection: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CORPUSCLE_HOME", str(tmp_path / "file" / "home"))
    ended = corpuscle("index", "build", "--index", str(tmp_path / "index"), "--beir", str(collection))
    assert ended.status == 1
    assert "CORPUSCLE_HOME" in ended.err
    assert not (tmp_path / "index").exists()


def test_path_below_a_file_is_a_stated_failure(corpuscle: Run, collection: Path, tmp_path: Path) -> None:
    index = str(collection / "corpus.jsonl" / "sub")
    for command in (("status",), ("verify",), ("build", "--beir", str(collection), "--encoder", "none")):
        ended = corpuscle("index", *command, "--index", index)
        assert ended.status == 1
        assert index in ended.err


def test_index_without_a_graph_cannot_be_asked(corpuscle: Run, collection: Path, tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    assert corpuscle("index", "build", "--index", index, "--beir", str(collection), "--encoder", "none").status == 0
    ended = corpuscle("ask", "Does velbrodine heal Drusel fever?", "--index", index)
    assert ended.status == 1
    assert "no knowledge graph" in ended.err


def test_other_sources_are_refused_with_a_remedy(corpuscle: Run, collection: Path, invented_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(invented_index, folder)
    ended = corpuscle("index", "build", "--index", str(folder), "--beir", str(collection), "--encoder", "none")
    assert ended.status == 1
    assert "already holds an index of other sources" in ended.err
    assert "--index" in ended.err


def test_folder_without_a_collection_is_a_stated_failure(corpuscle: Run, tmp_path: Path) -> None:
    ended = corpuscle("index", "build", "--index", str(tmp_path / "index"), "--beir", str(tmp_path))
    assert ended.status == 1
    assert "corpus.jsonl" in ended.err


@pytest.mark.parametrize("sources", [(), ("--sample", "--beir", ".")])
def test_exactly_one_source_is_built(corpuscle: Run, tmp_path: Path, sources: tuple[str, ...]) -> None:
    ended = corpuscle("index", "build", "--index", str(tmp_path / "index"), *sources)
    assert ended.status == 2
    assert "Give one source" in ended.err


def test_markup_in_a_folder_s_name_is_text(corpuscle: Run, invented_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "[" / "red]"
    shutil.copytree(invented_index, folder)
    assert "[/red]" in corpuscle("index", "status", "--index", str(folder)).out


@pytest.fixture
def pubmed(tmp_path: Path) -> Path:
    """Two folders of PubMed files: a baseline of two, and an update that revises, deletes and retracts."""
    write_records(tmp_path / "baseline" / "pubmed26n0001.xml.gz", record(1, "Velbrodine heals."), record(2, "Loam."))
    write_records(tmp_path / "baseline" / "pubmed26n0002.xml.gz", record(3, "Earthworms."))
    notice = '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><PMID>1</PMID></CommentsCorrections></CommentsCorrectionsList>'
    write_records(
        tmp_path / "updates" / "pubmed26n0003.xml.gz",
        record(4, "A notice.").replace("</MedlineCitation>", f"{notice}</MedlineCitation>"),
        record(3, "Velbrodine again."),
        "<DeleteCitation><PMID>2</PMID></DeleteCitation>",
    )
    return tmp_path


def record(pmid: int, text: str) -> str:
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><ArticleTitle>Study {pmid}</ArticleTitle>'
        f"<Abstract><AbstractText>{text}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
    )


def write_records(path: Path, *records: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode()))


def build_baseline(corpuscle: Run, pubmed: Path, *options: str) -> tuple[str, str]:
    index = str(pubmed / "index")
    command = ("index", "build", "--index", index, "--pubmed", str(pubmed / "baseline"), "--encoder", "none", "--no-graph", *options)
    ended = corpuscle(*command)
    assert ended.status == 0, ended.err
    return "--index", index


def test_an_update_shows_at_once_in_search_and_status(corpuscle: Run, pubmed: Path) -> None:
    index = build_baseline(corpuscle, pubmed)
    ended = corpuscle("index", "update", *index, "--pubmed", str(pubmed / "updates"))
    assert ended.status == 0
    assert "3 records = 2 indexed + 0 skipped + 1 deleted" in ended.err
    hits = corpuscle("search", "velbrodine", *index, "--json").json["hits"]
    assert [hit["id"] for hit in hits] == ["3"]  # 1 is retracted by now
    found = corpuscle("index", "status", *index, "--json").json
    assert (found["articles"], found["retracted"], found["concern"], found["updates"], found["baseline_year"]) == (3, 1, 0, 1, 2026)
    assert found["newest"]
    shown = corpuscle("index", "status", *index).out
    assert "baseline of 2026, 2 files and 1 updates, newest file of 20" in shown
    assert "retracted: 1 articles" in shown
    assert corpuscle("index", "verify", *index).status == 0


def test_a_wrong_checksum_is_named_and_the_rest_applied(corpuscle: Run, pubmed: Path) -> None:
    index = build_baseline(corpuscle, pubmed)
    write_records(pubmed / "updates" / "pubmed26n0004.xml.gz", record(5, "Velbrodine too."))
    (pubmed / "updates" / "pubmed26n0003.xml.gz.md5").write_text("0" * 32)
    ended = corpuscle("index", "update", *index, "--pubmed", str(pubmed / "updates"))
    assert ended.status == 1
    assert "pubmed26n0003.xml.gz: its MD5 is" in ended.err
    assert "pubmed26n0004.xml.gz: 1 records = 1 indexed" in ended.err
    assert "quarantined: pubmed26n0003.xml.gz: its MD5 is" in " ".join(corpuscle("index", "status", *index).out.split())


def test_an_update_needs_a_source_and_an_index(corpuscle: Run, pubmed: Path) -> None:
    assert corpuscle("index", "update").status == 2
    ended = corpuscle("index", "update", "--index", str(pubmed / "none"), "--pubmed", str(pubmed / "updates"))
    assert ended.status == 1
    assert "There is no index" in ended.err


def test_a_new_baseline_replaces_the_old(corpuscle: Run, pubmed: Path) -> None:
    index = build_baseline(corpuscle, pubmed)
    write_records(pubmed / "newer" / "pubmed27n0001.xml.gz", record(7, "Velbrodine."))
    options = ("--encoder", "none", "--no-graph")
    refused = corpuscle("index", "build", *index, "--pubmed", str(pubmed / "newer"), *options)
    assert refused.status == 1
    assert "--replace" in refused.err
    ended = corpuscle("index", "build", *index, "--pubmed", str(pubmed / "newer"), "--replace", *options)
    assert ended.status == 0
    assert corpuscle("index", "status", *index, "--json").json["baseline_year"] == 2027
    assert corpuscle("index", "status", "--index", f"{index[1]}.previous", "--json").json["articles"] == 3


def test_a_part_of_the_files_is_indexed(corpuscle: Run, pubmed: Path) -> None:
    index = build_baseline(corpuscle, pubmed, "--shard", "2/2")
    found = corpuscle("index", "status", *index, "--json").json
    assert (found["shard"], [source["name"] for source in found["sources"]]) == ("2/2", ["pubmed26n0002.xml.gz"])
    assert "part 2/2" in corpuscle("index", "status", *index).out


@pytest.mark.parametrize("shard", ["2", "0/2", "3/2", "a/b", "1/"])
def test_a_part_that_is_none_is_wrong_usage(corpuscle: Run, pubmed: Path, shard: str) -> None:
    ended = corpuscle("index", "build", "--index", str(pubmed / "index"), "--pubmed", str(pubmed / "baseline"), "--shard", shard)
    assert ended.status == 2
    assert "is no part" in ended.err
