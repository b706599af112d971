"""What stands beside an answer, as a person reads it."""

import io
from dataclasses import replace

from rich.console import Console

from corpuscle.agent.answers import Conflict, Dropped, Member, QuestionType
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.ui.terminal import show_answer
from tests.ui.test_terminal import ANSWER

FACT = GraphFact("Velbrodine", "treats", "Fever", False, "pubmed-mesh", "NLM", ("1", "2", "3", "4"), 0.912, 1.0, ("X:1", "X:2"))


def _lines(**changes: object) -> list[str]:
    console = Console(file=io.StringIO(), width=200)
    show_answer(replace(ANSWER, **changes), ("mouse", "flea"), console)
    assert isinstance(console.file, io.StringIO)
    return [line.strip() for line in console.file.getvalue().splitlines()]


def test_cautions_stand_under_their_statement() -> None:
    first, second = ANSWER.statements
    lines = _lines(statements=(replace(first, cautions=("one case report",)), replace(second, read="title")))
    assert lines[lines.index("“Velbrodine heals.” [1]") + 1] == "⚑ one case report"
    assert lines[lines.index("It heals [bold]fever[/bold]. [2] [1]") + 1] == "⚑ Only the title was read."


def test_plain_words_keep_their_citations() -> None:
    lines = _lines(plain_language=(replace(ANSWER.statements[0], text="The drug makes you well.", support="supported"),))
    assert lines[lines.index("In plain words") + 1] == "The drug makes you well. [1]"


def test_facts_of_the_graph_are_said_to_be_beside_the_articles() -> None:
    lines = _lines(facts=(FACT, replace(FACT, negated=True, pmids=())))
    at = lines.index("The graph says, beside the articles")
    assert lines[at + 1 : at + 3] == [
        "Velbrodine treats Fever  pubmed-mesh, 0.91: PMID 1, 2, 3 …",
        "Velbrodine not treats Fever  pubmed-mesh, 0.91",
    ]


def test_what_was_left_out_is_shown_with_its_reason_and_is_no_markup() -> None:
    lines = _lines(dropped=(Dropped("It heals [b]all\x1b[31m.", "the number 5 does not occur", ("1",)),))
    assert lines[lines.index("Left out, since a check failed") + 1] == "“It heals [b]all[31m.”: the number 5 does not occur"


def test_members_and_contradicting_articles_are_named() -> None:
    lines = _lines(
        type=QuestionType.CHOICE,
        exact_answer="B",
        members=(Member("small", "A", False), Member("large", None, True)),
        conflicts=(Conflict("velbrodine treats fever", ("1",), ("doc:mine.pdf#2", "9")),),
    )
    at = lines.index("Each model by itself")
    assert lines[at + 1 : at + 3] == ["small: A. mouse", "large: no answer"]
    contradiction = lines[lines.index("Articles contradict each other") + 1]
    assert contradiction == "velbrodine treats fever: PMID 1 for it, doc:mine.pdf#2, PMID 9 against it"


def test_nothing_is_said_of_what_there_is_not() -> None:
    assert not {"In plain words", "Each model by itself", "Left out, since a check failed"} & set(_lines())
