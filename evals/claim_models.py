"""Fits the models that `corpuscle.kg.claims` reads articles with: one a predicate, each on what is at hand for it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuscle.evals.boosting import BoostingSettings
from corpuscle.evals.claim_fitting import ClaimTable, Fit, fit_claims, joined, table_of
from corpuscle.evals.claims import ClaimPair
from corpuscle.evals.claims_distant import ENDS, distant_pairs
from corpuscle.index_builder.literature import heading_reader
from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.claim_background import Trees, background_features, trees_around
from corpuscle.kg.claim_features import claim_features
from corpuscle.kg.claim_model import FittedTrees
from corpuscle.kg.graph_file import GraphFile
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.index import Index

SETTINGS = BoostingSettings(trees=250, leaves=6, rate=0.04, features=0.15, penalty=10.0, smallest=30.0)
MODELS = Path(__file__).parents[1] / "kg/claim_models"

_ELSEWHERE = 500.0
"""Weight of all pairs from abstracts of any kind beside BC5CDR's, whose abstracts are all about harm done by drugs: a model that saw nothing
else finds harm everywhere (on pairs of the sample's abstracts 23 true and 27 false at .8; at a weight of 1,000 it was 17 and 8)."""

_UNINDEXED = 0.5
"""Log-odds added to models fitted on headings, which leave out part of what abstracts state: of 30 "treats" pairs of the sample's abstracts with a
probability of .40 to .85 (mean .55), drawn at random, a reader found 20 stated."""


@dataclass(frozen=True)
class PredicateTable:
    """The pairs that a predicate's model is fitted on."""

    table: ClaimTable
    background: frozenset[str]
    """Names of the features that come from the graph."""
    measured: int
    """Rows, from the first, that it is calibrated and tested on."""
    words: str


def claim_table(pairs: Sequence[ClaimPair], store: GraphStore | None) -> tuple[ClaimTable, frozenset[str]]:
    """The features of annotated pairs, and the names of those that come from the graph."""
    rows: list[dict[str, float]] = []
    background: set[str] = set()
    for pair in pairs:
        view = ArticleView(pair.sentences)
        trees: Trees = trees_around(store, pair.triple, [view]) if store else {}
        behind = background_features(pair.triple, view, trees)
        background |= behind.keys()
        rows.append((claim_features(view, pair.triple) or {}) | behind)
    return table_of(rows, [p.true for p in pairs], [1.0] * len(pairs), [p.article_id for p in pairs]), frozenset(background)


def tables_from_headings(index: Index, graph: Path) -> dict[str, PredicateTable]:
    """The pairs of an index's articles whose truth their headings tell, by predicate."""
    rows: defaultdict[str, list[tuple[dict[str, float], bool, float, str]]] = defaultdict(list)
    background: set[str] = set()
    with GraphStore.open(graph) as store:
        linker = Linker(store)
        for pair in distant_pairs(index.text.iter_articles(), heading_reader(GraphFile.open(graph)), linker, store):
            named = claim_features(pair.view, pair.triple)
            if named is not None:
                behind = background_features(pair.triple, pair.view, pair.trees)
                background |= behind.keys()
                rows[pair.triple.predicate].append((named | behind, pair.true, pair.weight, pair.view.sentences[0].article_id))
    found: dict[str, PredicateTable] = {}
    for predicate, own in rows.items():
        features, true, weights, articles = zip(*own, strict=True)
        words = f"MeSH headings of {len(set(articles)):,} abstracts ({index.manifest.label}): {len(own):,} pairs, {sum(true):,} true"
        found[predicate] = PredicateTable(table_of(features, true, weights, articles), frozenset(background), len(own), words)
    return found


def with_elsewhere(table: ClaimTable, background: frozenset[str], words: str, headings: PredicateTable) -> PredicateTable:
    """Annotated pairs, with the false pairs of other abstracts beside them."""
    other = headings.table.part(headings.table.true == 0)
    scaled = ClaimTable(other.features, other.values, other.true, other.weights * (_ELSEWHERE / other.weights.sum()), other.articles)
    words = f"{words}; {len(other.true):,} false pairs of other abstracts at a weight of {_ELSEWHERE:,.0f} in all"
    return PredicateTable(joined(table, scaled), background, len(table.true), words)


def fit_predicate(predicate: str, pairs: PredicateTable) -> Fit:
    """The model of a predicate, named and calibrated."""
    fit = fit_claims(pairs.table, pairs.background, pairs.measured, SETTINGS)
    subjects, objects = (tuple(sorted(kind)) for kind in ENDS[predicate])
    annotated = pairs.measured < len(pairs.table.true)
    shift = 0.0 if annotated else _UNINDEXED
    named = {
        "predicate": predicate,
        "subjects": subjects,
        "objects": objects,
        "fitted_on": pairs.words,
        "annotated": annotated,
        "intercept": round(fit.fitted.intercept + shift, 4),
    }
    return Fit(fit.fitted.model_copy(update=named), fit.held, fit.held_bare)


def write_model(fitted: FittedTrees, folder: Path = MODELS) -> Path:
    """Writes the model as the package keeps it, a tree a line."""
    path = folder / f"{fitted.predicate.replace(' ', '_')}.json"
    path.write_text(fitted.model_dump_json().replace("]],[[", "]],\n[[") + "\n", encoding="utf-8")
    return path
