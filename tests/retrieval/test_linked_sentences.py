from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import RETRACTED_TYPE, CorrectionLink
from corpuscle.retrieval.linked_sentences import linked_sentences
from tests.conftest import BY_ID, TRIAL


@pytest.fixture
def linker(invented_index: Path) -> Iterator[Linker]:
    with GraphStore.open(invented_index / "graph.sqlite") as store:
        yield Linker(store)


def test_sentences_cover_title_and_abstract_of_each_article(linker: Linker) -> None:
    articles = [BY_ID[TRIAL], next(article for article in BY_ID.values() if article.id != TRIAL)]
    found = linked_sentences(articles, linker)
    assert [{s.article_id for s in own} for own in found] == [{article.id} for article in articles]
    assert {s.section for s in found[0]} == {"title", "abstract"}
    for article, own in zip(articles, found, strict=True):
        for sentence in own:
            assert article.section(sentence.section)[sentence.begin : sentence.end] == sentence.text


def test_what_a_link_alone_retracts_is_of_the_retracted_type(linker: Linker) -> None:
    article = replace(BY_ID[TRIAL], publication_types=("Review",), corrections=(CorrectionLink("RetractionIn", "99"),))
    assert article.retracted
    assert {s.publication_types for own in linked_sentences([article], linker) for s in own} == {("Review", RETRACTED_TYPE)}
