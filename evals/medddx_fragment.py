"""PrimeKG's fragment of bare names as files that `corpuscle kg import` reads: its names become nodes of an index's graph, or new ones."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.eval_data import data_folder

_NODES = ("id", "category", "name")
_EDGES = ("subject", "predicate", "object", "original_predicate", "qualifier")


def primekg_files(
    out: Annotated[Path, typer.Argument(help="Folder to write nodes.tsv and edges.tsv into.", file_okay=False)],
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
) -> None:
    """Write PrimeKG's fragment, which has names alone, as KGX files for `corpuscle kg import`."""
    # Deferred: the builder's libraries are of no use to the other commands.
    from corpuscle.evals.verdict_bench.fragment_rows import primekg_fragment
    from corpuscle.evals.verdict_bench.graphs import name_to_curie
    from corpuscle.kg.predicates import PREDICATES
    from corpuscle.retrieval.engine import open_engine
    from corpuscle.retrieval.settings import RetrievalSettings

    path = open_engine(index, RetrievalSettings()).graph_path
    if path is None:
        raise EvaluationError(f"The index at {index} has no knowledge graph.", "Run the `corpuscle index build` that made it with --graph.")
    out.mkdir(parents=True, exist_ok=True)
    rows = 0
    with (
        (out / "nodes.tsv").open("w", encoding="utf-8", newline="") as nodes_file,
        (out / "edges.tsv").open("w", encoding="utf-8", newline="") as edges_file,
    ):
        nodes = csv.writer(nodes_file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, escapechar=None)
        edges = csv.writer(edges_file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, escapechar=None)
        nodes.writerow(_NODES)
        edges.writerow(_EDGES)
        for batch in primekg_fragment(data_folder("kg").parent, name_to_curie(path)):
            nodes.writerows((_tidy(node.id), f"biolink:{node.category}", node.name) for node in batch.nodes)
            for edge in batch.edges:
                biolink = PREDICATES[edge.predicate].biolink
                edges.writerow((_tidy(edge.subject), biolink, _tidy(edge.object), edge.predicate, edge.qualifier))
                rows += 1
    typer.echo(f"{rows:,} edges in {out}: corpuscle kg import {out} --name primekg-fragment --index {index}")


def _tidy(curie: str) -> str:
    """A CURIE without white space, as names made into one have it."""
    return "_".join(curie.split())
