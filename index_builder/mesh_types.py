"""Types of MeSH concepts, read from their tree numbers."""

from collections.abc import Sequence

_BY_TREE = (
    ("C23.888", "PhenotypicFeature"),
    ("C", "Disease"),
    ("F03", "Disease"),
    ("D12.776", "Protein"),
    ("D08", "Protein"),
    ("D13", "NucleicAcidEntity"),
    ("D26", "Drug"),
    ("D20.215", "Drug"),
    ("D", "SmallMolecule"),
    ("A11", "Cell"),
    ("A", "GrossAnatomicalStructure"),
    ("B", "OrganismTaxon"),
    ("G", "BiologicalProcess"),
    ("E07", "Device"),
    ("E", "Procedure"),
    ("F04", "Procedure"),
    ("F01", "Behavior"),
    ("F", "BiologicalProcess"),
    ("J02", "Food"),
    ("M", "PopulationOfIndividualOrganisms"),
    ("Z", "GeographicLocation"),
)
_STATISTICS = ("E05.318", "E05.581", "G17")
_LINKED = ("A", "B", "C", "D", "E", "F", "G", "J02")


def biolink_category(trees: Sequence[str]) -> str:
    """Biolink category of a MeSH concept: that of the first tree, in the order of this module, which it stands in."""
    return next((category for prefix, category in _BY_TREE if stands_in(trees, prefix)), "NamedThing")


def stands_in(trees: Sequence[str], *prefixes: str) -> bool:
    """Whether one of the tree numbers lies in one of these trees ("D12.776", "C")."""
    return any(tree.startswith(prefix) for tree in trees for prefix in prefixes)


def names_an_entity(trees: Sequence[str]) -> bool:
    """Whether the concept is worth finding in text: persons, places, professions, publications, statistics are not."""
    return any(stands_in((tree,), *_LINKED) and not stands_in((tree,), *_STATISTICS) for tree in trees)
