"""The rows of the table: what each tests, on which pairs, against which graph."""

from dataclasses import dataclass

from corpuscle.evals.verdict_bench import systems

CLAIMS = "claims"
INDICATIONS = "indications"
PHENOTYPES = "phenotypes"
CONTRAINDICATIONS = "contraindications"
OWN_SOURCE = "own-source"
HETIONET = "hetionet"


@dataclass(frozen=True, slots=True)
class Row:
    """What the page says of a row."""

    key: str
    title: str
    tests: str
    """What is true and what is false."""
    tuned_on: str
    """What thresholds and weights may have been set on, and what is reported."""
    left_out: str
    """What the graph does not hold, and why."""
    caution: str = ""
    """What the figures do not show."""


ROWS = (
    Row(
        CLAIMS,
        "BC5CDR: does the abstract state that the chemical induces the disease?",
        "Every chemical with every disease of an abstract (gold mentions); true where its annotators list the pair as induced.",
        "Fitted on the 500 abstracts of the training set, reported on the 500 of the development set.",
        "Nothing need be left out; Hetionet's indications (CtD, CpD) are, as in the next row, whose graph this is.",
        "A pair that is false here may be true elsewhere: the question is what its abstract states, so *sentences alone* answer it (they are read"
        " with MeSH's trees and names, without an edge) and are what the target is held to. Edges know what is true, not what is stated.",
    ),
    Row(
        INDICATIONS,
        "PharmacotherapyDB: indications against curated non-indications",
        "Drug treats disease; true: disease-modifying (DM) and symptomatic (SYM), false: pairs that curators struck out (NOT).",
        "Pairs are halved by a hash; one half to tune on, the other reported.",
        "Hetionet's CtD and CpD, which are PharmacotherapyDB itself.",
        "NOT pairs were proposed as indications by an automatic resource before a physician refused them: plausible by construction. Other curators"
        " (DrugMechDB, PrimeKG by DrugCentral) know the same medicine: sources, not facts, are held out. Most pairs are true: compare what is"
        " right with the share of true pairs.",
    ),
    Row(
        PHENOTYPES,
        "HPO: phenotypes present against negated",
        "Disease has phenotype; true: present, false: annotated as NOT. For each NOT row one present row of the same disease and one of the same"
        " phenotype elsewhere.",
        "Pairs are halved by a hash; one half to tune on, the other reported.",
        "All of Orphanet's annotations, to which every NOT row belongs. Held are OMIM's and DECIPHER's, made by other curators for other entries.",
        "Orphanet's NOT means excluded or very rare; OMIM's present may rest on one patient.",
    ),
    Row(
        CONTRAINDICATIONS,
        "PrimeKG fragment: indication against contraindication",
        "Drug treats disease; true: INDICATION, false: CONTRAINDICATION; pairs that are both are left out; as many of each, drawn at random.",
        "Pairs are halved by a hash; one half to tune on, the other reported.",
        "All of PrimeKG.",
        "Few sources list contraindications: what is contradicted must come from side effects and sentences.",
    ),
    Row(
        OWN_SOURCE,
        "The same with PrimeKG itself in the graph (a look-up, no test)",
        "The pairs of the row above,",
        "halved likewise.",
        "Nothing: the answers are in the graph. What is missing from 1 is the linking of names and contrary words of other sources. No sentences"
        " are read.",
    ),
    Row(
        HETIONET,
        "Hetionet: held-out edges against pairs of like degrees",
        "Every edge type that is complete here: at most 100 edges (a tenth of small types), each with one end exchanged for another of the same"
        " degree bin, such that no edge of any type joins the two.",
        "Pairs are halved by a hash; one half to calibrate rivals on, the other reported.",
        "The held-out edges of Hetionet itself.",
        "A negative is a pair without an edge, not a curated no: some are true. A verdict of ours is not to be expected where no other source"
        " speaks; plausibility is what this row measures, and ours has no vote.",
    ),
)
"""In the order of the table."""


def judged(row: str) -> str:
    """The system that a row's targets are held to: what an abstract states is for its sentences alone to tell."""
    return systems.SENTENCES if row == CLAIMS else systems.BOTH
