"""corpuscle eval grounding-check: what the check of statements catches, and what it drops though it is true."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from corpuscle.agent.grounding.support_model import CrossEncoder
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.grounding.check_bench import CheckFigures, Judged, check_figures, interval, judge
from corpuscle.evals.grounding.measures import Rate
from corpuscle.evals.grounding.pairs import drawn, pairs
from corpuscle.evals.verdict_bench.halves import Half
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.article_keys import stored_articles
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.settings import RetrievalSettings

_THREADS = 2


def grounding_check(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Index to take sentences from.", file_okay=False)],
    articles: Annotated[int, typer.Option("--articles", min=2, help="Articles with abstracts that are drawn.")] = 1_500,
    most: Annotated[int, typer.Option("--most", min=1, help="Pairs of each kind, in each half, at most.")] = 40,
    half: Annotated[Half, typer.Option("--half", help="The rules were tuned on the one; the other is reported.")] = "report",
    model: Annotated[
        str, typer.Option("--model", help="Name or folder of a cross-encoder of natural language inference that judges beside the rules.")
    ] = "",
    wrong: Annotated[bool, typer.Option("--wrong", help="Print the pairs of the tuning half that were judged wrongly.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Measure the check of statements on faithful and unfaithful paraphrases made from sentences of an index."""
    manifest = read_manifest(index)
    if manifest.graph is None or manifest.text is None:
        raise EvaluationError(f"{index} lacks a text index or a graph.", "Build it with `corpuscle index build`.")
    support = CrossEncoder.load(model, RetrievalSettings().home, _THREADS) if model else None
    chosen = drawn(list(stored_articles(index / manifest.text.path)), articles)
    with GraphStore.open(index / manifest.graph.path) as store:
        linker = Linker(store)
        judged = judge(pairs(chosen, linker, most), linker, support)
    figures = check_figures(judged, half, support.name if support else "")
    if json:
        sys.stdout.write(figures.model_dump_json(indent=2) + "\n")
    else:
        Console().print(_table(figures))
    if wrong:
        _print_wrong(judged)


def _table(figures: CheckFigures) -> Table:
    table = Table("kind", "pairs", "dropped", "by overlap", "by what", title=f"Check of statements, half “{figures.half}”")
    for kind in figures.kinds:
        reasons = ", ".join(f"{reason} {count}" for reason, count in kind.reasons.items())
        name = f"[green]{kind.kind}[/green]" if kind.faithful else f"[red]{kind.kind}[/red]"
        table.add_row(name, str(kind.dropped.n), str(kind.dropped.k), str(kind.by_overlap.k), reasons)
    overlap = f"overlap of words below {figures.overlap_threshold:.2f}"
    table.caption = "\n".join(
        [
            f"unfaithful, caught: {_said(figures.caught)}; by {overlap}: {_said(figures.caught_by_overlap)}",
            f"faithful, dropped: {_said(figures.falsely_dropped)}; by {overlap}: {_said(figures.falsely_dropped_by_overlap)}",
        ]
    )
    return table


def _said(rate: Rate) -> str:
    if not rate.n:
        return "none"
    low, high = interval(rate)
    return f"{rate.k} of {rate.n} = {rate.k / rate.n:.3f} ({low:.3f}–{high:.3f})"


def _print_wrong(judged: list[Judged]) -> None:
    """Only of the half that may be looked at."""
    for one in judged:
        if one.pair.half == "tune" and bool(one.reason) is one.pair.faithful:
            sys.stdout.write(f"\n{one.pair.kind}: {one.reason or 'stands'}\n  says  {one.pair.statement}\n  cites {one.pair.cited.text}\n")
