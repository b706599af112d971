"""The served model behind the model protocol."""

from collections.abc import Sequence
from string import ascii_uppercase
from typing import TypeVar

from pydantic import BaseModel

from corpuscle.agent.answers import ExactAnswer, QuestionType, TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import Draft, DraftStatement, Proposal, Replacements, abstention
from corpuscle.agent.revision import contradicted
from corpuscle.agent.served.client import ModelClient
from corpuscle.agent.served.replies import (
    MOST_TRIPLES,
    AnswerReply,
    OptionTripleReply,
    RevisionReply,
    RevisionsReply,
    TriplesReply,
    YesNoReply,
    choice_reply,
    option_triples,
)
from corpuscle.agent.served.shown import (
    asked,
    numbered_contradictions,
    numbered_facts,
    numbered_passages,
    shown_passages,
    verdicts,
)
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.prompts import NOT_ANSWERED, filled

T = TypeVar("T")
R = TypeVar("R", bound=BaseModel)

_INSTRUCTIONS = {
    QuestionType.YESNO: 'In exact, give one item: "yes" or "no".',
    QuestionType.FACTOID: "In exact, give up to five candidate answers, best first, each as it stands in a passage.",
    QuestionType.LIST: "In exact, give every item of the list, each as it stands in a passage.",
    QuestionType.SUMMARY: "Leave exact empty.",
    QuestionType.CHOICE: (
        "In exact, give one item: the letter of the right option. "
        "Where no passage tells, choose by the supported statements and the facts, and leave statements empty."
    ),
}


class ServedModel:
    """Drafts by a language model on a server. Each method may raise ModelError."""

    def __init__(self, client: ModelClient, linker: Linker, deadline: Deadline | None = None) -> None:
        """`deadline`: of the question whose calls these are."""
        self._client = client
        self._linker = linker
        self._deadline = deadline

    def within(self, deadline: Deadline) -> "ServedModel":
        """The same model for one question, which may ask until then."""
        return ServedModel(self._client, self._linker, deadline)

    @property
    def name(self) -> str:
        """The model's name as the server gives it."""
        return self._client.name

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        """The triples that the model thinks decisive: at most three, or at most three and at least one for each option."""
        values = {
            "passages": numbered_passages(shown_passages(evidence)),
            "question": asked(understanding),
            "most": str(MOST_TRIPLES),
        }
        if understanding.type is QuestionType.CHOICE:
            return self._generate_per_option(understanding, values)
        reply, spent = self._asked(filled("generate", values), TriplesReply)
        return Proposal(_each_once([self._triple(t.subject, t.predicate, t.object) for t in reply.triples]), spent)

    def _generate_per_option(self, understanding: Understanding, values: dict[str, str]) -> Proposal:
        reply, spent = self._asked(filled("generate_options", values), option_triples(len(understanding.options)))
        claims = [
            self._about_option(option, claim)
            for letter, option in zip(ascii_uppercase, understanding.options, strict=False)
            for claim in reply.of(letter)
        ]
        return Proposal(_each_once(claims), spent)

    def _about_option(self, option: str, claim: OptionTripleReply) -> Triple:
        ends = (option, claim.other) if claim.option_is == "subject" else (claim.other, option)
        return self._triple(ends[0], claim.predicate, ends[1])

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        """What the model says after it saw the evidence against each contradicted triple; what it passes over stands."""
        faulted = contradicted(reviewed)
        values = {
            "passages": numbered_passages(shown_passages(evidence)),
            "question": asked(understanding),
            "contradicted": numbered_contradictions(faulted),
        }
        reply, spent = self._asked(filled("revise", values), RevisionsReply)
        decided = {revision.number: revision for revision in reversed(reply.revisions)}  # of two with one number the first counts
        return Replacements(tuple(self._replacement(r, decided.get(number)) for number, r in enumerate(faulted, 1)), spent)

    def _replacement(self, review: ReviewedTriple, revision: RevisionReply | None) -> Triple | None:
        if revision is None or revision.decision == "keep":
            return review.triple
        if revision.decision == "withdraw":
            return None
        return self._triple(revision.subject, revision.predicate, revision.object)

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        """The model's answer; its citations are still to be checked."""
        if not evidence.sentences:
            return abstention("No article of the index matches the question.")
        passages = shown_passages(evidence)
        values = {
            "passages": numbered_passages(passages),
            "question": asked(understanding),
            "facts": numbered_facts(evidence.facts),
            "verdicts": verdicts(reviewed, withdrawn),
            "instruction": _INSTRUCTIONS[understanding.type],
            "not_answered": NOT_ANSWERED,
        }
        reply, spent = self._asked(filled("answer", values), _answer_schema(understanding))
        if not reply.answered:
            return Draft(None, (), abstained=True, reason=reply.reason or NOT_ANSWERED, tokens=spent)
        statements = tuple(
            DraftStatement(s.text, _numbered(passages, s.cites), _numbered(evidence.facts, s.facts)) for s in reply.statements
        )
        return _drafted(understanding, _exact(understanding, reply.exact), statements, spent)

    def _asked(self, prompt: str, schema: type[R]) -> tuple[R, TokenCount]:
        reply = self._client.ask(prompt, schema, deadline=self._deadline)
        return reply.parsed, reply.tokens

    def _triple(self, subject: str, predicate: str, object: str) -> Triple:
        return Triple(subject, predicate, object, self._entity(subject), self._entity(object))

    def _entity(self, name: str) -> Entity | None:
        return next((candidate.entity for candidate in self._linker.candidates(name)), None)


def _drafted(understanding: Understanding, exact: ExactAnswer, statements: tuple[DraftStatement, ...], spent: TokenCount) -> Draft:
    if not exact and understanding.type is not QuestionType.SUMMARY:
        return Draft(None, (), abstained=True, reason="The model's reply holds no exact answer that can be used.", tokens=spent)
    return Draft(exact, statements, tokens=spent)


def _each_once(triples: Sequence[Triple]) -> tuple[Triple, ...]:
    return tuple(dict.fromkeys(triples))


def _numbered(shown: Sequence[T], numbers: Sequence[int]) -> tuple[T, ...]:
    """What was shown under these numbers, each once; numbers that were not shown name nothing."""
    return tuple(shown[number - 1] for number in dict.fromkeys(numbers) if 1 <= number <= len(shown))


def _answer_schema(understanding: Understanding) -> type[AnswerReply]:
    match understanding.type:
        case QuestionType.YESNO:
            return YesNoReply
        case QuestionType.CHOICE:
            return choice_reply(len(understanding.options))
        case _:
            return AnswerReply


def _exact(understanding: Understanding, given: Sequence[str]) -> ExactAnswer:
    match understanding.type:
        case QuestionType.YESNO | QuestionType.CHOICE:
            return given[0] if given else None
        case QuestionType.FACTOID:
            return tuple(dict.fromkeys(given))[:5]
        case QuestionType.LIST:
            return tuple(dict.fromkeys(given))
        case QuestionType.SUMMARY:
            return None
