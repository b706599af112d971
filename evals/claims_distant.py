"""Claims whose truth MeSH indexers decided: pairs that an abstract names, true where the article's headings relate them by a literature rule.

A pair is true where the rule relates its ends, or headings above or below them in MeSH's trees, with a pair weight of .1 or more; false where it
does not. The labels are as noisy as the rule (`literature_rules`): a reader found 72 to 90 % of them right.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpuscle.index_builder.literature import ENOUGH_WEIGHT, Finding
from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.categories import CHEMICALS, DISEASES, DRUGS
from corpuscle.kg.claim_background import Trees, stands_above
from corpuscle.kg.entities import Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Triple
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.linked_sentences import linked_sentences

ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "treats": (DRUGS, DISEASES),
    "prevents": (DRUGS, DISEASES),
    "causes": (DRUGS, DISEASES),
    "has complication": (DISEASES, DISEASES),
    "inhibits": (CHEMICALS, CHEMICALS),
    "marker of": (CHEMICALS, DISEASES),
}
"""Categories of the ends of each predicate that is fitted on headings."""

_OF_DRUGS = frozenset({"treats", "causes", "prevents"})
"""Every abstract has pairs for these: false ones where it is about something else."""

_FALSE_PAIRS, _ELSEWHERE = 10, 2  # of one article and predicate that are kept, drawn at random; of an article that is about none of these
_HEAVIEST = 3.0  # that a false pair kept may count for those left out
_LEAST_WEIGHT, _LIGHT = 0.1, 0.5  # pair weight from which a pair is true, and its weight in fitting below ENOUGH_WEIGHT
_SEED = 0


@dataclass(frozen=True, slots=True)
class DistantPair:
    """Two entities of one abstract, and whether its headings relate them."""

    triple: Triple
    view: ArticleView
    trees: Trees
    true: bool
    weight: float
    """In fitting; the false pairs stand for those that were left out."""


def distant_pairs(
    articles: Iterable[Article], read_headings: Callable[[Sequence[Article]], list[list[Finding]]], linker: Linker, store: GraphStore
) -> Iterator[DistantPair]:
    """The pairs of articles that have an abstract and headings, for each predicate of `ENDS`, in the order of the articles."""
    draw = random.Random(_SEED)
    for article in articles:
        if not article.abstract or not article.mesh or article.retracted:
            continue
        (found,) = read_headings([article])
        related = {(f.subject, f.predicate, f.object): f.weight for f in found if f.predicate in ENDS}
        predicates = {f.predicate for f in found if f.predicate in ENDS}
        kept = _FALSE_PAIRS if predicates & _OF_DRUGS else _ELSEWHERE
        predicates |= _OF_DRUGS
        view = ArticleView(linked_sentences([article], linker)[0])
        entities = {m.entity.curie: m.entity for sentence in view.sentences for m in sentence.mentions}
        trees = store.tree_numbers({*entities, *(f.subject for f in found), *(f.object for f in found)})
        for predicate in sorted(predicates):
            yield from _of_article(predicate, view, entities, trees, related, kept, draw)


def _of_article(
    predicate: str,
    view: ArticleView,
    entities: dict[str, Entity],
    trees: Trees,
    related: dict[tuple[str, str, str], float],
    most: int,
    draw: random.Random,
) -> Iterator[DistantPair]:
    subjects, objects = (
        [entities[c] for c in sorted(entities) if entities[c].category in kind and trees.get(c)] for kind in ENDS[predicate]
    )
    false: list[Triple] = []
    for subject in subjects:
        for object_ in objects:
            if subject.curie == object_.curie:
                continue
            triple = Triple(subject.name, predicate, object_.name, subject, object_)
            weight = _related(triple, related, trees)
            if weight is None:
                false.append(triple)
            elif weight >= _LEAST_WEIGHT:
                yield DistantPair(triple, view, trees, True, 1.0 if weight >= ENOUGH_WEIGHT else _LIGHT)
    kept = false if len(false) <= most else draw.sample(false, most)
    for triple in kept:
        yield DistantPair(triple, view, trees, False, min(_HEAVIEST, len(false) / len(kept)))


def _related(triple: Triple, related: dict[tuple[str, str, str], float], trees: Trees) -> float | None:
    """The pair weight by which the headings relate the ends, or concepts above or below them; None where they do not."""
    assert triple.subject_entity is not None and triple.object_entity is not None
    ends = (triple.subject_entity.curie, triple.object_entity.curie)
    return max(
        (
            weight
            for (subject, predicate, object_), weight in related.items()
            if predicate == triple.predicate and all(_alike(own, other, trees) for own, other in zip(ends, (subject, object_), strict=True))
        ),
        default=None,
    )


def _alike(one: str, other: str, trees: Trees) -> bool:
    own, its = trees.get(one, ()), trees.get(other, ())
    return one == other or stands_above(own, its) or stands_above(its, own)
