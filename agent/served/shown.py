"""What a served model is shown: passages, facts of the graph, verdicts, the question."""

from collections.abc import Sequence
from string import ascii_uppercase

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Evidence as Piece
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.sentences import is_own_piece

PASSAGES_SHOWN = 12
_PIECES_SHOWN = 2
_MANY_TRIPLES = 6
"""From so many triples on each is shown with one piece of evidence: those of options are a dozen."""
_PIECES_SHOWN_AGAINST = 3
_LONGEST_PIECE = 300
_HEADINGS = {
    Verdict.SUPPORTED: "Supported:",
    Verdict.MIXED: "Evidence on both sides:",
    Verdict.CONTRADICTED: "Contradicted; do not say any of these:",
    Verdict.UNKNOWN: "Unknown, neither true nor false; never state one of these as a fact:",
}
_NONE = "(none)"


def shown_passages(evidence: Evidence) -> tuple[Passage, ...]:
    """The passages that the model sees, in the order of their numbers."""
    return evidence.passages[:PASSAGES_SHOWN]


def numbered_passages(passages: Sequence[Passage]) -> str:
    """Each passage on a line, from [1]."""
    return "\n".join(f"[{number}] ({_source(passage)}) {passage.text}" for number, passage in enumerate(passages, 1)) or _NONE


def numbered_facts(facts: Sequence[GraphFact]) -> str:
    """Each fact of the graph on a line, from F1, with its source."""
    return "\n".join(f"F{number}. {fact.text} ({_provenance(fact)})" for number, fact in enumerate(facts, 1)) or _NONE


def asked(understanding: Understanding) -> str:
    """The question and its lettered options."""
    options = "".join(f"\n{letter}. {option}" for letter, option in zip(ascii_uppercase, understanding.options, strict=False))
    return understanding.query + options


def verdicts(reviewed: Sequence[ReviewedTriple], withdrawn: Sequence[ReviewedTriple] = ()) -> str:
    """The reviewed statements under their verdicts, with score, sources and flags; withdrawn ones stand with the contradicted."""
    parts: list[str] = []
    for verdict, heading in _HEADINGS.items():
        told = [review for review in reviewed if review.verdict is verdict]
        told += withdrawn if verdict is Verdict.CONTRADICTED else ()
        if told:
            pieces = 1 if len(reviewed) >= _MANY_TRIPLES else _PIECES_SHOWN
            parts.append("\n".join([heading, *(_verdict(review, pieces) for review in told)]))
    return "\n".join(parts) or _NONE


def numbered_contradictions(contradicted: Sequence[ReviewedTriple]) -> str:
    """Each contradicted statement under its number, with the evidence against it, and what there is for it."""
    return "\n".join(_contradiction(number, review) for number, review in enumerate(contradicted, 1))


def _contradiction(number: int, review: ReviewedTriple) -> str:
    speaking = [piece for piece in review.evidence if piece.stance == "contradicts"][:_PIECES_SHOWN_AGAINST]
    speaking += [piece for piece in review.evidence if piece.stance == "supports"][:1]
    evidence = "".join(f"\n   {piece.stance}: {_piece(piece)}" for piece in speaking)
    evidence += "".join(f"\n   beware: {flag}" for flag in review.flags)
    return f"{number}. {_said(review.triple)} (probability {review.score:.2f}){evidence}"


def _verdict(review: ReviewedTriple, pieces: int) -> str:
    speaking = [piece for piece in review.evidence if piece.stance != "neutral"][:pieces]
    evidence = "".join(f"; {piece.stance}: {_piece(piece)}" for piece in speaking)
    evidence += "".join(f"; beware: {flag}" for flag in review.flags)
    return f"- {_said(review.triple)} (probability {review.score:.2f}{evidence})"


def _said(triple: Triple) -> str:
    return f"{triple.subject} | {triple.predicate} | {triple.object}"


def _piece(piece: Piece) -> str:
    text = piece.text if len(piece.text) <= _LONGEST_PIECE else piece.text[: _LONGEST_PIECE - 1] + "…"
    if piece.kind == "edge":
        return f"knowledge graph: {text}"
    return f"{'the asker’s own document' if is_own_piece(piece.id) else f'PMID {piece.id}'}: {text}"


def _source(passage: Passage) -> str:
    """A file's name is no matter of the model's, and may say anything."""
    return "the asker's own document" if is_own_piece(passage.article_id) else f"PMID {passage.article_id}"


def _provenance(fact: GraphFact) -> str:
    return ", ".join([fact.source, *(f"PMID {pmid}" for pmid in fact.pmids[:2])])
