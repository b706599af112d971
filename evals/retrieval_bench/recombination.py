"""Which records a larger corpus is made of: every record of the sample again and again, each time with the second half of another one.

Copy 0 is the sample itself. In copy c ≥ 1 record i stands under a PMID of its own (`pmid_of`), with its own first half and the second half
of `partners(…, c)[i]`. Partners come from the same group (source file, with or without abstract), so that every copy has as many bare
titles and as long abstracts as the sample. The vocabulary is the sample's: a real corpus of that size has more words.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20_261_120
FIRST_PMID = 100_000_000
"""Above all real PMIDs of the sample; copies are numbered from here."""


@dataclass(frozen=True, slots=True)
class Parents:
    """Rows of the sample's records that a record is made of; equal in copy 0."""

    first: int
    second: int


def partners(groups: NDArray[np.int64], copy: int) -> NDArray[np.int64]:
    """For each row, the row whose second half it gets in this copy (≥ 1): one random cycle through each group, so that nobody gets itself.

    `groups` (n,) names each row's group. A group of one has only itself. The same for the same arguments, in every process.
    """
    random = np.random.default_rng([SEED, copy])
    chosen = np.empty(len(groups), dtype=np.int64)
    for group in np.unique(groups):
        cycle = random.permutation(np.flatnonzero(groups == group))
        chosen[cycle] = np.roll(cycle, -1)
    return chosen


def pmid_of(ordinal: int, sample_pmids: list[str]) -> str:
    """The PMID of record `ordinal` (from 0) of a larger corpus."""
    return sample_pmids[ordinal] if ordinal < len(sample_pmids) else str(FIRST_PMID + ordinal)


class Recombination:
    """Finds the parents of any record of a larger corpus by its PMID; the permutations are made once for each copy."""

    def __init__(self, sample_pmids: list[str], groups: NDArray[np.int64]) -> None:
        self._row = {pmid: row for row, pmid in enumerate(sample_pmids)}
        self._groups = groups
        self._partners: dict[int, NDArray[np.int64]] = {}

    def parents(self, pmid: str) -> Parents:
        """Raises KeyError for a PMID that no larger corpus has."""
        row = self._row.get(pmid)
        if row is not None:
            return Parents(row, row)
        ordinal = int(pmid) - FIRST_PMID
        if ordinal < len(self._row):
            raise KeyError(pmid)
        copy, row = divmod(ordinal, len(self._row))
        if copy not in self._partners:
            self._partners[copy] = partners(self._groups, copy)
        return Parents(row, int(self._partners[copy][row]))
