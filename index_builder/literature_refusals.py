"""What headings seem to say and do not: substances told by their chemistry, another germ's disease, articles that deny in their title.

From a hundred judged edges of single articles (docs/decisions/020-edges-from-text.md): of 14 wrong "treats", 8 had a heading of structural
chemistry for a drug that had no heading of its own then; of 8 wrong "causes", 5 named one germ and another germ's disease.
"""

import re
from collections.abc import Sequence

from corpuscle.retrieval.articles import Article, MeshHeading

_OF_SUBSTANCES = frozenset({"treats", "causes", "prevents", "inhibits", "affects"})
_OF_THERAPY = frozenset({"treats", "prevents"})
_CHEMISTRY = frozenset("""
Acetamides|Acetates|Adenine Nucleotides|Alcohols|Aldehydes|Alkalies|Alkaloids|Amides|Amidines|Amines|Amino Acids|Aminobutyrates|Aminocaproates|
Aminopyridines|Aminoquinolines|Androstenols|Aniline Compounds|Anisoles|Anthracenes|Anthraquinones|Arachidonic Acids|Aza Compounds|Azepines|
Azetidines|Azo Compounds|Benz(a)Anthracenes|Benzamides|Benzazepines|Benzene Derivatives|Benzenesulfonates|Benzhydryl Compounds|Benzimidazoles|
Benzofurans|Benzopyrans|Benzopyrenes|Benzoxazoles|Benzylamines|Benzylidene Compounds|Biphenyl Compounds|Bridged Bicyclo Compounds|Bridged-Ring Compounds|
Butyrates|Caproates|Carbamates|Carbazoles|Carbodiimides|Carbonates|Chlorides|Chlorophenols|Chromans|Chromones|Cinnamates|Cresols|Cyanates|
Cycloheptanes|Cyclohexanecarboxylic Acids|Cyclohexanes|Deoxyuracil Nucleotides|Diamines|Dibenzazepines|Dibenzoxazepines|Disulfides|Epoxy Compounds|
Ethanolamines|Ethers|Ethers, Cyclic|Ethylamines|Ethylene Glycols|Ethylenediamines|Fatty Acids|Fatty Acids, Unsaturated|Ferricyanides|Flavonoids|
Fluorobenzenes|Furans|Glucosephosphates|Glucosides|Glucuronates|Glutamates|Glycerides|Glycosides|Glyoxal|Guanidines|Heterocyclic Compounds|
Hydrazines|Hydroxamic Acids|Hydroxybutyrates|Hydroxylamines|Hydroxyquinolines|Imidazoles|Imines|Indans|Indazoles|Indenes|Indoles|Indolizines|
Iodoacetates|Iodobenzoates|Iodopyridones|Isonicotinic Acids|Isonipecotic Acids|Isoquinolines|Isoxazoles|Ketones|Lactones|Linoleic Acids|Lipids|
Mandelic Acids|Morphinans|Morpholines|Naphthalenes|Naphthyridines|Nitriles|Nitro Compounds|Nitrobenzenes|Nitroquinolines|Nitroso Compounds|
Norbornanes|Nucleosides|Nucleotides|Oleic Acids|Oligopeptides|Oligosaccharides|Organophosphorus Compounds|Organothiophosphorus Compounds|Oxazines|
Oxazocines|Oxazoles|Oximes|Palmitates|Peptide Fragments|Peptides|Peptides, Cyclic|Phenols|Phenylacetates|Phenylenediamines|Phenylpropionates|
Picolinic Acids|Piperazines|Piperidines|Polycyclic Compounds|Polymers|Polysaccharides|Pregnadienediols|Pregnadienes|Pregnanes|Pregnenediones|
Propanolamines|Propionates|Propylamines|Propylene Glycols|Purines|Pyrans|Pyrazines|Pyrazoles|Pyridazines|Pyridines|Pyridones|Pyrimidine Nucleotides|
Pyrimidines|Pyrroles|Pyrrolidines|Pyrrolidinones|Pyruvates|Quaternary Ammonium Compounds|Quinazolines|Quinolines|Quinolinium Compounds|Quinolizines|
Quinones|Quinoxalines|Ribonucleosides|Spiro Compounds|Steroids, Fluorinated|Succinates|Succinimides|Sulfhydryl Compounds|Sulfides|Sulfones|
Sulfonic Acids|Sulfoxides|Sulfur Compounds|Terpenes|Tetrahydrofolates|Thiadiazoles|Thiazines|Thiazoles|Thionucleosides|Thiophenes|Toluidines|
Triazines|Triazoles|Triazenes|Triterpenes|Tropanes|Valerates|Xanthenes|Xanthines|ortho-Aminobenzoates|Sulfur|Carbohydrates|Salts|
Solutions|Pharmaceutic Aids|Powders|Ointments|Aerosols|Tablets|Capsules|Suppositories|Drug Carriers|Pharmaceutical Vehicles
""".replace("\n", "").split("|"))  # fmt: skip
"""Headings that indexers gave to a drug which had none of its own, and forms that drugs are given in."""

_DENYING_TITLE = re.compile(
    r"\b(?:lack of (?:an? )?(?:\w+ )?(?:effect|efficacy|benefit|response|influence)|no (?:\w+ )?(?:effect|benefit|improvement|evidence)|"
    r"un(?:responsive|successful|affected)\w*|ineffective\w*|inefficacy|failure (?:of|to)|fail(?:s|ed) to|without effect|not (?:effective|beneficial|useful)|"
    r"refractory to|resistan(?:t|ce) (?:to|of)|does not|did not|do not)\b",
    re.IGNORECASE,
)


def told_by_chemistry(heading: MeshHeading, predicate: str) -> bool:
    """Whether the heading stands for some substance of its chemistry, of which the statement would say too much."""
    return predicate in _OF_SUBSTANCES and heading.name in _CHEMISTRY


def denied_in_title(article: Article, predicate: str) -> bool:
    """Whether the title says that a therapy did not work."""
    return predicate in _OF_THERAPY and _DENYING_TITLE.search(article.title) is not None


def of_another_germ(germ: MeshHeading, disease: MeshHeading, germs: Sequence[MeshHeading]) -> bool:
    """Whether the disease bears the name of another germ of the record: Streptococcus beside Listeria does not cause listeriosis."""
    stems = _stems(disease.name)
    return not stems & _stems(germ.name) and any(stems & _stems(other.name) for other in germs)


def _stems(name: str) -> frozenset[str]:
    return frozenset(word[:6].lower() for word in re.findall(r"[A-Za-z]{6,}", name) if word.lower() not in _COMMON)


_COMMON = frozenset({"infections", "infection", "diseases", "disease", "bacterial", "bacteria", "animal", "pulmonary", "viruses", "virus"})
