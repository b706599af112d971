"""The worked examples of docs/examples hold on the real sample."""

import os
from collections import Counter
from pathlib import Path

import pytest

from corpuscle.agent import Agent, QuestionType
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.examples import ask_example, digest, read_answers, read_questions

FOLDER = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def agent() -> Agent:
    index = os.environ.get("CORPUSCLE_TEST_INDEX", "")
    if not index:
        pytest.skip("CORPUSCLE_TEST_INDEX names no index of the sample; `make test` builds one and sets it")
    return Agent.open(Path(index))


def test_twenty_are_answered_and_five_are_abstentions_that_say_why() -> None:
    answers = read_answers(FOLDER)
    answered = [answer for answer in answers if not answer.abstained]
    abstained = [answer for answer in answers if answer.abstained]
    assert (len(answered), len(abstained)) == (20, 5)
    assert all(answer.quotations for answer in answered)
    assert all(answer.reason and not answer.quotations for answer in abstained)


def test_each_type_has_at_least_three_answered_examples() -> None:
    types = Counter(answer.type for answer in read_answers(FOLDER) if not answer.abstained)
    assert min(types[kind] for kind in QuestionType) >= 3


def test_answers_belong_to_the_questions() -> None:
    assert [question.question for question in read_questions(FOLDER)] == [answer.question for answer in read_answers(FOLDER)]


def test_a_folder_without_examples_is_a_stated_failure(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"questions\.json cannot be read"):
        read_questions(tmp_path)
    (tmp_path / "questions.json").write_text('[{"ask": "what"}]')
    with pytest.raises(EvaluationError, match="does not hold worked examples"):
        read_questions(tmp_path)


def test_every_quotation_can_be_rebuilt_from_the_sample(agent: Agent) -> None:
    for answer in read_answers(FOLDER):
        for quotation in answer.quotations:
            article = agent.article(quotation.id)
            assert article is not None, quotation.id
            quote = quotation.rebuilt(article)
            assert digest(quote) == quotation.sha256
            assert quote in article.section(quotation.section)


def test_the_agent_still_answers_one_example_of_each_type_and_abstains_from_one(agent: Agent) -> None:
    recorded = {answer.question: answer for answer in read_answers(FOLDER)}
    chosen = {("abstention" if answer.abstained else answer.type): answer.question for answer in recorded.values()}
    for example in read_questions(FOLDER):
        if example.question in chosen.values():
            now = ask_example(agent, example)
            assert (now.type, now.abstained) == (recorded[example.question].type, recorded[example.question].abstained)
            assert now.exact_answer == recorded[example.question].exact_answer
