"""ROUGE as BioASQ's script computes it: `ROUGE-1.5.5.pl -c 95 -2 4 -u -x -n 4`, no stemming, no length cut.

Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, and the behaviour of that program: letters beyond ASCII vanish, a text ends
at its first line break or "<", the last token's unigram is not counted by SU, F is made of the rounded P and R, and what is printed as the
average is the mean over 1,000 bootstrap resamples.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1_000
_SKIP = 4
_END = re.compile(r"[\n<]")
_NO_TOKEN = re.compile(r"[^A-Za-z0-9\-]")

Units = Callable[[Sequence[str]], "Counter[tuple[str, ...]]"]


@dataclass(frozen=True, slots=True)
class RougeScore:
    """Of one answer against all its references together, each rounded to five digits."""

    recall: float
    precision: float
    f1: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Mean of the bootstrap means, with the bounds of the 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RougeMeans:
    """What the program prints of one measure."""

    recall: Estimate
    precision: Estimate
    f1: Estimate


def tokens(text: str) -> list[str]:
    """The tokens that the program counts."""
    ascii_text = _END.split(text, 1)[0].encode("ascii", "ignore").decode()
    words = _NO_TOKEN.sub(" ", ascii_text.replace("-", " - ")).lower().split()
    return [word for word in words if word != "-"]


def rouge_n(n: int) -> Units:
    """The units of ROUGE-n: runs of n tokens."""

    def units(words: Sequence[str]) -> "Counter[tuple[str, ...]]":
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))

    return units


def rouge_su4(words: Sequence[str]) -> "Counter[tuple[str, ...]]":
    """The units of ROUGE-SU4: pairs with at most four tokens between them, and single tokens but the last."""
    found: Counter[tuple[str, ...]] = Counter()
    for i, word in enumerate(words[:-1]):
        found[(word,)] += 1
        for other in words[i + 1 : i + 2 + _SKIP]:
            found[word, other] += 1
    return found


def rouge(units: Units, answer: str, references: Sequence[str]) -> RougeScore:
    """Hits over units, references added up."""
    said = units(tokens(answer))
    hits = expected = 0
    for reference in references:
        wanted = units(tokens(reference))
        hits += sum(min(count, said[unit]) for unit, count in wanted.items())
        expected += wanted.total()
    recall = _rounded(hits / expected if expected else 0.0)
    precision = _rounded(hits / (said.total() * len(references)) if said and references else 0.0)
    weighted = 0.5 * precision + 0.5 * recall
    return RougeScore(recall, precision, _rounded(precision * recall / weighted if weighted else 0.0))


def rouge_means(scores: Sequence[RougeScore]) -> RougeMeans:
    """The printed averages of a whole submission, in the order of the questions. Raises ValueError for none."""
    if not scores:
        raise ValueError("ROUGE needs a question with an ideal answer")
    drawn = _drawn(len(scores))
    return RougeMeans(
        _estimate(np.array([s.recall for s in scores]), drawn),
        _estimate(np.array([s.precision for s in scores]), drawn),
        _estimate(np.array([s.f1 for s in scores]), drawn),
    )


def _estimate(values: NDArray[np.float64], drawn: NDArray[np.intp]) -> Estimate:
    means = np.sort(values[drawn].mean(axis=1))
    return Estimate(float(means.mean()), float(means[25]), float(means[974]))


def _drawn(questions: int) -> NDArray[np.intp]:
    """(RESAMPLES, questions): which questions each resample draws.

    The program sorts questions by their number as text (1, 10, 11, … 2) and draws with Perl's rand, which is drand48, seeded 0 … 999.
    """
    order = np.array(sorted(range(questions), key=lambda index: str(index + 1)))
    state = (np.arange(RESAMPLES, dtype=np.uint64) << np.uint64(16)) + np.uint64(0x330E)
    drawn = np.empty((RESAMPLES, questions), dtype=np.intp)
    for column in range(questions):
        state = (state * np.uint64(0x5DEECE66D) + np.uint64(0xB)) & np.uint64((1 << 48) - 1)
        drawn[:, column] = (state / float(1 << 48) * questions).astype(np.intp)
    return order[drawn]


def _rounded(value: float) -> float:
    return float(f"{value:.5f}")
