"""Passages chosen for a query."""

import pytest

from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import select_passages, verbatim
from tests.retrieval.conftest import article

HITS = tuple(
    Hit(a, rank, 1.0)
    for rank, a in enumerate(
        (
            article("1", "Budesonide trial", "Forty patients came. Attacks of asthma fell with treatment. Nobody died."),
            article("2", "Statins", "Asthma was not studied. The heart was."),
        ),
        1,
    )
)


def test_the_sentence_about_the_question_comes_first_and_stands_at_its_offsets() -> None:
    passages = select_passages("Is there a treatment for asthma?", HITS, 10)
    assert passages[0].text == "Attacks of asthma fell with treatment."
    assert all(verbatim(p, HITS[0].article) or verbatim(p, HITS[1].article) for p in passages)
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)


def test_the_title_speaks_for_its_sentences() -> None:
    texts = [p.text for p in select_passages("asthma statins", HITS, 10)]
    assert texts.index("Asthma was not studied.") < texts.index("Attacks of asthma fell with treatment.")


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_at_most_the_limit_is_given(limit: int) -> None:
    assert len(select_passages("asthma", HITS, limit)) == limit


def test_sentences_without_a_shared_term_are_left_out() -> None:
    assert select_passages("zebrafish", HITS, 5) == []
    assert select_passages("asthma", (), 5) == []
