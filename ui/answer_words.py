"""What stands beside an answer, in words that terminal and page share: conflicts, facts of the graph, members, what was left out."""

from collections.abc import Sequence
from string import ascii_uppercase

from corpuscle.agent.answers import Conflict, Dropped, ExactAnswer, Member, QuestionType
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.kg import probability_words
from corpuscle.retrieval.sentences import is_own_piece
from corpuscle.ui.sanitise import plain

CONFLICTS = "Articles contradict each other"
FACTS = "The graph says, beside the articles"
MEMBERS = "Each model by itself"
DROPPED = "Left out, since a check failed"
PLAIN_LANGUAGE = "In plain words"
TITLE_READ = "Only the title was read."
FACTS_SHOWN = 4
_PMIDS_SHOWN = 3


def exact_words(exact: ExactAnswer, type: QuestionType, options: Sequence[str]) -> str:
    """An exact answer in words, "" where there is none."""
    match exact:
        case None:
            return ""
        case str() as letter if type is QuestionType.CHOICE and len(letter) == 1 and ascii_uppercase.index(letter) < len(options):
            return f"{letter}. {plain(options[ascii_uppercase.index(letter)])}"
        case str() as word:
            return plain(word).capitalize()
        case items:
            return " · ".join(plain(item) for item in items)


def member_words(member: Member, type: QuestionType, options: Sequence[str]) -> str:
    """What one of several models answered."""
    said = "no answer" if member.abstained else exact_words(member.exact_answer, type, options) or "no exact answer"
    return f"{plain(member.model)}: {said}"


def conflict_words(conflict: Conflict) -> str:
    """What articles disagree about, and which they are."""
    supporting, contradicting = (", ".join(origin("sentence", i) for i in ids) for ids in (conflict.supporting, conflict.contradicting))
    return f"{plain(conflict.about)}: {supporting} for it, {contradicting} against it"


def fact_provenance(fact: GraphFact) -> str:
    """Where a fact comes from, how probable it is, and its first articles."""
    more = " …" if len(fact.pmids) > _PMIDS_SHOWN else ""
    behind = f": PMID {', '.join(plain(pmid) for pmid in fact.pmids[:_PMIDS_SHOWN])}{more}" if fact.pmids else ""
    return f"{plain(fact.source)}, {probability_words.said(fact.score)}{behind}"


def dropped_words(dropped: Dropped) -> str:
    """What the draft said, and why it is not shown as part of the answer."""
    return f"“{plain(dropped.text)}”: {plain(dropped.reason)}"


def origin(kind: str, identity: str) -> str:
    """Where a piece of evidence, an edge or a sentence, comes from."""
    if kind != "sentence":
        return "graph"
    return plain(identity) if is_own_piece(identity) else f"PMID {plain(identity)}"
