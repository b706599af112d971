"""An answer in words for laypeople, sentence by sentence, each checked against what it rewrites."""

from collections.abc import Sequence

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.answers import Answer, Citation, QuestionType, Statement, TokenCount
from corpuscle.agent.errors import ModelError
from corpuscle.agent.model import PlainDraft
from corpuscle.agent.plain_language import changed_meaning, with_plain_language
from corpuscle.agent.prices import Prices
from corpuscle.agent.steps import AgentContext
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.search import Retriever
from tests.agent.scripted import SilentModel

QUOTE = "Velbrodine cured Drusel fever in 41 of 60 gardeners."


def _statement(text: str, quote: str = QUOTE) -> Statement:
    return Statement(text, (Citation("7", "abstract", 0, len(quote), quote, "https://pubmed.ncbi.nlm.nih.gov/7/"),), "supported")


CURED = _statement("Velbrodine cured 41 of 60 gardeners with Drusel fever.")
WORSE = _statement("Torvaxin increased nocturnal itch.", "Torvaxin increased nocturnal itch.")


@pytest.fixture
def answer() -> Answer:
    """Two checked statements."""
    return Answer("Does it help?", QuestionType.SUMMARY, None, "", (CURED, WORSE), (), (), False, "", "invented-7b", "index")


def test_plain_sentence_keeps_the_citations_of_its_statement(answer: Answer, linker: Linker) -> None:
    plain = with_plain_language(answer, PlainDraft(("The medicine velbrodine made 41 of 60 gardeners well again.",)), linker)
    (sentence,) = plain.plain_language
    assert (sentence.citations, sentence.support) == (CURED.citations, "supported")
    assert plain.statements == answer.statements


@pytest.mark.parametrize(
    "text",
    [
        "Velbrodine made 97 of 100 gardeners well again.",
        "Velbrodine made 41 of 60 gardeners with Kelvane syndrome well again.",
        "Velbrodine did not cure 41 of 60 gardeners with Drusel fever.",
    ],
)
def test_changed_meaning_is_dropped_with_its_reason(answer: Answer, linker: Linker, text: str) -> None:
    plain = with_plain_language(answer, PlainDraft((text,)), linker)
    assert plain.plain_language == ()
    assert [dropped.text for dropped in plain.dropped] == [text]
    assert plain.dropped[0].reason.startswith("in plain words: ")
    assert plain.notes[-1].startswith("There is no version in plain words")


def test_direction_may_not_be_turned_round(linker: Linker) -> None:
    assert changed_meaning("Torvaxin reduced the itch at night.", WORSE, linker)
    assert not changed_meaning("Torvaxin increased the itch.", WORSE, linker)


def test_rate_of_another_unit_of_time_is_another_dose(linker: Linker) -> None:
    dosed = _statement("Velbrodine 40 IU fortnightly did not change it.", "Velbrodine 40 IU fortnightly did not change it.")
    assert "per week" in changed_meaning("Velbrodine 40 IU per week did not change it.", dosed, linker)
    daily = _statement("Velbrodine was given daily.", "Velbrodine was given daily.")
    assert not changed_meaning("Velbrodine was given every day.", daily, linker)


def test_sentences_belong_to_the_statements_in_their_order(answer: Answer, linker: Linker) -> None:
    plain = with_plain_language(answer, PlainDraft(("It cured 97 gardeners.", "Torvaxin increased itching.")), linker)
    assert [(s.text, s.citations) for s in plain.plain_language] == [("Torvaxin increased itching.", WORSE.citations)]


def test_built_in_model_says_that_it_has_no_plain_words(agent: Agent) -> None:
    plain = agent.in_plain_words(agent.ask("Does velbrodine treat Drusel fever?"))
    assert plain.plain_language == ()
    assert plain.notes[-1].startswith("There is no version in plain words")


def test_abstention_is_left_as_it_is(agent: Agent) -> None:
    answer = agent.ask("Does zorbit treat glanders?")
    assert answer.abstained
    assert agent.in_plain_words(answer) is answer


class ExpensiveModel(SilentModel):
    """Takes a million tokens, and says something plain or fails."""

    def __init__(self, fails: bool) -> None:
        self._fails = fails

    def in_plain_words(self, question: str, statements: Sequence[Statement]) -> PlainDraft:
        if self._fails:
            raise ModelError("It broke off.", "Ask again.", "cut", tokens=TokenCount(1_000_000))
        return PlainDraft(("Velbrodine made 41 of 60 gardeners well again.",), TokenCount(1_000_000))


@pytest.mark.parametrize("fails", [False, True])
def test_plain_words_count_in_the_cost(answer: Answer, retriever: Retriever, store: GraphStore, linker: Linker, fails: bool) -> None:
    model = ExpensiveModel(fails)
    agent = Agent(AgentContext(retriever, store, linker, model, model, 0, prices=Prices(0.5, 0.5, 2.0)))
    plain = agent.in_plain_words(answer)
    assert (plain.tokens.prompt, plain.cost) == (1_000_000, 0.5)
