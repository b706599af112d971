from collections.abc import Callable
from pathlib import Path

import pytest

from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.verify import verify_index
from corpuscle.retrieval.errors import IndexDamagedError, IndexMissingError
from corpuscle.retrieval.manifest import read_manifest

Build = Callable[..., BuildReport]
Record = Callable[..., str]
Put = Callable[..., None]


@pytest.fixture
def index(build: Build, put: Put, record: Record, tmp_path: Path) -> Path:
    """A sound index with every kind of file."""
    put("a", record(1), record(2), record(3).replace("Mice", "&"))
    build()
    return tmp_path / "index"


def test_a_sound_index_has_no_faults(index: Path) -> None:
    found = verify_index(index, NoProgress())
    manifest = read_manifest(index)
    assert found.faults == ()
    assert found.files == len(manifest.files)
    assert found.bytes == sum(file.bytes for file in manifest.files.values())
    assert {"graph.sqlite", "skipped.jsonl", "vectors/000001.keys.npy", "vectors/000001.vectors.npy"} <= manifest.files.keys()


def test_every_damaged_file_is_named_with_a_remedy(index: Path) -> None:
    paths = [path for path, file in read_manifest(index).files.items() if file.bytes]
    for path in paths:
        content = bytearray((index / path).read_bytes())
        content[len(content) // 2] ^= 1
        (index / path).unlink()  # text files are hard links
        (index / path).write_bytes(content)
    found = verify_index(index, NoProgress())
    assert [fault.path for fault in found.faults] == paths
    assert all("SHA-256" in fault.problem and str(index) in fault.remedy for fault in found.faults)


def test_missing_and_cut_files_are_named(index: Path) -> None:
    (index / "graph.sqlite").unlink()
    (index / "skipped.jsonl").write_bytes(b"{}")
    problems = {fault.path: fault.problem for fault in verify_index(index, NoProgress()).faults}
    assert problems["graph.sqlite"] == "cannot be read: No such file or directory"
    assert problems["skipped.jsonl"].startswith("2 bytes long instead of ")


def test_what_a_killed_build_wrote_behind_the_skipped_list_is_no_fault(index: Path) -> None:
    with (index / "skipped.jsonl").open("a") as stream:
        stream.write('{"file": "half a li')
    assert verify_index(index, NoProgress()).faults == ()


def test_counts_that_do_not_add_up_are_a_fault(index: Path) -> None:
    manifest = read_manifest(index)
    wrong = manifest.sources[0].model_copy(update={"indexed": 1, "skipped": 5})
    (index / "manifest.json").write_text(manifest.model_copy(update={"sources": (wrong,)}).model_dump_json())
    assert [(fault.path, fault.problem) for fault in verify_index(index, NoProgress()).faults] == [
        ("a.xml.gz", "3 records are not 1 + 5 + 0"),
        ("skipped.jsonl", "lists 1 records instead of 5"),
    ]


def test_a_file_that_the_manifest_does_not_list_is_a_fault(index: Path) -> None:
    manifest = read_manifest(index)
    (index / "manifest.json").write_text(manifest.model_copy(update={"files": {}}).model_dump_json())
    found = verify_index(index, NoProgress())
    assert {fault.path for fault in found.faults} == manifest.files.keys()
    assert {fault.problem for fault in found.faults} == {"not among the files that the manifest lists"}


def test_a_graph_of_other_counts_is_a_fault(index: Path) -> None:
    manifest = read_manifest(index)
    assert manifest.graph is not None
    wrong = manifest.graph.model_copy(update={"nodes": 7, "evidence": 1})
    (index / "manifest.json").write_text(manifest.model_copy(update={"graph": wrong}).model_dump_json())
    assert [(fault.path, fault.problem) for fault in verify_index(index, NoProgress()).faults] == [
        ("graph.sqlite", "holds 2 nodes instead of 7"),
        ("graph.sqlite", "holds 0 evidence instead of 1"),
    ]


def test_an_index_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        verify_index(tmp_path, NoProgress())
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(IndexDamagedError):
        verify_index(tmp_path, NoProgress())
