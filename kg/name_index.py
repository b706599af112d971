"""All names of a graph as numbers: a text is searched for a million names at once, and hardly any of them need be read from the file.

A name's key (`names.name_key`) is a row of tokens. Each token has a 64-bit hash (BLAKE2b); a row of tokens has the hash of the row without
its last token times `_FACTOR` plus that of the last token. The index holds the sorted hashes of all names and of all that begins one. Two of
a million names fall together once in 10⁷ graphs; who reads the names in the file afterwards does not even notice.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Self

import numpy as np
from numpy.typing import NDArray

LONGEST = 7
"""Tokens of the longest name that is looked for in a text."""

Hashes = NDArray[np.uint64]
_FACTOR = 0x9E3779B97F4A7C15
_MASK = 0xFFFFFFFFFFFFFFFF
_LEADING = 24  # bits
_MANY = 1_000  # rows from which it pays to look at their leading bits first
_AT_ONCE = 100_000


def token_hash(token: str) -> int:
    """64 bits of one folded token."""
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")


def lengthened(rows: Hashes, tokens: Hashes) -> Hashes:
    """The hashes of rows of tokens with one more token each."""
    return rows * np.uint64(_FACTOR) + tokens


class NameIndex:
    """What names there are, and what begins one. 9 bytes for each: some 10 MB for a graph of 700,000 names."""

    def __init__(self, hashes: Hashes, names: NDArray[np.bool_]) -> None:
        self._hashes = hashes
        self._names = names

    @classmethod
    def of(cls, keys: Iterable[str]) -> Self:
        """The index of these keys; those of more than `LONGEST` tokens are left out."""
        known: dict[str, int] = {}
        beginnings, names = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint64)]
        waiting = iter(keys)
        while some := list(islice(waiting, _AT_ONCE)):
            _add_rows([key.split(" ") for key in some if key], known, beginnings, names)
        ended = sum(map(len, names))
        hashes = np.concatenate([*names, *beginnings])
        order = np.argsort(hashes, kind="stable")  # a row that is a name stands before the same row as a beginning
        hashes = hashes[order]
        first = np.ones(len(hashes), np.bool_)
        first[1:] = hashes[1:] != hashes[:-1]
        return cls(hashes[first], (order < ended)[first])

    @classmethod
    def read(cls, packed: bytes) -> Self:
        """The index that `packed` gave. Raises ValueError for other bytes."""
        count, rest = divmod(len(packed), 9)
        if rest:
            raise ValueError(f"an index of names of {len(packed)} bytes")
        return cls(np.frombuffer(packed, "<u8", count), np.frombuffer(packed, np.bool_, count, 8 * count))

    def packed(self) -> bytes:
        """The index as bytes: the hashes (little-endian), then one byte for each that tells a name from a mere beginning."""
        return self._hashes.astype("<u8").tobytes() + self._names.tobytes()

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, rows: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For each hash: whether a name has or begins with such tokens, and whether it is a name."""
        present, names = np.zeros((2, len(rows)), np.bool_)
        if not len(self._hashes):
            return present, names
        likely = np.flatnonzero(self._leads[_lead(rows)]) if len(rows) >= _MANY else np.arange(len(rows))
        places = np.minimum(np.searchsorted(self._hashes, rows[likely]), len(self._hashes) - 1)
        present[likely] = self._hashes[places] == rows[likely]
        names[likely] = present[likely] & self._names[places]
        return present, names

    @cached_property
    def _leads(self) -> NDArray[np.bool_]:
        """Whether any hash begins with these bits (16 MB): nine in ten of those that are not there need not be searched for."""
        leads = np.zeros(1 << _LEADING, np.bool_)
        leads[_lead(self._hashes)] = True
        return leads


def _add_rows(rows: Sequence[Sequence[str]], known: dict[str, int], beginnings: list[Hashes], names: list[Hashes]) -> None:
    """Adds the hashes of rows of tokens, and those of what begins them; `known` are the tokens met before."""
    rows = [row for row in rows if len(row) <= LONGEST]
    for token in set(chain.from_iterable(rows)) - known.keys():
        known[token] = token_hash(token)
    tokens = np.fromiter(map(known.__getitem__, chain.from_iterable(rows)), np.uint64)
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    begins = np.cumsum(lengths) - lengths
    hashes = np.zeros(len(rows), np.uint64)
    for length in range(1, LONGEST + 1):
        long_enough = lengths >= length
        lengths, begins, hashes = lengths[long_enough], begins[long_enough], hashes[long_enough]
        hashes = lengthened(hashes, tokens[begins + length - 1])
        whole = lengths == length
        names.append(hashes[whole])
        beginnings.append(hashes[~whole])


def _lead(hashes: Hashes) -> NDArray[np.intp]:
    return (hashes >> np.uint64(64 - _LEADING)).astype(np.intp)


def row_hashes(tokens: Sequence[str]) -> int:
    """The hash of one row of folded tokens."""
    row = 0
    for token in tokens:
        row = (row * _FACTOR + token_hash(token)) & _MASK
    return row
