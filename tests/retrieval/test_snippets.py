"""Snippets: sentences in BioASQ's offsets, best first."""

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import SymmetricEncoder
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.passages import verbatim
from corpuscle.retrieval.snippets import SNIPPETS, best_snippets

TRIAL = Article(
    "11",
    "Velbrodine against placebo in Drusel fever of adults: a trial",
    (
        AbstractSection("Drusel fever is a rare disease of the gardeners of the north.", "BACKGROUND"),
        AbstractSection(
            "Velbrodine lowered the temperature of patients with Drusel fever. No harm at all was seen in either arm of the trial.",
            "RESULTS",
        ),
    ),
)
OTHER = Article("12", "Gardens of the north and how to reach them by boat", (AbstractSection("Boats leave every morning but one."),))


def _frequency(term: str) -> int:
    return {"velbrodin": 1, "drusel": 2}.get(term, 50)


class NamesHarm(SymmetricEncoder):
    """Two directions: texts that speak of harm, and all others."""

    name = "harm"
    dimension = 2
    max_tokens = 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1.0, 0.0] if re.search("harm|hurt", text) else [0.0, 1.0] for text in texts], dtype=np.float32)


def test_the_sentence_that_says_most_of_the_question_comes_first_at_offsets_that_count_section_labels() -> None:
    best = best_snippets("Does velbrodine lower the temperature in Drusel fever?", [OTHER, TRIAL], _frequency, 100)[0]
    assert (best.article_id, best.section) == ("11", "abstract")
    assert best.text == "Velbrodine lowered the temperature of patients with Drusel fever."
    label = "BACKGROUND: Drusel fever is a rare disease of the gardeners of the north. RESULTS: "
    assert (best.begin, best.end) == (len(label), len(label) + len(best.text))


def test_sentences_far_below_the_best_are_left_out() -> None:
    found = best_snippets("Does velbrodine lower the temperature in Drusel fever?", [OTHER, TRIAL], _frequency, 100)
    assert all(passage.article_id == "11" for passage in found)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


def test_an_encoder_lifts_the_sentence_that_is_alike_though_its_words_are_not() -> None:
    texts = [[p.text for p in best_snippets("Velbrodine injury hurts", [TRIAL], _frequency, 100, e)] for e in (None, NamesHarm())]
    harm = "No harm at all was seen in either arm of the trial."
    assert texts[1].index(harm) < texts[0].index(harm)


def test_without_articles_or_long_sentences_there_is_no_snippet() -> None:
    assert best_snippets("velbrodine", [], _frequency, 100) == ()
    assert best_snippets("velbrodine", [Article("13", "Velbrodine")], _frequency, 100) == ()


def test_a_question_without_a_word_is_refused() -> None:
    with pytest.raises(QueryError, match="empty"):
        best_snippets("??", [TRIAL], _frequency, 100)


@given(
    st.lists(st.text("ab .:VD\n\u03b1", max_size=120), min_size=1, max_size=4),
    st.text("abv ", min_size=1, max_size=30).filter(lambda query: query.strip() != ""),
)
def test_every_snippet_stands_verbatim_at_its_offsets(texts: list[str], query: str) -> None:
    article = Article("1", texts[0], tuple(AbstractSection(text, "LABEL") for text in texts[1:]))
    found = best_snippets(query, [article], lambda _: 1, 10)
    assert len(found) <= SNIPPETS
    assert all(verbatim(passage, article) for passage in found)
