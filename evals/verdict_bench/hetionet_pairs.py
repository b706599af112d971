"""Edges of Hetionet held out, and as many pairs of like degrees that are no edges."""

import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuscle.evals.bench_parts.bootstrap import SEED
from corpuscle.evals.verdict_bench.pairs import check_there, table

EDGES = "kg/hetionet/edges.tsv.gz"
COVERAGE = "kg/hetionet/coverage.tsv"
HELD_OUT = 100
"""Edges held out of each edge type."""
_TRIES = 200

Link = tuple[str, str]
"""Source and target, as Hetionet names them: "Compound::DB00316"."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Edges taken out of one edge type, and a pair of like degrees beside each for which there is one."""

    metaedge: str
    edges: tuple[Link, ...]
    negatives: tuple[Link, ...]


def complete_metaedges(data: Path) -> tuple[str, ...]:
    """Edge types of which all edges are at hand: elsewhere a pair without an edge may well have one."""
    return tuple(
        row["metaedge"]
        for row in table(data / COVERAGE, ("metaedge", "official_v1.0_edges", "edges_here"))
        if row["official_v1.0_edges"] == row["edges_here"]
    )


def read_links(data: Path, metaedges: Collection[str]) -> dict[str, list[Link]]:
    """The edges of each of these types, in the file's order. Raises DataMissing without the file."""
    found: dict[str, list[Link]] = {name: [] for name in metaedges}
    check_there(data / EDGES)
    with gzip.open(data / EDGES, "rt", encoding="utf-8") as lines:  # a million: csv takes thrice the time
        columns = next(lines).rstrip("\n").split("\t")
        source, metaedge, target = (columns.index(name) for name in ("source", "metaedge", "target"))
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[metaedge] in found:
                found[cells[metaedge]].append((cells[source], cells[target]))
    return found


def hold_out(links: Mapping[str, Sequence[Link]], size: int = HELD_OUT, seed: int = SEED) -> Iterator[HeldOut]:
    """At most a tenth of each type's edges, with their negatives: pairs without an edge of any of the types."""
    known = frozenset(link for found in links.values() for link in found)
    for name in sorted(links):
        draw = random.Random(f"{seed} {name}")
        edges = sorted(set(links[name]))
        held = draw.sample(edges, min(size, len(edges) // 10))
        yield HeldOut(name, tuple(held), tuple(degree_matched(held, edges, known, draw)))


def degree_bin(degree: int) -> int:
    """Doubling bins: 1, 2–3, 4–7, …"""
    return degree.bit_length()


def degree_matched(held: Sequence[Link], edges: Collection[Link], known: Collection[Link], draw: random.Random) -> Iterator[Link]:
    """For each held-out edge a pair that is not known in either direction, with one end of it and another end of the same degree bin.

    Ends are changed by turns, target first. Degrees are counted in `edges`, separately as source and as target. Each pair comes once;
    where 200 draws find none, none is given.
    """
    degrees = Counter(source for source, _ in edges), Counter(target for _, target in edges)
    like: tuple[defaultdict[int, list[str]], ...] = (defaultdict(list), defaultdict(list))
    for side, counted in enumerate(degrees):
        for end in sorted(counted):
            like[side][degree_bin(counted[end])].append(end)
    taken, given = set(known), set[Link]()
    for place, (source, target) in enumerate(held):
        side = 1 - place % 2
        peers = like[side][degree_bin(degrees[side][(source, target)[side]])]
        for _ in range(_TRIES):
            other = draw.choice(peers)
            pair = (source, other) if side else (other, target)
            if pair not in taken and pair[::-1] not in taken and pair not in given and pair[0] != pair[1]:
                given.add(pair)
                yield pair
                break
