"""A linker on the graph of the invented index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore


@pytest.fixture(scope="session")
def linker(invented_index: Path) -> Iterator[Linker]:
    with GraphStore.open(invented_index / "graph.sqlite") as store:
        yield Linker(store)
