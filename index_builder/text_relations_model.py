"""How probably a sentence says what a candidate takes it to say: a logistic model of its signs, and what a statement's articles come to.

The figures lie in text_relations.json; `corpuscle eval text-relations` makes them and prints how.
"""

import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from corpuscle.index_builder.literature import Finding, Strength
from corpuscle.index_builder.text_relations_candidates import Candidate

ENOUGH = 0.8
"""Score from which a statement is an edge: one sentence of this probability, or several articles that come to it together."""

WELL_LABELLED = ("treats", "causes")
"""Predicates that the graph labels often enough to order their sentences; the labels of the others do it no better than chance."""

_NEVER_ALONE = frozenset({"inhibits", "associated with"})
_ALONE = 0.79
_FURTHER = 0.5
"""Share of its probability that a further article counts with: articles share our mistakes about a name."""
_MOST = 0.97


class TextWeights(BaseModel):
    """Log-odds of each sign, and per predicate what they are added to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    surface: dict[str, float]
    """Signs of how a sentence is built, for every predicate."""
    labelled: dict[str, float]
    """Signs whose weights come from labels of the graph: for the predicates that have enough of them."""
    intercepts: dict[str, float]
    fitted: str
    """On what, in words."""


@cache
def text_weights() -> TextWeights:
    """The figures of the package."""
    return TextWeights.model_validate_json(files("corpuscle.index_builder").joinpath("text_relations.json").read_bytes())


def probability(candidate: Candidate, weights: TextWeights) -> float:
    """Probability, 0 to 1, that a reader finds the statement in the sentence; rounded, so that every machine has the same.

    A sign without a weight says nothing.
    """
    z = weights.intercepts[candidate.predicate] + sum(weights.surface.get(name, 0.0) * amount for name, amount in candidate.signs)
    if candidate.predicate in WELL_LABELLED:
        z += sum(weights.labelled.get(name, 0.0) * amount for name, amount in candidate.signs)
    return round(1 / (1 + math.exp(-z)), 4)


def strength(found: Iterable[Finding]) -> Strength | None:
    """The strength of a statement by all its findings, min(.97, `together`); None below `ENOUGH`.

    A denial, or a predicate whose single edges a reader found right in four of five cases only, is held below what decides a verdict.
    """
    held = list(found)
    score, articles = together(held)
    if score < ENOUGH:
        return None
    years = [f.year for f in held if f.year is not None]
    alone = articles == 1 and (held[0].negated or held[0].predicate in _NEVER_ALONE)
    return Strength(articles, min(_ALONE if alone else _MOST, score), min(years, default=None), max(years, default=None))


def together(found: Iterable[Finding]) -> tuple[float, int]:
    """Probability of a statement by all its findings, and the number of its articles.

    1 − (1 − p₁) Π (1 − p/2), over the best sentence of each article, p₁ the greatest: taking a finding away never raises it.
    """
    best: dict[str, Finding] = {}
    for finding in found:
        held = best.get(finding.pmid)
        if held is None or finding.weight > held.weight:
            best[finding.pmid] = finding
    ordered = sorted(best.values(), key=lambda f: (-f.weight, f.pmid))
    doubt = 1.0
    for place, finding in enumerate(ordered):
        doubt *= 1 - finding.weight * (_FURTHER if place else 1.0)
    return 1 - doubt, len(ordered)
