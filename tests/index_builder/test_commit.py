from collections.abc import Callable
from pathlib import Path

from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.commit import digest_file, restore_text_work

Build = Callable[..., BuildReport]
Record = Callable[..., str]
Put = Callable[..., None]

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""SHA-256 of "abc" (FIPS 180-2, appendix B.1)."""


def test_a_digest_can_cover_the_beginning_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abcdef")
    assert digest_file(tmp_path / "file", 3).sha256 == ABC
    assert digest_file(tmp_path / "file", 3).bytes == 3
    assert digest_file(tmp_path / "file").bytes == 6


def test_every_file_of_the_generation_is_in_the_manifest(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    put("b", record(2))
    manifest = build().manifest
    assert manifest.text is not None
    on_disk = {f"{manifest.text.path}/{p.name}" for p in (tmp_path / "index" / manifest.text.path).iterdir() if p.name[0] != "."}
    on_disk |= {"graph.sqlite", "skipped.jsonl", "vectors/000001.keys.npy", "vectors/000001.vectors.npy"}
    assert manifest.files.keys() == on_disk
    for path, stored in manifest.files.items():
        assert digest_file(tmp_path / "index" / path) == stored


def test_the_working_folder_goes_back_to_the_committed_generation(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1))
    manifest = build().manifest
    assert manifest.text is not None
    index = tmp_path / "index"
    (index / "text" / "work" / "left_by_a_killed_build").touch()
    restore_text_work(index, manifest.text.path, "text/work")
    names = [{p.name for p in (index / folder).iterdir()} for folder in ("text/work", manifest.text.path)]
    assert names[0] == names[1]
    restore_text_work(index, None, "text/work")
    assert not (index / "text" / "work").exists()
