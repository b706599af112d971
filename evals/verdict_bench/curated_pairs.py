"""Pairs of three curated sets: PharmacotherapyDB, HPO annotations, a fragment of PrimeKG. Deterministic."""

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpuscle.evals.bench_parts.bootstrap import SEED
from corpuscle.evals.verdict_bench.halves import half
from corpuscle.evals.verdict_bench.pairs import End, TestPair, check_there, table

PHARMACOTHERAPYDB = "verdicts/pharmacotherapydb_dev.tsv"
HPO = "kg/other/hpo_disease_phenotype.tsv.gz"
PRIMEKG = "kg/other/primekg_subset_triples_Abhijayapal.tsv.gz"
PRIMEKG_DISEASES = "kg/other/primekg_disease_nodes_txgnn.csv.gz"
TEST_PREFIX = "ORPHA:"
"""HPO's file joins the annotations of OMIM's diseases, by HPO's curators, and of Orphanet's own; all its negated rows are Orphanet's."""
PRIMEKG_SAMPLE = 1_000
"""Pairs of each kind that are drawn from PrimeKG's fragment."""


def indications(data: Path) -> list[TestPair]:
    """Drugs with diseases that they modify (DM) or relieve (SYM), against those that curators took out as no indications (NOT)."""
    columns = ("doid_id", "drugbank_id", "disease", "drug", "category")
    return [
        TestPair(
            End(f"DRUGBANK:{row['drugbank_id']}", row["drug"], "SmallMolecule"),
            "treats",
            End(row["doid_id"], row["disease"], "Disease"),
            row["category"] != "NOT",
            row["category"],
            half(row["drugbank_id"], row["doid_id"]),
        )
        for row in table(data / PHARMACOTHERAPYDB, columns)
    ]


def phenotypes(data: Path) -> list[TestPair]:
    """Orphanet's negated annotations, and for each of them a present one of the same disease and one of the same phenotype elsewhere."""
    columns = ("disease_id", "disease_name", "qualifier", "hpo_id", "hpo_name")
    present: dict[tuple[str, str], TestPair] = {}
    absent: dict[tuple[str, str], TestPair] = {}
    for row in table(data / HPO, columns):
        if row["disease_id"].startswith(TEST_PREFIX):
            key = (row["disease_id"], row["hpo_id"])
            (absent if row["qualifier"] == "NOT" else present)[key] = TestPair(
                End(row["disease_id"], row["disease_name"], "Disease"),
                "has phenotype",
                End(row["hpo_id"], row["hpo_name"], "PhenotypicFeature"),
                row["qualifier"] != "NOT",
                "negated" if row["qualifier"] == "NOT" else "present",
                half(*key),
            )
    both = present.keys() & absent.keys()
    negated = [pair for key, pair in sorted(absent.items()) if key not in both]
    return [*negated, *_beside(negated, [pair for key, pair in sorted(present.items()) if key not in both])]


def _beside(negated: list[TestPair], present: list[TestPair]) -> Iterator[TestPair]:
    by_end: defaultdict[str, list[TestPair]] = defaultdict(list)
    for pair in present:
        by_end[pair.subject.id].append(pair)
        by_end[pair.object.id].append(pair)
    draw, taken = random.Random(SEED), set[TestPair]()
    for pair in negated:
        for end in (pair.subject.id, pair.object.id):
            left = [other for other in by_end[end] if other not in taken]
            if left:
                chosen = draw.choice(left)
                taken.add(chosen)
                yield chosen


def contraindications(data: Path) -> list[TestPair]:
    """Indications against contraindications of PrimeKG's fragment, as many of each; pairs that are both are left out."""
    found: dict[str, set[tuple[str, str]]] = {"INDICATION": set(), "CONTRAINDICATION": set()}
    diseases = primekg_diseases(data)
    for head, relation, tail in primekg_triples(data):
        if relation in found and (head in diseases) != (tail in diseases):
            found[relation].add((tail, head) if head in diseases else (head, tail))
    both = found["INDICATION"] & found["CONTRAINDICATION"]
    draw = random.Random(SEED)
    pairs: list[TestPair] = []
    for relation, ends in found.items():
        left = sorted(ends - both)
        for drug, disease in sorted(draw.sample(left, min(PRIMEKG_SAMPLE, len(left)))):
            subject, object_ = End("", drug, "SmallMolecule"), End("", disease, "Disease")
            pairs.append(TestPair(subject, "treats", object_, relation == "INDICATION", relation.lower(), half(drug, disease)))
    return pairs


def primekg_triples(data: Path) -> Iterator[tuple[str, str, str]]:
    """Head, relation, tail: names as the file has them, in either direction."""
    path = data / PRIMEKG
    check_there(path)
    with gzip.open(path, "rt", encoding="utf-8") as lines:  # no header
        for line in lines:
            head, relation, tail = line.rstrip("\n").split("\t")
            yield head, relation, tail


def primekg_diseases(data: Path) -> frozenset[str]:
    """Names of PrimeKG's diseases and of the groups that it joins them in: the fragment tells no types."""
    path = data / PRIMEKG_DISEASES
    check_there(path)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return frozenset(
            name for row in csv.DictReader(lines) for name in (row["node_name"], row["group_name_bert"], row["group_name_auto"])
        )
