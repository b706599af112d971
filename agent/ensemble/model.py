"""Several models behind the protocol of one: each step asks all of them at the same time."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from corpuscle.agent.answers import Statement, TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.ensemble.joining import MemberDraft, joined_draft
from corpuscle.agent.errors import ModelError
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import AnswerModel, Draft, PlainDraft, Proposal, Replacements
from corpuscle.agent.revision import contradicted, said
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple, Triple
from corpuscle.kg.linker import Linker

T = TypeVar("T", Proposal, Replacements, Draft)


@dataclass(frozen=True, slots=True)
class NamedModel:
    """A member under the name that tells it from the others."""

    model: AnswerModel
    sample: str = ""
    """What follows the model's name: "sample 2", or ""."""

    @property
    def name(self) -> str:
        """As answers name it."""
        return f"{self.model.name} ({self.sample})" if self.sample else self.model.name


@dataclass(frozen=True, slots=True)
class _Said(Generic[T]):
    member: NamedModel
    said: T


class EnsembleModel:
    """Joins what its members say. A member that is away is told and left out; ModelError is raised where all are."""

    def __init__(self, members: Sequence[NamedModel], linker: Linker) -> None:
        """At least two members."""
        self._members = tuple(members)
        self._linker = linker

    def within(self, deadline: Deadline) -> "EnsembleModel":
        """The same for one question: every member may ask until then."""
        return EnsembleModel([replace(member, model=member.model.within(deadline)) for member in self._members], self._linker)

    @property
    def name(self) -> str:
        """The members' names, those of one model's samples counted."""
        names = Counter(member.model.name for member in self._members)
        return " + ".join(f"{count} × {name}" if count > 1 else name for name, count in names.items())

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        """All members' triples, each once, those that most members propose first."""
        replies, _, lost = self._ask(lambda model: model.generate(understanding, evidence))
        votes: Counter[tuple[str, str, str]] = Counter()
        triples: dict[tuple[str, str, str], Triple] = {}
        for reply in replies:
            for triple in {said(triple): triple for triple in reply.said.triples}.values():
                votes[said(triple)] += 1
                triples.setdefault(said(triple), triple)
        ranked = tuple(triples[key] for key, _ in votes.most_common())
        return Proposal(ranked, sum((reply.said.tokens for reply in replies), lost))

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        """For each contradicted triple what most members put in its place; of equal votes the first."""
        replies, _, lost = self._ask(lambda model: model.revise(understanding, evidence, reviewed))
        places = range(len(contradicted(reviewed)))
        chosen = tuple(_most_wanted([reply.said.triples[place] for reply in replies]) for place in places)
        return Replacements(chosen, sum((reply.said.tokens for reply in replies), lost))

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        """The members' drafts made one (`joining`); each member's own stands beside it."""
        replies, away, lost = self._ask(lambda model: model.answer(understanding, evidence, reviewed, withdrawn))
        drafts = [MemberDraft(reply.member.name, reply.said) for reply in replies]
        joined = joined_draft(drafts, understanding, evidence, self._linker, reviewed)
        return replace(joined, notes=(*away, *joined.notes), tokens=joined.tokens + lost)

    def in_plain_words(self, question: str, statements: Sequence[Statement]) -> PlainDraft:
        """By the first member that is not away. Raises ModelError where all are."""
        *others, last = self._members
        for member in others:
            with suppress(ModelError):
                return member.model.in_plain_words(question, statements)
        return last.model.in_plain_words(question, statements)

    def _ask(self, ask: Callable[[AnswerModel], T]) -> tuple[list[_Said[T]], tuple[str, ...], TokenCount]:
        """What the members say, in their order; who is away, in words; and the tokens that those took all the same."""
        with ThreadPoolExecutor(len(self._members), thread_name_prefix="member") as pool:
            asked = [(member, pool.submit(ask, member.model)) for member in self._members]
        replies: list[_Said[T]] = []
        faults: list[ModelError] = []
        away: list[str] = []
        for member, waiting in asked:
            try:
                replies.append(_Said(member, waiting.result()))
            except ModelError as exc:
                faults.append(exc)
                away.append(f"{member.name} was left out: {exc}")
        lost = sum((exc.tokens for exc in faults), TokenCount())
        if not replies:
            first = faults[0]
            raise ModelError(
                f"None of the {len(faults)} models answered. {first}", first.remedy, first.kind, retryable=first.retryable, tokens=lost
            ) from first
        return replies, tuple(away), lost


def _most_wanted(replacements: Sequence[Triple | None]) -> Triple | None:
    votes = Counter(said(triple) if triple else None for triple in replacements)
    best = votes.most_common(1)[0][0]
    return next((triple for triple in replacements if triple and said(triple) == best), None)
