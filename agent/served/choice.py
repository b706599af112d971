"""Choice among options: asked in two orders where the first leaves a doubt, and joined with the verdicts on each option's triples."""

from collections.abc import Callable, Sequence
from math import exp, log

from corpuscle.agent.options import about_option
from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.kg.linker import Linker

_SMALL_MARGIN = 0.6
"""Of the best option's probability over the second's: below it the options are asked again in reverse, for small models favour a place."""
_VERDICT_WEIGHT = 1.0
"""Added to an option's log probability where its triples are supported, taken from it where they are contradicted."""
_SIGN = {Verdict.SUPPORTED: 1.0, Verdict.CONTRADICTED: -1.0}

Ask = Callable[[tuple[str, ...]], tuple[float, ...]]
"""Probabilities for options, in the order in which they are shown."""


def option_probabilities(options: tuple[str, ...], ask: Ask, reviewed: Sequence[ReviewedTriple], linker: Linker) -> tuple[float, ...]:
    """A probability for each option, in the question's order; they sum to 1."""
    found = ask(options)
    best, second, *_ = sorted(found, reverse=True)
    scores = [log(probability) for probability in found]
    if best - second < _SMALL_MARGIN:
        again = ask(options[::-1])[::-1]
        scores = [(one + log(other)) / 2 for one, other in zip(scores, again, strict=True)]
    told = [score + _VERDICT_WEIGHT * _verdict(option, reviewed, linker) for score, option in zip(scores, options, strict=True)]
    total = sum(exp(score) for score in told)
    return tuple(exp(score) / total for score in told)


def _verdict(option: str, reviewed: Sequence[ReviewedTriple], linker: Linker) -> float:
    """1 where the option's decisive verdicts all support it, -1 where all contradict it, else 0."""
    signs = {_SIGN[review.verdict] for review in about_option(reviewed, option, linker) if review.verdict in _SIGN}
    return signs.pop() if len(signs) == 1 else 0.0
