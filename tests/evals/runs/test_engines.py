from pathlib import Path

import pytest

from corpuscle.evals.runs.engines import QuestionAlone, WordsAlone
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.settings import RetrievalSettings
from tests.conftest import TRIAL


@pytest.fixture(scope="module")
def engine(invented_index: Path) -> SearchEngine:
    return open_engine(invented_index, RetrievalSettings())


def _found(engine: SearchEngine, query: str) -> list[str]:
    return [hit.article.id for hit in engine.search(query, 5).hits]


def test_a_search_for_an_option_finds_what_the_question_finds(engine: SearchEngine) -> None:
    alone = QuestionAlone(engine, "velbrodine for Drusel fever")
    assert _found(alone, "pharmacokinetics of mirellan") == _found(engine, "velbrodine for Drusel fever")
    assert _found(alone, "pharmacokinetics of mirellan") != _found(engine, "pharmacokinetics of mirellan")


def test_an_article_behind_an_options_edges_is_not_there(engine: SearchEngine) -> None:
    assert engine.article(TRIAL) is not None
    assert QuestionAlone(engine, "velbrodine").article(TRIAL) is None


def test_words_alone_have_no_encoder_and_search_by_bm25(engine: SearchEngine) -> None:
    words = WordsAlone(engine)
    assert words.encoder is None
    assert _found(words, "velbrodine") == [hit.article.id for hit in engine.search("velbrodine", 5, "bm25").hits]
