"""A graph that this program cannot read, or would read otherwise, is made anew by the same build."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from corpuscle.index_builder.builder import BuildReport
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.verify import verify_index
from corpuscle.kg.store import GraphStore

Build = Callable[..., BuildReport]
Record = Callable[..., str]
Put = Callable[..., None]


def _graph(index: Path, report: BuildReport) -> Path:
    assert report.manifest.graph is not None
    return index / report.manifest.graph.path


def test_graph_of_another_version_is_made_anew(build: Build, put: Put, record: Record, tmp_path: Path) -> None:
    put("a", record(1), record(2))
    before = _graph(tmp_path / "index", build())
    connection = sqlite3.connect(before)
    connection.execute("PRAGMA user_version = 3")
    connection.commit()
    connection.close()
    report = build()
    after = _graph(tmp_path / "index", report)
    assert after != before
    with GraphStore.open(after) as store:
        assert store.counts().nodes == 2
    assert verify_index(tmp_path / "index", NoProgress()).faults == ()
    assert _graph(tmp_path / "index", build()) == after  # and only once
