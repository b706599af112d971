import pytest

from corpuscle.index_builder.graph_sources.primekg import PRIMEKG
from tests.index_builder.graph_sources.conftest import ReadFile

HEAD = "relation,display_relation,x_index,x_id,x_type,x_name,x_source,y_index,y_id,y_type,y_name,y_source\n"
DRUG = "1,DB00001,drug,Mirellan,DrugBank"
GENE = "2,77,gene/protein,GLIM1,NCBI"
DISEASE = "3,1200_1134_15512,disease,blue thumb (disease),MONDO_grouped"
OTHER_DISEASE = '4,5098,disease,"thumb, crooked",MONDO'
ANATOMY = "5,955,anatomy,eye,UBERON"
EFFECT = "6,1250,effect/phenotype,Seizure,HPO"


def _rows(*rows: str) -> dict[str, str]:
    return {"kg.csv": HEAD + "".join(row + "\n" for row in rows)}


def test_an_edge_in_both_directions_is_one_with_the_drug_as_subject(read: ReadFile) -> None:
    found = read(_rows(f"indication,indication,{DISEASE},{DRUG}", f"indication,indication,{DRUG},{DISEASE}"))
    assert found.triples == [("DRUGBANK:DB00001", "treats", "PRIMEKG:MONDO_1200_1134_15512")]
    assert found.log.rows == 2
    assert found.log.repeated == 1
    assert found.source == "primekg"


def test_a_group_of_diseases_joins_by_name_alone(read: ReadFile) -> None:
    found = read(_rows(f"indication,indication,{DRUG},{DISEASE}"))
    assert found.nodes["PRIMEKG:MONDO_1200_1134_15512"].name == "blue thumb"
    assert found.nodes["PRIMEKG:MONDO_1200_1134_15512"].xrefs == ()


@pytest.mark.parametrize(
    ("row", "triple", "negated", "qualifier"),
    [
        (
            f"contraindication,contraindication,{OTHER_DISEASE},{DRUG}",
            ("DRUGBANK:DB00001", "contraindicated in", "MONDO:0005098"),
            False,
            "",
        ),
        (f"off-label use,off-label use,{DRUG},{OTHER_DISEASE}", ("DRUGBANK:DB00001", "treats", "MONDO:0005098"), False, "off-label use"),
        (f"drug_protein,enzyme,{GENE},{DRUG}", ("DRUGBANK:DB00001", "has enzyme", "NCBIGene:77"), False, ""),
        (f"drug_protein,target,{GENE},{DRUG}", ("DRUGBANK:DB00001", "targets", "NCBIGene:77"), False, ""),
        (f"drug_effect,side effect,{EFFECT},{DRUG}", ("DRUGBANK:DB00001", "causes", "HP:0001250"), False, "side effect"),
        (f"anatomy_protein_absent,expression absent,{ANATOMY},{GENE}", ("NCBIGene:77", "expressed in", "UBERON:0000955"), True, ""),
        (
            f"disease_phenotype_negative,phenotype absent,{EFFECT},{OTHER_DISEASE}",
            ("MONDO:0005098", "has phenotype", "HP:0001250"),
            True,
            "",
        ),
        (f"disease_protein,associated with,{OTHER_DISEASE},{GENE}", ("NCBIGene:77", "gene associated with", "MONDO:0005098"), False, ""),
    ],
)
def test_direction_polarity_and_qualifier(read: ReadFile, row: str, triple: tuple[str, str, str], negated: bool, qualifier: str) -> None:
    found = read(_rows(row))
    assert found.triples == [triple]
    assert (found.edges[0].negated, found.edges[0].qualifier) == (negated, qualifier)


def test_a_fragment_with_one_more_column_and_one_direction(read: ReadFile) -> None:
    text = HEAD.replace("\n", ",relation_standard\n") + f"drug_protein,carrier,{GENE},{DRUG},drug-gene\n"
    assert read({"part.csv.gz": text}).triples == [("DRUGBANK:DB00001", "has carrier", "NCBIGene:77")]


def test_the_giant_component_has_no_indexes(read: ReadFile) -> None:
    text = HEAD.replace("x_index,", "").replace("y_index,", "")
    rows = [f"indication,indication,{DRUG[2:]},{DISEASE[2:]}\n", f"indication,indication,{DISEASE[2:]},{DRUG[2:]}\n"]
    found = read({"kg_giant.csv": text + "".join(rows)})
    assert found.triples == [("DRUGBANK:DB00001", "treats", "PRIMEKG:MONDO_1200_1134_15512")]
    assert found.log.repeated == 1


def test_parent_and_child_are_not_told_apart(read: ReadFile) -> None:
    found = read(
        _rows(
            f"disease_disease,parent-child,{OTHER_DISEASE},{DISEASE}",
            f"disease_disease,parent-child,{DISEASE},{OTHER_DISEASE}",
        )
    )
    assert found.triples == [("MONDO:0005098", "broader or narrower than", "PRIMEKG:MONDO_1200_1134_15512")]


def test_malformed_rows_are_listed_with_their_line_and_the_rest_is_read(read: ReadFile) -> None:
    good = f"indication,indication,{DRUG},{DISEASE}"
    found = read(
        _rows(
            "indication,indication,1",  # line 2
            f"loves,loves,{DRUG},{DISEASE}",
            f"indication,indication,{DRUG.replace('DrugBank', 'DrugShop')},{DISEASE.replace('3,', '7,', 1)}".replace(",1,DB", ",6,DB"),
            f'indication,indication,{DRUG},3,1,disease,"unclosed,MONDO',
            f"indication,indication,{DRUG},9,1,planet,Mars,NASA",
            f"indication,indication,{GENE},{GENE.replace('2', '8', 1)}",
            good,
        )
    )
    assert found.triples == [("DRUGBANK:DB00001", "treats", "PRIMEKG:MONDO_1200_1134_15512")]
    assert [(row.file, row.line) for row in found.skipped] == [("kg.csv", line) for line in range(2, 8)]
    assert "3 cells where the header has 12" in found.skipped[0].reason
    assert "unknown relation loves" in found.skipped[1].reason
    assert found.log.skipped == 6


def test_every_primary_source_has_its_licence(read: ReadFile) -> None:
    found = read(_rows(f"indication,indication,{DRUG},{DISEASE}", f"drug_protein,target,{GENE},{DRUG}"))
    assert {edge.primary_source for edge in found.edges} == {"drugcentral", "drugbank"}
    assert PRIMEKG.parts["drugbank"].restrictive
    assert all(edge.primary_source in PRIMEKG.parts for edge in found.edges)
