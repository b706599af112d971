"""What MeSH headings with qualifiers say of each other: one rule a relation.

Each precision is the share of edges that a reader found right (50 an edge kind, sample corpus, strict count) among those with a pair weight of
.25 or more where that was counted, and among all otherwise. Rules whose single findings were right in less than three of four cases ask for
two articles. Rules right in less than three of four even then (deficiency, gene–disease) are left out.
"""

from dataclasses import dataclass

from corpuscle.index_builder.mesh_types import stands_in


@dataclass(frozen=True, slots=True)
class HeadingType:
    """MeSH trees a heading must stand in, and trees it must not stand in."""

    trees: tuple[str, ...]
    but_not: tuple[str, ...] = ()

    def holds(self, trees: tuple[str, ...]) -> bool:
        """Whether a heading with these tree numbers is of the type."""
        return stands_in(trees, *self.trees) and not (self.but_not and stands_in(trees, *self.but_not))


CHEMICAL = HeadingType(("D",))
PROTEIN = HeadingType(("D12.776", "D08.811"))
DISEASE = HeadingType(("C", "F03"))
ANATOMY = HeadingType(("A",), but_not=("A12", "A13", "A18", "A19", "A20", "A21"))
PATHOGEN = HeadingType(("B",), but_not=("B01.050.150", "B01.650"))  # not vertebrates, not plants


@dataclass(frozen=True, slots=True)
class Rule:
    """Subject heading with one of its qualifiers, and object heading with one of its qualifiers, in one record: an edge."""

    name: str
    predicate: str
    subject: HeadingType
    subject_qualifiers: frozenset[str]
    object: HeadingType
    object_qualifiers: frozenset[str]
    precision: float
    single: bool = True
    """Whether one article of enough weight is accepted; two are asked for otherwise."""
    main_topic: bool | None = None
    """Whether the subject must be a main topic of the record (its heading or the qualifier is starred), or must not be; None: either."""


def _any_of(*qualifiers: str) -> frozenset[str]:
    return frozenset(qualifiers)


RULES = (
    Rule(
        "therapeutic use, main topic",
        "treats",
        CHEMICAL,
        _any_of("therapeutic use"),
        DISEASE,
        _any_of("drug therapy"),
        0.92,
        main_topic=True,
    ),
    Rule(
        "therapeutic use",
        "treats",
        CHEMICAL,
        _any_of("therapeutic use"),
        DISEASE,
        _any_of("drug therapy"),
        0.60,
        single=False,
        main_topic=False,
    ),
    Rule(
        "adverse effects",
        "causes",
        CHEMICAL,
        _any_of("adverse effects", "poisoning", "toxicity"),
        DISEASE,
        _any_of("chemically induced"),
        0.90,
    ),
    Rule(
        "infection",
        "causes",
        PATHOGEN,
        _any_of("isolation & purification", "pathogenicity"),
        DISEASE,
        _any_of("microbiology", "virology", "parasitology", "etiology", "transmission"),
        0.82,
    ),
    Rule(
        "prevention & control",
        "prevents",
        CHEMICAL,
        _any_of("therapeutic use", "administration & dosage", "immunology"),
        DISEASE,
        _any_of("prevention & control"),
        0.72,
        single=False,
    ),
    Rule("antagonists & inhibitors", "inhibits", CHEMICAL, _any_of("pharmacology"), CHEMICAL, _any_of("antagonists & inhibitors"), 0.78),
    Rule(
        "pharmacology",
        "affects",
        CHEMICAL,
        _any_of("pharmacology"),
        CHEMICAL,
        _any_of("metabolism", "blood", "biosynthesis"),
        0.66,
        single=False,
    ),
    Rule("complications", "has complication", DISEASE, _any_of("complications"), DISEASE, _any_of("etiology"), 0.80),
    Rule(
        "marker",
        "marker of",
        PROTEIN,
        _any_of("blood", "urine", "metabolism"),
        DISEASE,
        _any_of("blood", "urine", "enzymology", "metabolism", "cerebrospinal fluid"),
        0.80,
        single=False,
    ),
    Rule(
        "location",
        "expressed in",
        PROTEIN,
        _any_of("metabolism", "analysis", "biosynthesis"),
        ANATOMY,
        _any_of("metabolism", "analysis", "enzymology", "immunology"),
        0.72,
        single=False,
    ),
)

TOO_GENERAL = frozenset({
    "D010919",  # Placebos
    "D004338", "D004364",  # Drug Combinations, Pharmaceutical Preparations
    "D011506", "D001798", "D004798",  # Proteins, Blood Proteins, Enzymes
    "D004194", "D013577", "D003643", "D003645",  # Disease, Syndrome, Death, Death, Sudden
    "D002908", "D000208",  # Chronic Disease, Acute Disease
    "D014867",  # Water
})  # fmt: skip
"""Headings of which an edge says nothing."""
