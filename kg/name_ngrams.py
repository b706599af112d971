"""The names of a graph that look like a given one: "midazolan" is like "midazolam".

Names are compared as sets of runs of three characters, each weighed by how few names have it (TF-IDF, cosine). For a name that is asked for,
its rarest runs are looked up first, and the others only as far as `_EXAMINED` names may be read for them.
"""

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

_EXAMINED = 150_000
_HEADER = 3
_LENGTH = 3
_AT_ONCE = 50_000

Codes = NDArray[np.uint32]


class NameNgrams:
    """An inverted index of runs of characters. About 100 bytes a name."""

    def __init__(self, keys: Sequence[str], norms: NDArray[np.float32], grams: Codes, starts: Codes, postings: Codes) -> None:
        self._keys = keys
        self._norms = norms
        self._grams = grams
        self._starts = starts
        self._postings = postings

    @classmethod
    def of(cls, keys: Sequence[str]) -> Self:
        """The index of these keys, each of which is given once."""
        pairs = np.concatenate([np.zeros(0, np.uint64), *(_pairs(keys, begin) for begin in range(0, len(keys), _AT_ONCE))])
        pairs.sort()
        codes, names = (pairs >> np.uint64(32)).astype(np.uint32), pairs.astype(np.uint32)
        del pairs  # 100 MB
        first = np.ones(len(codes), np.bool_)
        first[1:] = codes[1:] != codes[:-1]
        starts = np.flatnonzero(first)
        grams, counts = codes[starts], np.diff(starts, append=len(codes))
        weights = _weights(counts, len(keys))
        norms = np.sqrt(np.bincount(names, np.repeat(weights, counts), minlength=len(keys))).astype(np.float32)
        return cls(keys, norms, grams, np.append(starts, len(names)).astype(np.uint32), names)

    @classmethod
    def read(cls, packed: bytes) -> Self:
        """The index that `packed` gave."""
        names, grams, postings = np.frombuffer(packed, "<u4", _HEADER).tolist()
        place = 4 * _HEADER
        norms = np.frombuffer(packed, "<f4", names, place)
        place += 4 * names
        codes = np.frombuffer(packed, "<u4", grams, place)
        place += 4 * grams
        starts = np.frombuffer(packed, "<u4", grams + 1, place)
        place += 4 * (grams + 1)
        return cls(packed[place + 4 * postings :].decode().split("\n"), norms, codes, starts, np.frombuffer(packed, "<u4", postings, place))

    def packed(self) -> bytes:
        """The index as bytes: three counts, then norms, codes, starts, postings (little-endian, four bytes each), then the keys."""
        header = np.array([len(self._norms), len(self._grams), len(self._postings)], "<u4")
        arrays = (header, self._norms.astype("<f4"), *(array.astype("<u4") for array in (self._grams, self._starts, self._postings)))
        return b"".join(array.tobytes() for array in arrays) + "\n".join(self._keys).encode()

    def like(self, key: str, limit: int, least: float) -> list[tuple[str, float]]:
        """The keys most like this one with their cosine (`least` to 1), the most like first; equals in the order of the alphabet."""
        if not len(self._norms):
            return []
        asked = np.unique(_runs([key])[1])
        places = np.searchsorted(self._grams, asked)
        known = places < len(self._grams)
        known[known] = self._grams[places[known]] == asked[known]
        absent = int((~known).sum()) * math.log(len(self._norms) + 1.0) ** 2
        places = places[known]
        counts = self._starts[places + 1] - self._starts[places]
        weights = _weights(counts, len(self._norms))
        norm = math.sqrt(float(weights.sum()) + absent)
        order = np.argsort(counts, kind="stable")
        order = order[np.cumsum(counts[order]) <= max(_EXAMINED, int(counts.min(initial=0)))]
        if not len(order):
            return []
        found = np.concatenate([self._postings[self._starts[p] : self._starts[p + 1]] for p in places[order]])
        shared = np.bincount(found, np.repeat(weights[order], counts[order]))
        shared *= math.sqrt(float(weights.sum()) / max(float(weights[order].sum()), 1e-9)) / norm  # for the runs that were not read
        best = np.flatnonzero((shared > 0) & (shared >= least * self._norms[: len(shared)]))
        cosines = shared[best] / self._norms[best]
        ranked = [(self._keys[int(name)], min(1.0, float(cosine))) for name, cosine in zip(best, cosines, strict=True)]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _pairs(keys: Sequence[str], begin: int) -> NDArray[np.uint64]:
    """The code of each run of some of the keys, above the number of its key, each pair once."""
    names, codes = _runs(keys[begin : begin + _AT_ONCE])
    pairs = codes.astype(np.uint64) << np.uint64(32) | (names + begin).astype(np.uint64)
    pairs.sort()
    first = np.ones(len(pairs), np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    return pairs[first]


def _weights(counts: NDArray[np.integer], names: int) -> NDArray[np.float64]:
    """Squares of the inverse document frequencies."""
    return np.log((names + 1.0) / counts) ** 2


def _runs(keys: Sequence[str]) -> tuple[NDArray[np.int64], Codes]:
    """The number of the name and the code of each run of three bytes, a blank before and after each name counted in."""
    text = np.frombuffer(b"\n".join(f" {key} ".encode() for key in keys) + b"\n", np.uint8).astype(np.uint32)
    ends = text == ord("\n")
    number = np.cumsum(ends) - ends
    rows = max(0, len(text) - _LENGTH + 1)
    code = np.zeros(rows, np.uint32)
    whole = np.ones(rows, np.bool_)
    for place in range(_LENGTH):
        code = code << np.uint32(8) | text[place : place + rows]
        whole &= ~ends[place : place + rows]
    return number[:rows][whole], code[whole]
