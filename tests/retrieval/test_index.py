"""Opening indexes."""

from pathlib import Path

import pytest

from corpuscle.retrieval.errors import IndexDamagedError, IndexFormatError, IndexMissingError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import MANIFEST_NAME, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from tests.retrieval.conftest import MakeIndex, article

ONE = (article("1", "Asthma", "Wheeze."),)


def test_a_missing_index_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError) as caught:
        Index.open(tmp_path / "nowhere", RetrievalSettings())
    assert "corpuscle index build" in caught.value.remedy


def test_a_file_in_the_folder_s_place_is_a_missing_index(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "sub"):
        with pytest.raises(IndexMissingError, match="it is no folder"):
            Index.open(path, RetrievalSettings())


def test_the_command_that_makes_an_index_survives_a_shell(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError) as caught:
        Index.open(tmp_path / "my index", RetrievalSettings())
    assert f"--index '{tmp_path}/my index'" in caught.value.remedy


def test_a_damaged_manifest_must_go_before_the_index_is_built_anew(make_index: MakeIndex) -> None:
    folder = make_index(ONE).path
    (folder / MANIFEST_NAME).write_text("{")
    with pytest.raises(IndexDamagedError) as caught:
        Index.open(folder, RetrievalSettings())
    assert f"delete {folder}, then" in caught.value.remedy


def test_another_analyser_is_another_format(make_index: MakeIndex) -> None:
    folder = make_index(ONE).path
    manifest = folder / MANIFEST_NAME
    manifest.write_text(manifest.read_text().replace("corpuscle-en/1", "corpuscle-en/0"))
    with pytest.raises(IndexFormatError, match="corpuscle-en/0"):
        Index.open(folder, RetrievalSettings())


def test_an_index_without_articles_yet_says_so(make_index: MakeIndex) -> None:
    folder = make_index(ONE).path
    manifest = read_manifest(folder).model_copy(update={"text": None})
    (folder / MANIFEST_NAME).write_text(manifest.model_dump_json())
    with pytest.raises(IndexMissingError, match="no articles yet"):
        Index.open(folder, RetrievalSettings())


def test_a_missing_text_store_is_damage(make_index: MakeIndex) -> None:
    folder = make_index(ONE).path
    (folder / "text/000001/meta.json").unlink()
    with pytest.raises(IndexDamagedError) as caught:
        Index.open(folder, RetrievalSettings())
    assert "corpuscle index verify" in caught.value.remedy


def test_truncated_vectors_are_damage_to_those_who_need_them(make_index: MakeIndex) -> None:
    index = make_index(ONE, vectors=1)
    path = index.path / "vectors/000001.vectors.npy"
    path.write_bytes(path.read_bytes()[:-4])
    opened = Index.open(index.path, RetrievalSettings())
    assert len(opened.text) == 1
    with pytest.raises(IndexDamagedError, match=r"000001\.vectors\.npy"):
        _ = opened.vectors


def test_stores_that_were_not_built_are_none(make_index: MakeIndex) -> None:
    index = make_index(ONE)
    assert index.vectors is None
    assert index.encoder is None
    assert index.graph_path is None
    assert len(index.text) == 1
