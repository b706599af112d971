"""How telling names are, reckoned by hand."""

from math import log

import pytest

from corpuscle.agent.extractive.rarity import corpus_rarity

FREQUENCY = {"drusel": 1, "fever": 24, "everywher": 99}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drusel fever", 1 - log(2) / log(100)),  # its rarest term counts
        ("fever", 1 - log(25) / log(100)),
        ("everywhere", 0.0),
        ("", 0.0),
        ("unheard", 1.0),
    ],
)
def test_rarest_term_decides(text: str, expected: float) -> None:
    assert corpus_rarity(lambda term: FREQUENCY.get(term, 0), 99)(text) == pytest.approx(expected)


def test_in_an_empty_corpus_every_word_is_rare() -> None:
    assert corpus_rarity(lambda term: 0, 0)("aspirin") == 1 - 0  # ln(0 + 1) = 0
