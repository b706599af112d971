from collections.abc import Callable

import pytest

from corpuscle.agent.extractive.fitted import fitted
from corpuscle.agent.extractive.yesno_features import yesno_features
from corpuscle.agent.question import Question
from corpuscle.agent.understand import understand
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs

Told = Callable[..., dict[str, float]]
YES = "Velbrodine significantly shortened Drusel fever in gardeners."
NO = "Velbrodine did not shorten Drusel fever in sailors."


@pytest.fixture
def told(linker: Linker, read_as: ReadAs) -> Told:
    def features(question: str, *sentences: str, reviewed: tuple[ReviewedTriple, ...] = ()) -> dict[str, float]:
        return yesno_features(understand(Question(question), linker), read_as(sentences), reviewed, lambda _: 0.5)

    return features


def test_each_feature_has_a_fitted_weight(told: Told) -> None:
    assert told("Does velbrodine shorten Drusel fever?", YES).keys() == fitted("yesno").weights.keys()
    assert told("Does velbrodine shorten Drusel fever?").keys() == fitted("yesno").weights.keys()


def test_sentences_of_equal_relevance_weigh_the_same(told: Told) -> None:
    features = told("Does velbrodine shorten Drusel fever?", YES, NO)
    assert (features["findings"], features["denials"], features["denying sentences"]) == (0.5, 0.5, 0.5)
    assert features["begins with does"] == 1.0


def test_sentences_of_articles_about_something_else_are_not_read(told: Told) -> None:
    alone = told("Does velbrodine shorten Drusel fever?", YES)
    assert told("Does velbrodine shorten Drusel fever?", YES, "Torvaxin did not shorten Kelvane syndrome.") == alone


def test_the_other_direction_speaks_against(told: Told) -> None:
    features = told("Does velbrodine increase the fever?", "Velbrodine lowers the fever.")
    assert (features["against its direction"], features["in its direction"]) == (1.0, -1.0)


def test_of_opposites_the_question_has_one_and_the_sentences_the_other(told: Told) -> None:
    assert told("Is Kelvane syndrome dominant?", "Kelvane syndrome is recessive.")["opposite words"] == 1.0
    assert told("Is Kelvane syndrome dominant?", "Kelvane syndrome is dominant or recessive.")["opposite words"] == 0.5


def test_verdicts_speak_by_their_probability(told: Told) -> None:
    reviewed = (ReviewedTriple(Triple("velbrodine", "treats", "Drusel fever"), Verdict.SUPPORTED, 0.9),)
    assert told("Does velbrodine treat Drusel fever?", YES, reviewed=reviewed)["verdicts"] == pytest.approx(0.4)
