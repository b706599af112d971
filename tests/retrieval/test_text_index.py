"""The reader of the text index."""

from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.lexical import lexical_query
from corpuscle.retrieval.text_index import TextIndex, article_key
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
                text.search(lexical_query(text.schema, ["asthma", "titl"], Filters(year_from=1980)), 10)
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
