"""What is retrieved for a question."""

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.question import checked_question
from corpuscle.agent.retrieve import retrieve
from corpuscle.agent.understand import understand
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.search import Retriever
from tests.conftest import FLEAS, RETRACTED, SECOND_TRIAL, TRIAL


def _evidence(text: str, retriever: Retriever, linker: Linker, options: tuple[str, ...] = (), filters: Filters | None = None) -> Evidence:
    return retrieve(understand(checked_question(text, options=options, filters=filters), linker), retriever, linker)


def test_articles_on_the_question_come_with_their_sentences(retriever: Retriever, linker: Linker) -> None:
    evidence = _evidence("Does velbrodine treat Drusel fever?", retriever, linker)
    assert {evidence.hits[0].article.id, evidence.hits[1].article.id} == {TRIAL, SECOND_TRIAL}
    assert {s.article.id for s in evidence.sentences} <= {hit.article.id for hit in evidence.hits}
    assert evidence.article(TRIAL) is not None
    assert evidence.article("0") is None
    assert evidence.passages == tuple(s.passage for s in evidence.sentences)


def test_retracted_articles_are_read_only_when_asked_for(retriever: Retriever, linker: Linker) -> None:
    question = "Does velbrodine cure Kelvane syndrome?"
    assert _evidence(question, retriever, linker).article(RETRACTED) is None
    asked = _evidence(question, retriever, linker, filters=Filters(include_retracted=True))
    assert asked.article(RETRACTED) is not None


def test_spoken_year_limits_what_is_read(retriever: Retriever, linker: Linker) -> None:
    evidence = _evidence("Does velbrodine treat Drusel fever in studies published since 2015?", retriever, linker)
    assert all(hit.article.year is not None and hit.article.year >= 2015 for hit in evidence.hits)
    assert evidence.article(SECOND_TRIAL) is not None


def test_options_are_searched_for_and_articles_come_once(retriever: Retriever, linker: Linker) -> None:
    evidence = _evidence("What transmits Borrelisk virus?", retriever, linker, options=("marsh flea", "earthworm"))
    ids = [hit.article.id for hit in evidence.hits]
    assert FLEAS in ids
    assert len(ids) == len(set(ids))
    assert any("Earthworms" in s.text for s in evidence.sentences)


def test_words_of_no_article_are_named(retriever: Retriever, linker: Linker) -> None:
    evidence = _evidence("Does zorblaxin treat Drusel fever?", retriever, linker)
    assert evidence.unknown_terms == ("zorblaxin",)


def test_question_words_are_never_unknown(retriever: Retriever, linker: Linker) -> None:
    assert _evidence("Whom should velbrodine be given to?", retriever, linker).unknown_terms == ()


def test_index_without_encoder_says_so(retriever: Retriever, linker: Linker) -> None:
    assert any("BM25 alone" in note for note in _evidence("velbrodine", retriever, linker).notes)
