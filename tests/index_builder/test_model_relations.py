"""Edges that a served model read: what makes one, and how they come into an index and out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.index_builder.commit import commit
from corpuscle.index_builder.graph_import_index import remove_source
from corpuscle.index_builder.graph_imports import to_be_repeated
from corpuscle.index_builder.graph_record import graph_record, is_current
from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.literature_update import update_graph
from corpuscle.index_builder.model_relations import CONFIRMED, SAID, strength
from corpuscle.index_builder.model_relations_import import import_model_relations
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.verify import verify_index
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Edge
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import Manifest, read_manifest
from tests.index_builder.invented_graph import ASPIRIN, FEVER, ULCER, write_base

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SOURCE = "model:invented-7b"


def _finding(pmid: str, weight: float = CONFIRMED, object: str = FEVER.curie, year: int | None = 2001) -> Finding:
    return Finding(ASPIRIN.curie, "treats", object, pmid, "model", weight, year, SOURCE, False, "abstract", 3, 40)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    write_base(folder / "graph.sqlite")
    manifest = Manifest(generation=1, complete=True, created=NOW, updated=NOW, tool_version="0", corpus="invented")
    commit(folder, manifest.model_copy(update={"graph": graph_record(folder / "graph.sqlite")}), None)
    return folder


def _read(index: Path, found: Mapping[str, Sequence[Finding]]) -> Manifest:
    return import_model_relations(index, "invented-7b", "what aspirin treats", found, lambda: NOW)


def _path(index: Path) -> Path:
    graph = read_manifest(index).graph
    assert graph is not None
    return index / graph.path


def _edges(index: Path) -> list[Edge]:
    with GraphStore.open(_path(index)) as store:
        return list(store.all_edges(SOURCE))


def test_one_confirmed_sentence_makes_an_edge_that_decides_nothing() -> None:
    held = strength([_finding("1")])
    assert held is not None
    assert (held.support, held.score, held.first_year) == (1, 0.79, 2001)
    assert strength([_finding("1", SAID)]) is None


def test_three_articles_make_an_edge_of_what_the_model_alone_says() -> None:
    assert strength([_finding("1", SAID), _finding("2", SAID)]) is None  # 1 − .4 × .7 = .72
    held = strength([_finding(pmid, SAID) for pmid in "123"])
    assert held is not None
    assert (held.support, held.score) == (3, pytest.approx(1 - 0.4 * 0.7 * 0.7))


def test_each_edge_keeps_its_sentence_and_names_the_model(index: Path) -> None:
    manifest = _read(index, {"1": [_finding("1", SAID), _finding("1")], "2": []})
    assert manifest.generation == 2
    [edge] = _edges(index)
    assert (edge.subject, edge.predicate, edge.object, edge.score) == (ASPIRIN.curie, "treats", FEVER.curie, 0.79)
    with GraphStore.open(_path(index)) as store:
        [publication] = store.publications(edge, 5)
        assert (publication.pmid, publication.section, publication.begin, publication.end) == ("1", "abstract", 3, 40)
        assert {s.name: s.rows for s in store.sources()}[SOURCE] == 1
    assert verify_index(index, NoProgress()).faults == ()
    assert is_current(_path(index))


def test_reading_an_article_again_takes_the_place_of_the_first_reading(index: Path) -> None:
    _read(index, {"1": [_finding("1")], "2": [_finding("2")]})
    _read(index, {"1": [_finding("1", object=ULCER.curie)]})
    assert [(e.object, e.support) for e in _edges(index)] == [(ULCER.curie, 1), (FEVER.curie, 1)]
    _read(index, {"1": [], "2": []})
    assert _edges(index) == []


def test_revised_article_loses_what_the_model_read_in_it(index: Path) -> None:
    _read(index, {"1": [_finding("1")], "2": [_finding("2")]})
    update_graph(_path(index), index / "updated.sqlite", [("1", Article("1", "Something else."))])
    with GraphStore.open(index / "updated.sqlite") as store:
        assert [e.support for e in store.all_edges(SOURCE)] == [1]


def test_source_can_be_removed_and_a_new_graph_says_how_to_read_again(index: Path) -> None:
    _read(index, {"1": [_finding("1")]})
    assert to_be_repeated(_path(index), Path("idx"))[1:] == ["corpuscle kg extract 'what aspirin treats' --index idx"]
    remove_source(index, SOURCE, lambda: NOW)
    assert _edges(index) == []
    assert verify_index(index, NoProgress()).faults == ()


def test_years_that_are_not_known_leave_the_edge_without(index: Path) -> None:
    _read(index, {"1": [replace(_finding("1"), year=None)]})
    assert [(e.first_year, e.last_year) for e in _edges(index)] == [(None, None)]
