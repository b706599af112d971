"""Curated sources written into a graph."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.index_builder.errors import SourcesDifferError
from corpuscle.index_builder.graph_import import GraphImport, import_rows, without_source
from corpuscle.index_builder.graph_sources.rows import Batch, ImportedEdge, ImportedNode
from corpuscle.index_builder.literature_update import update_graph
from corpuscle.kg.errors import GraphDamagedError
from corpuscle.kg.mesh import Descriptor, MeshThesaurus
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import Article, MeshHeading, MeshQualifier
from tests.index_builder.invented_graph import ASPIRIN, FEVER, FREE, RESTRICTED, TP53, ULCER, batches, record, said, write_base

DRUG = ImportedNode("DRUGBANK:DB00945", "Acetylsalicylic acid", "SmallMolecule", ("ASS 100",))
NEW = ImportedNode("MONDO:9", "Purple Toe", "Disease", ("Toe, Purple",), ("OMIM:9",))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write_base(tmp_path / "base.sqlite")
    return tmp_path / "base.sqlite"


def _import(base: Path, nodes: list[ImportedNode], edges: list[ImportedEdge], new: str = "new.sqlite") -> GraphImport:
    return import_rows(base, base.with_name(new), batches(nodes, edges), record())


def test_nodes_are_joined_by_curie_then_cross_reference_then_name_of_the_same_kind(base: Path) -> None:
    nodes = [
        ImportedNode("MESH:C2", "Pyrexia", "Disease"),  # the CURIE itself
        DRUG,  # is a cross-reference of Aspirin
        ImportedNode("UMLS:1", "Other words", "Disease", xrefs=("MESH:C1",)),  # has the node as its cross-reference
        ImportedNode("X:1", "tp53", "Gene"),  # the name of a gene, in other capitals
        ImportedNode("X:2", "Peptic Ulcers", "PhenotypicFeature"),  # diseases and phenotypes are one kind
        ImportedNode("Y:3", "Stomach ulceration", "Disease"),  # a synonym that one node has
        ImportedNode("X:4", "Aspirin", "Disease"),  # another kind: a new node
        NEW,
    ]
    ends = [ImportedEdge(node.id, "associated with", "MESH:D1") for node in nodes]
    done = _import(base, nodes, ends)
    assert dict(done.nodes.joined) == {"CURIE": 1, "cross-reference": 2, "name": 3}
    assert (done.nodes.read, done.nodes.made, done.nodes.repeated) == (8, 2, 0)
    with GraphStore.open(base.with_name("new.sqlite")) as store:
        homes = store.by_xref([node.id for node in nodes])
        assert homes == {
            "MESH:C2": FEVER.curie,
            "DRUGBANK:DB00945": ASPIRIN.curie,
            "UMLS:1": ULCER.curie,
            "X:1": TP53.curie,
            "X:2": ULCER.curie,
            "Y:3": ULCER.curie,
            "X:4": "X:4",
            "MONDO:9": "MONDO:9",
        }
        assert store.by_xref(["OMIM:9"]) == {"OMIM:9": "MONDO:9"}
        new = store.entity("MONDO:9")
        assert new is not None and (new.name, new.category, new.synonyms, new.xrefs) == (
            "Purple Toe",
            "Disease",
            ("Toe, Purple",),
            ("OMIM:9",),
        )
        assert [a.curie for a in store.aliases(["purple toe"])["purple toe"]] == ["MONDO:9"]
        assert [a.curie for a in store.aliases(["acetylsalicylic acid"])["acetylsalicylic acid"]] == [ASPIRIN.curie]
        assert store.with_built_names().aliases(["purple toe", "acetylsalicylic acid"]) == {}


def test_a_name_joins_no_node_that_the_sources_vocabulary_calls_otherwise(base: Path) -> None:
    done = _import(base, [ImportedNode("MONDO:77", "Peptic Ulcer", "Disease")], [])  # the node is MONDO:0004247
    assert (done.nodes.made, dict(done.nodes.joined)) == (1, {})


def test_a_cross_reference_joins_no_gene_to_a_disease_and_no_disease_to_one_that_is_called_otherwise(base: Path) -> None:
    gene = ImportedNode("OMIM:1", "PUD1", "Gene", xrefs=("MONDO:0004247",))
    disease = ImportedNode("MONDO:78", "Ulcer of another kind", "Disease", xrefs=("MESH:C1",))  # the node is MONDO:0004247
    done = _import(base, [gene, disease], [])
    assert (done.nodes.made, dict(done.nodes.joined)) == (2, {})


def test_two_nodes_of_a_source_are_never_joined_by_their_name(base: Path) -> None:
    same = [ImportedNode("A:1", "Green Knee", "Disease"), ImportedNode("B:1", "Green Knee", "Disease")]
    assert _import(base, same, []).nodes.made == 2


def test_edges_that_fall_together_are_one_with_all_publications(base: Path) -> None:
    edges = [
        ImportedEdge("MESH:D1", "treats", "MESH:C2", score=0.8, publications=("11", "12")),
        ImportedEdge("DRUGBANK:DB00945", "treats", "HP:0001945", score=0.9, publications=("12", "13")),
        ImportedEdge("MESH:D1", "treats", "MESH:C2", qualifier="off-label use"),
        ImportedEdge("MESH:D1", "treats", "MESH:C2", negated=True),
        ImportedEdge("HP:0001945", "resembles", "MESH:C2"),  # one node
        ImportedEdge("MESH:D1", "treats", "NOBODY:1"),
    ]
    done = _import(base, [], edges)
    assert (done.edges.read, done.edges.written, done.edges.folded) == (6, 3, 1)
    assert (done.edges.within_a_node, done.edges.unresolved, done.edges.examples) == (1, 1, ["NOBODY:1"])
    with GraphStore.open(base.with_name("new.sqlite")) as store:
        plain = [e for e in store.edges("MESH:D1", "treats", "MESH:C2") if not e.qualifier and not e.negated]
        assert [(e.support, e.score, e.publications, e.source, e.licence) for e in plain] == [
            (2, 0.9, ("11", "12", "13"), "curated", "CC0-1.0")
        ]
        assert {(p.pmid, p.rule) for p in store.publications(plain[0])} == {("11", "cited"), ("12", "cited"), ("13", "cited")}
        assert store.degree("MESH:D1") == 3


def test_symmetric_edge_is_stored_once_and_found_from_both_ends(base: Path) -> None:
    both = [ImportedEdge("MESH:C2", "resembles", "MESH:C1"), ImportedEdge("MESH:C1", "resembles", "MESH:C2")]
    assert _import(base, [], both).edges.written == 1
    with GraphStore.open(base.with_name("new.sqlite")) as store:
        for one, other in (("MESH:C1", "MESH:C2"), ("MESH:C2", "MESH:C1")):
            assert [(e.subject, e.object, e.support) for e in store.edges(one, "resembles")] == [(one, other, 2)]
            assert [(e.subject, e.object) for e in store.edges(one, "resembles", other)] == [(one, other)]


def test_edge_has_the_licence_of_the_resource_it_was_taken_from(base: Path) -> None:
    edges = [ImportedEdge("MESH:D1", "treats", "MESH:C2", primary_source="drugbank"), ImportedEdge("MESH:D1", "treats", "MESH:C1")]
    import_rows(base, base.with_name("new.sqlite"), batches([], edges), record(parts={"drugbank": RESTRICTED, "unused": FREE}))
    with GraphStore.open(base.with_name("new.sqlite")) as store:
        assert {e.object: e.licence for e in store.edges("MESH:D1")} == {"MESH:C2": RESTRICTED.name, "MESH:C1": FREE.name}
        assert [(t.part, t.restrictive) for t in store.terms()] == [("", False), ("drugbank", True)]


def test_nameless_node_takes_the_name_that_comes_later(base: Path) -> None:
    nodes = [ImportedNode("X:9", "", "Gene"), ImportedNode("X:9", "ABCX", "Gene"), ImportedNode("X:8", "", "NamedThing")]
    _import(base, nodes, [ImportedEdge("X:9", "interacts with", "X:8")])
    with GraphStore.open(base.with_name("new.sqlite")) as store:
        entities = store.entities(["X:9", "X:8"])
        assert {c: e.name for c, e in entities.items()} == {"X:9": "ABCX", "X:8": "X:8"}


def test_source_of_the_build_is_not_replaced(base: Path) -> None:
    with pytest.raises(SourcesDifferError, match="hpo"):
        import_rows(base, base.with_name("new.sqlite"), [], record("hpo"))
    assert list(base.parent.iterdir()) == [base]


def test_any_source_can_be_taken_out(base: Path) -> None:
    without_source(base, base.with_name("new.sqlite"), "hpo")
    after = said(base.with_name("new.sqlite"))
    assert (after["edges"], after["evidence"], len(after["nodes"])) == ([], [], 4)
    with pytest.raises(SourcesDifferError, match="nothing"):
        without_source(base, base.with_name("new.sqlite"), "nothing")


def test_a_node_stays_as_long_as_another_source_has_edges_of_it(base: Path) -> None:
    first, second, third, fourth = (base.with_name(f"{n}.sqlite") for n in range(4))
    import_rows(base, first, batches([NEW], [ImportedEdge("MONDO:9", "resembles", "MESH:C1")]), record("one"))
    import_rows(first, second, batches([], [ImportedEdge("MESH:D1", "treats", "OMIM:9")]), record("two"))
    without_source(second, third, "one")
    with GraphStore.open(third) as store:
        assert [e.object for e in store.edges("MESH:D1", "treats")] == ["MONDO:9"]
    import_rows(third, fourth, batches([NEW._replace(name="Lilac Toe")], []), record("one", "2"))
    with GraphStore.open(fourth) as store:
        entity = store.entity("MONDO:9")
        assert entity is not None and entity.name == "Lilac Toe"
        assert [a.curie for a in store.aliases(["lilac toe"])["lilac toe"]] == ["MONDO:9"]


def test_failed_import_leaves_nothing_behind(base: Path) -> None:
    def broken() -> Iterator[Batch]:
        yield Batch([NEW], [], [])
        raise OSError("the file ends here")

    before = base.read_bytes()
    with pytest.raises(OSError, match="ends here"):
        import_rows(base, base.with_name("new.sqlite"), broken(), record())
    with pytest.raises(KeyError):
        _import(base, [], [ImportedEdge("MESH:D1", "treated by", "MESH:C2")])  # no predicate that is stored
    assert list(base.parent.iterdir()) == [base]
    assert base.read_bytes() == before


def test_damaged_graph_is_said_to_be_damaged(base: Path) -> None:
    content = bytearray(base.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    base.write_bytes(content)
    with pytest.raises(GraphDamagedError, match="cannot be read") as failure:
        _import(base, [NEW], [])
    assert "verify" in failure.value.remedy
    assert list(base.parent.iterdir()) == [base]


def test_headings_of_a_source_take_the_place_of_the_same_ones(base: Path) -> None:
    headings = [Descriptor("D1", "Aspirin", ("Ecotrin",), ("D03.1", "D03.2")), Descriptor("D9", "Newtin", (), ("D09",))]
    import_rows(base, base.with_name("new.sqlite"), [Batch([], [], headings)], record("mesh-xml"))
    with MeshThesaurus.open(base.with_name("new.sqlite")) as thesaurus:
        assert thesaurus.find("ecotrin") == headings[0]
        assert thesaurus.find("D9") == headings[1]
    heading = (_heading("D9", "therapeutic use"), _heading("C1", "drug therapy"))  # a heading that is no node of the graph
    changed = [("1", Article("1", "t", mesh=heading))]
    assert update_graph(base.with_name("new.sqlite"), base.with_name("newer.sqlite"), changed).path == "new.sqlite"


_IDS = ["MESH:D1", "MESH:C1", "HP:0001945", "NCBIGene:7157", "X:1", "X:2", "X:3", "Y:1"]
_nodes = st.lists(
    st.builds(
        ImportedNode,
        st.sampled_from(_IDS),
        st.sampled_from(["Aspirin", "Fever", "TP53", "Red Ear", "Red Ears", ""]),
        st.sampled_from(["Disease", "SmallMolecule", "Gene"]),
        st.lists(st.sampled_from(["Aural Redness", "RE1X"]), max_size=2).map(tuple),
        st.lists(st.sampled_from(["OMIM:1", "MONDO:0004247", "X:3"]), max_size=2).map(tuple),
    ),
    max_size=6,
)
_edges = st.lists(
    st.builds(
        ImportedEdge,
        st.sampled_from(_IDS),
        st.sampled_from(["treats", "causes", "resembles"]),
        st.sampled_from(_IDS),
        st.booleans(),
        st.sampled_from([0.5, 0.9]),
        st.lists(st.sampled_from(["1", "5"]), max_size=2).map(tuple),
        st.sampled_from(["", "off-label use"]),
    ),
    max_size=8,
)


def _heading(ui: str, qualifier: str) -> MeshHeading:
    return MeshHeading(ui, ui, True, (MeshQualifier("Q", qualifier),))


_CHANGED = [("1", Article("1", "t", mesh=(_heading("D1", "therapeutic use"), _heading("C1", "drug therapy"))))]


@settings(max_examples=40, deadline=None)
@given(_nodes, _edges, _nodes, _edges)
def test_imports_leave_no_trace_of_what_they_replace(
    nodes: list[ImportedNode], edges: list[ImportedEdge], newer_nodes: list[ImportedNode], newer_edges: list[ImportedEdge]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, one, two, alone, back = (folder / f"{n}.sqlite" for n in ("base", "one", "two", "alone", "back"))
        write_base(base)
        first = import_rows(base, one, batches(nodes, edges), record())
        counts = first.edges
        assert counts.read == counts.written + counts.folded + counts.within_a_node + counts.unresolved == len(edges)
        assert first.nodes.read == first.nodes.joined.total() + first.nodes.made + first.nodes.repeated == len(nodes)
        import_rows(one, two, batches(newer_nodes, newer_edges), record(version="2"))
        import_rows(base, alone, batches(newer_nodes, newer_edges), record(version="2"))
        assert said(two) == said(alone)
        without_source(two, back, "curated")
        assert said(back) == said(base)


@settings(max_examples=20, deadline=None)
@given(_nodes, _edges)
def test_update_of_articles_and_import_come_to_the_same_in_either_order(nodes: list[ImportedNode], edges: list[ImportedEdge]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, updated, imported, one, other = (folder / f"{n}.sqlite" for n in range(5))
        write_base(base)
        update_graph(base, updated, _CHANGED)
        import_rows(base, imported, batches(nodes, edges), record())
        import_rows(updated, one, batches(nodes, edges), record())
        update_graph(imported, other, _CHANGED)
        assert said(one) == said(other)
        with GraphStore.open(one) as store:
            assert [e.publications for e in store.edges("MESH:D1", "treats", "MESH:C1") if e.source == "pubmed-mesh"] == [("1",)]
