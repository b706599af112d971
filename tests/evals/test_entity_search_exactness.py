from pathlib import Path

import pytest

from corpuscle.evals.claims import Abstract
from corpuscle.evals.entity_search_exactness import Exactness, measure_entity_speed, measure_exactness
from corpuscle.kg.entities import Entity
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings
from tests.kg.conftest import ASPIRIN, FEVER, write_graph

DRUG, DISEASE = Entity(ASPIRIN, "", "SmallMolecule"), Entity("MESH:D999999", "", "Disease")


def test_precision_recall_and_f1_count_pairs() -> None:
    figures = Exactness(found=4, right=3, annotated=6)
    assert (figures.precision, figures.recall) == (3 / 4, 3 / 6)
    assert figures.f1 == pytest.approx(2 * 0.75 * 0.5 / (0.75 + 0.5))
    assert Exactness(0, 0, 2).precision == 0.0


def test_concepts_that_the_graph_lacks_count_as_missed(tmp_path: Path) -> None:
    write_graph(tmp_path / "graph.sqlite", [])
    fever = Entity(FEVER, "", "Disease")
    gold = [
        Abstract("1", "ASA stands for acetylsalicylic acid.", "It lowers fever.", [(0, 3, DRUG), (50, 55, fever)]),
        Abstract("2", "Aspirin in the feverish.", "A rare malady was cured.", [(0, 7, DRUG), (30, 40, DISEASE)]),
        Abstract("3", "Aspirin was not given.", "Nobody wrote fever here but the annotators saw none.", []),
    ]
    drugs, diseases, every = measure_exactness(gold, tmp_path / "graph.sqlite")
    assert (drugs.concepts, drugs.in_graph, drugs.by_entity) == (1, 1, Exactness(3, 2, 2))  # article 3 names it too
    assert (diseases.concepts, diseases.in_graph, diseases.by_entity) == (2, 1, Exactness(2, 1, 2))
    assert every.by_entity == Exactness(5, 3, 4)
    assert drugs.by_words == Exactness(2, 1, 2)  # the first abstract has another name


def test_searches_are_timed(invented_index: Path) -> None:
    index = Index.open(invented_index, RetrievalSettings(home=invented_index.parent / "home"))
    speed = measure_entity_speed(index, index.required_graph_path, 16)
    assert list(speed) == ["entity", "two entities", "relation"] and all(latency.p50 >= 0 for latency in speed.values())
