"""What a served model is shown, in words: passages, options, facts of the graph, verdicts."""

from collections.abc import Sequence
from string import ascii_uppercase

from corpuscle.agent.graph_fact import GraphFact
from corpuscle.kg import Evidence as Piece
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.retrieval.passages import Passage

_FACTS_SHOWN = 8
_VERDICTS_SHOWN = 6
_PIECES_SHOWN_AGAINST = 2
_LONGEST_PIECE = 240
_DECISIVE = {Verdict.SUPPORTED: "true", Verdict.CONTRADICTED: "false, do not say it"}


def numbered_passages(passages: Sequence[Passage]) -> str:
    """Each passage on a line, from [1]."""
    return "\n".join(f"[{number}] {passage.text}" for number, passage in enumerate(passages, 1))


def lettered(options: Sequence[str]) -> str:
    """Each option on a line, from A."""
    return "\n".join(f"{letter}. {option}" for letter, option in zip(ascii_uppercase, options, strict=False))


def listed_facts(facts: Sequence[GraphFact]) -> str:
    """The most relevant facts of the graph, each on a line; "" where there is none."""
    return "\n".join(f"- {fact.text}" for fact in facts[:_FACTS_SHOWN])


def decisive_verdicts(reviewed: Sequence[ReviewedTriple], withdrawn: Sequence[ReviewedTriple] = ()) -> str:
    """Each statement that was found true or false on a line, withdrawn ones among the false; "" where none was.

    What is unknown or mixed is left out: it tells the model nothing that the passages do not, and confuses a small one.
    """
    told = [review for review in (*reviewed, *withdrawn) if review.verdict in _DECISIVE]
    lines = dict.fromkeys(f"- {_said(review.triple)}: {_DECISIVE[review.verdict]}" for review in told)
    return "\n".join(list(lines)[:_VERDICTS_SHOWN])


def numbered_contradictions(contradicted: Sequence[ReviewedTriple]) -> str:
    """Each contradicted statement under its number, with the evidence against it, and what there is for it."""
    return "\n".join(_contradiction(number, review) for number, review in enumerate(contradicted, 1))


def _contradiction(number: int, review: ReviewedTriple) -> str:
    speaking = [piece for piece in review.evidence if piece.stance == "contradicts"][:_PIECES_SHOWN_AGAINST]
    speaking += [piece for piece in review.evidence if piece.stance == "supports"][:1]
    return f"{number}. {_said(review.triple)}" + "".join(f"\n   {piece.stance}: {_piece(piece)}" for piece in speaking)


def _said(triple: Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object}"


def _piece(piece: Piece) -> str:
    text = piece.text if len(piece.text) <= _LONGEST_PIECE else piece.text[: _LONGEST_PIECE - 1] + "…"
    return f"knowledge graph: {text}" if piece.kind == "edge" else text
