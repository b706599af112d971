"""The terminal: what stands beside an answer. Each part is a list of lines, [] where the answer has nothing of the kind."""

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from corpuscle.agent.answers import Answer, Citation, Statement
from corpuscle.ui.answer_words import (
    CONFLICTS,
    DROPPED,
    FACTS,
    FACTS_SHOWN,
    MEMBERS,
    PLAIN_LANGUAGE,
    TITLE_READ,
    conflict_words,
    dropped_words,
    fact_provenance,
    member_words,
)
from corpuscle.ui.sanitise import plain
from corpuscle.ui.terminal_hits import indented


def statement_lines(statement: Statement, numbers: Mapping[Citation, int]) -> list[RenderableType]:
    """The sentence with the numbers of its citations, and under it why to trust it less."""
    marks = "".join(f" [{numbers[citation]}]" for citation in statement.citations)
    opened, closed = ("“", "”") if statement.support == "quoted" else ("", "")
    said = Text.assemble(opened, plain(statement.text), closed, (marks, "cyan"))
    warned = [TITLE_READ] if statement.read == "title" else []
    return [said, *(indented(Text(f"⚑ {plain(caution)}", style="yellow")) for caution in (*warned, *statement.cautions))]


def plain_language(answer: Answer, numbers: Mapping[Citation, int]) -> list[RenderableType]:
    """The answer for laypeople, where it was asked for."""
    lines = [line for statement in answer.plain_language for line in statement_lines(statement, numbers)]
    return [Text(PLAIN_LANGUAGE, style="bold"), *lines, Text("")] if lines else []


def conflicts(answer: Answer) -> list[RenderableType]:
    """The articles that contradict each other."""
    return _listed(CONFLICTS, [Text(conflict_words(one), style="yellow") for one in answer.conflicts])


def facts(answer: Answer) -> list[RenderableType]:
    """What the graph says around the question, the most relevant first; said to be no part of the answer."""
    shown = [Text.assemble(plain(fact.text), (f"  {fact_provenance(fact)}", "dim")) for fact in answer.facts[:FACTS_SHOWN]]
    return _listed(FACTS, shown)


def members(answer: Answer, options: Sequence[str]) -> list[RenderableType]:
    """What each of several models answered."""
    return _listed(MEMBERS, [Text(member_words(member, answer.type, options)) for member in answer.members])


def dropped(answer: Answer) -> list[RenderableType]:
    """What the draft said and no check confirmed."""
    return _listed(DROPPED, [Text(dropped_words(d), style="dim") for d in answer.dropped])


def _listed(heading: str, lines: Sequence[Text]) -> list[RenderableType]:
    return [Text(heading, style="bold"), *map(indented, lines), Text("")] if lines else []
