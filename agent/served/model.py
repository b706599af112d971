"""The served model behind the model protocol."""

from collections.abc import Sequence
from string import ascii_uppercase

from corpuscle.agent.answers import ExactAnswer, QuestionType
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import Draft, DraftStatement, Proposal, abstention
from corpuscle.agent.served.client import ModelClient
from corpuscle.agent.served.replies import MOST_TRIPLES, AnswerReply, TripleReply, TriplesReply, YesNoReply
from corpuscle.agent.settings import AgentSettings
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES, canonical
from corpuscle.prompts import NOT_ANSWERED, filled
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.sentences import is_own_piece

PASSAGES_SHOWN = 12
_INSTRUCTIONS = {
    QuestionType.YESNO: 'In exact, give one item: "yes" or "no".',
    QuestionType.FACTOID: "In exact, give up to five candidate answers, best first, each as it stands in a passage.",
    QuestionType.LIST: "In exact, give every item of the list, each as it stands in a passage.",
    QuestionType.SUMMARY: "Leave exact empty.",
    QuestionType.CHOICE: "In exact, give one item: the letter of the right option.",
}


class ServedModel:
    """Drafts by a language model on a server. Each method may raise ModelError."""

    def __init__(self, settings: AgentSettings, linker: Linker) -> None:
        self._client = ModelClient(settings)
        self._linker = linker

    @property
    def name(self) -> str:
        """The model's name as the server gives it."""
        return self._client.name

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        """Triples the model thinks decisive; those with a predicate that the graph does not know are left out."""
        values = {
            "passages": _numbered(_shown(evidence)),
            "question": _asked(understanding),
            "predicates": _PREDICATES,
            "most": str(MOST_TRIPLES),
        }
        reply, spent = self._client.ask(filled("generate", values), TriplesReply)
        return Proposal(self._triples(reply.triples), spent)

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Proposal:
        """The triples after the model saw the evidence against them."""
        values = {
            "passages": _numbered(_shown(evidence)),
            "question": _asked(understanding),
            "verdicts": _verdicts(reviewed),
            "predicates": _PREDICATES,
            "most": str(MOST_TRIPLES),
        }
        reply, spent = self._client.ask(filled("revise", values), TriplesReply)
        return Proposal(self._triples(reply.triples), spent)

    def answer(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Draft:
        """The model's answer; its citations are still to be checked."""
        if not evidence.sentences:
            return abstention("No article of the index matches the question.")
        shown = _shown(evidence)
        values = {
            "passages": _numbered(shown),
            "question": _asked(understanding),
            "verdicts": _verdicts(reviewed),
            "instruction": _INSTRUCTIONS[understanding.type],
            "not_answered": NOT_ANSWERED,
        }
        schema = YesNoReply if understanding.type is QuestionType.YESNO else AnswerReply
        reply, spent = self._client.ask(filled("answer", values), schema)
        if not reply.answered:
            return Draft(None, (), abstained=True, reason=reply.reason or NOT_ANSWERED, tokens=spent)
        statements = tuple(
            DraftStatement(s.text, tuple(shown[n - 1] for n in dict.fromkeys(s.cites) if 1 <= n <= len(shown))) for s in reply.statements
        )
        exact = _exact(understanding, reply.exact)
        if not exact and understanding.type is not QuestionType.SUMMARY:
            return Draft(None, (), abstained=True, reason="The model's reply holds no exact answer that can be used.", tokens=spent)
        return Draft(exact, statements, tokens=spent)

    def _triples(self, replies: Sequence[TripleReply]) -> tuple[Triple, ...]:
        known = ((reply, canonical(reply.predicate)) for reply in replies)
        return tuple(
            Triple(reply.subject, predicate.name, reply.object, self._entity(reply.subject), self._entity(reply.object))
            for reply, predicate in known
            if predicate is not None
        )

    def _entity(self, name: str) -> Entity | None:
        return next((candidate.entity for candidate in self._linker.candidates(name)), None)


_PREDICATES = ", ".join(predicate.name for predicate in PREDICATES.values() if predicate.stored)


def _shown(evidence: Evidence) -> tuple[Passage, ...]:
    return evidence.passages[:PASSAGES_SHOWN]


def _numbered(passages: Sequence[Passage]) -> str:
    return "\n".join(f"[{number}] ({_source(passage)}) {passage.text}" for number, passage in enumerate(passages, 1))


def _source(passage: Passage) -> str:
    """A file's name is no matter of the model's, and may say anything."""
    return "the asker's own document" if is_own_piece(passage.article_id) else f"PMID {passage.article_id}"


def _asked(understanding: Understanding) -> str:
    options = "".join(f"\n{letter}. {option}" for letter, option in zip(ascii_uppercase, understanding.options, strict=False))
    return understanding.query + options


def _verdicts(reviewed: Sequence[ReviewedTriple]) -> str:
    lines = [_verdict(review) for review in reviewed]
    return "\n".join(lines) or "(none)"


def _verdict(review: ReviewedTriple) -> str:
    said = f"- {review.triple.subject} | {review.triple.predicate} | {review.triple.object}: {review.verdict}"
    speaking = [piece for piece in review.evidence if piece.stance != "neutral"]
    return f"{said} ({speaking[0].stance}: {speaking[0].text})" if speaking else said


def _exact(understanding: Understanding, given: Sequence[str]) -> ExactAnswer:
    match understanding.type:
        case QuestionType.YESNO:
            return given[0].strip().lower() if given and given[0].strip().lower() in ("yes", "no") else None
        case QuestionType.CHOICE:
            letter = given[0].strip().upper()[:2].rstrip(".):") if given else ""  # "B", "B." and "B) gastrin" name the same option
            return letter if letter in tuple(ascii_uppercase[: len(understanding.options)]) else None
        case QuestionType.FACTOID:
            return tuple(dict.fromkeys(given))[:5]
        case QuestionType.LIST:
            return tuple(dict.fromkeys(given))
        case QuestionType.SUMMARY:
            return None
