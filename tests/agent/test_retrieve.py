"""What is retrieved for a question."""

from collections.abc import Callable

import pytest

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.question import checked_question
from corpuscle.agent.understand import understand
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.filters import Filters
from tests.agent.conftest import Read
from tests.conftest import FLEAS, RETRACTED, SECOND_TRIAL, SIDE_EFFECTS, TRIAL

AskedFor = Callable[..., Evidence]


@pytest.fixture(scope="module")
def evidence(read: Read, linker: Linker) -> AskedFor:
    """The evidence for a question in words."""

    def find(text: str, options: tuple[str, ...] = (), filters: Filters | None = None) -> Evidence:
        return read(understand(checked_question(text, options=options, filters=filters), linker))

    return find


def test_articles_on_the_question_come_with_their_sentences(evidence: AskedFor) -> None:
    found = evidence("Does velbrodine treat Drusel fever?")
    assert {found.hits[0].article.id, found.hits[1].article.id} == {TRIAL, SECOND_TRIAL}
    assert {s.article.id for s in found.sentences} <= {hit.article.id for hit in found.hits}
    assert found.article(TRIAL) is not None
    assert found.article("0") is None
    assert found.passages == tuple(s.passage for s in found.sentences)


def test_retracted_articles_are_read_only_when_asked_for(evidence: AskedFor) -> None:
    question = "Does velbrodine cure Kelvane syndrome?"
    assert evidence(question).article(RETRACTED) is None
    asked = evidence(question, filters=Filters(include_retracted=True))
    assert asked.article(RETRACTED) is not None


def test_spoken_year_limits_what_is_read(evidence: AskedFor) -> None:
    found = evidence("Does velbrodine treat Drusel fever in studies published since 2015?")
    assert all(hit.article.year is not None and hit.article.year >= 2015 for hit in found.hits)
    assert found.article(SECOND_TRIAL) is not None


def test_options_are_searched_for_and_articles_come_once(evidence: AskedFor) -> None:
    found = evidence("What transmits Borrelisk virus?", options=("marsh flea", "earthworm"))
    ids = [hit.article.id for hit in found.hits]
    assert FLEAS in ids
    assert len(ids) == len(set(ids))
    assert any("Earthworms" in s.text for s in found.sentences)


def test_words_of_no_article_are_named(evidence: AskedFor) -> None:
    found = evidence("Does zorblaxin treat Drusel fever?")
    assert found.unknown_terms == ("zorblaxin",)


def test_question_words_are_never_unknown(evidence: AskedFor) -> None:
    assert evidence("Whom should velbrodine be given to?").unknown_terms == ()


def test_index_without_encoder_says_so(evidence: AskedFor) -> None:
    assert any("BM25 alone" in note for note in evidence("velbrodine").notes)


def test_articles_behind_the_graph_s_edges_are_read_too(evidence: AskedFor) -> None:
    found = evidence("torvaxin: nocturnal itch?")
    ids = [hit.article.id for hit in found.hits]
    assert SIDE_EFFECTS in ids
    assert len(ids) == len(set(ids))
    assert [hit.rank for hit in found.hits] == sorted(hit.rank for hit in found.hits)


def test_filters_hold_for_articles_behind_the_graph_s_edges(evidence: AskedFor) -> None:
    found = evidence("Does velbrodine treat Drusel fever?", filters=Filters(year_from=2015))
    assert found.article(TRIAL) is None  # of 2012, and behind the edge velbrodine treats Drusel fever
