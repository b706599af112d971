"""The terminal: what stands beside an answer. Each part is a list of lines, [] where the answer has nothing of the kind."""

from collections.abc import Callable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from corpuscle.agent.answers import Answer, Citation, Conflict, ExactAnswer, Statement
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.kg import probability_words
from corpuscle.retrieval.sentences import is_own_piece
from corpuscle.ui.sanitise import plain
from corpuscle.ui.terminal_hits import indented

_FACTS_SHOWN = 4
_PMIDS_SHOWN = 3


def statement_lines(statement: Statement, numbers: Mapping[Citation, int]) -> list[RenderableType]:
    """The sentence with the numbers of its citations, and under it why to trust it less."""
    marks = "".join(f" [{numbers[citation]}]" for citation in statement.citations)
    opened, closed = ("“", "”") if statement.support == "quoted" else ("", "")
    said = Text.assemble(opened, plain(statement.text), closed, (marks, "cyan"))
    warned = ["Only the title was read."] if statement.read == "title" else []
    return [said, *(indented(Text(f"⚑ {plain(caution)}", style="yellow")) for caution in (*warned, *statement.cautions))]


def plain_language(answer: Answer, numbers: Mapping[Citation, int]) -> list[RenderableType]:
    """The answer for laypeople, where it was asked for."""
    lines = [line for statement in answer.plain_language for line in statement_lines(statement, numbers)]
    return [Text("In plain words", style="bold"), *lines, Text("")] if lines else []


def conflicts(answer: Answer) -> list[RenderableType]:
    """The articles that contradict each other."""
    return _listed("Articles contradict each other", [Text(_conflict(one), style="yellow") for one in answer.conflicts])


def facts(answer: Answer) -> list[RenderableType]:
    """What the graph says around the question, the most relevant first; said to be no part of the answer."""
    shown = [Text.assemble(plain(fact.text), (f"  {_provenance(fact)}", "dim")) for fact in answer.facts[:_FACTS_SHOWN]]
    return _listed("The graph says, beside the articles", shown)


def members(answer: Answer, exact_words: Callable[[ExactAnswer], str]) -> list[RenderableType]:
    """What each of several models answered; `exact_words` puts an exact answer in words."""
    told = [(plain(m.model), "no answer" if m.abstained else exact_words(m.exact_answer) or "no exact answer") for m in answer.members]
    return _listed("Each model by itself", [Text(f"{model}: {said}") for model, said in told])


def dropped(answer: Answer) -> list[RenderableType]:
    """What the draft said and no check confirmed."""
    return _listed("Left out, since a check failed", [Text(f"“{plain(d.text)}”: {plain(d.reason)}", style="dim") for d in answer.dropped])


def origin(kind: str, identity: str) -> str:
    """Where a piece of evidence, an edge or a sentence, comes from."""
    if kind != "sentence":
        return "graph"
    return plain(identity) if is_own_piece(identity) else f"PMID {plain(identity)}"


def _listed(heading: str, lines: Sequence[Text]) -> list[RenderableType]:
    return [Text(heading, style="bold"), *map(indented, lines), Text("")] if lines else []


def _conflict(conflict: Conflict) -> str:
    supporting, contradicting = (", ".join(origin("sentence", i) for i in ids) for ids in (conflict.supporting, conflict.contradicting))
    return f"{plain(conflict.about)}: {supporting} for it, {contradicting} against it"


def _provenance(fact: GraphFact) -> str:
    more = " …" if len(fact.pmids) > _PMIDS_SHOWN else ""
    behind = f": PMID {', '.join(plain(pmid) for pmid in fact.pmids[:_PMIDS_SHOWN])}{more}" if fact.pmids else ""
    return f"{plain(fact.source)}, {probability_words.said(fact.score)}{behind}"
