"""Articles that contradict each other: on a triple that was reviewed, or on the answer to a yes/no question."""

from collections.abc import Iterable, Sequence
from itertools import product

from corpuscle.agent.answers import Conflict, QuestionType, Statement
from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.grounding.opposites import denied_or_asserted, flipped_word
from corpuscle.agent.grounding.strength import unsettled
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple

_SENTENCES_READ = 12
"""Of the best sentences, those that are asked what they say to a yes/no question."""
_LEAST_COVERAGE = 0.85
"""Share of the question's concepts that a sentence speaks of, to count as an answer to it. At .6 most of ten conflicts found on the sample were none."""
_PLAIN = 1.0
"""Polarity of a sentence that tells a finding, on either side."""
_NAMED = 5


def conflicts(understanding: Understanding, evidence: Evidence, reviewed: Sequence[ReviewedTriple]) -> tuple[Conflict, ...]:
    """Each matter on which some articles say the one and others the other; an article that says both counts for its better sentence."""
    found = [_on_triple(review) for review in reviewed]
    if understanding.type is QuestionType.YESNO:
        found.append(_on_question(understanding, evidence))
    return tuple(conflict for conflict in found if conflict.supporting and conflict.contradicting)


def opposing(statement: Statement, matters: Iterable[Conflict]) -> tuple[str, ...]:
    """In words, which articles say the opposite of what those cited by the statement say."""
    cited = {citation.article_id for citation in statement.citations}
    told: dict[str, None] = {}
    for matter in matters:
        for own, others in ((matter.supporting, matter.contradicting), (matter.contradicting, matter.supporting)):
            if cited & set(own) and not cited & set(others):
                told[f"other articles say the opposite ({matter.about}): {', '.join(others[:_NAMED])}"] = None
    return tuple(told)


def _on_triple(review: ReviewedTriple) -> Conflict:
    stances: dict[str, str] = {}
    for piece in review.evidence:  # weightiest first
        if piece.kind == "sentence" and piece.stance != "neutral":
            stances.setdefault(piece.id, piece.stance)
    triple = review.triple
    return _conflict(f"{triple.subject} {triple.predicate} {triple.object}", stances)


def _on_question(understanding: Understanding, evidence: Evidence) -> Conflict:
    """Articles whose sentences answer the question and each other with yes and no."""
    asked = {mention.entity.curie for mention in understanding.mentions}
    sides: dict[bool, list[ReadSentence]] = {True: [], False: []}
    for sentence in evidence.sentences[:_SENTENCES_READ]:
        said = polarity(sentence.text, understanding.query)
        if abs(said) >= _PLAIN and asked <= _named(sentence) and sentence.coverage >= _LEAST_COVERAGE and not unsettled(sentence.text):
            sides[said > 0].append(sentence)
    stances: dict[str, str] = {}
    for yes, no in product(sides[True], sides[False]):
        if yes.article.id != no.article.id and _contradict(yes.text, no.text):
            stances.setdefault(yes.article.id, "supports")
            stances.setdefault(no.article.id, "contradicts")
    return _conflict(understanding.query, stances)


def _named(sentence: ReadSentence) -> set[str]:
    return {*sentence.title_curies, *(mention.entity.curie for mention in sentence.mentions)}


def _contradict(one: str, other: str) -> bool:
    return bool(flipped_word(one, [other]) or denied_or_asserted(one, [other]))


def _conflict(about: str, stances: dict[str, str]) -> Conflict:
    return Conflict(
        about,
        tuple(article_id for article_id, stance in stances.items() if stance == "supports"),
        tuple(article_id for article_id, stance in stances.items() if stance == "contradicts"),
    )
