"""What the evidence lacks: told by counts of the corpus, by claims that nobody could judge, and by sentences of the draft that failed.

Self-BioRAG (Jeong et al., Bioinformatics 2024, 40:i119) trains a model to say when to retrieve and whether what was retrieved supports it;
QuCo-RAG (arXiv 2512.19134) asks the corpus instead: a name that few documents have, or two that stand together in few, is where a model
guesses. Here the corpus is asked too, and the checks of Review and Ground say what is unsupported: nothing is trained.
The first retrieval is always needed, since no statement is shown without a quotation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.cooccurrence import searchable_names
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.aboutness import SPECIFIC_RARITY, specific_mentions
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.ground import Grounding
from corpuscle.agent.model import Draft
from corpuscle.agent.searches import Want
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Mention, ReviewedTriple, Verdict
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.engine import SearchEngine

MOST_WANTS = 3
"""Searches of one round."""
RARE = 20
"""A thing is rare that so few articles of the index can name."""
_FEW_READ = 2
"""Of a rare thing so many articles should be read."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A drug, gene, disease or organism that the question names."""

    mention: Mention
    names: tuple[str, ...]
    most_articles: int
    """An upper bound of the articles that name it: the rarest word of each of its names, summed."""
    read: frozenset[str]
    """The articles read that name it."""


def lacking_in_evidence(understanding: Understanding, evidence: Evidence, engine: SearchEngine) -> tuple[Want, ...]:
    """What was asked about and not read of, as far as the index can have it: things that no article read names, or none names together, and
    rare things of which more could be read.
    """
    articles = _Articles(evidence)
    things = [_thing(mention, articles, engine) for mention in _specific(understanding, engine)]
    known = [thing for thing in things if thing.most_articles > 0]
    return (*_apart(known, understanding), *_missing(known, understanding))[:MOST_WANTS]


def lacking_in_claims(understanding: Understanding, evidence: Evidence, reviewed: Sequence[ReviewedTriple]) -> tuple[Want, ...]:
    """Claims without a verdict that the index could judge: articles name both ends (`cooccurrence`), and none of these was read.

    A choice among options lacks none: each option was searched for.
    """
    if understanding.type is QuestionType.CHOICE:
        return ()
    unread = [
        review
        for review in reviewed
        if review.verdict is Verdict.UNKNOWN and not review.flags and not any(piece.kind == "sentence" for piece in review.evidence)
    ]
    wants: list[Want] = []
    for triple in (review.triple for review in unread):
        ends = searchable_names(triple.subject, triple.subject_entity), searchable_names(triple.object, triple.object_entity)
        if all(ends) and not any(_names_both(hit.article, *ends) for hit in evidence.hits):
            said = f"{triple.subject} {triple.predicate} {triple.object}"
            wants.append(Want("claim unread", f"no article read speaks of “{said}”", said, ends))
    return tuple(wants[:MOST_WANTS])


def lacking_in_draft(draft: Draft, grounding: Grounding) -> tuple[Want, ...]:
    """The statements of the draft that failed the check: an article that was not read may carry them."""
    if draft.abstained:
        return ()
    return tuple(
        Want("statement unsupported", f"“{one.text}” does not stand on what was read: {one.reason}", one.text)
        for one in grounding.dropped
        if len(text_terms(one.text)) > 1
    )[:MOST_WANTS]


def _names_both(article: Article, one: Sequence[str], other: Sequence[str]) -> bool:
    terms = set(text_terms(f"{article.title} {article.abstract}"))
    return all(any(terms.issuperset(text_terms(name)) for name in names) for names in (one, other))


def _specific(understanding: Understanding, engine: SearchEngine) -> tuple[Mention, ...]:
    rarity = corpus_rarity(engine.document_frequency, len(engine))
    mentions = specific_mentions(understanding, rarity, SPECIFIC_RARITY)
    return tuple({mention.entity.curie: mention for mention in mentions}.values())


class _Articles:
    """The articles that were read, and whether they name a thing; the terms of each are found once."""

    def __init__(self, evidence: Evidence) -> None:
        self._curies = {sentence.article.id: sentence.article_curies for sentence in evidence.sentences}
        self._articles = {hit.article.id: hit.article for hit in evidence.hits}
        self._terms: dict[str, frozenset[str]] = {}

    def naming(self, mention: Mention) -> frozenset[str]:
        """By a link, or by all the words that the question has for it."""
        words = frozenset(text_terms(mention.text))
        return frozenset(id_ for id_, curies in self._curies.items() if mention.entity.curie in curies or words <= self._terms_of(id_))

    def _terms_of(self, article_id: str) -> frozenset[str]:
        if article_id not in self._terms:
            article = self._articles[article_id]
            self._terms[article_id] = frozenset(text_terms(f"{article.title} {article.abstract}"))
        return self._terms[article_id]


def _thing(mention: Mention, articles: _Articles, engine: SearchEngine) -> _Thing:
    called = searchable_names(mention.text, mention.entity)
    bound = sum(min(engine.document_frequency(term) for term in text_terms(name)) for name in called)
    return _Thing(mention, called, bound, articles.naming(mention))


def _apart(things: Sequence[_Thing], understanding: Understanding) -> list[Want]:
    if len(things) < 2 or any(all(article in thing.read for thing in things) for article in things[0].read):
        return []
    told = " and ".join(thing.mention.text for thing in things)
    groups = tuple(thing.names for thing in things)
    return [Want("entities apart", f"no article read names {told} together", understanding.query, groups)]


def _missing(things: Sequence[_Thing], understanding: Understanding) -> list[Want]:
    wants: list[Want] = []
    for thing in sorted(things, key=lambda thing: thing.most_articles):
        if not thing.read:
            reason = f"no article read names {thing.mention.text}"
            wants.append(Want("entity missing", reason, understanding.query, (thing.names,)))
        elif thing.most_articles <= RARE and len(thing.read) < min(_FEW_READ, thing.most_articles):
            reason = f"{thing.mention.text} is rare in the index, and {len(thing.read)} of the articles read name it"
            wants.append(Want("entity rare", reason, understanding.query, (thing.names,)))
    return wants
