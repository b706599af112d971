"""The vector keys of many articles at once, and all articles one by one, in memory that hardly grows with the index."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.text_index import Candidate, TextIndex

_KEYS = 2**64
_AT_ONCE = 50_000


def all_keys(text: TextIndex) -> Iterator[NDArray[np.uint64]]:
    """The keys of all articles, ascending within each array and from array to array."""
    for candidates in _by_key(text):
        found = np.array(text.keys([candidate.address for candidate in candidates]), dtype=np.uint64)
        found.sort()
        yield found


def stored_articles(path: Path) -> Iterator[Article]:
    """Every article of the text index in a folder, in stored order, which is the fast one. Raises IndexDamagedError.

    It holds eight bytes for each article. What is read of the files is mapped, and counts as this process's memory until they are closed:
    so they are opened anew now and then.
    """
    places = _stored_places(TextIndex.open(path))
    for begin in range(0, len(places), _AT_ONCE):
        text = TextIndex.open(path)
        for place in places[begin : begin + _AT_ONCE].tolist():
            yield text.article(tantivy.DocAddress(place >> 32, place & 0xFFFFFFFF))


def _stored_places(text: TextIndex) -> NDArray[np.uint64]:
    """Where each article stands: the number of its segment, and in the lower half its own within that."""
    packed = [
        np.array([candidate.address.segment_ord << 32 | candidate.address.doc for candidate in candidates], dtype=np.uint64)
        for candidates in _by_key(text)
    ]
    return np.sort(np.concatenate([np.zeros(0, np.uint64), *packed]))


def which_have(text: TextIndex, keys: NDArray[np.uint64], condition: tantivy.Query | None = None) -> NDArray[np.bool_]:
    """For each key whether an article has it, one that also meets the condition if there is one."""
    found = np.zeros(len(keys), dtype=bool)
    for begin in range(0, len(keys), _AT_ONCE):
        asked = keys[begin : begin + _AT_ONCE]
        query = tantivy.Query.term_set_query(text.schema, "key", asked.tolist())
        if condition is not None:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, condition)])
        held = text.keys([candidate.address for candidate in text.search(query, len(asked))])
        found[begin : begin + len(asked)] = np.isin(asked, np.array(held, dtype=np.uint64))
    return found


def _by_key(text: TextIndex) -> Iterator[list[Candidate]]:
    """All articles, those of one range of keys after another.

    Keys are digests and so are spread evenly: equal ranges of them have about equally many articles.
    """
    ranges = -(-len(text) // _AT_ONCE)
    for number in range(ranges):
        first, last = _KEYS * number // ranges, _KEYS * (number + 1) // ranges - 1
        query = tantivy.Query.range_query(text.schema, "key", tantivy.FieldType.Unsigned, first, last, True, True)
        candidates = text.search(query, 2 * _AT_ONCE)
        assert len(candidates) < 2 * _AT_ONCE
        yield candidates
