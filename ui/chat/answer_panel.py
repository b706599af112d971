"""An answer as the page draws it: the properties of the element Answer.jsx, and the parts it is streamed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpuscle.agent.answers import Answer, Document, QuestionType, Statement
from corpuscle.ui.answer_words import (
    CONFLICTS,
    DROPPED,
    FACTS,
    FACTS_SHOWN,
    MEMBERS,
    TITLE_READ,
    conflict_words,
    dropped_words,
    fact_provenance,
    member_words,
)
from corpuscle.ui.chat.claim_rows import ClaimRow
from corpuscle.ui.chat.source_panel import SourcePanel
from corpuscle.ui.citations import NumberedCitation
from corpuscle.ui.sanitise import plain

_FORMAL_TYPES = frozenset({"Journal Article", "English Abstract"})
"""Publication types that say nothing of the kind of evidence; left out of the list of sources, as are the kinds of research support."""

HeadlineKind = Literal["yes", "no", "fact", "list", "choice", "none"]


@dataclass(frozen=True, slots=True)
class Headline:
    """The exact answer. `items` holds the list's items, or a factoid's candidates after the first."""

    kind: HeadlineKind
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """One sentence and the numbers of its quotations."""

    text: str
    numbers: tuple[int, ...]
    cautions: tuple[str, ...] = ()
    """Why to trust it less."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the answer and is no part of it."""

    heading: str
    lines: tuple[str, ...]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An article the answer was drawn from, with the numbers of the quotations taken from it."""

    numbers: tuple[int, ...]
    title: str
    journal: str
    year: str
    publication_types: tuple[str, ...]
    pmid: str
    url: str
    retracted: bool


@dataclass(frozen=True, slots=True)
class AnswerPanel:
    """All that the page shows of an answer or an abstention."""

    headline: Headline | None
    """None for a summary, which has no exact answer."""
    reason: str
    """Why there is no answer, or ""."""
    statements: tuple[CitedStatement, ...]
    citations: tuple[SourcePanel, ...]
    """One panel for each number, in order."""
    claims: tuple[ClaimRow, ...]
    asides: tuple[Aside, ...]
    sources: tuple[SourceRow, ...]
    notes: tuple[str, ...]
    footer: str
    complete: bool = True
    """False while further parts follow."""


def answer_panel(
    answer: Answer,
    options: Sequence[str],
    numbered: Sequence[NumberedCitation],
    panels: Sequence[SourcePanel],
    claims: Sequence[ClaimRow],
) -> AnswerPanel:
    """The whole panel; `panels` holds one for each of `numbered`, `claims` one for each of the answer's triples. Cited sources come first."""
    numbers = {n.citation: n.number for n in numbered}
    sources = [_source_row(d, numbered) for d in answer.documents]
    return AnswerPanel(
        headline=_headline(answer, options),
        reason=plain(answer.reason) if answer.abstained else "",
        statements=tuple(CitedStatement(plain(s.text), tuple(numbers[c] for c in s.citations), _cautions(s)) for s in answer.statements),
        citations=tuple(panels),
        claims=tuple(claims),
        asides=_asides(answer, options),
        sources=tuple(sorted(sources, key=lambda s: (not s.numbers, s.numbers))),
        notes=tuple(plain(n) for n in answer.notes),
        footer=_footer(answer),
    )


def parts(panel: AnswerPanel) -> Iterator[AnswerPanel]:
    """The panel as it grows on the page: statement by statement, then everything that stands under them."""
    for shown in range(1, len(panel.statements) + 1):
        statements = panel.statements[:shown]
        last = max((n for s in statements for n in s.numbers), default=0)
        yield replace(
            panel,
            statements=statements,
            citations=panel.citations[:last],
            claims=(),
            asides=(),
            sources=(),
            notes=(),
            footer="",
            complete=False,
        )
    yield panel


def _cautions(statement: Statement) -> tuple[str, ...]:
    warned = (TITLE_READ,) if statement.read == "title" else ()
    return (*warned, *map(plain, statement.cautions))


def _asides(answer: Answer, options: Sequence[str]) -> tuple[Aside, ...]:
    facts = tuple(f"{plain(fact.text)} ({fact_provenance(fact)})" for fact in answer.facts[:FACTS_SHOWN])
    every = (
        Aside(CONFLICTS, tuple(map(conflict_words, answer.conflicts)), opened=True),
        Aside(FACTS, facts),
        Aside(MEMBERS, tuple(member_words(member, answer.type, options) for member in answer.members)),
        Aside(DROPPED, tuple(map(dropped_words, answer.dropped))),
    )
    return tuple(aside for aside in every if aside.lines)


def _headline(answer: Answer, options: Sequence[str]) -> Headline | None:
    if answer.abstained:
        return Headline("none", "No answer")
    exact = answer.exact_answer
    items = (exact,) if isinstance(exact, str) else exact or ()
    if not items:
        return None
    first, rest = plain(items[0]), tuple(plain(i) for i in items[1:])
    match answer.type:
        case QuestionType.YESNO:
            return Headline("yes", "Yes") if first == "yes" else Headline("no", "No")
        case QuestionType.FACTOID:
            return Headline("fact", first, rest)
        case QuestionType.LIST:
            return Headline("list", "", (first, *rest))
        case QuestionType.CHOICE:
            return Headline("choice", _with_option(first, options))
        case QuestionType.SUMMARY:
            return None


def _with_option(letter: str, options: Sequence[str]) -> str:
    by_letter: Mapping[str, str] = {chr(ord("A") + i): option for i, option in enumerate(options)}
    option = by_letter.get(letter.upper())
    return f"{letter} · {plain(option)}" if option else letter


def _source_row(document: Document, numbered: Sequence[NumberedCitation]) -> SourceRow:
    return SourceRow(
        numbers=tuple(n.number for n in numbered if n.citation.article_id == document.article_id),
        title=plain(document.title),
        journal=plain(document.journal),
        year=str(document.year or ""),
        publication_types=tuple(
            plain(t) for t in document.publication_types if t not in _FORMAL_TYPES and not t.startswith("Research Support")
        ),
        pmid=document.article_id if document.url else "",
        url=document.url,
        retracted=document.retracted,
    )


def _footer(answer: Answer) -> str:
    words = [f"Index: {plain(answer.index)}", f"Model: {plain(answer.model)}"]
    total = answer.timings_ms.get("total")
    return " · ".join(words if total is None else [*words, f"{total / 1000:.1f} s"])
