import bz2
import pickle

from corpuscle.index_builder.vocabulary import PRIORITY, AliasRow, Node, Vocabulary
from corpuscle.index_builder.vocabulary_drugs import read_drugs, read_numbers


def test_a_mixture_that_took_the_names_of_a_part_gives_them_back() -> None:
    rows: list[AliasRow] = []
    vocabulary = Vocabulary(rows.append)
    vocabulary.add(Node("MESH:D1", "Blueol", "SmallMolecule"), [("Blueol", "name"), ("Blueolone", "synonym")], PRIORITY["MESH"])
    mixture = "redol, greenol, and blueol"
    variants = {name: [mixture] for name in (mixture, "blueolone", "bluebrand")}
    facts = {mixture: {"name": "Redol, Greenol, and Blueol", "drugbank_id": "DB1"}}
    read_drugs(bz2.compress(pickle.dumps({"drug_variant_to_canonical": variants, "drug_canonical_to_data": facts})), {}, vocabulary)
    assert vocabulary.nodes.keys() == {"MESH:D1"}
    assert vocabulary.nodes["MESH:D1"].xrefs == {"DRUGBANK:DB1"}
    assert ("bluebrand", "MESH:D1") in {(key, curie) for key, curie, *_ in rows}
    assert not any("redol" in key for key, *_ in rows)


def test_the_number_that_drugbank_gives_to_a_name_goes_before_the_dictionarys() -> None:
    vocabulary = Vocabulary(lambda row: None)
    vocabulary.add(Node("MESH:D1", "Blueol", "SmallMolecule"), [("Blueol", "name")], PRIORITY["MESH"])
    numbers = read_numbers(["DRUGBANK_ID\tNAMESPACE\tID\tSOURCE\n", "DB2\tNAME\tBlueol\tdrugbank\n", "DB2\tCHEBI\t7\tchebi\n"])
    facts = {"blueol": {"name": "Blueol", "drugbank_id": "DB1"}}
    packed = bz2.compress(pickle.dumps({"drug_variant_to_canonical": {"blueol": ["blueol"]}, "drug_canonical_to_data": facts}))
    read_drugs(packed, numbers, vocabulary)
    assert numbers == {"blueol": "DB2"}
    assert vocabulary.nodes["MESH:D1"].xrefs == {"DRUGBANK:DB2"}
