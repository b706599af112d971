from pathlib import Path

import pytest

from tests.conftest import Run


def _beir(folder: Path) -> Path:
    folder.mkdir()
    lines = [f'{{"_id": "d{n}", "title": "Remedy {n}", "text": "Cough was eased by remedy {n}."}}' for n in range(3)]
    (folder / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_once_built_a_search_needs_only_the_folder(corpuscle: Run, tmp_path: Path, milvus_uri: str, milvus_collection: str) -> None:
    index = str(tmp_path / "index")
    place = ("--engine", "milvus", "--uri", milvus_uri, "--collection", milvus_collection)
    built = corpuscle("index", "build", "--index", index, "--beir", str(_beir(tmp_path / "beir")), "--encoder", "none", *place)
    assert built.status == 0, built.err
    found = corpuscle("search", "remedy 2", "--index", index, "--mode", "bm25", "--json")
    assert found.json["hits"][0]["id"] == "d2"
    status = corpuscle("index", "status", "--index", index)
    assert milvus_collection in status.out
    assert corpuscle("index", "verify", "--index", index).status == 0
    doctor = corpuscle("doctor", "--index", index)
    assert "in Milvus" in doctor.out


def test_a_server_that_is_away_takes_one_line(corpuscle: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_MILVUS_TIMEOUT_S", "1")
    monkeypatch.setenv("CORPUSCLE_MILVUS_TOKEN", "root:hunter2")
    beir = str(_beir(tmp_path / "beir"))
    ended = corpuscle(
        "index",
        "build",
        "--index",
        str(tmp_path / "i"),
        "--beir",
        beir,
        "--encoder",
        "none",
        "--engine",
        "milvus",
        "--uri",
        "http://127.0.0.1:9",
    )
    assert ended.status == 1
    assert "http://127.0.0.1:9 cannot be reached" in ended.err
    assert "Traceback" not in ended.err
    assert "hunter2" not in ended.err + ended.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "milvus"], "Give the address"),
        (["--uri", "http://127.0.0.1:9"], "only with --engine milvus"),
        (["--engine", "milvus", "--uri", "http://h:1", "--collection", "1; drop"], "no name of a collection"),
        (["--engine", "milvus", "--uri", "http://h:1", "--replace"], "another --collection"),
        (["--engine", "milvus", "--uri", "http://h:1", "--vectors-within", "3"], "vectors go in"),
    ],
)
def test_options_that_do_not_go_together_are_refused(corpuscle: Run, tmp_path: Path, options: list[str], said: str) -> None:
    beir = str(_beir(tmp_path / "beir"))
    ended = corpuscle("index", "build", "--index", str(tmp_path / "i"), "--beir", beir, "--encoder", "none", *options)
    assert ended.status == 2
    assert said in ended.err
