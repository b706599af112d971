import sqlite3
from pathlib import Path

import pytest

from corpuscle.index_builder.graph_record import graph_record, is_current
from corpuscle.kg.errors import GraphMissingError
from tests.index_builder.invented_graph import write_base


def _changed(path: Path, sql: str) -> Path:
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()
    return path


def test_record_counts_what_the_graph_has(tmp_path: Path) -> None:
    write_base(tmp_path / "graph.sqlite")
    record = graph_record(tmp_path / "graph.sqlite")
    assert (record.path, record.nodes, record.edges, record.evidence) == ("graph.sqlite", 4, 1, 1)


def test_graph_of_another_version_or_of_other_rules_is_not_current(tmp_path: Path) -> None:
    path = tmp_path / "graph.sqlite"
    write_base(path)
    assert is_current(path)
    assert not is_current(_changed(path, "UPDATE meta SET version = 'older' WHERE source = 'pubmed-mesh'"))
    write_base(path)
    assert not is_current(_changed(path, "PRAGMA user_version = 3"))
    with pytest.raises(GraphMissingError):
        is_current(tmp_path / "none.sqlite")
