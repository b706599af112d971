"""What query expansion changes on a test collection; docs/decisions/011-mesh-and-literature-updates.md has its figures.

    python -m corpuscle.evals.expansion_effect bm25|hybrid GRAPH INDEX BEIR SPLIT

INDEX is an index of the collection, with or without other articles; GRAPH the graph.sqlite of any index.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np

from corpuscle.evals.bench_parts.bootstrap import differences
from corpuscle.evals.collections import Collection, load_collection
from corpuscle.evals.measures import measure_queries
from corpuscle.evals.ranking import DEPTH, check_indexed
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.expansion import Expansion, expand
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Run
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever, SearchMode
from corpuscle.retrieval.settings import RetrievalSettings

_EVERYTHING = Filters(include_retracted=True)


def report(retriever: Retriever, collection: Collection, mode: SearchMode, expanded: Callable[[str], Expansion]) -> str:
    """nDCG@10 and recall@100 without and with expansion, and the paired difference with its 95 % interval, in two lines."""
    runs = (_run(retriever, collection, mode, _not_at_all), _run(retriever, collection, mode, expanded))
    measured = [measure_queries(collection.qrels, run) for run in runs]
    lines: list[str] = []
    for name, values in (
        ("nDCG@10", [[m.ndcg_10 for m in queries.values()] for queries in measured]),
        ("R@100", [[m.recall_100 for m in queries.values()] for queries in measured]),
    ):
        matrix = np.array(values)
        gain = differences(matrix, of=1)[0]
        plain, with_expansion = matrix.mean(axis=1)
        lines.append(f"{name:8}{plain:.4f} → {with_expansion:.4f}   {gain.mean:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}]")
    return "\n".join(lines)


def _not_at_all(query: str) -> Expansion:
    return Expansion()


def _run(retriever: Retriever, collection: Collection, mode: SearchMode, how: Callable[[str], Expansion]) -> Run:
    run: Run = {}
    for query_id, text in collection.queries.items():
        hits = retriever.search(text, DEPTH, mode, _EVERYTHING, expansion=how(text)).hits
        run[query_id] = {hit.article.id: float(-hit.rank) for hit in hits}
    return run


def main(mode: SearchMode, graph: Path, index_dir: Path, beir: Path, split: str) -> None:
    """Prints the report for one collection."""
    collection = load_collection(beir, split)
    retriever = Retriever(Index.open(index_dir, RetrievalSettings()))
    check_indexed(retriever, collection, beir)
    with GraphStore.open(graph) as store, MeshThesaurus.open(graph) as thesaurus:
        linker = Linker(store)
        text = report(retriever, collection, mode, lambda query: expand(query, linker, thesaurus))
    sys.stdout.write(
        f"{collection.name}, {split}, {mode}, {len(collection.queries)} queries, {len(retriever.index.text):,} articles\n{text}\n"
    )


if __name__ == "__main__":
    if len(sys.argv) != 6 or sys.argv[1] not in ("bm25", "hybrid"):
        sys.exit("usage: python -m corpuscle.evals.expansion_effect bm25|hybrid GRAPH INDEX BEIR SPLIT")
    graph, index, beir = map(Path, sys.argv[2:5])
    main(cast(SearchMode, sys.argv[1]), graph, index, beir, sys.argv[5])
