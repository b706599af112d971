from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpuscle.agent import Agent
from corpuscle.agent.answer_json import answer_json
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.grounded import readable, run_grounding
from corpuscle.evals.runs.record import blank
from corpuscle.retrieval.articles import AbstractSection, Article


def test_what_is_given_is_all_that_could_be_read(yesno: Callable[[str, str], AskedQuestion]) -> None:
    given = Article("7", "A title", (AbstractSection("Given."),))
    text = readable(replace(yesno("q", "yes"), contexts=(given,)), lambda _: Article("8", "", (AbstractSection("Found."),)))
    assert (text("7", "title"), text("7", "abstract"), text("8", "abstract")) == ("A title", "Given.", None)


def test_an_agents_statements_are_counted_against_the_index(invented_index: Path, yesno: Callable[[str, str], AskedQuestion]) -> None:
    agent = Agent.open(invented_index)
    question = replace(yesno("q", "yes"), text="Does velbrodine treat Drusel fever?")
    answer = answer_json(agent.ask(question.text, question.type))
    record = blank(question).model_copy(update={"exact": answer.exact_answer, "answer": answer})
    figures = run_grounding([record, record], [question], agent.article)
    assert figures is not None
    assert figures.supported_statements.n == 2 * len(answer.statements) > 0
    assert figures.supported_statements.share == figures.verbatim.share == figures.retrieved.share == 1.0
    elsewhere = run_grounding([record], [question], lambda _: None)
    assert elsewhere is not None
    assert elsewhere.supported_statements.k == 0


def test_records_without_an_agents_answer_have_no_figures(yesno: Callable[[str, str], AskedQuestion]) -> None:
    assert run_grounding([blank(yesno("q", "yes"))], [yesno("q", "yes")], lambda _: None) is None
