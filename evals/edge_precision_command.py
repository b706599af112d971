"""corpuscle eval edge-precision: the share of right edges among those read from articles."""

import sys
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from corpuscle.evals.edge_precision import Share, Stratum, draw, overall, read_table, shares, to_read, write_table
from corpuscle.evals.errors import EvaluationError
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.article_keys import stored_articles
from corpuscle.retrieval.manifest import read_manifest

_JUDGED = Path("docs/benchmarks/literature-edges.tsv")


def edge_precision(
    judged: Annotated[Path, typer.Option("--judged", help="Table of judged edges.", dir_okay=False)] = _JUDGED,
    index: Annotated[Path | None, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Index to draw from.", file_okay=False)] = None,
    draw_to: Annotated[
        Path | None, typer.Option("--draw", help="Draw a new sample into this table, with the judgements that are known.", dir_okay=False)
    ] = None,
    read_to: Annotated[Path | None, typer.Option("--read", help="Write what a reader judges by to this file.", dir_okay=False)] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of the sample.")] = 1,
    most: Annotated[int, typer.Option("--most", min=1, help="Edges drawn of each kind at most.")] = 50,
) -> None:
    """Print what share of the edges read from articles is right, by a reader's judgements; or draw edges to be judged."""
    if draw_to is None:
        _print(judged)
        return
    if index is None:
        raise EvaluationError("Edges are drawn from an index, and none is named.", "Name it with --index.")
    manifest = read_manifest(index)
    if manifest.graph is None or manifest.text is None:
        raise EvaluationError(f"{index} lacks a text index or a graph.", "Build it with `corpuscle index build`.")
    articles = {article.id: article for article in stored_articles(index / manifest.text.path)}
    known = {edge.identity: edge.right for edge in read_table(judged)} if judged.exists() else {}
    with GraphStore.open(index / manifest.graph.path) as store:
        drawn = draw(store, articles, seed, most)
        write_table(draw_to, [edge.judged(known.get(edge.identity, "")) for edge in drawn])
        if read_to is not None:
            read_to.write_text("".join(f"#{i} {to_read(edge, store, articles)}\n" for i, edge in enumerate(drawn)), encoding="utf-8")
    sys.stdout.write(f"{len(drawn)} edges in {draw_to}, {sum(edge.identity in known for edge in drawn)} of them judged before.\n")


def _print(judged: Path) -> None:
    found = shares(read_table(judged))
    sys.stdout.write("source\tpredicate\tarticles\tedges\tjudged\tright\tprecision\t95 % interval\n")
    for stratum, (size, share) in found.items():
        low, high = share.interval
        numbers = (stratum.support, str(size), str(share.judged), str(share.right), f"{share.precision:.2f}", f"{low:.2f}–{high:.2f}")
        sys.stdout.write("\t".join((stratum.source, _said(stratum), *numbers)) + "\n")
    for (source, said), group in groupby(found.items(), key=lambda row: (row[0].source, _said(row[0]))):
        _say(f"{source}, {said}", [row for _, row in group])
    for said in dict.fromkeys(_said(stratum) for stratum in found):
        parts = {s.source: row for s, row in found.items() if _said(s) == said}
        if len(parts) > 1:
            _say(f"all sources, {said}", [row for s, row in found.items() if _said(s) == said])


def _say(what: str, parts: list[tuple[int, Share]]) -> None:
    precision, error = overall(parts)
    sys.stdout.write(f"{what}: {sum(size for size, _ in parts)} edges, precision {precision:.3f} ± {1.96 * error:.3f}\n")


def _said(stratum: Stratum) -> str:
    return f"not {stratum.predicate}" if stratum.negated else stratum.predicate
