"""All articles and all keys, range by range."""

from pathlib import Path

import pytest

from corpuscle.retrieval import article_keys
from corpuscle.retrieval.article_keys import all_keys, stored_articles
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.text_index import article_key
from tests.retrieval.conftest import MakeIndex, article


def _text_folder(index: Index) -> Path:
    assert index.manifest.text is not None
    return index.path / index.manifest.text.path


def test_every_article_comes_once_in_stored_order(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article(str(i), f"Title {i}", "Asthma.") for i in range(200)]
    index = make_index(articles)
    text = index.text
    monkeypatch.setattr(article_keys, "_AT_ONCE", 50)  # several ranges
    assert list(stored_articles(_text_folder(index))) == list(text.iter_articles())
    assert [int(key) for keys in all_keys(text) for key in keys] == sorted(article_key(a) for a in articles)


def test_index_without_articles_has_none(make_index: MakeIndex) -> None:
    assert list(stored_articles(_text_folder(make_index([])))) == []
