"""The signals behind yes or no, read for a labelled question."""

from pathlib import Path

import pytest

from corpuscle.agent import QuestionType
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.served.word_probabilities import log_odds
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.yesno_signals import SignalsReader
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.settings import RetrievalSettings
from tests.evals.runs.conftest import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """A server that says yes and tells no probabilities."""
    return ScriptedClient('{"answer": "yes"}')


@pytest.fixture
def reader(invented_index: Path, client: ScriptedClient) -> SignalsReader:
    """Over the invented index, without an encoder."""
    engine = open_engine(invented_index, RetrievalSettings(home=invented_index.parent / "home"))
    store = GraphStore.open(invented_index / "graph.sqlite")
    linker = Linker(store)
    return SignalsReader(engine, store, linker, ExtractiveModel(linker, corpus_rarity(engine.document_frequency, len(engine))), client)


def _question(text: str, expected: str, *contexts: Article) -> AskedQuestion:
    return AskedQuestion("1", "invented", QuestionType.YESNO, text, expected, contexts=contexts)


def test_index_is_searched_and_the_asked_triple_reviewed(reader: SignalsReader, client: ScriptedClient) -> None:
    labelled = reader.labelled(_question("Does velbrodine treat Drusel fever?", "yes"))
    assert (labelled.benchmark, labelled.yes) == ("invented", True)
    assert labelled.signals.model == pytest.approx(log_odds(0.8))  # said without probabilities
    assert labelled.signals.verdict == 1
    assert "41 of 60 gardeners" in client.prompts[0]


def test_given_articles_are_read_instead(reader: SignalsReader, client: ScriptedClient) -> None:
    article = Article("9", "", (AbstractSection("Torvaxin did not reduce Drusel fever in this trial."),), status="given")
    labelled = reader.labelled(_question("Does torvaxin reduce Drusel fever?", "no", article))
    assert not labelled.yes
    assert labelled.signals.polarity == -1
    assert "[1] Torvaxin did not reduce Drusel fever in this trial.\n\nQuestion:" in client.prompts[0]
