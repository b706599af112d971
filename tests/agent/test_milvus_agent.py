"""The agent over an index that lies in Milvus answers as it does over one on this machine."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from corpuscle.agent.agent import Agent
from corpuscle.index_builder.milvus_builder import MilvusSteps, build_in_milvus
from corpuscle.index_builder.progress import NoProgress, Progress
from corpuscle.index_builder.sources import Corpus
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.manifest import GraphStore
from corpuscle.retrieval.settings import RetrievalSettings
from tests.conftest import ARTICLES, ListedArticles, write_invented_graph


def _graph(articles: Iterable[Article], path: Path, progress: Progress) -> GraphStore:
    assert {article.id for article in articles} == {article.id for article in ARTICLES}
    return write_invented_graph(path, path, progress)


def test_answers_are_those_of_the_embedded_engine(tmp_path: Path, invented_index: Path, milvus_uri: str, milvus_collection: str) -> None:
    settings = RetrievalSettings(home=tmp_path / "home")
    corpus = Corpus("invented", (ListedArticles(ARTICLES),))
    steps = MilvusSteps(build_graph=_graph)
    build_in_milvus(tmp_path / "index", corpus, milvus_uri, milvus_collection, steps, settings, NoProgress())
    agents = [Agent.open(folder, retrieval=settings) for folder in (invented_index, tmp_path / "index")]
    for question in ("Does velbrodine treat Drusel fever?", "What causes nocturnal itch?"):
        ours, theirs = (agent.ask(question) for agent in agents)
        assert theirs.statements == ours.statements
        assert theirs.documents == ours.documents
        assert replace(theirs, timings_ms={}, index="") == replace(ours, timings_ms={}, index="")
    for article in ARTICLES[:3]:
        assert agents[1].article(article.id) == article
