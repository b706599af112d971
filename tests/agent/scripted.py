"""Small models that say what a test wants."""

from collections.abc import Sequence
from typing import Self

from corpuscle.agent.answers import Statement
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import Draft, PlainDraft, Proposal, Replacements, abstention
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple


class SilentModel:
    """Proposes nothing, stands by everything, and abstains: the base of the others."""

    name = "silent"

    def within(self, deadline: Deadline) -> Self:
        return self

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        return Proposal(())

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        return Replacements(())

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        return abstention("Only a test.")

    def in_plain_words(self, question: str, statements: Sequence[Statement]) -> PlainDraft:
        return PlainDraft(())
