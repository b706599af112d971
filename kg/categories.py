"""Groups of Biolink categories, as questions and predicates speak of them."""

DRUGS = frozenset({"SmallMolecule", "Drug", "ChemicalEntity", "ChemicalRole", "ChemicalMixture"})
"""Classes of substances ("Lipids"), what they are used for ("Antihypertensive Agents") and preparations among them."""
PROTEINS = frozenset({"Gene", "Protein"})
"""Genes among them: a text rarely says which of the two it means."""
CHEMICALS = DRUGS | PROTEINS
DISEASES = frozenset({"Disease", "PhenotypicFeature"})
ORGANISMS = frozenset({"OrganismTaxon"})
ANATOMY = frozenset({"AnatomicalEntity", "GrossAnatomicalStructure", "Cell"})
PROCEDURES = frozenset({"Procedure", "Device"})
