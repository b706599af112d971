"""corpuscle eval claims: how well the reviewer reads what an abstract states, and the fit of what it reads with."""

import sys
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from corpuscle.evals.boosting import BoostingSettings
from corpuscle.evals.claim_figures import ClaimFigures, figures_of
from corpuscle.evals.claim_fitting import ClaimTable, cross_validated, fit_claims, table_of
from corpuscle.evals.claims import ClaimPair, claim_pairs
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.eval_data import data_folder
from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.claim_background import Trees, background_features, trees_around
from corpuscle.kg.claim_features import claim_features
from corpuscle.kg.claim_model import Array, claim_model
from corpuscle.kg.claims import features_of
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings

SETTINGS = BoostingSettings()
MODELS = Path(__file__).parents[1] / "kg/claim_models"
_SENTENCE_FEATURES = ("any_", "least_", "best", "second", "shared", "stated", "cued", "first_shared")


class _ClaimsJson(BaseModel):
    training: str
    test: str
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
    fit: Annotated[bool, typer.Option("--fit", help="Fit anew on the training file and write the model into kg/claim_models.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Test how the reviewer reads BC5CDR's claims that a chemical induces a disease (gold mentions)."""
    folder = data or data_folder("linking")
    store = _graph(index)
    training, held = claim_pairs(folder / train), claim_pairs(folder / test)
    table, background = claim_table(training, store)
    if fit:
        if store is None:
            raise EvaluationError("The model is fitted with MeSH's trees.", "Name an index with a graph: --index DIR")
        words = f"{train.partition('.')[0]} of BC5CDR: {len(set(table.articles))} abstracts, {len(training):,} pairs, {int(table.true.sum()):,} true"
        fitted, _ = fit_claims(table, background, "causes", words, SETTINGS)
        (MODELS / "causes.json").write_text(fitted.model_dump_json().replace("]],[[", "]],\n[[") + "\n", encoding="utf-8")
        claim_model.cache_clear()
    inside = _ablations(table, background)
    outside = _shipped(held, store)
    if json:
        sys.stdout.write(_ClaimsJson(training=train, test=test, cross_validation=inside, held_out=outside).model_dump_json(indent=2) + "\n")
        return
    console = Console()
    console.print(_printed(f"Cross-validated on {train}, five folds of abstracts", inside))
    console.print(_printed(f"The model that ships, on {test}", outside))


def claim_table(pairs: list[ClaimPair], store: GraphStore | None) -> tuple[ClaimTable, frozenset[str]]:
    """The features of the pairs, and the names of those that come from the graph."""
    rows: list[dict[str, float]] = []
    background: set[str] = set()
    for pair in pairs:
        view = ArticleView(pair.sentences)
        trees: Trees = trees_around(store, pair.triple, [view]) if store else {}
        behind = background_features(pair.triple, view, trees)
        background |= behind.keys()
        rows.append((claim_features(view, pair.triple) or {}) | behind)
    return table_of(rows, [p.true for p in pairs], [1.0] * len(pairs), [p.article_id for p in pairs]), frozenset(background)


def _ablations(table: ClaimTable, background: frozenset[str]) -> list[ClaimFigures]:
    document = frozenset(name for name in table.features if not name.startswith(_SENTENCE_FEATURES)) - background
    ends = frozenset(name for name in document if name.startswith(("subject_", "object_")))
    rows = (
        ("sentences that name both", document | background),
        ("+ each end in the whole article", document - ends | background),
        ("+ both ends in the whole article", background),
        ("+ MeSH's trees", frozenset[str]()),
    )
    true = table.true.astype(bool)
    done = [figures_of(name, cross_validated(table.without(left_out), background, SETTINGS), true) for name, left_out in rows]
    return done if background else done[:-1]


def _shipped(pairs: list[ClaimPair], store: GraphStore | None) -> list[ClaimFigures]:
    true = np.array([pair.true for pair in pairs])
    found = [figures_of("article, without a graph", _probabilities(pairs, None), true)]
    if store is not None:
        found.append(figures_of("article, with MeSH's trees", _probabilities(pairs, store), true))
        reviewed = np.array([review(pair.triple, store, pair.sentences).score for pair in pairs])
        found.append(figures_of("review() with that graph", reviewed, true))
    return found


def _probabilities(pairs: list[ClaimPair], store: GraphStore | None) -> Array:
    rows: list[dict[str, float]] = []
    for pair in pairs:
        view = ArticleView(pair.sentences)
        rows.append(features_of(pair.triple, view, trees_around(store, pair.triple, [view]) if store else {}) or {})
    return claim_model("causes").probabilities(rows)


def _graph(index: Path | None) -> GraphStore | None:
    if index is None:
        return None
    path = Index.open(index, RetrievalSettings()).graph_path
    if path is None:
        raise EvaluationError(f"The index in {index} has no graph.", "Name one with a graph, or leave --index out.")
    return GraphStore.open(path)


def _printed(title: str, rows: list[ClaimFigures]) -> Table:
    table = Table("", "pairs", "AUROC", "ECE, equal mass", "ECE, equal width", "spoken of", "of these right", title=title)
    for row in rows:
        right = "–" if row.right is None else f"{row.right:.3f}"
        table.add_row(
            row.name, f"{row.pairs:,}", f"{row.auroc:.3f}", f"{row.ece_mass:.3f}", f"{row.ece_width:.3f}", f"{row.spoken:,}", right
        )
    return table
