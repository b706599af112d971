"""The served model behind the model protocol."""

from collections.abc import Sequence
from string import ascii_uppercase

from corpuscle.agent.answers import QuestionType, Statement
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import Draft, PlainDraft, Proposal, Replacements, abstention
from corpuscle.agent.revision import contradicted
from corpuscle.agent.served.answering import Answering
from corpuscle.agent.served.asking import Asker
from corpuscle.agent.served.client import ModelClient
from corpuscle.agent.served.replies import (
    MOST_TRIPLES,
    OptionTripleReply,
    RevisionReply,
    RevisionsReply,
    TriplesReply,
    option_triples,
    plain_sentences,
)
from corpuscle.agent.served.shown import lettered, numbered_contradictions
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.prompts import filled


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
        """The triples that the model thinks decisive: the one that is asked, at most three, or one or two for each option."""
        asker = self._asker(understanding, evidence)
        if understanding.type is QuestionType.CHOICE:
            return self._generate_per_option(understanding, asker)
        most = 1 if understanding.type is QuestionType.YESNO else MOST_TRIPLES  # what is asked is itself the claim
        reply = asker.ask("generate", {"most": str(most)}, TriplesReply)
        return Proposal(_each_once([self._triple(t.subject, t.predicate, t.object) for t in reply.triples]), asker.spent)

    def _generate_per_option(self, understanding: Understanding, asker: Asker) -> Proposal:
        options = understanding.options
        reply = asker.ask("generate_options", {"options": lettered(options)}, option_triples(len(options)))
        claims = [
            self._about_option(option, claim)
            for letter, option in zip(ascii_uppercase, options, strict=False)
            for claim in reply.of(letter)
        ]
        return Proposal(_each_once(claims), asker.spent)

    def _about_option(self, option: str, claim: OptionTripleReply) -> Triple:
        ends = (option, claim.other) if claim.option_is == "subject" else (claim.other, option)
        return self._triple(ends[0], claim.predicate, ends[1])

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        """What the model says after it saw the evidence against each contradicted triple; what it passes over stands."""
        faulted = contradicted(reviewed)
        asker = self._asker(understanding, evidence)
        reply = asker.ask("revise", {"contradicted": numbered_contradictions(faulted)}, RevisionsReply)
        decided = {revision.number: revision for revision in reversed(reply.revisions)}  # of two with one number the first counts
        return Replacements(tuple(self._replacement(r, decided.get(number)) for number, r in enumerate(faulted, 1)), asker.spent)

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
        return Answering(self._asker(understanding, evidence), understanding, evidence, reviewed, withdrawn, self._linker).draft()

    def in_plain_words(self, question: str, statements: Sequence[Statement]) -> PlainDraft:
        """The statements in words for laypeople; they are still to be checked. Raises ModelError."""
        shown = "\n".join(f"{number}. {statement.text}" for number, statement in enumerate(statements, 1))
        prompt = filled("plain", {"question": question, "statements": shown})
        reply = self._client.ask(prompt, plain_sentences(len(statements)), deadline=self._deadline)
        return PlainDraft(tuple(reply.parsed.sentences), reply.tokens)

    def _asker(self, understanding: Understanding, evidence: Evidence) -> Asker:
        return Asker(self._client, self._deadline, understanding, evidence)

    def _triple(self, subject: str, predicate: str, object: str) -> Triple:
        return Triple(subject, predicate, object, self._entity(subject), self._entity(object))

    def _entity(self, name: str) -> Entity | None:
        return next((candidate.entity for candidate in self._linker.candidates(name)), None)


def _each_once(triples: Sequence[Triple]) -> tuple[Triple, ...]:
    return tuple(dict.fromkeys(triples))
