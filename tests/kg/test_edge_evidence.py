"""Edges between the ends and beside them, on a small MeSH tree: Digestive Diseases C1.1 above Peptic Ulcer C1.1.1 above Stomach Ulcer C1.1.1.1,
with Curling Ulcer C1.1.1.1.1 below it."""

from pathlib import Path

import pytest

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.edge_evidence import INHERITED
from corpuscle.kg.mesh import Descriptor
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import ReviewedTriple, Triple, Verdict
from corpuscle.retrieval.manifest import GraphSource

DRUG, ULCER, GASTRIC, BLEEDING, HP_BROAD, HP_NARROW = "MESH:D1", "MESH:D2", "MESH:D3", "MESH:D4", "HP:1", "HP:2"
DIGESTIVE, CURLING = "MESH:D5", "MESH:D6"
KINDS = tuple(f"MONDO:{n}" for n in range(4))
Row = tuple[str, str, str, bool, float]


def _reviewed(folder: Path, rows: list[Row], subject: str, predicate: str, object_: str) -> ReviewedTriple:
    path = folder / "graph.sqlite"
    nodes = [
        (DRUG, "SmallMolecule"),
        *((c, "Disease") for c in (ULCER, GASTRIC, BLEEDING, DIGESTIVE, CURLING, *KINDS)),
        *((c, "PhenotypicFeature") for c in (HP_BROAD, HP_NARROW, *(f"HP:{n}" for n in range(10, 70)))),
    ]
    with GraphWriter(path) as writer:
        writer.add_nodes(Node(curie, curie, category) for curie, category in nodes)
        trees = {"D5": "C1.1", "D2": "C1.1.1", "D3": "C1.1.1.1", "D6": "C1.1.1.1.1"}
        writer.add_descriptors([Descriptor(ui, ui, (), (tree,)) for ui, tree in trees.items()])
        for s, p, o, negated, score in rows:
            writer.add_edge(s, p, o, "curated", Strength(1, score, None, None), [], negated)
        writer.finish([GraphSource(name="curated", version="", licence="", rows=len(rows))])
    with GraphStore.open(path) as store:
        one, other = store.entity(subject), store.entity(object_)
        assert one is not None
        assert other is not None
        return review(Triple(one.name, predicate, other.name, one, other), store, [])


def test_treating_the_broader_disease_supports_treating_its_kind_not_the_other_way(tmp_path: Path) -> None:
    found = _reviewed(tmp_path, [(DRUG, "treats", ULCER, False, 0.95)], DRUG, "treats", GASTRIC)
    assert (found.verdict, found.score) == (Verdict.SUPPORTED, pytest.approx(0.95 * INHERITED))
    assert found.evidence[0].id == f"{DRUG}|treats|{ULCER}"


def test_two_headings_up_counts_less(tmp_path: Path) -> None:
    found = _reviewed(tmp_path, [(DRUG, "treats", ULCER, False, 0.95)], DRUG, "treats", CURLING)
    assert (found.verdict, found.score) == (Verdict.SUPPORTED, pytest.approx(0.95 * INHERITED**2))


def test_treating_a_heading_of_the_highest_levels_is_no_reason_two_levels_down(tmp_path: Path) -> None:
    rows: list[Row] = [(DRUG, "treats", DIGESTIVE, False, 0.95)]
    assert _reviewed(tmp_path, rows, DRUG, "treats", GASTRIC).evidence == ()


def test_treating_a_kind_of_a_disease_with_few_kinds_is_treating_it(tmp_path: Path) -> None:
    found = _reviewed(tmp_path, [(DRUG, "treats", GASTRIC, False, 0.95)], DRUG, "treats", ULCER)
    assert (found.verdict, found.score) == (Verdict.SUPPORTED, pytest.approx(0.95 * INHERITED))


def test_treating_a_kind_of_a_wide_group_says_nothing_of_the_group(tmp_path: Path) -> None:
    rows: list[Row] = [(KINDS[0], "is a", DIGESTIVE, False, 1.0), (DRUG, "treats", KINDS[0], False, 0.95)]
    others = [(f"HP:{n}", "is a", DIGESTIVE, False, 1.0) for n in range(10, 70)]
    found = _reviewed(tmp_path, rows + others, DRUG, "treats", DIGESTIVE)
    assert (found.verdict, found.evidence) == (Verdict.UNKNOWN, ())


def test_a_contraindication_in_a_kind_is_none_in_the_disease(tmp_path: Path) -> None:
    rows: list[Row] = [(DRUG, "contraindicated in", GASTRIC, False, 0.95)]
    assert _reviewed(tmp_path, rows, DRUG, "contraindicated in", ULCER).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("showing", "known", "verdict"), [(1, 2, Verdict.SUPPORTED), (1, 3, Verdict.UNKNOWN), (2, 3, Verdict.SUPPORTED)])
def test_what_half_of_the_kinds_show_the_disease_shows(tmp_path: Path, showing: int, known: int, verdict: Verdict) -> None:
    rows: list[Row] = [(kind, "is a", ULCER, False, 1.0) for kind in KINDS]  # of one nothing is known
    rows += [(kind, "has phenotype", HP_NARROW if n < showing else BLEEDING, False, 0.95) for n, kind in enumerate(KINDS[:known])]
    found = _reviewed(tmp_path, rows, ULCER, "has phenotype", HP_NARROW)
    assert (found.verdict, len(found.evidence)) == (verdict, showing if verdict is Verdict.SUPPORTED else 0)


def test_causing_a_kind_is_causing_the_broader_finding_not_the_other_way(tmp_path: Path) -> None:
    rows: list[Row] = [(DRUG, "causes", GASTRIC, False, 0.95)]
    assert _reviewed(tmp_path, rows, DRUG, "causes", ULCER).verdict is Verdict.SUPPORTED


def test_causing_the_broader_finding_says_nothing_of_a_kind(tmp_path: Path) -> None:
    assert _reviewed(tmp_path, [(DRUG, "causes", ULCER, False, 0.95)], DRUG, "causes", GASTRIC).verdict is Verdict.UNKNOWN


def test_phenotypes_are_inherited_along_is_a_edges(tmp_path: Path) -> None:
    rows: list[Row] = [(HP_NARROW, "is a", HP_BROAD, False, 1.0), (ULCER, "has phenotype", HP_NARROW, False, 0.95)]
    assert _reviewed(tmp_path, rows, ULCER, "has phenotype", HP_BROAD).verdict is Verdict.SUPPORTED


def test_absent_phenotype_takes_its_kinds_with_it(tmp_path: Path) -> None:
    rows: list[Row] = [(HP_NARROW, "is a", HP_BROAD, False, 1.0), (ULCER, "has phenotype", HP_BROAD, True, 0.95)]
    found = _reviewed(tmp_path, rows, ULCER, "has phenotype", HP_NARROW)
    assert (found.verdict, found.evidence[0].negated) == (Verdict.CONTRADICTED, True)


def test_edge_between_the_ends_goes_before_what_is_inherited(tmp_path: Path) -> None:
    rows: list[Row] = [(DRUG, "treats", ULCER, False, 0.95), (DRUG, "treats", GASTRIC, True, 0.9)]
    assert _reviewed(tmp_path, rows, DRUG, "treats", GASTRIC).verdict is Verdict.CONTRADICTED


def test_a_contraindication_contradicts_treatment(tmp_path: Path) -> None:
    found = _reviewed(tmp_path, [(DRUG, "contraindicated in", ULCER, False, 0.95)], DRUG, "treats", ULCER)
    assert (found.verdict, found.score) == (Verdict.CONTRADICTED, pytest.approx(1 - 0.95))
