"""Where the names of a graph may stand in texts: many texts are read at once, in a few array operations."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpuscle.kg.name_index import LONGEST, NameIndex, lengthened, token_hash
from corpuscle.kg.names import fold

_PARTS = re.compile(r"((?!(?<=['’])s(?![^\W\d_]))[^\W\d_]+|\d+)")  # the tokens of `names.name_tokens`, and what stands between them
_JOINT = re.compile(r"(?:['’]s?)?\s+|[-‐-―−/'’+,.()\[\]]{0,2}|['’]s?[-‐-―−/+()\[\]]")  # what may stand between two tokens of one name
_EDGE_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "doe", "for", "from", "had", "has", "have", "if", "in",
    "into", "is", "it", "may", "no", "nor", "not", "of", "off", "on", "or", "other", "our", "than", "that", "the", "their", "these", "this",
    "those", "to", "under", "upon", "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "why", "with", "without",
})  # fmt: skip
_KEPT_WORDS = 300_000
_KEPT_JOINTS = 50_000


class Place(NamedTuple):
    """The tokens `first` to `last` (both inclusive) of a text, and their key, which is that of a name."""

    first: int
    last: int
    key: str


@dataclass(frozen=True, slots=True)
class ScannedText:
    """A text cut into tokens, with the places of names in it, by their first token, the longest first."""

    text: str
    words: Sequence[str]
    begins: Sequence[int]
    places: Sequence[Place]

    def occurrences(self, short: str) -> Iterator["Place"]:
        """Where a short form stands as whole tokens, the plural "NSAIDs" of "NSAID" included."""
        start = self.text.find(short)
        while start >= 0:
            stop = start + len(short)
            first = bisect_left(self.begins, start)
            last = bisect_left(self.begins, stop) - 1
            if first <= last and self.begins[first] == start and self.begins[last] + len(self.words[last]) == stop:
                yield Place(first, last, _key(self.words, first, last))
            start = self.text.find(short, stop)

    def surface(self, first: int, last: int) -> str:
        """The text from one token to another, both inclusive."""
        return self.text[self.begins[first] : self.begins[last] + len(self.words[last])]


class _Words(dict[str, int]):
    """Numbers for words as they are written; a new one gets the next number."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        self.new.append(word)
        return number


class _Joints(dict[str, bool]):
    """Whether what stands between two tokens may stand within a name."""

    def __missing__(self, between: str) -> bool:
        joins = self[between] = _JOINT.fullmatch(between) is not None
        return joins


class NameScanner:
    """Finds the places of an index' names. Not to be shared between threads while it scans."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._forget()

    def scan(self, texts: Sequence[str]) -> list[ScannedText]:
        """The places of names in each text; some hundred texts at a time are fastest."""
        if len(self._words) > _KEPT_WORDS:
            self._forget()
        if len(self._joints) > _KEPT_JOINTS:
            self._joints.clear()
        cut = [_PARTS.split(text) for text in texts]
        words = [parts[1::2] for parts in cut]
        number, joins = self._words.__getitem__, self._joints.__getitem__
        tokens = sum(map(len, words))
        numbers = np.fromiter(map(number, chain.from_iterable(words)), np.int64, tokens)
        # behind each token; the last of a text is joined to nothing
        behind = ([*parts[2:-1:2], ";"] for parts in cut if len(parts) > 1)
        joined = np.fromiter(map(joins, chain.from_iterable(behind)), np.bool_, tokens)
        self._learn()
        firsts, lengths = self._places(numbers, joined)
        order = np.lexsort((-lengths, firsts))
        found = zip(firsts[order].tolist(), lengths[order].tolist(), strict=True)
        return _by_text(texts, cut, words, list(found))

    def _places(self, numbers: NDArray[np.int64], joined: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First token and number of tokens of every name, over all texts one after the other."""
        idle, tokens = self._idle[numbers], self._hashes[numbers]
        at = np.flatnonzero(self._begins[numbers])
        rows = tokens[at]
        alone = self._alone[numbers[at]]
        firsts, lengths = [at[alone]], [np.ones(int(alone.sum()), np.int64)]
        for length in range(2, LONGEST + 1):
            going = joined[at + length - 2]
            at, rows = at[going], rows[going]
            if not len(at):
                break
            last = at + length - 1
            rows = lengthened(rows, tokens[last])
            present, names = self._index.find(rows)
            names &= ~idle[last]
            firsts.append(at[names])
            lengths.append(np.full(len(firsts[-1]), length, np.int64))
            at, rows = at[present], rows[present]
        return np.concatenate(firsts), np.concatenate(lengths)

    def _learn(self) -> None:
        """What is known of a word at its first sight: its hash, whether a name begins with it, whether it is one, whether none may end with it."""
        new = self._words.new
        if not new:
            return
        hashes = np.array([token_hash(fold(word)) for word in new], np.uint64)
        idle = np.array([_is_idle(word) for word in new], np.bool_)
        begins, names = self._index.find(hashes)
        self._hashes = np.concatenate([self._hashes, hashes])
        self._idle = np.concatenate([self._idle, idle])
        self._begins = np.concatenate([self._begins, begins & ~idle])
        self._alone = np.concatenate([self._alone, names & ~idle])
        new.clear()

    def _forget(self) -> None:
        self._words = _Words()
        self._joints = _Joints()
        self._hashes = np.zeros(0, np.uint64)
        self._idle = self._begins = self._alone = np.zeros(0, np.bool_)


def _key(words: Sequence[str], first: int, last: int) -> str:
    return fold(words[first]) if first == last else " ".join([fold(word) for word in words[first : last + 1]])


def _is_idle(word: str) -> bool:
    """Whether no name begins or ends with the word, as it is written: WAS is a gene."""
    return fold(word) in _EDGE_WORDS and not (len(word) > 2 and word.isupper())


def _by_text(
    texts: Sequence[str], cut: Sequence[list[str]], words: Sequence[list[str]], found: Sequence[tuple[int, int]]
) -> list[ScannedText]:
    scanned: list[ScannedText] = []
    start, index = 0, 0
    for text, parts, row in zip(texts, cut, words, strict=True):
        begins = list(accumulate(map(len, parts), initial=0))[1:-1:2]
        stop = start + len(row)
        places: list[Place] = []
        while index < len(found) and found[index][0] < stop:
            first, length = found[index][0] - start, found[index][1]
            places.append(Place(first, first + length - 1, _key(row, first, first + length - 1)))
            index += 1
        scanned.append(ScannedText(text, row, begins, places))
        start = stop
    return scanned
