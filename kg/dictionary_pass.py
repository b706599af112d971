"""The entities of whole corpora: what `Linker.link` finds, for thousands of abstracts a second."""

import gc
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from corpuscle.kg.entities import Mention
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore

_AT_ONCE = 500


class DictionaryPass:
    """Reads texts in batches. Its memory does not grow with their number."""

    def __init__(self, store: GraphStore) -> None:
        self._linker = Linker(store)

    def link_all(self, texts: Iterable[str]) -> Iterator[list[Mention]]:
        """For each text, in order, the same mentions as `Linker.link`."""
        waiting = iter(texts)
        while batch := list(islice(waiting, _AT_ONCE)):
            with _collector_at_rest():
                found = self._linker.link_texts(batch)
            yield from found


@contextmanager
def _collector_at_rest() -> Generator[None]:
    """A batch makes a hundred thousand objects and no cycle among them: looking for cycles all the while takes a fifth of the time."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()
