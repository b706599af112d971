"""Types of MeSH concepts, read from their tree numbers."""

from collections.abc import Sequence
from functools import lru_cache

from corpuscle.kg.names import fold

_BY_TREE = (
    ("C23.888", "PhenotypicFeature"),
    ("C", "Disease"),
    ("F03", "Disease"),
    ("D12.644.456", "SmallMolecule"),  # oligopeptides
    ("D12.644.641", "SmallMolecule"),  # cyclic peptides, ciclosporin among them
    ("D12.776", "Protein"),
    ("D23.529", "Protein"),  # cytokines and growth factors
    ("D08.211", "SmallMolecule"),  # coenzymes
    ("D08", "Protein"),
    ("D13.444", "NucleicAcidEntity"),
    ("D13.695.578", "NucleicAcidEntity"),  # polynucleotides; nucleosides and single nucleotides are small
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
_ROLES = ("D27",)  # chemical actions and uses
_MIXTURES = ("D20.280", "D26.255", "D26.660", "D26.776")  # colloids, dosage forms, placebos, solutions
_COURSES = ("C23.550.291",)  # attributes of diseases: acute, chronic, progressing
_BROAD_DOTS = 1
_STATISTICS = ("E05.318", "E05.581", "G17")
_LINKED = ("A", "B", "C", "D", "E", "F", "G", "J02")


@lru_cache
def biolink_category(trees: tuple[str, ...]) -> str:
    """Biolink category of a MeSH concept: that of the first tree, in the order of this module, which it stands in.

    Substances that have no place by their structure are roles ("Antioxidants") or mixtures ("Tablets"); the course that
    diseases take is a process.
    """
    chemical = [tree for tree in trees if tree.startswith("D")]
    if chemical and len(chemical) == len(trees) and all(stands_in([tree], *_ROLES, *_MIXTURES) for tree in chemical):
        return "ChemicalRole" if stands_in(chemical, *_ROLES) else "ChemicalMixture"
    if stands_in(trees, "C23.888") and stands_in(trees, "E01"):
        return "ClinicalAttribute"  # what is measured of everybody: body weight
    if trees and all(stands_in([tree], *_COURSES) for tree in trees):
        return "PathologicalProcess"
    return next((category for prefix, category in _BY_TREE if stands_in(trees, prefix)), "NamedThing")


def names_a_class(name: str, trees: Sequence[str]) -> bool:
    """Whether a heading with narrower ones names a whole class of substances: a plural near the root of the tree ("Lipids", "Acids")."""
    chemical = [tree for tree in trees if tree.startswith("D")]
    return (
        bool(chemical)
        and min(tree.count(".") for tree in chemical) <= _BROAD_DOTS
        and name.endswith("s")
        and fold(name.split()[-1])[-1:] != "s"
    )


def stands_in(trees: Sequence[str], *prefixes: str) -> bool:
    """Whether one of the tree numbers lies in one of these trees ("D12.776", "C")."""
    return any(tree.startswith(prefixes) for tree in trees)


def names_an_entity(trees: Sequence[str]) -> bool:
    """Whether the concept is worth finding in text: persons, places, professions, publications, statistics are not."""
    return any(stands_in((tree,), *_LINKED) and not stands_in((tree,), *_STATISTICS) for tree in trees)
