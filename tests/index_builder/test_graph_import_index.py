"""Imports into the graph of an index: generations, repetition, kills and damage."""

import gzip
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.index_builder.commit import commit
from corpuscle.index_builder.errors import IndexLockedError, SourceFileError, SourcesDifferError, StepError
from corpuscle.index_builder.graph_import_index import Imported, import_source, remove_source
from corpuscle.index_builder.graph_imports import imports_of, to_be_repeated
from corpuscle.index_builder.graph_record import graph_record
from corpuscle.index_builder.graph_sources import open_curated
from corpuscle.index_builder.graph_sources.rows import SkippedRow
from corpuscle.index_builder.lock import writer_lock
from corpuscle.index_builder.progress import Advance, NoProgress, Progress
from corpuscle.index_builder.verify import verify_index
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.manifest import Manifest, read_manifest
from tests.index_builder.invented_graph import said, write_base

HEADER = "relation,display_relation,x_index,x_id,x_type,x_name,x_source,y_index,y_id,y_type,y_name,y_source\n"
ROWS = (
    "indication,indication,0,DB00945,drug,Aspirin,DrugBank,1,1945,effect/phenotype,Fever,HPO\n"
    "drug_protein,target,0,DB00945,drug,Aspirin,DrugBank,2,7157,gene/protein,TP53,NCBI\n"
    "indication,indication,3,DB77777,drug,Newtin,DrugBank,1,1945,effect/phenotype,Fever,HPO\n"
)
WRONG = "cooks,cooks,9,DB1,drug,Nothing,DrugBank,1,1945,effect/phenotype,Fever,HPO\ntoo,few,cells\n"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def _clock() -> datetime:
    return NOW


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index that has nothing but a graph."""
    folder = tmp_path / "index"
    folder.mkdir()
    write_base(folder / "graph.sqlite")
    manifest = Manifest(generation=1, complete=True, created=NOW, updated=NOW, tool_version="0", corpus="invented")
    commit(folder, manifest.model_copy(update={"graph": graph_record(folder / "graph.sqlite")}), None)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "kg.csv").write_text(HEADER + ROWS)
    return tmp_path / "kg.csv"


def _import(
    index: Path, source: Path, on_skip: Callable[[SkippedRow], None] = lambda row: None, progress: Progress | None = None
) -> Imported:
    return import_source(index, source, open_curated(source, "primekg"), "primekg", on_skip, progress or NoProgress(), _clock)


def _graph(index: Path) -> Path:
    graph = read_manifest(index).graph
    assert graph is not None
    return index / graph.path


def test_import_is_one_generation_and_the_same_file_none(index: Path, source: Path) -> None:
    before = _graph(index)
    with GraphStore.open(before) as reader:
        done = _import(index, source)
        assert done.manifest.generation == 2
        assert reader.edges("MESH:D1", "treats") == []  # a reader keeps what it has opened
    with GraphStore.open(_graph(index)) as store:
        assert [(e.subject, e.object) for e in store.edges(predicate="treats", object="MESH:C2")] == [
            ("DRUGBANK:DB77777", "MESH:C2"),
            ("MESH:D1", "MESH:C2"),
        ]
    assert verify_index(index, NoProgress()).faults == ()
    listing = sorted(path.name for path in index.iterdir())
    again = _import(index, source)
    assert (again.log, again.result, again.manifest.generation) == (None, None, 2)
    assert sorted(path.name for path in index.iterdir()) == listing
    assert [s.name for s in read_manifest(index).graph.sources if s.rows == 3] == ["primekg"]  # pyright: ignore[reportOptionalMemberAccess] - asserted above


def test_newer_file_takes_the_place_of_the_older_one(index: Path, source: Path) -> None:
    base = said(_graph(index))
    _import(index, source)
    source.write_text(HEADER + ROWS.splitlines(keepends=True)[0])
    done = _import(index, source)
    assert done.result is not None and done.result.replaced == 3
    with GraphStore.open(_graph(index)) as store:
        assert store.entity("DRUGBANK:DB77777") is None
        assert len(list(store.all_edges("primekg"))) == 1
    remove_source(index, "primekg", _clock)
    assert said(_graph(index)) == base
    assert verify_index(index, NoProgress()).faults == ()


def test_only_what_was_imported_is_removed(index: Path) -> None:
    with pytest.raises(SourcesDifferError, match="hpo"):
        remove_source(index, "hpo", _clock)
    assert read_manifest(index).generation == 1


def test_malformed_rows_are_told_and_the_others_imported(index: Path, source: Path) -> None:
    source.write_text(HEADER + WRONG + ROWS)
    told: list[SkippedRow] = []
    done = _import(index, source, told.append)
    assert [(row.file, row.line) for row in told] == [("kg.csv", 2), ("kg.csv", 3)]
    assert done.log is not None and done.result is not None
    assert (done.log.rows, done.log.skipped, done.result.edges.written) == (5, 2, 3)


def test_where_it_came_from_is_remembered(index: Path, source: Path) -> None:
    _import(index, source)
    assert {name: (made.path, made.format) for name, made in imports_of(_graph(index)).items()} == {"primekg": (str(source), "primekg")}
    assert to_be_repeated(_graph(index), index)[1:] == [f"corpuscle kg import {source} primekg --name primekg --index {index}"]
    remove_source(index, "primekg", _clock)
    assert to_be_repeated(_graph(index), index) == []


def test_file_that_ends_too_soon_changes_nothing(index: Path, source: Path) -> None:
    packed = gzip.compress((HEADER + ROWS * 500).encode())
    cut = source.with_name("kg.csv.gz")
    cut.write_bytes(packed[: len(packed) // 2])
    before = sorted(path.name for path in index.iterdir())
    with pytest.raises(SourceFileError, match=r"kg\.csv\.gz"):
        _import(index, cut)
    assert [name for name in sorted(path.name for path in index.iterdir()) if name != "build.lock"] == before
    assert read_manifest(index).generation == 1


def test_one_writer_at_a_time(index: Path, source: Path) -> None:
    with writer_lock(index, _clock), pytest.raises(IndexLockedError):
        _import(index, source)


def test_index_without_a_graph_is_told_what_to_do(tmp_path: Path, source: Path) -> None:
    commit(tmp_path, Manifest(generation=1, complete=True, created=NOW, updated=NOW, tool_version="0", corpus="invented"), None)
    with pytest.raises(StepError) as failure:
        _import(tmp_path, source)
    assert "index build" in failure.value.remedy


class _Killing:
    """Dies of SIGKILL at the n-th thing it hears: the real end of a process, between two steps of an import."""

    def __init__(self, after: int) -> None:
        self._left = after

    def heard(self) -> None:
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def step(self, title: str, total: int, unit: str) -> AbstractContextManager[Advance]:
        self.heard()
        return nullcontext(lambda amount: self.heard())

    def note(self, text: str) -> None:
        self.heard()

    def clock(self) -> datetime:
        self.heard()
        return NOW


def test_killed_between_any_two_steps_the_index_is_the_old_or_the_new_one(index: Path, source: Path, tmp_path: Path) -> None:
    old = said(_graph(index))
    copy = tmp_path / "copy"
    shutil.copytree(index, copy)
    _import(copy, source)
    new = said(_graph(copy))
    outcomes: list[bool] = []
    for after in range(40):
        child = os.fork()
        if child == 0:
            killing = _Killing(after)
            import_source(index, source, open_curated(source, "primekg"), "primekg", lambda row: None, killing, killing.clock)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        finished = os.WIFEXITED(status)
        assert finished or os.WTERMSIG(status) == signal.SIGKILL
        assert said(_graph(index)) == (new if finished else old)
        assert verify_index(index, NoProgress()).faults == ()
        outcomes.append(finished)
        if finished:
            break
    assert outcomes[-1] and len(outcomes) > 8  # it was killed at eight places at least
    assert not list(index.glob("*.new"))


def test_mapping_of_names_is_part_of_what_was_imported(index: Path, source: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.tsv"
    names.write_text("Newtin\tMESH:D1\n")
    _import(index, source)
    curated = open_curated(source, "primekg")
    done = import_source(index, source, curated, "primekg", lambda row: None, NoProgress(), _clock, names)
    assert done.result is not None and done.result.nodes.joined["your mapping"] == 1
    with GraphStore.open(_graph(index)) as store:
        assert [e.subject for e in store.edges(predicate="treats", object="MESH:C2")] == ["MESH:D1"]
    assert import_source(index, source, curated, "primekg", lambda row: None, NoProgress(), _clock, names).result is None
    assert f"--names {names}" in to_be_repeated(_graph(index), index)[1]
