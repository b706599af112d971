"""The agent over the invented index, and its parts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.retrieve import retrieve
from corpuscle.agent.settings import AgentSettings
from corpuscle.agent.understand import Understanding
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings


@pytest.fixture(scope="session")
def retrieval_settings(invented_index: Path) -> RetrievalSettings:
    """Of a home without an encoder, whatever the environment says."""
    return RetrievalSettings(home=invented_index.parent / "home")


@pytest.fixture(scope="session")
def agent(invented_index: Path, retrieval_settings: RetrievalSettings) -> Agent:
    """The built-in model over the invented index."""
    return Agent.open(invented_index, "extractive", AgentSettings(max_rounds=2), retrieval_settings)


@pytest.fixture(scope="session")
def store(invented_index: Path) -> Iterator[GraphStore]:
    """The graph of the invented index."""
    with GraphStore.open(invented_index / "graph.sqlite") as opened:
        yield opened


@pytest.fixture(scope="session")
def linker(store: GraphStore) -> Linker:
    """A linker on that graph."""
    return Linker(store)


@pytest.fixture(scope="session")
def retriever(invented_index: Path, retrieval_settings: RetrievalSettings) -> Retriever:
    """Searches of the invented index."""
    return Retriever(Index.open(invented_index, retrieval_settings))


Read = Callable[[Understanding], Evidence]


@pytest.fixture(scope="session")
def read(retriever: Retriever, store: GraphStore, linker: Linker) -> Read:
    """The evidence that the agent would read for a question."""
    return lambda understanding: retrieve(understanding, retriever, store, linker)
