"""corpuscle eval claims: how well the reviewer reads what an abstract states, and the fit of what it reads with."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from corpuscle.evals.claim_figures import ClaimFigures, figures_of
from corpuscle.evals.claim_fitting import ClaimTable, fit_claims
from corpuscle.evals.claim_models import (
    SETTINGS,
    PredicateTable,
    claim_table,
    fit_predicate,
    tables_from_headings,
    with_elsewhere,
    write_model,
)
from corpuscle.evals.claims import ClaimPair, claim_pairs
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.eval_data import data_folder
from corpuscle.kg.claim_model import Array, claim_model
from corpuscle.kg.claims import claim_probability
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings

FROM_HEADINGS = ("treats",)
"""Predicates whose models are fitted on MeSH headings alone. Others taught too little to be used: cross-validated AUROC .66 for "prevents", .67 for
"has complication"; "marker of" .86 and "inhibits" .77, of which the text itself gives .62 and .70, the rest being what kinds of things they are."""
_SENTENCE_FEATURES = ("any_", "least_", "best", "second", "shared", "stated", "cued", "first_shared")


class _ClaimsJson(BaseModel):
    training: str
    test: str
    fitted: list[ClaimFigures]
    cross_validation: list[ClaimFigures]
    held_out: list[ClaimFigures]


def claims(
    data: Annotated[
        Path | None, typer.Option(help="Folder of the PubTator files; else linking/ in $CORPUSCLE_EVAL_DATA.", file_okay=False)
    ] = None,
    train: Annotated[str, typer.Option(help="File to fit and cross-validate on.")] = "CDR_TrainingSet.PubTator.txt.gz",
    test: Annotated[str, typer.Option(help="File that the reviewer is tested on.")] = "CDR_DevelopmentSet.PubTator.txt.gz",
    index: Annotated[
        Path | None, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Index whose graph has MeSH's trees.", file_okay=False)
    ] = None,
    fit: Annotated[
        bool, typer.Option("--fit", help="Fit all models anew, on the training file and the index, into kg/claim_models.")
    ] = False,
    ablations: Annotated[bool, typer.Option("--ablations", help="Also cross-validate groups of features on the training file.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Test how the reviewer reads BC5CDR's claims that a chemical induces a disease (gold mentions)."""
    folder = data or data_folder("linking")
    opened = Index.open(index, RetrievalSettings()) if index else None
    graph = opened.graph_path if opened else None
    if opened is not None and graph is None:
        raise EvaluationError(f"The index in {index} has no graph.", "Name one with a graph, or leave --index out.")
    if fit and (opened is None or graph is None):
        raise EvaluationError("The models are fitted with the articles and the graph of an index.", "Name one: --index DIR")
    store = GraphStore.open(graph) if graph else None
    fitted = _fit_all(folder / train, opened, graph, store) if fit and opened and graph and store else []
    inside = _ablations(claim_pairs(folder / train), store) if ablations else []
    outside = _shipped(claim_pairs(folder / test), store)
    if json:
        document = _ClaimsJson(training=train, test=test, fitted=fitted, cross_validation=inside, held_out=outside)
        sys.stdout.write(document.model_dump_json(indent=2) + "\n")
        return
    for title, rows in (
        ("Fitted anew, cross-validated in five folds of abstracts", fitted),
        (f"Groups of features, cross-validated on {train}", inside),
        (f"The model that ships, on {test}", outside),
    ):
        if rows:
            Console().print(_printed(title, rows))


def _fit_all(training: Path, index: Index, graph: Path, store: GraphStore) -> list[ClaimFigures]:
    """Fits and writes every model; their cross-validated figures."""
    headings = tables_from_headings(index, graph)
    pairs = claim_pairs(training)
    table, background = claim_table(pairs, store)
    words = f"{training.name.partition('.')[0]} of BC5CDR: {len(set(table.articles))} abstracts, {len(pairs):,} pairs, {int(table.true.sum()):,} true"
    wanted: dict[str, PredicateTable] = {name: headings[name] for name in FROM_HEADINGS if name in headings}
    if "causes" in headings:
        wanted["causes"] = with_elsewhere(table, background, words, headings["causes"])
    figures: list[ClaimFigures] = []
    for predicate, own in wanted.items():
        fit = fit_predicate(predicate, own)
        write_model(fit.fitted)
        true = own.table.true[: own.measured].astype(bool)
        weights, articles = own.table.weights[: own.measured], own.table.articles[: own.measured]
        figures += [
            figures_of(predicate, fit.held, true, articles, weights),
            figures_of(f"{predicate}, without a graph", fit.held_bare, true, articles, weights),
        ]
    claim_model.cache_clear()
    return figures


def _ablations(pairs: Sequence[ClaimPair], store: GraphStore | None) -> list[ClaimFigures]:
    table, background = claim_table(pairs, store)
    document = frozenset(name for name in table.features if not name.startswith(_SENTENCE_FEATURES)) - background
    ends = frozenset(name for name in document if name.startswith(("subject_", "object_")))
    rows = (
        ("sentences that name both", document | background),
        ("+ each end in the whole article", document - ends | background),
        ("+ both ends in the whole article", background),
        ("+ MeSH's trees", frozenset[str]()),
    )
    done = [_without(name, table, left_out) for name, left_out in rows]
    return done if background else done[:-1]


def _without(name: str, table: ClaimTable, left_out: frozenset[str]) -> ClaimFigures:
    kept = table.without(left_out)
    return figures_of(name, fit_claims(kept, frozenset(), len(kept.true), SETTINGS).held, table.true.astype(bool), table.articles)


def _shipped(pairs: Sequence[ClaimPair], store: GraphStore | None) -> list[ClaimFigures]:
    true, articles = np.array([pair.true for pair in pairs]), np.array([pair.article_id for pair in pairs])
    found = [figures_of("article, without a graph", _probabilities(pairs, None), true, articles)]
    if store is not None:
        found.append(figures_of("article, with MeSH's trees", _probabilities(pairs, store), true, articles))
        reviewed = np.array([review(pair.triple, store, pair.sentences).score for pair in pairs])
        found.append(figures_of("review() with that graph", reviewed, true, articles))
    return found


def _probabilities(pairs: Sequence[ClaimPair], store: GraphStore | None) -> Array:
    return np.array([claim_probability(pair.triple, pair.sentences, store) or 0.0 for pair in pairs])


def _printed(title: str, rows: list[ClaimFigures]) -> Table:
    table = Table("", "pairs", "AUROC", "ECE, equal mass", "drawn anew", "ECE, equal width", "spoken of", "of these right", title=title)
    for row in rows:
        right = "–" if row.right is None else f"{row.right:.3f}"
        drawn = "–".join(f"{error:.3f}" for error in row.ece_mass_drawn)
        errors = (f"{row.ece_mass:.3f}", drawn, f"{row.ece_width:.3f}")
        table.add_row(row.name, f"{row.pairs:,}", f"{row.auroc:.3f}", *errors, f"{row.spoken:,}", right)
    return table
