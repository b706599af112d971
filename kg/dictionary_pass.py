"""The entities of whole corpora: what `Linker.link` finds, for thousands of abstracts a second."""

from collections.abc import Iterable, Iterator
from itertools import islice

from corpuscle.kg.entities import Mention
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore

_AT_ONCE = 200


class DictionaryPass:
    """Reads texts in batches. Its memory does not grow with their number."""

    def __init__(self, store: GraphStore) -> None:
        self._linker = Linker(store)

    def link_all(self, texts: Iterable[str]) -> Iterator[list[Mention]]:
        """For each text, in order, the same mentions as `Linker.link`."""
        waiting = iter(texts)
        while batch := list(islice(waiting, _AT_ONCE)):
            yield from self._linker.link_texts(batch)
