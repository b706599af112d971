from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.linker import Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore

NODES: dict[str, tuple[str, str, list[str]]] = {
    "MESH:D1": ("Breast Neoplasms", "Disease", ["breast cancer"]),
    "MESH:D2": ("Ovarian Neoplasms", "Disease", ["ovarian cancer"]),
    "MESH:D3": ("Breast", "GrossAnatomicalStructure", []),
    "MESH:D4": ("Cleft Lip", "Disease", []),
    "MESH:D5": ("Cleft Palate", "Disease", []),
    "MESH:D6": ("Akathisia", "Disease", []),
    "MESH:D7": ("Akathisia, Drug-Induced", "Disease", ["drug induced akathisia"]),
    "MESH:D8": ("Depression", "Behavior", []),
    "MESH:D9": ("Depressive Disorder", "Disease", []),
    "MESH:D10": ("Clomiphene", "SmallMolecule", []),
    "MESH:D11": ("Citric Acid", "SmallMolecule", ["citrate"]),
    "MESH:D12": ("Adenomatous Polyposis Coli", "Disease", []),
    "HGNC:1": ("APC", "Gene", []),
    "MESH:D13": ("Carcinoma, Renal Cell", "Disease", ["renal cell carcinoma"]),
    "MESH:D14": ("Midazolam", "SmallMolecule", []),
    "MESH:D15": ("Imidazoles", "ChemicalEntity", []),
    "MESH:D16": ("Colon", "GrossAnatomicalStructure", []),
}
OTHERS = [
    ("Akathisia", "MESH:D7", "induced", 95),
    ("depression", "MESH:D9", "synonym", 21),
    ("APC", "HGNC:1", "symbol", 51),
    ("APC", "MESH:D12", "acronym", 11),
]


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    path = tmp_path / "graph.sqlite"
    with GraphWriter(path) as writer:
        writer.add_nodes(Node(curie, name, category) for curie, (name, category, _) in NODES.items())
        for curie, (name, category, synonyms) in NODES.items():
            names = [(name, "name", 0), *((synonym, "synonym", 1) for synonym in synonyms)] if category != "Gene" else []
            for spelling, kind, priority in names:
                writer.add_alias((name_key(spelling), curie, kind, priority))
        for spelling, curie, kind, priority in OTHERS:
            writer.add_alias((name_key(spelling), curie, kind, priority))
        writer.finish([])
    return GraphStore.open(path)


def _linked(store: GraphStore, text: str) -> list[tuple[str, str]]:
    return [(m.text, m.entity.curie) for m in Linker(store).link(text)]


@pytest.mark.parametrize("link", ["and", "or", "and/or", "/", ","])
def test_a_listed_name_borrows_the_end_of_the_next(store: GraphStore, link: str) -> None:
    text = f"breast{link if link in '/,' else f' {link}'} ovarian cancers"
    assert _linked(store, text) == [("breast", "MESH:D1"), ("ovarian cancers", "MESH:D2")]


def test_a_listed_name_borrows_the_beginning_of_the_one_before(store: GraphStore) -> None:
    assert _linked(store, "cleft lip and palate") == [("cleft lip", "MESH:D4"), ("palate", "MESH:D5")]


def test_nothing_is_borrowed_across_a_sentence(store: GraphStore) -> None:
    assert _linked(store, "It was the breast. Ovarian cancer came later.") == [("breast", "MESH:D3"), ("Ovarian cancer", "MESH:D2")]
    assert _linked(store, "colon and ovarian cancer") == [("colon", "MESH:D16"), ("ovarian cancer", "MESH:D2")]


def test_what_a_drug_induced_has_its_own_heading(store: GraphStore) -> None:
    assert _linked(store, "Akathisia is rare.") == [("Akathisia", "MESH:D6")]
    assert _linked(store, "Akathisia was induced by clomiphene.")[0] == ("Akathisia", "MESH:D7")
    assert [c.entity.curie for c in Linker(store).candidates("akathisia")] == ["MESH:D6", "MESH:D7"]
    assert Linker(store).candidates("akathisia", "clomiphene-induced akathisia")[0].entity.curie == "MESH:D7"


def test_a_disease_goes_before_the_behaviour_of_its_name(store: GraphStore) -> None:
    assert _linked(store, "depression") == [("depression", "MESH:D9")]
    assert [c.entity.curie for c in Linker(store).candidates("depression")] == ["MESH:D8", "MESH:D9"]
    assert [c.entity.curie for c in Linker(store).candidates("depression", category="Disease")] == ["MESH:D9"]


def test_a_salt_belongs_to_its_substance(store: GraphStore) -> None:
    assert _linked(store, "clomiphene citrate; citrate") == [("clomiphene citrate", "MESH:D10"), ("citrate", "MESH:D11")]


def test_homonyms_are_told_apart_by_kind_and_by_definition(store: GraphStore) -> None:
    linker = Linker(store)
    assert {(c.entity.curie, c.entity.category) for c in linker.candidates("APC")} == {("HGNC:1", "Gene"), ("MESH:D12", "Disease")}
    assert [c.entity.curie for c in linker.candidates("APC", category="Gene")] == ["HGNC:1"]
    assert linker.candidates("ABC", "adenomatous benign carpets (ABC)", "Disease") == []
    assert linker.candidates("AP", "adenomatous polyposis coli (AP)", "Disease")[0].entity.curie == "MESH:D12"


def test_the_plural_of_a_defined_short_form_is_understood(store: GraphStore) -> None:
    assert _linked(store, "Ovarian cancers (OCs) grow. The OC grew.")[1:] == [("OCs", "MESH:D2"), ("OC", "MESH:D2")]


def test_the_surer_way_to_a_name_has_the_higher_score(store: GraphStore) -> None:
    linker = Linker(store)
    exact, rewritten, alike, shortened = (
        linker.candidates(name)[0] for name in ("midazolam", "cancer of the breast", "midazolaam", "sporadic renal cell carcinoma")
    )
    assert (rewritten.entity.curie, alike.entity.curie, shortened.entity.curie) == ("MESH:D1", "MESH:D14", "MESH:D13")
    assert exact.score > rewritten.score > shortened.score > 0
    assert exact.score > alike.score


def test_a_name_of_nothing_in_the_graph_has_no_candidate(store: GraphStore) -> None:
    assert Linker(store).candidates("zzyzx quuxitis") == []
    assert Linker(store).candidates("midazolam", category="Disease") == []


def test_an_encoder_chooses_among_names_that_are_alike(store: GraphStore) -> None:
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        # an encoder by which what is asked for means imidazoles and nothing else
        return np.array([[1.0, 0.0] if text in ("midazoles", "imidazole") else [0.0, 1.0] for text in texts], np.float32)

    assert [c.entity.curie for c in Linker(store, encode).candidates("midazoles")] == ["MESH:D15"]
