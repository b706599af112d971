"""What a folder of downloaded files says of itself; how files come into it is tested in test_pubmed_download.py."""

import hashlib
from pathlib import Path

import pytest

from corpuscle.index_builder.errors import IndexLockedError
from corpuscle.index_builder.verified_folder import VerifiedFolder, fetch_lock

NAME = "pubmed26n0001.xml.gz"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def folder(tmp_path: Path, said: list[str]) -> VerifiedFolder:
    """One whole file of five bytes."""
    (tmp_path / NAME).write_bytes(b"whole")
    (tmp_path / f"{NAME}.md5").write_text(f"MD5({NAME})= {hashlib.md5(b'whole', usedforsecurity=False).hexdigest().upper()}\n")
    return VerifiedFolder(tmp_path, said.append)


def test_a_file_is_whole_only_beside_its_md5(folder: VerifiedFolder, tmp_path: Path) -> None:
    assert folder.is_whole(NAME, check=True)
    (tmp_path / f"{NAME}.md5").unlink()
    assert not folder.is_whole(NAME, check=False)


def test_only_a_check_reads_a_file_and_names_a_damaged_one(folder: VerifiedFolder, tmp_path: Path, said: list[str]) -> None:
    (tmp_path / NAME).write_bytes(b"while")
    assert folder.is_whole(NAME, check=False) and said == []
    assert not folder.is_whole(NAME, check=True)
    assert said == [f"{NAME} is damaged: its MD5 is wrong."]


def test_what_has_arrived_is_not_still_to_come(folder: VerifiedFolder, tmp_path: Path) -> None:
    (tmp_path / ".partial").mkdir()
    (tmp_path / ".partial" / "pubmed26n0002.xml.gz.part").write_bytes(b"123")
    assert [folder.still_to_come(name, 10) for name in (NAME, "pubmed26n0002.xml.gz", "pubmed26n0003.xml.gz")] == [0, 10 - 3, 10]


def test_one_process_fetches_into_a_folder(tmp_path: Path) -> None:
    with fetch_lock(tmp_path), pytest.raises(IndexLockedError, match="Another process"), fetch_lock(tmp_path):
        pass
    with fetch_lock(tmp_path):
        pass
