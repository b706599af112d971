"""All articles and all keys, range by range."""

import pytest

from corpuscle.retrieval import article_keys
from corpuscle.retrieval.article_keys import all_keys, stored_articles
from corpuscle.retrieval.text_index import article_key
from tests.retrieval.conftest import MakeIndex, article


def test_every_article_comes_once_in_stored_order(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article(str(i), f"Title {i}", "Asthma.") for i in range(200)]
    text = make_index(articles).text
    monkeypatch.setattr(article_keys, "_AT_ONCE", 50)  # several ranges
    assert list(stored_articles(text)) == list(text.iter_articles())
    assert [int(key) for keys in all_keys(text) for key in keys] == sorted(article_key(a) for a in articles)


def test_index_without_articles_has_none(make_index: MakeIndex) -> None:
    assert list(stored_articles(make_index([]).text)) == []
