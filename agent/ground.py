"""Step 7: code, not the model, checks what the draft says against what was retrieved."""

import re
from dataclasses import dataclass
from string import ascii_uppercase

from corpuscle.agent.answers import Citation, Dropped, ExactAnswer, QuestionType, Read, Statement
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.grounding.checks import unsupported
from corpuscle.agent.grounding.claim import Claim, Quote
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.options import backed_by_graph
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.passages import Passage, verbatim
from corpuscle.retrieval.sentences import is_own_piece

_LOST = "No statement of the draft stood on a citation that could be checked; the sources that were read are listed."


@dataclass(frozen=True, slots=True)
class Grounding:
    """What is left of a draft, and what was dropped, each with its reason."""

    exact_answer: ExactAnswer
    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]
    lost: str
    """Why nothing is left, or ""."""
    notes: tuple[str, ...] = ()


def ground(
    draft: Draft, understanding: Understanding, evidence: Evidence, linker: Linker, reviewed: tuple[ReviewedTriple, ...] = ()
) -> Grounding:
    """The draft without what fails a check. A draft that loses every statement, or its exact answer, has lost its ground.

    One answer needs no sentence: an option whose triple the graph itself supports. It stands as a letter alone, and a note says so.
    """
    statements, dropped = _checked(draft.statements, understanding, evidence, linker)
    if not statements and (basis := _graph_basis(draft, understanding, linker, reviewed)):
        return Grounding(draft.exact_answer, (), tuple(dropped), "", (basis,))
    if not statements:
        return Grounding(None, (), tuple(dropped), _LOST)
    exact, faults = _grounded_exact(draft.exact_answer, tuple(statements), understanding)
    dropped += faults
    if draft.exact_answer and not exact:
        return Grounding(None, (), tuple(dropped), f"The answer lost its ground: {_told(faults[0])}")
    return Grounding(exact, tuple(statements), tuple(dropped), "")


def _checked(
    drafted: tuple[DraftStatement, ...], understanding: Understanding, evidence: Evidence, linker: Linker
) -> tuple[list[Statement], list[Dropped]]:
    """The statements that pass every check, and the others."""
    statements: list[Statement] = []
    dropped: list[Dropped] = []
    for one in drafted:
        if fault := _fault(one, understanding, evidence, linker):
            dropped.append(Dropped(one.text, fault, tuple(dict.fromkeys(passage.article_id for passage in one.passages))))
        else:
            statements.append(_statement(one, evidence))
    return statements, dropped


def _fault(drafted: DraftStatement, understanding: Understanding, evidence: Evidence, linker: Linker) -> str:
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
    if _is_quotation(drafted):
        return ""
    return unsupported(
        Claim(drafted.text, tuple(linker.link(drafted.text)), tuple(_quote(passage, evidence) for passage in drafted.passages))
    )


def _is_quotation(drafted: DraftStatement) -> bool:
    return len(drafted.passages) == 1 and drafted.text == drafted.passages[0].text


def _quote(passage: Passage, evidence: Evidence) -> Quote:
    read = next((sentence for sentence in evidence.sentences if _place(sentence.passage) == _place(passage)), None)
    if read is not None:
        return Quote.of(read)
    article = evidence.article(passage.article_id)
    return Quote(passage.text, (), article.title if article else "", frozenset())


def _place(passage: Passage) -> tuple[str, str, int, int]:
    return passage.article_id, passage.section, passage.begin, passage.end


def _statement(drafted: DraftStatement, evidence: Evidence) -> Statement:
    citations: list[Citation] = []
    for passage in drafted.passages:
        article = evidence.article(passage.article_id)
        assert article is not None  # checked by `_fault`
        citations.append(
            Citation(passage.article_id, passage.section, passage.begin, passage.end, passage.text, article.url, article.retracted)
        )
    support = "quoted" if _is_quotation(drafted) else "supported"
    return Statement(drafted.text, tuple(citations), support, drafted.facts, _read(drafted.passages))


def _read(passages: tuple[Passage, ...]) -> Read:
    if all(is_own_piece(passage.article_id) for passage in passages):
        return "own document"
    return "abstract" if any(passage.section == "abstract" for passage in passages) else "title"


def _graph_basis(draft: Draft, understanding: Understanding, linker: Linker, reviewed: tuple[ReviewedTriple, ...]) -> str:
    """What the graph says for the chosen option, in words; "" where it says nothing, or no option was chosen."""
    letter = draft.exact_answer
    if understanding.type is not QuestionType.CHOICE or not isinstance(letter, str) or len(letter) != 1:
        return ""
    place = ascii_uppercase.find(letter)
    if not 0 <= place < len(understanding.options):
        return ""
    basis = backed_by_graph(reviewed, understanding.options[place], linker)
    edges = [piece.text for review in basis for piece in review.evidence if piece.kind == "edge" and piece.stance == "supports"]
    if not edges:
        return ""
    return f"No sentence of the articles found says so: {letter} rests on the knowledge graph alone: {'; '.join(dict.fromkeys(edges))}."


def _grounded_exact(
    exact: ExactAnswer, statements: tuple[Statement, ...], understanding: Understanding
) -> tuple[ExactAnswer, list[Dropped]]:
    """The exact answer as far as the statements carry it."""
    if isinstance(exact, tuple):
        quotes = " ".join(citation.quote for statement in statements for citation in statement.citations)
        kept = tuple(item for item in exact if _stands_in(item, quotes))
        return kept, [Dropped(item, "it does not stand in any quotation of the answer") for item in exact if item not in kept]
    if understanding.type is QuestionType.YESNO and exact is not None:
        sign = 1 if exact == "yes" else -1
        if not any(sign * polarity(c.quote, understanding.query) > 0 for s in statements for c in s.citations):
            return None, [Dropped(str(exact), "no quotation says so")]
    return exact, []


def _stands_in(item: str, quotes: str) -> bool:
    """Whether the item stands there as whole words."""
    words = item.strip()
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quotes, re.IGNORECASE) is not None


def _told(dropped: Dropped) -> str:
    return f"“{dropped.text}”: {dropped.reason}"
