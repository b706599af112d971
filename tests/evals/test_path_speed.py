from pathlib import Path

import pytest

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.path_speed import measure_paths
from corpuscle.kg.store import GraphStore
from tests.kg.conftest import ASPIRIN, FEVER, ULCER, EdgeRow, write_graph


def test_every_kind_of_look_up_is_timed(tmp_path: Path) -> None:
    write_graph(tmp_path / "graph.sqlite", [EdgeRow(ASPIRIN, "treats", FEVER), EdgeRow(ASPIRIN, "causes", ULCER)])
    with GraphStore.open(tmp_path / "graph.sqlite") as store:
        measured = measure_paths(store, 3)
    assert len(measured) == 4 and all(latency.p50 >= 0 for latency in measured.values())


def test_a_graph_without_edges_has_nothing_to_time(tmp_path: Path) -> None:
    write_graph(tmp_path / "graph.sqlite", [])
    with GraphStore.open(tmp_path / "graph.sqlite") as store, pytest.raises(EvaluationError):
        measure_paths(store, 3)
