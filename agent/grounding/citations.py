"""The citations of a draft: whether each stands where it says, and what a statement looks like that rests on them."""

from collections.abc import Sequence

from corpuscle.agent.answers import Citation, QuestionType, Read, Statement
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.grounding.claim import Quote
from corpuscle.agent.grounding.strength import only_asks
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.retrieval.passages import Passage, verbatim
from corpuscle.retrieval.sentences import is_own_piece

_QUOTED_INSTEAD = 2
"""Cited sentences that take the place of a paraphrase which failed."""


def faulty_citation(drafted: DraftStatement, understanding: Understanding, evidence: Evidence) -> str:
    """Why a statement's citations cannot carry it, whatever it says; "" where each stands in an article that was read."""
    if not drafted.passages:
        return "it cites nothing"
    for passage in drafted.passages:
        article = evidence.article(passage.article_id)
        if article is None:
            return f"article {passage.article_id} was not retrieved"
        if article.retracted and not understanding.filters.include_retracted:
            return f"article {passage.article_id} was retracted"
        if not passage.text or not verbatim(passage, article):
            return f"the quotation does not stand at its place in article {passage.article_id}"
    return ""


def is_quotation(drafted: DraftStatement) -> bool:
    """Whether the statement is the one sentence that it cites."""
    return len(drafted.passages) == 1 and drafted.text == drafted.passages[0].text


def cited_statement(drafted: DraftStatement, evidence: Evidence) -> Statement:
    """The statement as it is shown; its citations must be sound."""
    citations: list[Citation] = []
    for passage in drafted.passages:
        article = evidence.article(passage.article_id)
        assert article is not None  # checked by `faulty_citation`
        place = (passage.section, passage.begin, passage.end)
        citations.append(Citation(passage.article_id, *place, passage.text, article.url, article.retracted))
    support = "quoted" if is_quotation(drafted) else "supported"
    return Statement(drafted.text, tuple(citations), support, drafted.facts, _read(drafted.passages))


def quotations_instead(
    drafted: DraftStatement, draft: Draft, kept: Sequence[Statement], understanding: Understanding
) -> list[DraftStatement]:
    """The sentences that a failed paraphrase cites, as quotations: at most two, those not shown yet that tell a finding.

    For a yes/no question those that say what the draft's exact answer says come first.
    """
    shown = {(c.article_id, c.section, c.begin) for statement in kept for c in statement.citations}
    telling = [p for p in drafted.passages if (p.article_id, p.section, p.begin) not in shown and not only_asks(p.text)]
    if understanding.type is QuestionType.YESNO:
        sign = 1 if draft.exact_answer == "yes" else -1
        telling.sort(key=lambda passage: -sign * polarity(passage.text, understanding.query))
    return [DraftStatement(passage.text, (passage,), drafted.facts) for passage in telling[:_QUOTED_INSTEAD]]


def quote_of(passage: Passage, evidence: Evidence) -> Quote:
    """The cited sentence with what was read around it."""
    place = (passage.article_id, passage.section, passage.begin, passage.end)
    for read in evidence.sentences:
        one = read.passage
        if (one.article_id, one.section, one.begin, one.end) == place:
            return Quote.of(read)
    article = evidence.article(passage.article_id)
    return Quote(passage.text, (), article.title if article else "", frozenset())


def _read(passages: Sequence[Passage]) -> Read:
    if all(is_own_piece(passage.article_id) for passage in passages):
        return "own document"
    return "abstract" if any(passage.section == "abstract" for passage in passages) else "title"
