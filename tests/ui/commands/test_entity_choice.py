"""A name that means several things: listed for a script, asked of a person at a terminal."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.linker import Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore
from corpuscle.ui.commands.entity_choice import chosen, known
from corpuscle.ui.errors import NotInGraphError

NODES = (
    ("T:1", "Velbrodine poisoning", "Disease"),
    ("T:2", "Ventral pit", "GrossAnatomicalStructure"),
    ("T:3", "Torvaxin", "SmallMolecule"),
)


class Terminal(io.StringIO):
    """Standard input or error of a person who sits there."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with GraphWriter(tmp_path / "graph.sqlite") as writer:
        for curie, name, _ in NODES:
            writer.add_alias((name_key(name), curie, "name", 0))
        for curie in ("T:1", "T:2"):
            writer.add_alias((name_key("velpit"), curie, "synonym", 1))
        writer.add_nodes(Node(curie, name, category) for curie, name, category in NODES)
        writer.finish([])
    with GraphStore.open(tmp_path / "graph.sqlite") as opened:
        yield opened


def test_a_script_gets_the_list_with_types(store: GraphStore) -> None:
    with pytest.raises(typer.BadParameter) as raised:
        chosen("velpit", "ENTITY", store, Linker(store))
    said = str(raised.value)
    assert "means several things" in said
    assert "Velbrodine poisoning (T:1, Disease)" in said and "Ventral pit (T:2, GrossAnatomicalStructure)" in said


def test_a_type_or_a_curie_decides(store: GraphStore) -> None:
    for text, category in (("velpit", "Disease"), ("T:1", "")):
        entity = chosen(text, "ENTITY", store, Linker(store), category)
        assert entity is not None and entity.curie == "T:1"


def test_a_person_is_asked(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("7\n2\n"))
    monkeypatch.setattr(sys, "stderr", Terminal())
    entity = chosen("velpit", "ENTITY", store, Linker(store))
    assert entity is not None and entity.curie == "T:2"


def test_what_is_not_in_the_graph_is_said_with_what_is_near(store: GraphStore) -> None:
    with pytest.raises(NotInGraphError, match="not in the graph") as raised:
        known("quorvatine", "ENTITY", store, Linker(store))
    assert raised.value.remedy == "Try another of its names."
    with pytest.raises(NotInGraphError, match="of type Gene"):
        known("torvaxin", "ENTITY", store, Linker(store), "Gene")
