"""The built-in model on invented medicine: an answer of each type, and abstentions that say why."""

from collections.abc import Sequence

import pytest

from corpuscle.agent import Agent, Answer, QuestionType
from corpuscle.agent.answers import MOST_WORDS
from corpuscle.agent.events import Grounded, Revised
from corpuscle.kg import Verdict
from corpuscle.retrieval.filters import Filters
from tests.conftest import BY_ID, FLEAS, GENE, NO_PREVENTION, RETRACTED, SECOND_TRIAL, SIDE_EFFECTS, TRIAL

QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Does velbrodine treat Drusel fever?", ()),
    ("Does torvaxin prevent Drusel fever?", ()),
    ("Does mirellan reverse hair loss?", ()),
    ("Which gene is mutated in Kelvane syndrome?", ()),
    ("What is the half-life of mirellan?", ()),
    ("List side effects of torvaxin.", ()),
    ("Which symptoms are treated with torvaxin?", ()),
    ("What is Kelvane syndrome?", ()),
    ("Describe the treatment of Drusel fever.", ()),
    ("What transmits Borrelisk virus?", ("house mouse", "marsh flea", "river snail")),
    ("Does zorblaxin lengthen the flight of swallows?", ()),
)


def assert_verbatim(answer: Answer) -> None:
    """Every citation stands where it says; the built-in model says nothing but quotations."""
    for statement in answer.statements:
        assert statement.citations
        assert statement.support == "quoted"
        for citation in statement.citations:
            assert BY_ID[citation.article_id].section(citation.section)[citation.begin : citation.end] == citation.quote
            assert citation.quote == statement.text


def _cited(answer: Answer) -> set[str]:
    return {citation.article_id for statement in answer.statements for citation in statement.citations}


@pytest.mark.parametrize(("question", "options"), QUESTIONS)
def test_answers_are_quotations_or_reasoned_abstentions(agent: Agent, question: str, options: Sequence[str]) -> None:
    answer = agent.ask(question, options=options)
    assert answer.abstained == bool(answer.reason) == (not answer.statements)
    assert_verbatim(answer)
    assert answer.ideal_answer == " ".join(statement.text for statement in answer.statements)
    assert len(answer.ideal_answer.split()) <= MOST_WORDS
    if isinstance(answer.exact_answer, tuple):
        quotes = " ".join(c.quote for s in answer.statements for c in s.citations).lower()
        assert all(item.lower() in quotes for item in answer.exact_answer)
        assert len(answer.exact_answer) <= 5 or answer.type is QuestionType.LIST
    assert RETRACTED not in {document.article_id for document in answer.documents}


@pytest.mark.parametrize(("question", "options"), QUESTIONS)
def test_same_question_has_the_same_answer(agent: Agent, question: str, options: Sequence[str]) -> None:
    first, second = (agent.ask(question, options=options) for _ in range(2))
    assert (first.exact_answer, first.statements, first.triples, first.reason) == (
        second.exact_answer,
        second.statements,
        second.triples,
        second.reason,
    )


def test_yes(agent: Agent) -> None:
    answer = agent.ask("Does velbrodine treat Drusel fever?")
    assert (answer.type, answer.exact_answer) == (QuestionType.YESNO, "yes")
    assert _cited(answer) <= {TRIAL, SECOND_TRIAL}
    assert answer.triples[0].verdict is Verdict.SUPPORTED


def test_no(agent: Agent) -> None:
    answer = agent.ask("Does torvaxin prevent Drusel fever?")
    assert (answer.type, answer.exact_answer) == (QuestionType.YESNO, "no")
    assert _cited(answer) == {NO_PREVENTION}


def test_factoid(agent: Agent) -> None:
    answer = agent.ask("Which gene is mutated in Kelvane syndrome?")
    assert answer.type is QuestionType.FACTOID
    assert answer.exact_answer is not None
    assert answer.exact_answer[0] == "KELV1"
    assert _cited(answer) == {GENE}


def test_factoid_of_a_quantity(agent: Agent) -> None:
    answer = agent.ask("What is the half-life of mirellan?")
    assert answer.exact_answer is not None
    assert answer.exact_answer[0] == "14 hours"


def test_list(agent: Agent) -> None:
    answer = agent.ask("List side effects of torvaxin.")
    assert answer.type is QuestionType.LIST
    assert isinstance(answer.exact_answer, tuple)
    assert {item.lower() for item in answer.exact_answer} >= {"nocturnal itch", "hair loss", "dizziness"}
    assert SIDE_EFFECTS in _cited(answer)


def test_summary_of_a_definition_begins_with_what_it_is(agent: Agent) -> None:
    answer = agent.ask("What is Kelvane syndrome?")
    assert (answer.type, answer.exact_answer) == (QuestionType.SUMMARY, None)
    assert answer.statements[0].text == "Kelvane syndrome is a rare inherited disorder of the outer ear."


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_choice_is_the_option_not_its_place(agent: Agent, order: tuple[int, ...]) -> None:
    options = [("house mouse", "marsh flea", "river snail")[place] for place in order]
    answer = agent.ask("What transmits Borrelisk virus?", options=options)
    assert answer.type is QuestionType.CHOICE
    assert answer.exact_answer == "ABC"[options.index("marsh flea")]
    assert _cited(answer) == {FLEAS}


def test_contradicted_candidate_is_withdrawn(agent: Agent) -> None:
    events = list(agent.stream("Which symptoms are treated with torvaxin?"))
    revised = [event for event in events if isinstance(event, Revised)]
    assert [t.triple.object for event in revised for t in event.triples if t.verdict is Verdict.CONTRADICTED] == ["Nocturnal itch"]
    last = events[-1]
    assert isinstance(last, Grounded)
    assert "Nocturnal itch" not in {t.triple.object for t in last.answer.triples}


def test_nothing_found_is_an_abstention_without_sources(agent: Agent) -> None:
    answer = agent.ask("zorblaxin quuxol?")
    assert answer.reason.startswith("No article of the index matches the question")
    assert answer.documents == ()


def test_nothing_within_the_filters_says_so(agent: Agent) -> None:
    answer = agent.ask("Does velbrodine treat Drusel fever in studies published before 1950?")
    assert answer.abstained
    assert "within the filters" in answer.reason
    assert any("Understood as a filter" in note for note in answer.notes)


def test_word_unknown_to_the_index_is_named(agent: Agent) -> None:
    answer = agent.ask("Does zorblaxin treat hair loss in astronauts?")
    assert answer.abstained
    assert "“zorblaxin”" in answer.reason
    assert answer.documents


def test_articles_off_the_subject_are_no_answer(agent: Agent) -> None:
    answer = agent.ask("Do dogs of the village prefer loam to velbrodine?")
    assert answer.abstained
    assert answer.reason
    assert answer.documents


def test_divided_evidence_is_no_answer(agent: Agent) -> None:
    answer = agent.ask("Does mirellan reverse hair loss?")
    assert answer.abstained
    assert "divided" in answer.reason


def test_retracted_article_is_never_cited(agent: Agent) -> None:
    answer = agent.ask("Does velbrodine cure Kelvane syndrome?")
    assert RETRACTED not in _cited(answer)
    assert answer.exact_answer != "yes"


def test_retracted_article_carries_a_mark_where_it_was_asked_for(agent: Agent) -> None:
    answer = agent.ask("Does velbrodine cure Kelvane syndrome?", filters=Filters(include_retracted=True))
    marked = {citation.article_id for statement in answer.statements for citation in statement.citations if citation.retracted}
    assert marked == {RETRACTED}
    assert [document.retracted for document in answer.documents if document.article_id == RETRACTED] == [True]


def test_question_that_stands_in_a_title_is_not_quoted(agent: Agent) -> None:
    answer = agent.ask("Is torvaxin safe in pregnancy?")
    assert "Is torvaxin safe in pregnancy?" not in {statement.text for statement in answer.statements}
