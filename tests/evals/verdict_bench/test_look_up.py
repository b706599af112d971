"""Plain look-up and the product of degrees, on a small graph."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpuscle.evals.verdict_bench.look_up import degree_product, look_up
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Verdict
from corpuscle.retrieval.manifest import GraphSource

_EDGES = (
    ("T:drug", "treats", "T:flu", False),
    ("T:drug", "causes", "T:rash", False),
    ("T:drug", "treats", "T:both", False),
    ("T:drug", "contraindicated in", "T:both", False),
    ("T:flu", "has phenotype", "T:fever", True),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with GraphWriter(tmp_path / "graph.sqlite") as writer:
        writer.add_nodes([Node(f"T:{name}", name, "Disease") for name in ("drug", "flu", "rash", "both", "fever", "alone")])
        for subject, predicate, object_, negated in _EDGES:
            writer.add_edge(subject, predicate, object_, "test", Strength(1, 0.9, None, None), (), negated)
        writer.finish([GraphSource(name="test", version="1", licence="CC0-1.0", rows=len(_EDGES))])
    with GraphStore.open(tmp_path / "graph.sqlite") as opened:
        yield opened


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "verdict"),
    [
        ("T:drug", "treats", "T:flu", Verdict.SUPPORTED),
        ("T:flu", "treats", "T:drug", Verdict.UNKNOWN),  # not that way round
        ("T:drug", "treats", "T:rash", Verdict.CONTRADICTED),
        ("T:drug", "treats", "T:both", Verdict.MIXED),
        ("T:flu", "has phenotype", "T:fever", Verdict.CONTRADICTED),  # negated
        ("T:drug", "treats", "T:fever", Verdict.UNKNOWN),
    ],
)
def test_look_up_believes_every_edge(store: GraphStore, subject: str, predicate: str, object_: str, verdict: Verdict) -> None:
    assert look_up(subject, predicate, object_, store) is verdict


def test_degree_product_adds_one_to_each(store: GraphStore) -> None:
    # drug has 4 edges, flu 2, alone none: ln 5 + ln 3, ln 5 + ln 1
    assert degree_product("T:drug", "T:flu", store) == pytest.approx(math.log(5) + math.log(3))
    assert degree_product("T:drug", "T:alone", store) == pytest.approx(math.log(5))
