"""How likely a model finds each of a few words, read from the token that decides its reply."""

from collections.abc import Sequence
from math import exp, log

from corpuscle.agent.served.client import TokenLogprob

LEAST = 1e-3
"""Probability of a word that is not among the likeliest tokens; what is left is the most that any word has."""
_UNTOLD = 0.8
"""For the word of the reply, where the server tells no probabilities."""


def word_probabilities(logprobs: Sequence[TokenLogprob], words: Sequence[str], said: str) -> tuple[float, ...]:
    """For each word the probability that `{"answer": "…"}` holds it, from `LEAST` to 1 - `LEAST`, summing to about 1.

    The deciding token is the first of the value; a word's probability is that of the tokens that begin it and no other word. Where there are no
    such tokens, the word that was `said` has .8.
    """
    for token in _of_the_value(logprobs):
        found = [0.0] * len(words)
        for alternative in token.top:
            beginning = _bare(alternative.token)
            begun = [place for place, word in enumerate(words) if beginning and word.startswith(beginning)]
            if len(begun) == 1:
                found[begun[0]] += exp(alternative.logprob)
        if total := sum(found):
            return tuple(min(max(LEAST, each / total), 1 - LEAST) for each in found)
    rest = (1 - _UNTOLD) / max(1, len(words) - 1)
    return tuple(_UNTOLD if word == said else rest for word in words)


def log_odds(probability: float) -> float:
    """Natural logarithm of the odds, for a probability strictly between 0 and 1."""
    return log(probability / (1 - probability))


def _of_the_value(logprobs: Sequence[TokenLogprob]) -> Sequence[TokenLogprob]:
    """The tokens behind the first colon that hold more than quotation marks and white space."""
    texts = [token.token for token in logprobs]
    colon = next((place for place, text in enumerate(texts) if ":" in text), len(texts))
    return [token for token in logprobs[colon + 1 :] if _bare(token.token)]


def _bare(token: str) -> str:
    return token.strip(' \t\n"')
