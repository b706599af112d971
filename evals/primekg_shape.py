"""An invented graph of PrimeKG's shape: as many nodes of each type, as many rows of each relation, hubs as large, in the columns of kg.csv.

Counts: Chandak, Huang, Zitnik, Scientific Data 10:67 (2023), tables of nodes and of edges by type (each edge in both directions).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HEADER = [
    "relation",
    "display_relation",
    "x_index",
    "x_id",
    "x_type",
    "x_name",
    "x_source",
    "y_index",
    "y_id",
    "y_type",
    "y_name",
    "y_source",
]
_SKEW = 1.24
"""Exponent of the power law by which the nodes of a type share its edges; the largest hub then has some 44,000 edges, as in the synthetic graphs that stores are compared on."""
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class NodeType:
    """The nodes of a type: `name` as in kg.csv, their source, and the form of their ids."""

    name: str
    nodes: int
    source: str
    id_form: str


@dataclass(frozen=True, slots=True)
class Relation:
    """The rows of a relation, both directions together."""

    name: str
    display: str
    one: str
    other: str
    rows: int


NODE_TYPES = {
    t.name: t
    for t in (
        NodeType("biological_process", 28_642, "GO", "{}"),
        NodeType("gene/protein", 27_671, "NCBI", "{}"),
        NodeType("disease", 17_080, "MONDO", "{}"),
        NodeType("effect/phenotype", 15_311, "HPO", "{}"),
        NodeType("anatomy", 14_035, "UBERON", "{}"),
        NodeType("molecular_function", 11_169, "GO", "{}"),
        NodeType("drug", 7_957, "DrugBank", "DB{:05}"),
        NodeType("cellular_component", 4_176, "GO", "{}"),
        NodeType("pathway", 2_516, "REACTOME", "R-HSA-{}"),
        NodeType("exposure", 818, "CTD", "D{:06}"),
    )
}
_FIRST_ID = {"biological_process": 6_000_000, "molecular_function": 3_000_000, "cellular_component": 5_000_000}

RELATIONS = (
    Relation("anatomy_protein_present", "expression present", "anatomy", "gene/protein", 3_036_406),
    Relation("drug_drug", "synergistic interaction", "drug", "drug", 2_672_628),
    Relation("protein_protein", "ppi", "gene/protein", "gene/protein", 642_150),
    Relation("disease_phenotype_positive", "phenotype present", "disease", "effect/phenotype", 300_634),
    Relation("bioprocess_protein", "interacts with", "biological_process", "gene/protein", 289_610),
    Relation("cellcomp_protein", "interacts with", "cellular_component", "gene/protein", 166_804),
    Relation("disease_protein", "associated with", "disease", "gene/protein", 160_822),
    Relation("molfunc_protein", "interacts with", "molecular_function", "gene/protein", 139_060),
    Relation("drug_effect", "side effect", "drug", "effect/phenotype", 129_568),
    Relation("bioprocess_bioprocess", "parent-child", "biological_process", "biological_process", 105_772),
    Relation("pathway_protein", "interacts with", "pathway", "gene/protein", 85_292),
    Relation("disease_disease", "parent-child", "disease", "disease", 64_388),
    Relation("contraindication", "contraindication", "drug", "disease", 61_350),
    Relation("drug_protein", "target", "drug", "gene/protein", 51_306),
    Relation("anatomy_protein_absent", "expression absent", "anatomy", "gene/protein", 39_774),
    Relation("phenotype_phenotype", "parent-child", "effect/phenotype", "effect/phenotype", 37_472),
    Relation("anatomy_anatomy", "parent-child", "anatomy", "anatomy", 28_064),
    Relation("molfunc_molfunc", "parent-child", "molecular_function", "molecular_function", 27_148),
    Relation("indication", "indication", "drug", "disease", 18_776),
    Relation("cellcomp_cellcomp", "parent-child", "cellular_component", "cellular_component", 9_690),
    Relation("phenotype_protein", "associated with", "effect/phenotype", "gene/protein", 6_660),
    Relation("off-label use", "off-label use", "drug", "disease", 5_136),
    Relation("pathway_pathway", "parent-child", "pathway", "pathway", 5_070),
    Relation("exposure_disease", "linked to", "exposure", "disease", 4_608),
    Relation("exposure_exposure", "parent-child", "exposure", "exposure", 4_140),
    Relation("exposure_bioprocess", "interacts with", "exposure", "biological_process", 3_250),
    Relation("exposure_protein", "interacts with", "exposure", "gene/protein", 2_424),
    Relation("disease_phenotype_negative", "phenotype absent", "disease", "effect/phenotype", 2_386),
    Relation("exposure_molfunc", "interacts with", "exposure", "molecular_function", 90),
    Relation("exposure_cellcomp", "interacts with", "exposure", "cellular_component", 20),
)


@dataclass(frozen=True, slots=True)
class InventedNode:
    """A node as kg.csv has it."""

    index: int
    id: str
    type: str
    name: str
    source: str


def invented_nodes(scale: float) -> dict[str, list[InventedNode]]:
    """The nodes of each type; `scale` 1 for PrimeKG's own number."""
    found: dict[str, list[InventedNode]] = {}
    index = 0
    for t in NODE_TYPES.values():
        first = _FIRST_ID.get(t.name, 1)
        made: list[InventedNode] = []
        for n in range(max(int(t.nodes * scale), 8)):
            made.append(InventedNode(index, t.id_form.format(first + n), t.name, f"{_word(t.name)} {_word(n)} {n}", t.source))
            index += 1
        found[t.name] = made
    return found


def write_kg_csv(path: Path, scale: float, seed: int = 1) -> int:
    """Writes the file, forward rows first and then each of them turned round, as PrimeKG's makers do; returns the number of rows.

    `scale` times PrimeKG's nodes and edges; the same scale and seed give the same file.
    """
    nodes = invented_nodes(scale)
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(HEADER)
        rows = 0
        random = np.random.default_rng(seed)
        drawn = [(r, _pairs(r, len(nodes[r.one]), len(nodes[r.other]), scale, random)) for r in RELATIONS]
        for turned in (False, True):
            for relation, pairs in drawn:
                for some in _rows(relation, nodes, pairs, turned):
                    out.writerows(some)
                    rows += len(some)
    return rows


def _pairs(relation: Relation, ones: int, others: int, scale: float, random: np.random.Generator) -> NDArray[np.int64]:
    """Distinct pairs (places within the types), few nodes in most of them; no node with itself and, within a type, no pair both ways."""
    wanted = max(int(relation.rows * scale) // 2, 1)
    wanted = min(wanted, ones * others // 4)
    keys = np.empty(0, dtype=np.int64)
    while len(keys) < wanted:
        more = int((wanted - len(keys)) * 4) + 100
        a, b = _drawn(ones, more, random), _drawn(others, more, random)
        if relation.one == relation.other:
            a, b = np.minimum(a, b)[a != b], np.maximum(a, b)[a != b]
        keys = np.unique(np.concatenate([keys, a * others + b]))
    keys = random.permutation(keys)[:wanted]
    return np.stack([keys // others, keys % others], axis=1)


def _drawn(count: int, draws: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Places 0 to count − 1, place i with a weight of (i + 2)^−skew."""
    weights = (np.arange(count) + 2.0) ** -_SKEW
    return np.searchsorted(np.cumsum(weights) / weights.sum(), random.random(draws)).astype(np.int64)


def _rows(
    relation: Relation, nodes: dict[str, list[InventedNode]], pairs: NDArray[np.int64], turned: bool
) -> Iterator[list[tuple[str, ...]]]:
    x, y = [[(str(n.index), n.id, n.type, n.name, n.source) for n in nodes[name]] for name in (relation.one, relation.other)]
    said = (relation.name, relation.display)
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE].tolist()
        yield [(*said, *y[b], *x[a]) for a, b in some] if turned else [(*said, *x[a], *y[b]) for a, b in some]


_SYLLABLES = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "tra", "ple"]


def _word(what: int | str) -> str:
    """A word for a number or a type, the same each time."""
    number = what if isinstance(what, int) else sum(map(ord, what))
    letters = "".join(_SYLLABLES[(number >> shift) % len(_SYLLABLES)] for shift in (0, 4, 8, 12))
    return letters
