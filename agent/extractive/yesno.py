"""Yes or no, by the sentences that answer and by the verdict on the asked triple."""

import re
from collections.abc import Sequence

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.aboutness import NAMED_RARITY, has_any, speaks_of, specific_mentions
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Mention, ReviewedTriple, Verdict
from corpuscle.kg.predicates import phrase
from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.sentences import is_own_piece

# Set on 107 yes/no dev questions of PubMedQA among 57,654 articles (docs/decisions/004).
VOTERS = 5
"""Sentences that vote: the best ones, none below `_LEAST_SHARE` of the best, of articles that speak of nearly as much as the best does."""
_LEAST_SHARE = 0.8
_LEAST_CONTEXT_SHARE = 0.9
_EXPONENT = 6.0
_DIVIDED = 0.42
"""Share of the votes for the weaker side from which the evidence is divided."""
_LEAST_SAID = 0.1
"""Share of the voters' weight that must speak for either side."""
_INDIFFERENT = 0.15
"""How far yes must lead: plain statements count a little as yes whatever they say."""
_VERDICT_WEIGHT = 0.4
_VERDICT_SIGN = {Verdict.SUPPORTED: 1.0, Verdict.CONTRADICTED: -1.0, Verdict.MIXED: 0.0, Verdict.UNKNOWN: 0.0}
_VERDICT_STANCE = {Verdict.SUPPORTED: "supports", Verdict.CONTRADICTED: "contradicts"}
_QUOTED = 3


def answer_yesno(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], rarity: Rarity) -> Draft:
    """Yes or no with the sentences that say so, or an abstention where they are divided."""
    voters = _voters(understanding, evidence, reviewed, specific_mentions(understanding, rarity, NAMED_RARITY))
    if not voters:
        return abstention("No sentence of the articles found speaks of what is asked and states a finding.")
    votes = [(polarity(s.text, understanding.query), s) for s in voters]
    yes, no = _weights(votes, reviewed)
    if yes + no < _LEAST_SAID:
        return abstention("The articles found raise the question, but no sentence of theirs answers it.")
    if min(yes, no) >= _DIVIDED * (yes + no):
        return abstention("The evidence is divided: the best sentences speak for both yes and no.")
    sign = 1 if no == 0 or yes - no > _INDIFFERENT else -1
    agreeing = [s for vote, s in votes if vote * sign > 0]
    shown = distinct(agreeing, _QUOTED)
    against = _articles([s for vote, s in votes if vote * sign < 0], besides=shown)
    notes = (f"Speaking against this answer: {_named(against)}.",) if against else ()
    return Draft("yes" if sign > 0 else "no", quoted(shown), notes=notes)


def _voters(
    understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], about: Sequence[Mention]
) -> list[ReadSentence]:
    """The sentences that speak of what is asked; where there are none, those that the verdict on the asked triple rests on."""
    asked = _asked_terms(understanding)
    able = [s for s in quotable(evidence.sentences) if speaks_of(s, about) and has_any(s, asked)] or _witnesses(evidence, reviewed)
    context = max((s.context_coverage for s in able[:VOTERS]), default=0.0)
    return [s for s in able if s.score >= _LEAST_SHARE * able[0].score and s.context_coverage >= _LEAST_CONTEXT_SHARE * context][:VOTERS]


def _asked_terms(understanding: Understanding) -> frozenset[str]:
    """The question's index terms besides its entities and the words of its predicate, which sentences say in many ways."""
    named = {term for mention in understanding.mentions for term in text_terms(mention.text)}
    said = {term for word in re.findall(r"\w+", understanding.query) if phrase(word) for term in text_terms(word)}
    return frozenset(query_terms(understanding.query)) - named - said


def _witnesses(evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> list[ReadSentence]:
    """The sentences, titles among them, that decided a triple for one side."""
    places = {
        (piece.id, piece.section, piece.begin)
        for review in reviewed
        for piece in review.evidence
        if _VERDICT_STANCE.get(review.verdict) == piece.stance and piece.kind == "sentence"
    }
    return [s for s in evidence.sentences if (s.article.id, s.passage.section, s.passage.begin) in places]


def _weights(votes: list[tuple[float, ReadSentence]], reviewed: tuple[ReviewedTriple, ...]) -> tuple[float, float]:
    """What speaks for yes and for no: shares of the voters' weight, and the verdicts on the asked triples."""
    total = sum(s.score**_EXPONENT for _, s in votes) or 1.0
    yes = sum(vote * s.score**_EXPONENT for vote, s in votes if vote > 0) / total
    no = -sum(vote * s.score**_EXPONENT for vote, s in votes if vote < 0) / total
    signs = {_VERDICT_SIGN[review.verdict] for review in reviewed} - {0.0}
    verdict = _VERDICT_WEIGHT * signs.pop() if len(signs) == 1 else 0.0  # verdicts that disagree have no vote
    return yes + max(0.0, verdict), no + max(0.0, -verdict)


def _articles(sentences: Sequence[ReadSentence], besides: Sequence[ReadSentence]) -> list[Article]:
    """The articles of the sentences, without those that the answer quotes anyway."""
    cited = {s.article.id for s in besides}
    return list({s.article.id: s.article for s in sentences if s.article.id not in cited}.values())


def _named(articles: Sequence[Article]) -> str:
    """Articles by their PMIDs, pieces of the asker's own documents by file and place."""
    pmids = ", ".join(article.id for article in articles if not is_own_piece(article.id))
    own = [article.title for article in articles if is_own_piece(article.id)]
    return "; ".join([f"PMID {pmids}", *own] if pmids else own)
