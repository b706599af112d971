"""Questions of each type over the real sample: every citation stands verbatim in its article."""

import os
from pathlib import Path

import pytest

from corpuscle.agent import Agent, Answer, QuestionType
from corpuscle.agent.answers import MOST_WORDS
from corpuscle.agent.settings import AgentSettings
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.settings import RetrievalSettings

QUESTIONS: tuple[tuple[str, QuestionType, tuple[str, ...]], ...] = (
    ("Does cimetidine heal duodenal ulcers?", QuestionType.YESNO, ()),
    ("Which enzyme is deficient in Gaucher disease?", QuestionType.FACTOID, ()),
    ("List side effects of methotrexate.", QuestionType.LIST, ()),
    ("What is sarcoidosis?", QuestionType.SUMMARY, ()),
    ("Which vitamin is used to treat pernicious anemia?", QuestionType.CHOICE, ("vitamin A", "vitamin B12", "vitamin C")),
)


@pytest.fixture(scope="module")
def index() -> Path:
    """The folder of the sample's index."""
    named = os.environ.get("CORPUSCLE_TEST_INDEX", "")
    if not named:
        pytest.skip("CORPUSCLE_TEST_INDEX names no index of the sample; `make test` builds one and sets it")
    return Path(named)


@pytest.fixture(scope="module")
def by_words(index: Path, tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """Without the encoder's files: while an index has no vectors, making those that a question needs takes seconds."""
    return Agent.open(index, "extractive", AgentSettings(), RetrievalSettings(home=tmp_path_factory.mktemp("home")))


def _assert_grounded(agent: Agent, answer: Answer) -> None:
    assert answer.documents
    assert answer.abstained == bool(answer.reason) == (not answer.statements)
    assert len(answer.ideal_answer.split()) <= MOST_WORDS
    for citation in (citation for statement in answer.statements for citation in statement.citations):
        article = agent.article(citation.article_id)
        assert article is not None
        assert not article.retracted
        assert article.section(citation.section)[citation.begin : citation.end] == citation.quote
        assert citation.url.endswith(f"/{article.id}/")


@pytest.mark.parametrize(("question", "type", "options"), QUESTIONS, ids=[kind.value for _, kind, _ in QUESTIONS])
def test_answer_stands_on_verbatim_citations(by_words: Agent, question: str, type: QuestionType, options: tuple[str, ...]) -> None:
    answer = by_words.ask(question, options=options)
    assert answer.type is type
    _assert_grounded(by_words, answer)


def test_answer_by_words_and_meaning_stands_on_verbatim_citations(index: Path) -> None:
    agent = Agent.open(index)
    _assert_grounded(agent, agent.ask(QUESTIONS[0][0]))


def test_filter_by_year_holds_for_every_source(by_words: Agent) -> None:
    answer = by_words.ask(QUESTIONS[0][0], filters=Filters(year_to=1978))
    assert answer.documents
    assert all(document.year is not None and document.year <= 1978 for document in answer.documents)
