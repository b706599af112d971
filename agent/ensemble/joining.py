"""Drafts of several models, made one: their exact answers by vote, and the statements that stand best on what was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.agent.answers import ExactAnswer, Member, TokenCount
from corpuscle.agent.ensemble.votes import agrees, joined_confidence, joined_exact
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.ground import ground
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """What one model drafted."""

    model: str
    draft: Draft


def joined_draft(
    members: Sequence[MemberDraft],
    understanding: Understanding,
    evidence: Evidence,
    linker: Linker,
    reviewed: tuple[ReviewedTriple, ...] = (),
) -> Draft:
    """One draft of at least one; where more than half abstain, so do they together.

    The ideal answer is the one of those that agree of whose statements the largest share passes the check (`ground`), then the most. Names
    that do not stand in it bring the statements in which they do.
    """
    answered = [member for member in members if not member.draft.abstained]
    kept = _kept(members)
    if 2 * len(answered) < len(members) or not answered:
        silent = next(member.draft for member in members if member.draft.abstained)
        return Draft(
            silent.exact_answer, (), abstained=True, reason=silent.reason, notes=_said(members, None), tokens=_spent(members), members=kept
        )
    drafts = [member.draft for member in answered]
    exact = joined_exact(understanding.type, drafts)
    agreeing = [draft for draft in drafts if agrees(draft, exact)] or drafts
    best, *others = sorted(agreeing, key=lambda draft: _support(draft, understanding, evidence, linker, reviewed), reverse=True)
    others += [draft for draft in drafts if draft not in agreeing]
    return Draft(
        exact,
        _carrying(exact, best, others),
        notes=(*_said(members, exact), *best.notes),
        tokens=_spent(members),
        members=kept,
        confidence=joined_confidence(drafts, exact),
    )


def _support(
    draft: Draft, understanding: Understanding, evidence: Evidence, linker: Linker, reviewed: tuple[ReviewedTriple, ...]
) -> tuple[float, int]:
    grounding = ground(draft, understanding, evidence, linker, reviewed)
    failed = {dropped.text for dropped in grounding.dropped}  # quotations may stand in their place, which are not the model's work
    standing = 0 if grounding.lost else sum(statement.text not in failed for statement in draft.statements)
    return standing / max(1, len(draft.statements)), standing


def _carrying(exact: ExactAnswer, best: Draft, others: Sequence[Draft]) -> tuple[DraftStatement, ...]:
    statements = list(best.statements)
    for name in exact if isinstance(exact, tuple) else ():
        if not any(_holds(statement, name) for statement in statements):
            statements += [s for draft in others for s in draft.statements if _holds(s, name)][:1]
    return tuple(statements)


def _holds(statement: DraftStatement, name: str) -> bool:
    words = rf"(?<!\w){re.escape(name.strip())}(?!\w)"
    return any(re.search(words, passage.text, re.IGNORECASE) for passage in statement.passages)


def _said(members: Sequence[MemberDraft], exact: ExactAnswer) -> tuple[str, ...]:
    """How many agree, in words."""
    agreeing = sum(not m.draft.abstained and agrees(m.draft, exact) for m in members)
    if exact is None:
        return ()
    return (f"{agreeing} of {len(members)} models say {exact if isinstance(exact, str) else exact[0]}.",)


def _spent(members: Sequence[MemberDraft]) -> TokenCount:
    return sum((member.draft.tokens for member in members), TokenCount())


def _kept(members: Sequence[MemberDraft]) -> tuple[Member, ...]:
    return tuple(Member(member.model, member.draft.exact_answer, member.draft.abstained) for member in members)
