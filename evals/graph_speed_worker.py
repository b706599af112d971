"""The parts of `corpuscle eval graph-speed` that run in processes of their own: `import FOLDER SCALE`, `ask FOLDER TRIPLES`, `check INDEX TRIPLES`."""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from random import Random

from pydantic import BaseModel

from corpuscle.agent import Agent
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.bench_parts.machine import memory_mb, pin_to_one_core
from corpuscle.evals.latency import latency_of
from corpuscle.evals.primekg_shape import HEADER, invented_nodes
from corpuscle.index_builder.commit import commit
from corpuscle.index_builder.graph_import_index import import_source
from corpuscle.index_builder.graph_record import graph_record
from corpuscle.index_builder.graph_sources import open_curated
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.vocabulary import Node, Vocabulary
from corpuscle.kg.entities import Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.neighbourhood import neighbourhood
from corpuscle.kg.paths import paths
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Triple
from corpuscle.retrieval.manifest import GraphSource, Manifest, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings

KG_CSV = "kg.csv"
INDEX = "index"
_VOCABULARY = {
    "gene/protein": ("HGNC", "NCBIGene", "Gene"),
    "drug": ("MESH", "DRUGBANK", "SmallMolecule"),
    "disease": ("MESH", "MONDO", "Disease"),
}
_WARM_UP = 20
_HUBS = 20


class ImportCost(BaseModel):
    """What the import of kg.csv took, its digest, the commit and the fsync included."""

    rows: int
    nodes_joined: int
    nodes_new: int
    edges: int
    cpu_s: float
    wall_s: float
    peak_mb: float
    csv_mb: float
    graph_mb: float
    again_s: float
    """To find that the same file changes nothing, wall clock."""


class StepTime(BaseModel):
    """CPU milliseconds of a step over many triples."""

    step: str
    p50: float
    p95: float
    most: float


class AskCost(BaseModel):
    """What opening a graph and reviewing triples takes."""

    triples: int
    open_ms: float
    """Wall clock, the first look-up included; the interpreter and its modules were loaded."""
    first_link_ms: float
    largest_degree: int
    steps: list[StepTime]
    peak_mb: float


def import_kg(folder: Path, scale: float) -> ImportCost:
    """Imports `folder`/kg.csv into an index that has nothing but a vocabulary."""
    index = folder / INDEX
    index.mkdir()
    _write_vocabulary(index / "graph.sqlite", scale)
    now = datetime.now(UTC)
    manifest = Manifest(generation=1, complete=True, created=now, updated=now, tool_version=version("corpuscle"), corpus="invented")
    commit(index, manifest.model_copy(update={"graph": graph_record(index / "graph.sqlite")}), None)
    source = folder / KG_CSV
    curated = open_curated(source, "primekg")
    cpu, wall = time.process_time(), time.perf_counter()
    done = import_source(index, source, curated, "primekg", lambda row: None, NoProgress())
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = memory_mb("VmHWM")
    again = time.perf_counter()
    import_source(index, source, curated, "primekg", lambda row: None, NoProgress())
    again = time.perf_counter() - again
    assert done.result is not None and done.log is not None and done.manifest.graph is not None  # the index had no such source
    return ImportCost(
        rows=done.log.rows,
        nodes_joined=done.result.nodes.joined.total(),
        nodes_new=done.result.nodes.made,
        edges=done.result.edges.written,
        cpu_s=round(cpu, 1),
        wall_s=round(wall, 1),
        peak_mb=peak,
        csv_mb=round(source.stat().st_size / 1e6, 1),
        graph_mb=round((index / done.manifest.graph.path).stat().st_size / 1e6, 1),
        again_s=round(again, 1),
    )


def ask(folder: Path, count: int) -> AskCost:
    """Reviews `count` triples of the imported graph, half of them edges of it, without sentences."""
    graph = read_manifest(folder / INDEX).graph
    assert graph is not None  # `import_kg` has made it
    begin = time.perf_counter()
    store = GraphStore.open(folder / INDEX / graph.path)
    store.neighbours("DRUGBANK:DB00001")
    opened = time.perf_counter()
    linker = Linker(store)
    linker.link("ba ce")
    linked = time.perf_counter()
    triples = [_linked(linker, said) for said in _triples(folder / KG_CSV, store, linker, count)]
    hubs = [_linked(linker, said) for said in _hub_triples(store, linker, folder)]
    steps = [_timed(step, call, triples) for step, call in _steps(store, linker).items()]
    steps.append(_timed("the whole, between the 20 largest hubs", _whole(store, linker), hubs))
    steps.append(_timed("paths between the 20 largest hubs", lambda triple: paths(store, *_ends(triple)), hubs))
    return AskCost(
        triples=len(triples),
        open_ms=round((opened - begin) * 1e3, 1),
        first_link_ms=round((linked - opened) * 1e3, 1),
        largest_degree=max(store.degree(_ends(triple)[0]) for triple in hubs),
        steps=steps,
        peak_mb=memory_mb("VmHWM"),
    )


def check(index_dir: Path, count: int) -> StepTime:
    """`kg check` of triples that the literature's edges in an index state, sentences searched, linked and weighed."""
    agent = Agent.open(index_dir, "extractive", AgentSettings(), RetrievalSettings())
    graph = read_manifest(index_dir).graph
    assert graph is not None  # the agent asked it already
    with GraphStore.open(index_dir / graph.path) as store:
        edges = [e for e in store.all_edges("pubmed-mesh") if e.predicate in ("treats", "causes", "inhibits", "prevents")]
        drawn = Random(1).sample(edges, min(count, len(edges)))
        names = store.entities({end for edge in drawn for end in (edge.subject, edge.object)})
    stated = [Triple(names[e.subject].name, e.predicate, names[e.object].name) for e in drawn]
    return _timed("with sentences, on the index of articles", lambda t: agent.check(t.subject, t.predicate, t.object), stated)


Said = tuple[str, str, str]
"""Subject, predicate and object in words."""
Call = Callable[[Triple], object]


def _linked(linker: Linker, said: Said) -> Triple:
    subject, predicate, object_ = said
    return Triple(subject, predicate, object_, _entity(linker, subject), _entity(linker, object_))


def _subject(triple: Triple) -> Entity:
    assert triple.subject_entity is not None  # `_linked` gives it
    return triple.subject_entity


def _ends(triple: Triple) -> tuple[str, str]:
    assert triple.subject_entity is not None and triple.object_entity is not None  # `_linked` gives both
    return triple.subject_entity.curie, triple.object_entity.curie


def _steps(store: GraphStore, linker: Linker) -> dict[str, Call]:
    return {
        "both names linked": lambda triple: _linked(linker, (triple.subject, triple.predicate, triple.object)),
        "edges between them, both ways": lambda triple: store.between(*_ends(triple)),
        "verdict of edges, opposites, parents": lambda triple: review(triple, store, ()),
        "two-hop, hubs left out": lambda triple: store.two_hop(*_ends(triple)),
        "100 best edges of the subject": lambda triple: store.neighbours(_ends(triple)[0]),
        "**the whole: linked, reviewed, two-hop**": _whole(store, linker),
        "paths of up to three steps (`kg path`)": lambda triple: paths(store, *_ends(triple)),
        "what is around the subject (`kg show`)": lambda triple: neighbourhood(store, _subject(triple), 5),
    }


def _whole(store: GraphStore, linker: Linker) -> Call:
    def whole(triple: Triple) -> object:
        linked = _linked(linker, (triple.subject, triple.predicate, triple.object))
        return review(linked, store, ()), store.two_hop(*_ends(linked))

    return whole


def _entity(linker: Linker, name: str) -> Entity:
    return linker.candidates(name)[0].entity


def _timed(step: str, call: Call, triples: Sequence[Triple]) -> StepTime:
    for triple in triples[:_WARM_UP]:
        call(triple)
    seconds: list[float] = []
    for triple in triples:
        begin = time.process_time()
        call(triple)
        seconds.append(time.process_time() - begin)
    latency = latency_of(seconds)
    return StepTime(step=step, p50=latency.p50, p95=latency.p95, most=round(max(seconds) * 1e3, 3))


def _triples(kg_csv: Path, store: GraphStore, linker: Linker, count: int) -> list[Said]:
    """Rows drawn from the file, and as many pairs of ends of two rows of one relation."""
    rows = _drawn_rows(kg_csv, 2 * count)
    named = [(row["x_name"], row["y_name"], row["relation"]) for row in rows]
    stated = [
        (x, edges[0].predicate, y)
        for x, y, _ in named[: count // 2]
        if (edges := store.between(_entity(linker, x).curie, _entity(linker, y).curie))
    ]
    by_relation: dict[str, list[tuple[str, str]]] = {}
    for x, y, relation in named:
        by_relation.setdefault(relation, []).append((x, y))
    predicates = [predicate for _, predicate, _ in stated]
    crossed = [(one[0], other[1]) for pairs in by_relation.values() for one, other in pairwise(pairs)]
    Random(1).shuffle(crossed)
    return stated + [(x, predicate, y) for (x, y), predicate in zip(crossed, predicates, strict=False)]


def _drawn_rows(kg_csv: Path, count: int) -> list[dict[str, str]]:
    random, size = Random(1), kg_csv.stat().st_size
    rows: list[dict[str, str]] = []
    with kg_csv.open("rb") as stream:
        while len(rows) < count:
            stream.seek(random.randrange(size))
            stream.readline()
            cells = stream.readline().decode().rstrip("\n").split(",")
            if len(cells) == len(HEADER):
                rows.append(dict(zip(HEADER, cells, strict=True)))
    return rows


def _hub_triples(store: GraphStore, linker: Linker, folder: Path) -> list[Said]:
    names = {row[end] for row in _drawn_rows(folder / KG_CSV, 5000) for end in ("x_name", "y_name")}
    degrees = {name: store.degree(_entity(linker, name).curie) for name in names}
    hubs = sorted(names, key=lambda name: (-degrees[name], name))[:_HUBS]
    return [(one, "interacts with", other) for one in hubs for other in hubs if one != other]


def _write_vocabulary(path: Path, scale: float) -> None:
    """Every second gene, drug and disease under a CURIE of another vocabulary, with PrimeKG's as a cross-reference."""
    with GraphWriter(path) as writer:
        vocabulary = Vocabulary(writer.add_alias)
        for kind, nodes in invented_nodes(scale).items():
            if kind not in _VOCABULARY:
                continue
            prefix, theirs, category = _VOCABULARY[kind]
            for node in nodes[::2]:
                identifier = f"{theirs}:{node.id.zfill(7) if theirs == 'MONDO' else node.id}"
                entry = Node(f"{prefix}:{kind[0]}{node.id}", node.name, category, xrefs={identifier})
                vocabulary.add(entry, [(node.name, "name")], 0)
        writer.add_nodes(vocabulary.nodes.values())
        nodes = list(vocabulary.nodes)
        writer.add_edge(nodes[0], "causes", nodes[1], "invented", Strength(1, 0.9, None, None), ())
        writer.finish([GraphSource(name="invented", version="1", licence="none", rows=len(nodes))])


def main(arguments: Sequence[str]) -> None:
    pin_to_one_core()
    what, folder, number = arguments
    parts: dict[str, Callable[[], BaseModel]] = {
        "import": lambda: import_kg(Path(folder), float(number)),
        "ask": lambda: ask(Path(folder), int(number)),
        "check": lambda: check(Path(folder), int(number)),
    }
    sys.stdout.write(parts[what]().model_dump_json())


if __name__ == "__main__":
    main(sys.argv[1:])
