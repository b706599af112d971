"""Reading: every sentence stands verbatim at its place."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpuscle.agent.coverage import question_concepts
from corpuscle.agent.evidence import ReadSentence
from corpuscle.agent.reading import SENTENCES_ENCODED, read_sentences
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import Encoder, SymmetricEncoder
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import verbatim
from tests.conftest import ARTICLES, BY_ID, DRUSEL, QUESTION_TITLE, TRIAL, VELBRODINE

QUESTION = "Does velbrodine treat Drusel fever?"


class TwoWayEncoder(SymmetricEncoder):
    """Two directions: texts that name velbrodine, and all others."""

    name = "two ways"
    dimension = 2
    max_tokens = 64

    def __init__(self) -> None:
        self.batches: list[int] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(len(texts))
        return np.array([[1.0, 0.0] if "velbrodine" in text.lower() else [0.0, 1.0] for text in texts], dtype=np.float32)


def _read(linker: Linker, *articles: Article, encoder: Encoder | None = None) -> tuple[ReadSentence, ...]:
    concepts = question_concepts(QUESTION, linker.link(QUESTION), lambda _: 2, 100)
    hits = [Hit(article, rank, 1 / rank) for rank, article in enumerate(articles, 1)]
    return read_sentences(QUESTION, hits, concepts, linker, encoder)


SENTENCE = st.lists(
    st.sampled_from(
        ["velbrodine", "Drusel fever", "heals", "e.g.", "P = 0.05", "vs.", "(n = 3)", "α-β", "🐈", "i.v.", "RESULTS:", "12.5%", "no. 5"]
    ),
    min_size=1,
    max_size=9,
).map(lambda words: " ".join(words).capitalize())
SECTIONS = st.lists(
    st.builds(
        AbstractSection,
        st.lists(SENTENCE, min_size=1, max_size=4).map(lambda sentences: ". ".join(sentences) + "."),
        st.sampled_from(["", "RESULTS", "CONCLUSIONS", "AIM & METHODS"]),
    ),
    max_size=3,
).map(tuple)


@settings(max_examples=60)
@given(title=SENTENCE, sections=SECTIONS)
def test_sentences_stand_verbatim_in_their_article(linker: Linker, title: str, sections: tuple[AbstractSection, ...]) -> None:
    article = Article("1", title, sections)
    for sentence in _read(linker, article):
        assert verbatim(sentence.passage, article)
        assert sentence.text == sentence.linked.text
        assert 0 <= sentence.coverage <= 1
        assert 0 <= sentence.context_coverage <= 1
        assert all(sentence.text[m.begin : m.end] == m.text for m in sentence.mentions)


def test_sentences_of_the_invented_articles_stand_verbatim(linker: Linker) -> None:
    read = _read(linker, *ARTICLES)
    assert all(verbatim(sentence.passage, BY_ID[sentence.article.id]) for sentence in read)
    assert len({(s.article.id, s.passage.section, s.passage.begin) for s in read}) == len(read)


def test_sentences_come_best_first(linker: Linker) -> None:
    read = _read(linker, *ARTICLES)
    assert [s.score for s in read] == sorted((s.score for s in read), reverse=True)
    assert {VELBRODINE, DRUSEL} <= {m.entity.curie for m in read[0].mentions}


def test_order_of_the_hits_does_not_matter(linker: Linker) -> None:
    assert _read(linker, *ARTICLES) == _read(linker, *reversed(ARTICLES))


def test_article_without_abstract_gives_its_title(linker: Linker) -> None:
    assert [s.passage.section for s in _read(linker, BY_ID[QUESTION_TITLE])] == ["title"]


def test_nothing_found_is_nothing_read(linker: Linker) -> None:
    assert _read(linker, encoder=TwoWayEncoder()) == ()


def test_encoder_reads_the_question_and_a_limited_number_of_sentences(linker: Linker) -> None:
    text = " ".join(f"Velbrodine was given to the gardener of house number {n}." for n in range(SENTENCES_ENCODED + 10))
    encoder = TwoWayEncoder()
    read = _read(linker, Article("1", "A long report on gardeners.", (AbstractSection(text),)), encoder=encoder)
    assert max(encoder.batches) == SENTENCES_ENCODED
    assert sum(s.similarity is not None for s in read) == SENTENCES_ENCODED


def test_similarity_is_the_cosine_to_the_question(linker: Linker) -> None:
    read = _read(linker, BY_ID[TRIAL], encoder=TwoWayEncoder())
    assert {s.similarity == pytest.approx(1.0) for s in read if "elbrodine" in s.text} == {True}
    assert {s.similarity for s in read if "elbrodine" not in s.text} == {0.0}
