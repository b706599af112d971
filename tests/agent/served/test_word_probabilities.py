"""What a reply's deciding token says of a few words."""

from math import log

import pytest

from corpuscle.agent.served.client import Alternative, TokenLogprob
from corpuscle.agent.served.word_probabilities import LEAST, log_odds, word_probabilities

YES_NO = ("yes", "no")


def _token(text: str, **top: float) -> TokenLogprob:
    alternatives = tuple(Alternative(token, log(p)) for token, p in (top or {text: 1.0}).items())
    return TokenLogprob(text, alternatives[0].logprob, alternatives)


def _reply(*value: TokenLogprob) -> list[TokenLogprob]:
    return [_token('{"'), _token("answer"), _token('":'), _token(' "'), *value, _token('"}')]


def test_probability_is_that_of_the_deciding_token_s_alternatives() -> None:
    reply = _reply(_token("no", no=0.6, yes=0.2, maybe=0.2))
    assert word_probabilities(reply, YES_NO, "no") == pytest.approx((0.2 / 0.8, 0.6 / 0.8))


def test_tokens_that_begin_the_same_word_are_added_and_ambiguous_ones_left_out() -> None:
    reply = _reply(_token("B", **{"B": 0.5, ' "B': 0.1, "A": 0.2, "": 0.2}))
    assert word_probabilities(reply, ("A", "B"), "B") == pytest.approx((0.25, 0.75))
    begun = _reply(_token("n", n=0.4, no=0.2, y=0.2))
    assert word_probabilities(begun, YES_NO, "no") == pytest.approx((0.25, 0.75))


def test_letters_of_the_key_decide_nothing() -> None:
    split = [_token('{"'), _token("A", A=0.9, B=0.1), _token('nswer":'), _token("B", B=0.8, A=0.2)]
    assert word_probabilities(split, ("A", "B"), "B") == pytest.approx((0.2, 0.8))


@pytest.mark.parametrize("others", [{}, {"no": 1e-20}])
def test_word_that_stands_alone_is_likely_but_not_certain(others: dict[str, float]) -> None:
    found = word_probabilities(_reply(_token("yes", yes=0.9, **others)), YES_NO, "yes")
    assert found == (1 - LEAST, LEAST)
    assert log_odds(found[0]) == pytest.approx(-log_odds(found[1]))


@pytest.mark.parametrize("logprobs", [[], [_token("yes")], _reply(_token("perhaps"))])
def test_without_a_deciding_token_the_reply_s_word_counts(logprobs: list[TokenLogprob]) -> None:
    assert word_probabilities(logprobs, YES_NO, "no") == pytest.approx((0.2, 0.8))
    assert word_probabilities(logprobs, tuple("ABCDE"), "C") == pytest.approx((0.05, 0.05, 0.8, 0.05, 0.05))


def test_log_odds() -> None:
    assert log_odds(0.8) == pytest.approx(log(4))
    assert log_odds(0.5) == 0
