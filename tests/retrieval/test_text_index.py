"""The reader of the text index."""

from corpuscle.retrieval.text_index import article_key
from tests.retrieval.conftest import MakeIndex, article


def test_articles_come_back_whole(make_index: MakeIndex) -> None:
    articles = [article(str(i), f"Title {i}", "Asthma." if i % 2 else "", year=1990 + i) for i in range(20)]
    text = make_index(articles).text
    assert len(text) == 20
    assert sorted(text.iter_articles(), key=lambda a: int(a.id)) == articles
    assert text.get("7") == articles[7]
    assert text.get("77") is None


def test_keys_are_those_of_the_articles(make_index: MakeIndex) -> None:
    articles = [article("1", "One"), article("2", "Two")]
    text = make_index(articles).text
    keys = [article_key(a) for a in articles]
    assert sorted(text.keys(text.addresses())) == sorted(keys)
    assert text.articles_by_key(keys) == dict(zip(keys, articles, strict=True))
    assert text.articles_by_key([keys[1] ^ 1]) == {}


def test_a_key_follows_the_text_and_the_id_only() -> None:
    first = article("1", "Title", "Text.", year=1999)
    assert article_key(first) == article_key(article("1", "Title", "Text.", year=2000))
    assert article_key(first) != article_key(article("1", "Title", "Text!"))
    assert article_key(first) != article_key(article("2", "Title", "Text."))
    assert 0 <= article_key(first) < 2**64


def test_an_empty_index_is_empty(make_index: MakeIndex) -> None:
    text = make_index([]).text
    assert len(text) == 0
    assert list(text.iter_articles()) == []
    assert text.get("1") is None
