"""The built-in model behind the model protocol."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from corpuscle.agent.answers import QuestionType, Statement
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.answerability import unanswerable
from corpuscle.agent.extractive.choice import answer_choice
from corpuscle.agent.extractive.entities import answer_factoid, answer_list
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.extractive.summary import answer_summary
from corpuscle.agent.extractive.triples import candidate_triples, further_triples
from corpuscle.agent.extractive.yesno import answer_yesno
from corpuscle.agent.model import Draft, PlainDraft, Proposal, Replacements, abstention
from corpuscle.agent.revision import contradicted
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker


class ExtractiveModel:
    """Answers every type of question in verbatim quotations, and says when the evidence does not answer. Raises no ModelError."""

    name = "extractive"

    def __init__(self, linker: Linker, rarity: Rarity) -> None:
        self._linker = linker
        self._rarity = rarity

    def within(self, deadline: Deadline) -> Self:
        """Itself: it takes no longer than its steps."""
        return self

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        """Triples that connect the question's entities with each other, with the options, or with what the best sentences name."""
        return Proposal(candidate_triples(understanding, evidence, self._linker, self._rarity))

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        """The next candidates of a factoid or list for the contradicted ones; what the asker or an option claims stays, with its verdict."""
        if understanding.type not in (QuestionType.FACTOID, QuestionType.LIST):
            return Replacements(tuple(review.triple for review in contradicted(reviewed)))
        others = further_triples(understanding, evidence, self._rarity, [review.triple for review in reviewed])
        return Replacements(tuple(next(others, None) for _ in contradicted(reviewed)))

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        """The answer by the question's type; an abstention keeps the exact answer that the same reading would give, right or not."""
        if understanding.type is QuestionType.CHOICE:  # the graph may choose where the articles are silent
            return answer_choice(understanding, evidence, reviewed, self._linker, self._rarity)
        draft = self._drafted(understanding, evidence, reviewed, withdrawn)
        if reason := unanswerable(understanding, evidence, self._rarity):
            return replace(abstention(reason), exact_answer=draft.exact_answer, confidence=draft.confidence)
        return draft

    def _drafted(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...],
    ) -> Draft:
        match understanding.type:
            case QuestionType.YESNO:
                return answer_yesno(understanding, evidence, reviewed, self._rarity)
            case QuestionType.FACTOID:
                return answer_factoid(understanding, evidence, (*reviewed, *withdrawn), self._rarity)
            case QuestionType.LIST:
                return answer_list(understanding, evidence, (*reviewed, *withdrawn), self._rarity)
            case _:
                return answer_summary(understanding, evidence)

    def in_plain_words(self, question: str, statements: Sequence[Statement]) -> PlainDraft:
        """Nothing: it quotes, and has no words of its own."""
        return PlainDraft(())
