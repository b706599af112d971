import json
from pathlib import Path

import pytest

from corpuscle.index_builder.graph_sources.kgx_predicates import BIOLINK, kgx_relation
from corpuscle.index_builder.graph_sources.relations import LeftOut, Relation
from corpuscle.kg.predicates import PREDICATES
from tests.index_builder.graph_sources.conftest import ReadFile

NODES = (
    "id\tcategory\tname\tsynonym\txref\n"
    "MONDO:9\tbiolink:NamedThing|biolink:DiseaseOrPhenotypicFeature|biolink:Disease\tblue thumb\tblue finger|pollex caeruleus\tMESH:D1|doid:9\n"
    "CHEBI:1\tbiolink:ChemicalEntity\tmirellan\t\t\n"
)
EDGE_HEAD = "subject\tpredicate\tobject\tnegated\tpublications\tknowledge_level\tagent_type\tprimary_knowledge_source\n"
EDGE = "CHEBI:1\tbiolink:treats\tMONDO:9\t\tPMID:12|doi:10.1/x|PMID:13\tknowledge_assertion\tmanual_agent\tinfores:drugcentral\n"


def test_a_node_has_its_most_telling_category_and_our_prefixes(read: ReadFile) -> None:
    found = read({"toy_edges.tsv": EDGE_HEAD + EDGE, "toy_nodes.tsv": NODES})
    disease = found.nodes["MONDO:0000009"]
    assert disease.category == "Disease"
    assert disease.synonyms == ("blue finger", "pollex caeruleus")
    assert disease.xrefs == ("MESH:D1", "DOID:9")
    assert found.nodes["CHEBI:1"].category == "SmallMolecule"
    assert found.source == "toy"


def test_an_edge_keeps_what_stands_behind_it(read: ReadFile) -> None:
    [edge] = read({"toy_edges.tsv": EDGE_HEAD + EDGE, "toy_nodes.tsv": NODES}).edges
    assert (edge.subject, edge.predicate, edge.object) == ("CHEBI:1", "treats", "MONDO:0000009")
    assert edge.publications == ("12", "13")
    assert (edge.knowledge_level, edge.agent_type, edge.primary_source) == ("knowledge_assertion", "manual_agent", "drugcentral")
    assert not edge.negated


@pytest.mark.parametrize(("score", "read_as"), [("0.25", 0.25), ("", 0.9)])
def test_an_edge_s_own_score_counts(read: ReadFile, score: str, read_as: float) -> None:
    text = EDGE_HEAD.replace("\n", "\thas_confidence_score\n") + EDGE.replace("\n", f"\t{score}\n")
    assert read({"toy_edges.tsv": text}).edges[0].score == read_as


def test_a_score_that_is_none_is_listed(read: ReadFile) -> None:
    text = EDGE_HEAD.replace("\n", "\thas_confidence_score\n") + "".join(EDGE.replace("\n", f"\t{s}\n") for s in ("high", "7", "nan"))
    assert [row.line for row in read({"toy_edges.tsv": text}).skipped] == [2, 3, 4]


def test_json_lines_say_the_same(read: ReadFile) -> None:
    edge = {
        "subject": "CHEBI:1",
        "predicate": "biolink:treats",
        "object": "MONDO:9",
        "negated": True,
        "publications": ["PMID:12"],
        "knowledge_level": "prediction",
        "agent_type": "text_mining_agent",
        "extra": {"deep": [1]},
    }
    node = {"id": "MONDO:9", "category": ["biolink:NamedThing", "biolink:Disease"], "name": "blue thumb", "synonym": ["blue finger"]}
    found = read({"toy_edges.jsonl": json.dumps(edge) + "\n", "toy_nodes.jsonl": json.dumps(node) + "\n"})
    assert found.nodes["MONDO:0000009"].category == "Disease"
    assert found.nodes["MONDO:0000009"].synonyms == ("blue finger",)
    assert found.edges[0].negated
    assert found.edges[0].publications == ("12",)
    assert found.edges[0].score == 0.6


def test_malformed_rows_are_listed_and_the_rest_is_read(read: ReadFile) -> None:
    text = EDGE_HEAD + "a\tb\n" + EDGE.replace("CHEBI:1", "mirellan") + EDGE
    found = read({"toy_edges.tsv": text, "toy_nodes.tsv": NODES + "no curie\tbiolink:Disease\tx\t\t\n"})
    assert [(row.file, row.line) for row in found.skipped] == [("toy_nodes.tsv", 4), ("toy_edges.tsv", 2), ("toy_edges.tsv", 3)]
    assert len(found.edges) == 1


def test_damaged_json_lines_are_listed(read: ReadFile) -> None:
    good = '{"subject": "CHEBI:1", "predicate": "biolink:treats", "object": "MONDO:9"}\n'
    found = read({"edges.jsonl": good + "{broken\n[1]\n" + '{"subject": "CHEBI:1"}\n' + good})
    assert [row.line for row in found.skipped] == [2, 3, 4]
    assert len(found.edges) == 2


def test_unknown_predicates_are_counted_not_guessed(read: ReadFile) -> None:
    found = read({"toy_edges.tsv": EDGE_HEAD + EDGE.replace("biolink:treats", "biolink:sings_about")})
    assert found.edges == []
    assert found.log.left_out == {"biolink:sings_about: a predicate unknown here": 1}


@pytest.mark.parametrize(
    ("predicate", "aspect", "direction", "ours", "turned"),
    [
        ("biolink:affects", "activity", "decreased", "inhibits", False),
        ("biolink:affects", "activity", "increased", "activates", False),
        ("biolink:affects", "abundance", "increased", "upregulates", False),
        ("biolink:affects", "expression", "decreased", "downregulates", False),
        ("biolink:affects", "degradation", "increased", "downregulates", False),
        ("biolink:affected_by", "activity", "decreased", "inhibits", True),
        ("biolink:affects", "", "", "affects", False),
        ("biolink:treated_by", "", "", "treats", True),
        ("biolink:has_contraindication", "", "", "contraindicated in", True),
        ("biolink:has_side_effect", "", "", "causes", False),
        ("biolink:condition_associated_with_gene", "", "", "gene associated with", True),
        ("biolink:subclass_of", "", "", "is a", False),
        ("biolink:occurs_in", "", "", "takes place in", False),
        ("biolink:produces", "", "", "yields", False),
        ("biolink:has_part", "", "", "part of", True),
        ("biolink:ameliorates_condition", "", "", "palliates", False),
    ],
)
def test_biolink_predicates(predicate: str, aspect: str, direction: str, ours: str, turned: bool) -> None:
    relation = kgx_relation(predicate, "", aspect, direction)
    assert isinstance(relation, Relation)
    assert (relation.predicate, relation.turned) == (ours, turned)


def test_every_predicate_of_biolink_is_mapped_or_left_out_and_inverses_are_turned() -> None:
    """The list: predicates of Biolink 4.4.6 (CC0), each with its inverse, a symmetric one with itself."""
    model = [line.split() for line in Path(__file__).with_name("biolink_4_4_6.txt").read_text().splitlines()]
    assert {line[0] for line in model} == BIOLINK.keys()
    for name, inverse in (line for line in model if len(line) == 2):
        here, there = BIOLINK[name], BIOLINK[inverse]
        if isinstance(here, LeftOut) or isinstance(there, LeftOut):
            assert type(here) is type(there), name
        elif name == inverse:
            assert PREDICATES[here.predicate].symmetric, name
        else:
            assert (here.predicate, here.turned) == (there.predicate, not there.turned), name


def test_our_names_for_biolink_are_biolink_s() -> None:
    for predicate in PREDICATES.values():
        assert not predicate.biolink or predicate.biolink.removeprefix("biolink:") in BIOLINK


def test_what_is_missing_is_a_part_denied(read: ReadFile) -> None:
    [edge] = read({"toy_edges.tsv": EDGE_HEAD + EDGE.replace("biolink:treats", "biolink:lacks_part")}).edges
    assert (edge.subject, edge.predicate, edge.object, edge.negated) == ("MONDO:0000009", "part of", "CHEBI:1", True)


def test_our_own_name_for_the_predicate_is_exact() -> None:
    relation = kgx_relation("biolink:affects", "inhibits", "", "")
    assert isinstance(relation, Relation)
    assert relation.predicate == "inhibits"


@pytest.mark.parametrize("predicate", ["biolink:same_as", "biolink:in_clinical_trials_for", "biolink:mentions"])
def test_identity_and_mere_study_are_left_out(predicate: str) -> None:
    assert isinstance(kgx_relation(predicate, "", "", ""), LeftOut)
