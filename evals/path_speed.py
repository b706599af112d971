"""corpuscle eval path-speed: what paths between two nodes, a node's neighbourhood and their pictures cost, in CPU time, on any graph."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from time import process_time
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_picture import paths_picture
from corpuscle.kg.neighbourhood import neighbourhood
from corpuscle.kg.paths import paths
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings

_SEED = 20261120
_EDGES_READ = 200_000
_HUBS = 20
_EACH = 5


def measure_paths(store: GraphStore, count: int) -> dict[str, Latency]:
    """Latencies for `count` pairs of ends of edges, drawn at random so that a node comes as often as it has edges, and for the biggest hubs.

    Raises EvaluationError for a graph with fewer than two edges.
    """
    ends = [curie for edge, _ in zip(store.all_edges(), range(_EDGES_READ), strict=False) for curie in (edge.subject, edge.object)]
    if len(set(ends)) < 3:
        raise EvaluationError("The graph has too few edges for paths.", "Take an index whose graph has some.")
    random = Random(_SEED)
    pairs = [(random.choice(ends), random.choice(ends)) for _ in range(count)]
    hubs = sorted(set(ends), key=lambda curie: (-store.degree(curie), curie))[:_HUBS]
    hub_pairs = [(a, b) for a in hubs for b in hubs if a < b][:count]
    around = list(store.entities(hubs).values())
    return {
        "paths between two nodes, drawn by degree": _timed([partial(paths, store, a, b) for a, b in pairs]),
        f"paths between two of the {len(hubs)} biggest hubs": _timed([partial(paths, store, a, b) for a, b in hub_pairs]),
        "neighbourhood of a hub": _timed([partial(neighbourhood, store, entity, _EACH) for entity in around]),
        "picture of five paths": _timed([partial(_picture, store, a, b) for a, b in pairwise(around)]),
    }


def path_speed(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    pairs: Annotated[int, typer.Option(min=1, help="How many.")] = 200,
) -> None:
    """Time paths and neighbourhoods in the index's graph, in CPU milliseconds."""
    with GraphStore.open(Index.open(index, RetrievalSettings()).required_graph_path) as store:
        counts = store.counts()
        table = Table(f"{counts.nodes:,} nodes, {counts.edges:,} edges", "p50 ms", "p95 ms")
        for what, latency in measure_paths(store, pairs).items():
            table.add_row(what, f"{latency.p50:.1f}", f"{latency.p95:.1f}")
    Console().print(table)


def _picture(store: GraphStore, a: Entity, b: Entity) -> str:
    return paths_picture(paths(store, a.curie, b.curie), a, b)


def _timed(calls: Sequence[Callable[[], object]]) -> Latency:
    seconds: list[float] = []
    for call in calls:
        begin = process_time()
        call()
        seconds.append(process_time() - begin)
    return latency_of(seconds)
