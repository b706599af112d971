"""How probably an article states a triple, from its whole text: the sentences that name both ends, and how it treats each end."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.claim_background import Trees, background_features, trees_around
from corpuscle.kg.claim_features import claim_features
from corpuscle.kg.claim_model import model_for
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Triple


@dataclass(frozen=True, slots=True)
class Claim:
    """An article that names both ends of a triple, and the probability that it states the triple (0 to 1)."""

    article_id: str
    probability: float


def views_of(sentences: Sequence[EvidenceSentence]) -> dict[str, ArticleView]:
    """The sentences by their articles, in the order of the article ids."""
    by_article: dict[str, list[EvidenceSentence]] = {}
    for sentence in sentences:
        by_article.setdefault(sentence.article_id, []).append(sentence)
    return {article_id: ArticleView(by_article[article_id]) for article_id in sorted(by_article)}


def read_claims(triple: Triple, views: dict[str, ArticleView], trees: Trees) -> list[Claim]:
    """Each article that names both ends, anywhere in what is known of it; [] where no model was fitted for such a triple.

    The figures are calibrated for whole titles and abstracts; of an article of which only some sentences are known they are rough.
    """
    model = model_for(triple)
    if model is None:
        return []
    rows = [(article_id, features_of(triple, view, trees)) for article_id, view in views.items()]
    named = [(article_id, row) for article_id, row in rows if row is not None]
    if not named:
        return []
    probabilities = model.probabilities([row for _, row in named])
    return [Claim(article_id, float(p)) for (article_id, _), p in zip(named, probabilities, strict=True)]


def features_of(triple: Triple, view: ArticleView, trees: Trees) -> dict[str, float] | None:
    """All features of an article for a triple by name, or None where it does not name both ends."""
    row = claim_features(view, triple)
    return None if row is None else row | background_features(triple, view, trees)


def claim_probability(triple: Triple, sentences: Sequence[EvidenceSentence], store: GraphStore | None = None) -> float | None:
    """The probability that one article states the triple, from all its sentences; None where it does not name both ends, or no model was fitted
    for such a triple (`claim_model.model_for`).

    With a graph, the places of the ends in MeSH's trees are weighed too. The predicate must be a stored one (`predicates.forward`).
    """
    views = views_of(sentences)
    if len(views) > 1:
        raise ValueError("claim_probability() reads one article")
    trees: Trees = trees_around(store, triple, views.values()) if store else {}
    claims = read_claims(triple, views, trees)
    return claims[0].probability if claims else None
