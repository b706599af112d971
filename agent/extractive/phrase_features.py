"""What speaks for a phrase as the answer of a factoid question, in numbers that a fitted model weighs (`fitted_weights/factoid.json`)."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import exp, log1p, sqrt

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.candidates import Candidate, about_the_question
from corpuscle.agent.extractive.fitted import fitted
from corpuscle.agent.extractive.phrases import Phrase, parts, phrases
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.understand import AnswerKind, Understanding
from corpuscle.kg import Entity
from corpuscle.retrieval.analyser import text_terms

_QUANTITY = re.compile(r"[<>~≈≥≤]?\d")
_ASKS_FOR_SHARE = re.compile(r"\b(?:percentages?|proportions?|shares?|fractions?|prevalences?)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_ASKS_WHEN = re.compile(r"\b(?:when|what year|which year|what date)\b", re.IGNORECASE)
_ASKS_FOR_TOOL = re.compile(
    r"\b(?:tools?|software|databases?|packages?|algorithms?|methods?|servers?|programs?|portals?|librar(?:y|ies)|platforms?|pipelines?|acronym)\b",
    re.IGNORECASE,
)
_MIXED_CASE = re.compile(r"\w*[a-z]\w*[A-Z]|\w*[A-Z]{2}\w*")
_ASKS_FOR_COMPANY = re.compile(r"\b(?:compan(?:y|ies)|manufacturer|firm)\b", re.IGNORECASE)
_COMPANY = re.compile(r"\b(?:pharma\w*|inc|corp\w*|therapeutics|biotech\w*|ltd|company|laboratories|biosciences)\b", re.IGNORECASE)
_DEFINES = frozenset({"is", "are", "was", "were", "a", "an", "as", "called", "named"})
_PLACES = frozenset({"by", "with", "of", "in", "from"})
_NEAR_CHARACTERS = 80
_SENTENCE_EXPONENT = 4


@dataclass(frozen=True, slots=True)
class PhraseFeatures:
    """One phrase: how often and how well it stands, what it is like, and whether it is what the question asks for."""

    log_appearances: float
    sentence_weight: float
    """Square root of its sentences' share of all relevance."""
    article_share: float
    near_question: float
    rarity: float
    rarest_least: float
    """Rarity of its commonest word."""
    asked_overlap: float
    one_word: float
    two_words: float
    four_words: float
    asked_category: float
    other_category: float
    linked: float
    bounded: float
    """Share of its places where no word that could belong to it stands beside it."""
    opens: float
    before_bracket: float
    in_brackets: float
    capital_within: float
    digits: float
    quantity_asked: float
    quantity_not_asked: float
    no_quantity: float
    year_asked: float
    tool_asked: float
    company_asked: float
    asked_head: float
    """It ends with the noun that is asked for."""
    longer_share: float
    """How often the commonest phrase around it stands, by its own places."""
    in_title: float
    in_conclusion: float
    after_definition: float
    after_place: float
    plain_word: float


def phrase_candidates(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> list[Candidate]:
    """The phrases of the sentences about the question that could answer it, the likeliest first; a score is the odds of being right."""
    model = fitted("factoid")
    told = [
        Candidate(phrase.text, _entity(phrase), exp(model.score(asdict(features))), tuple(place.sentence for place in phrase.appearances))
        for phrase, features in phrase_rows(understanding, evidence, rarity)
        if _of_kind(phrase, understanding.answer_kind)
    ]
    return sorted(told, key=lambda candidate: (-candidate.score, candidate.text))


def phrase_rows(understanding: Understanding, evidence: Evidence, rarity: Rarity) -> list[tuple[Phrase, PhraseFeatures]]:
    """The phrases of the sentences about the question, with their features."""
    sentences = about_the_question(understanding, evidence, rarity)
    named = {entity.curie for entity in understanding.entities}
    found = phrases(sentences, set(text_terms(understanding.query)), named)
    return list(zip(found, _all_features(found, sentences, understanding, rarity), strict=True))


def _of_kind(phrase: Phrase, kind: AnswerKind) -> bool:
    """Whether it may be what is asked for: a quantity begins with a digit; a gene or a disease is known to the graph, named so, or written as a name."""
    if kind.quantity:
        share = _ASKS_FOR_SHARE.search(kind.noun) is None or "%" in phrase.text or "cent" in phrase.text
        return share and _QUANTITY.match(phrase.text) is not None
    if not kind.categories or any(place.mention is not None for place in phrase.appearances):
        return True
    return _ends_with(phrase, kind) or any(place.begin > 0 and not phrase.text.islower() for place in phrase.appearances)


def _ends_with(phrase: Phrase, kind: AnswerKind) -> bool:
    """Whether its last word is the asked noun's."""
    noun, last = text_terms(kind.noun), text_terms(phrase.text.split()[-1])
    return bool(noun and last and noun[-1] == last[-1])


def _entity(phrase: Phrase) -> Entity | None:
    return next((place.mention.entity for place in phrase.appearances if place.mention is not None), None)


def _all_features(
    found: Sequence[Phrase], sentences: Sequence[ReadSentence], understanding: Understanding, rarity: Rarity
) -> list[PhraseFeatures]:
    total = sum(s.score**_SENTENCE_EXPONENT for s in sentences) or 1.0
    articles = len({s.article.id for s in sentences})
    longer: dict[str, int] = {}
    for phrase in found:
        for part in parts(phrase.text):
            longer[part] = max(longer.get(part, 0), len(phrase.appearances))
    context = _Question(understanding, set(text_terms(understanding.query)))
    return [_features(phrase, context, total, articles, longer, rarity) for phrase in found]


@dataclass(frozen=True, slots=True)
class _Question:
    understanding: Understanding
    asked: set[str]

    def near(self, text: str, begin: int, end: int) -> float:
        """Share of the question's terms close to the place, 0 to 1."""
        around = text_terms(text[max(0, begin - _NEAR_CHARACTERS) : begin]) + text_terms(text[end : end + _NEAR_CHARACTERS])
        return len(self.asked.intersection(around)) / max(1, len(self.asked))


def _features(phrase: Phrase, question: _Question, total: float, articles: int, longer: dict[str, int], rarity: Rarity) -> PhraseFeatures:
    places = phrase.appearances
    number = len(places)
    kind = question.understanding.answer_kind
    query = question.understanding.query
    categories = {place.mention.entity.category for place in places if place.mention is not None}
    words = phrase.text.split()
    is_quantity = _QUANTITY.match(phrase.text) is not None
    is_year = _YEAR.search(phrase.text) is not None

    def share(count: int) -> float:
        return count / number

    return PhraseFeatures(
        log_appearances=log1p(number),
        sentence_weight=sqrt(sum(p.sentence.score**_SENTENCE_EXPONENT for p in places) / total),
        article_share=len({p.sentence.article.id for p in places}) / articles,
        near_question=max(p.sentence.score * question.near(p.sentence.text, p.begin, p.end) for p in places),
        rarity=rarity(phrase.text),
        rarest_least=min(rarity(word) for word in words),
        asked_overlap=len(phrase.terms & question.asked) / len(phrase.terms),
        one_word=float(phrase.words == 1),
        two_words=float(phrase.words == 2),
        four_words=float(phrase.words >= 4),
        asked_category=float(bool(categories & kind.categories)),
        other_category=float(bool(kind.categories and categories and not categories & kind.categories)),
        linked=float(bool(categories)),
        bounded=share(sum(p.opens and p.closes for p in places)),
        opens=share(sum(p.opens for p in places)),
        before_bracket=share(sum(p.sentence.text[p.end : p.end + 2] == " (" for p in places)),
        in_brackets=share(sum(p.sentence.text[max(0, p.begin - 1) : p.begin] + p.sentence.text[p.end : p.end + 1] == "()" for p in places)),
        capital_within=share(sum(p.begin > 0 and p.sentence.text[p.begin].isupper() for p in places)),
        digits=float(_DIGIT.search(phrase.text) is not None),
        quantity_asked=float(is_quantity and kind.quantity),
        quantity_not_asked=float(is_quantity and not kind.quantity),
        no_quantity=float(kind.quantity and not is_quantity),
        year_asked=float(is_year and _ASKS_WHEN.search(query) is not None),
        tool_asked=float(_ASKS_FOR_TOOL.search(query) is not None and _MIXED_CASE.match(phrase.text) is not None),
        company_asked=float(_ASKS_FOR_COMPANY.search(query) is not None and _COMPANY.search(phrase.text) is not None),
        asked_head=float(_ends_with(phrase, kind)),
        longer_share=longer.get(phrase.text.lower(), 0) / number,
        in_title=share(sum(p.sentence.passage.section == "title" for p in places)),
        in_conclusion=share(sum(p.sentence.linked.conclusion for p in places)),
        after_definition=share(sum(p.before in _DEFINES for p in places)),
        after_place=share(sum(p.before in _PLACES for p in places)),
        plain_word=float(phrase.words == 1 and phrase.text.islower() and not categories),
    )
