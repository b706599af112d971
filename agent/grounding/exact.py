"""The exact answer of a draft, as far as its statements, or the graph, carry it."""

import re
from string import ascii_uppercase

from corpuscle.agent.answers import Dropped, ExactAnswer, QuestionType, Statement
from corpuscle.agent.model import Draft
from corpuscle.agent.options import backed_by_graph
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker


def graph_basis(draft: Draft, understanding: Understanding, linker: Linker, reviewed: tuple[ReviewedTriple, ...]) -> str:
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


def grounded_exact(
    exact: ExactAnswer, statements: tuple[Statement, ...], understanding: Understanding
) -> tuple[ExactAnswer, list[Dropped]]:
    """The exact answer as far as the statements carry it."""
    if isinstance(exact, tuple):
        quotes = " ".join(citation.quote for statement in statements for citation in statement.citations)
        kept = tuple(item for item in exact if _stands_in(item, quotes))
        return kept, [Dropped(item, "it does not stand in any quotation of the answer") for item in exact if item not in kept]
    if understanding.type is QuestionType.YESNO and exact is not None:
        sign = 1 if exact == "yes" else -1
        said = [text for s in statements for text in (s.text, *(citation.quote for citation in s.citations))]
        if not any(sign * polarity(text, understanding.query) > 0 for text in said):
            return None, [Dropped(str(exact), "no sentence says so")]
    return exact, []


def _stands_in(item: str, quotes: str) -> bool:
    """Whether the item stands there as whole words."""
    words = item.strip()
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quotes, re.IGNORECASE) is not None
