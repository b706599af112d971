"""What kind of thing an entity is to the constructions of sentences, and which entities say too little to stand in an edge."""

import re

from corpuscle.kg.entities import Entity

_KIND = {
    "SmallMolecule": "c", "Drug": "c", "Food": "c",
    "Protein": "p", "Gene": "g",
    "Disease": "d", "PhenotypicFeature": "d",
    "OrganismTaxon": "o",
    "Procedure": "m",
}  # fmt: skip
_DIAGNOSTIC = re.compile(
    r"diagnos|imaging|tomograph|ultraso|graphy\b|scopy\b|biops|radiograph|gram\b|\btests?\b|assay|scintigraph|electrophor|polymerase chain|sequencing|"
    r"chemistry|microscop|cytolog|cytomet|monitor|examination|autops|puncture|serolog|screening|elastogra|radiomic|profiling|immunodiffusion|techniques?\b|"
    r"thermometry|\bscores?\b|questionnaire|association study|relevance|burden",
    re.IGNORECASE,
)
_ROUTES = re.compile(r"\b(?:injections?|infusions?|administration|inhalation)\b", re.IGNORECASE)
_HOSTS = re.compile(
    r"\b(?:murinae|muridae|rodentia|mice|mouse|rats?|dogs?|cats?|cattle|swine|sheep|horses?|birds?|chickens?|humans?|rabbits?|monkeys?|macaca|guinea pigs?|goats?|animals?|"
    r"mammals?|primates?|plants?|asteraceae|hominidae|fishes|zebrafish|cricetinae|pan troglodytes)\b",
    re.IGNORECASE,
)
_TOO_GENERAL = frozenset({
    "Pharmaceutical Preparations", "Placebos", "Drug Combinations", "Proteins", "Enzymes", "Blood Proteins", "Water", "Salts", "Acids", "Solutions", "Ions",
    "Biomarkers", "Antigens", "Hormones", "Peptides", "Lipids", "Fats", "Amino Acids", "Minerals", "Metals", "Colloids", "Gels", "Capsules", "Tablets",
    "Powders", "Suspensions", "Aerosols", "Ointments", "Suppositories", "Emulsions", "Liposomes", "Hydrogels", "Infusions, Intravenous", "Dust",
    "Administration, Intravenous", "Administration, Oral", "Injections, Intravenous", "Administration, Topical", "Chemotherapy", "Antioxidants", "Nanoparticles", "Elements", "Gases", "Reactive Oxygen Species", "Alkaloids", "Glycosides", "Polymers", "Coenzymes",
    "Nanovaccines", "Inflammasomes", "Carbohydrates", "Nucleotides", "Oxidants", "Ligands", "Organic Chemicals", "Sulfur", "Cytokines", "Receptors, Cell Surface",
    "Membrane Proteins", "Intercellular Signaling Peptides and Proteins", "Transferases", "Peptide Hydrolases", "Oxidoreductases", "Phosphotransferases",
    "Drug Therapy", "Therapeutics", "Medicine, Traditional", "Diagnosis", "Early Diagnosis", "Perfusion", "Injections", "Postnatal Care", "Clinical Relevance",
    "Surgical Procedures, Operative", "Drug Therapy, Combination", "Conservative Treatment", "Drug Delivery Systems", "Aftercare", "Patient Care", "Sustained Virologic Response",
    "Signs and Symptoms", "Target cells", "Congenital Abnormalities", "Drug Compounding", "Secondary Prevention", "Primary Prevention", "Severe infection",
    "Recurrent infections", "Antral", "Constriction", "Smoke", "Ligases", "Nitric Acid", "Steroids",
    "Disease", "Syndrome", "Neoplasm Metastasis", "Death", "Chronic Disease", "Acute Disease", "Carcinogenesis", "Wounds and Injuries", "Rupture",
    "Constriction, Pathologic", "Hypertrophy", "Recurrence", "Disease Progression", "Body Weight", "Adenoma", "Dissociation", "Aspiration", "Falls",
    "Lethargy", "Poisoning", "Pathologic Processes", "Communicable Diseases", "Complication", "Shock", "Abnormality", "Phenotypic abnormality",
    "Hyperactivity", "neuronitis", "Confusional arousal", "Disinhibition", "Dilatation", "Genetic Diseases, Inborn", "Toxicity", "Recurrent", "Mutation",
    "Bacteria", "Viruses", "Parasites", "Fungi", "Antibodies",
})  # fmt: skip
"""Names of entities of which an edge says nothing, or whose names in text mostly mean something else."""


def kind_of(entity: Entity) -> str:
    """c chemical, p protein, g gene, d disease or phenotype, o organism that may cause disease, m therapy, t test; x stands in no edge."""
    kind = _KIND.get(entity.category, "x")
    if kind == "x" or entity.name in _TOO_GENERAL:
        return "x"
    if kind == "p" and entity.name.endswith("mab"):
        return "c"
    if kind == "m" and _ROUTES.search(entity.name):
        return "x"
    if kind == "m":
        return "t" if _DIAGNOSTIC.search(entity.name) else "m"
    return "x" if kind == "o" and _HOSTS.search(entity.name) else kind
