"""The reader of the text index."""

import pytest
import tantivy

from corpuscle.retrieval.articles import Article, CorrectionLink
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.filter_resolution import resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.lexical import lexical_query
from corpuscle.retrieval.text_index import TextIndex, article_key, date_number
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


@pytest.mark.parametrize(
    ("published", "year", "number"),
    [("2021-03-15", 2021, 20210315), ("2021-03", 2021, 20210301), ("2021", 2021, 20210101), ("", 1999, 19990101), ("", None, 0)],
)
def test_a_date_is_a_number_that_sorts(published: str, year: int | None, number: int) -> None:
    assert date_number(Article("1", "", year=year, published=published)) == number


def test_notices_are_indexed(make_index: MakeIndex) -> None:
    notice = article("1", "Retraction", "Text.", corrections=(CorrectionLink("RetractionOf", "8"), CorrectionLink("CommentOn", "9")))
    text = make_index([notice, article("2", "On mice", "Text.")]).text
    found = text.search(tantivy.Query.term_query(text.schema, "corrects", "8"), 5)
    assert [text.article(c.address).id for c in found] == ["1"]
    assert text.search(tantivy.Query.term_query(text.schema, "corrects", "9"), 5) == []


def test_every_way_in_which_a_damaged_file_shows_is_damage(make_index: MakeIndex) -> None:
    index = make_index([article(str(i), f"Title {i}", "Asthma and wheeze.", year=1990) for i in range(50)])
    folder = index.path / "text/000001"
    seen: set[type[BaseException]] = set()
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 40)):
            path.unlink()  # the file is a hard link
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            try:
                text = TextIndex.open(folder)
                text.search(lexical_query(text.schema, {"asthma": 1.0, "titl": 1.0}, resolve(Filters(year_from=1980), None)[0]), 10)
                text.document_frequency("asthma")
                text.has_value("mesh", "asthma")
                list(text.iter_articles())
            except BaseException as exc:  # noqa: BLE001 - a panic is no Exception
                seen.add(type(exc))
        path.unlink()
        path.write_bytes(whole)
    assert seen == {IndexDamagedError}


def test_an_empty_index_is_empty(make_index: MakeIndex) -> None:
    text = make_index([]).text
    assert len(text) == 0
    assert list(text.iter_articles()) == []
    assert text.get("1") is None
