"""The user's own word on what the names of a source mean."""

from pathlib import Path

import pytest

from corpuscle.index_builder.errors import SourceFileError, SourcesDifferError
from corpuscle.index_builder.graph_import import import_rows
from corpuscle.index_builder.graph_sources.rows import ImportedEdge, ImportedNode
from corpuscle.index_builder.name_mapping import NameMapping, read_name_mapping
from corpuscle.kg.store import GraphStore
from tests.index_builder.invented_graph import FEVER, TP53, ULCER, batches, record, write_base


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "names.tsv"
    path.write_text(text)
    return path


def test_names_are_compared_as_the_graph_compares_them(tmp_path: Path) -> None:
    mapping = read_name_mapping(_file(tmp_path, "# mine\nSore Stomachs\tMESH:C1\n\nX:7\tMESH:C2\nAspirin \t\n"))
    assert mapping.of("Y:1", "sore stomach") == "MESH:C1"
    assert mapping.of("X:7", "anything") == "MESH:C2"
    assert mapping.of("X:8", "aspirin") == ""
    assert mapping.of("X:8", "else") is None
    assert mapping.of("X:8", "") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sore stomach MESH:C1\n", "line 1"),
        ("#\nsore stomach\tulcer\n", "line 2"),
        ("\tMESH:C1\n", "line 1"),
        ("a\tMESH:C1\tb\n", "line 1"),
        ("ulcers\tMESH:C1\nulcer\tMESH:C2\n", "line 2"),
    ],
)
def test_line_of_another_form_is_named(text: str, line: str, tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=line):
        read_name_mapping(_file(tmp_path, text))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write_base(tmp_path / "graph.sqlite")
    return tmp_path / "graph.sqlite"


def test_mapping_goes_before_what_the_vocabularies_say(base: Path) -> None:
    nodes = [
        ImportedNode("X:1", "Sore stomach", "Disease"),  # no vocabulary has it
        ImportedNode("X:2", "Fever", "Disease"),  # a name of a node, which the user says it is not
        ImportedNode("MONDO:0004247", "Ulcer", "Disease"),  # a cross-reference of Peptic Ulcer
        ImportedNode("MESH:C2", "Fever", "PhenotypicFeature"),  # the node itself can be no other
    ]
    edges = [ImportedEdge("X:1", "associated with", "X:2"), ImportedEdge("X:9", "associated with", "MESH:C2")]
    mapping = NameMapping({"sore stomach": "MONDO:0004247", "X:2": "", "MONDO:0004247": TP53.curie, "MESH:C2": "", "X:9": "MESH:C1"})
    done = import_rows(base, base.with_name("new.sqlite"), batches(nodes, edges), record(), mapping)
    assert dict(done.nodes.joined) == {"your mapping": 2, "CURIE": 1}
    with GraphStore.open(base.with_name("new.sqlite")) as store:
        assert store.by_xref(["X:1", "MONDO:0004247"])["X:1"] == ULCER.curie
        ends = {(e.subject, e.object) for e in store.all_edges("curated")}
    assert {frozenset(pair) for pair in ends} == {frozenset((ULCER.curie, "X:2")), frozenset((ULCER.curie, FEVER.curie))}


def test_node_that_the_graph_does_not_have_is_named_before_anything_is_imported(base: Path) -> None:
    with pytest.raises(SourcesDifferError, match="MESH:C9"):
        import_rows(base, base.with_name("new.sqlite"), [], record(), NameMapping({"ulcer": "MESH:C9"}))
    assert not base.with_name("new.sqlite").exists()
