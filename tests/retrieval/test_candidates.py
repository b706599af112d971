"""Gathering candidates from small indexes."""

import pytest

from corpuscle.retrieval.candidates import Lexicon
from corpuscle.retrieval.filter_resolution import ResolvedFilters, resolve
from corpuscle.retrieval.filters import Filters
from tests.retrieval.conftest import MakeIndex, article

NOT_RETRACTED = resolve(Filters(), None)[0]
RETRACTED = ("Retracted Publication",)


def test_both_ways_of_leaving_out_retracted_articles_find_the_same(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [article(str(i), "Asthma " * i, "Mice.", publication_types=RETRACTED if i % 3 == 0 else ()) for i in range(1, 40)]
    text = make_index(articles).text
    every = [c for c in Lexicon(text).best({"asthma": 1.0}, ResolvedFilters(), 100) if not text.article(c.address).retracted]
    assert len(every) == 26
    # with ten to spare no second query is needed for 10, and one is for 35 of 39, whose best 26 are left
    for limit in (10, 35, 100):
        found = Lexicon(text).best({"asthma": 1.0}, NOT_RETRACTED, limit)
        assert [(text.article(c.address).id, c.score) for c in found] == [(text.article(c.address).id, c.score) for c in every[:limit]]
    monkeypatch.setattr("corpuscle.retrieval.candidates._SPARE", 0)
    found = Lexicon(text).best({"asthma": 1.0}, NOT_RETRACTED, 10)
    assert [text.article(c.address).id for c in found] == [text.article(c.address).id for c in every[:10]]


def test_articles_of_keys_have_the_scores_that_a_search_gives(make_index: MakeIndex) -> None:
    text = make_index([article("1", "Asthma", "Mice."), article("2", "Mice", "Asthma and asthma."), article("3", "Heart", "Rats.")]).text
    lexicon = Lexicon(text)
    searched = {text.article(c.address).id: c.score for c in lexicon.best({"asthma": 0.5}, NOT_RETRACTED, 10)}
    keys = text.keys(text.addresses())
    assert {text.article(c.address).id: c.score for c in lexicon.of_keys(keys, {"asthma": 0.5}, NOT_RETRACTED)} == {**searched, "3": 0.0}
    assert lexicon.of_keys([], {"asthma": 0.5}, NOT_RETRACTED) == []
    # many keys are looked up in another way
    many = [*keys, *range(2000)]
    assert len(lexicon.of_keys(many, {"asthma": 0.5}, NOT_RETRACTED)) == 3
