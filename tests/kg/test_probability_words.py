import pytest

from corpuscle.kg.probability_words import said


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "<0.01"), (0.0049, "<0.01"), (0.005, "0.01"), (0.5, "0.50"), (0.994, "0.99"), (0.995, ">0.99"), (1.0, ">0.99")],
)
def test_nothing_is_said_to_be_certain(probability: float, words: str) -> None:
    assert said(probability) == words
