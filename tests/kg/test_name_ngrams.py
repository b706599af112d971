import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.name_ngrams import NameNgrams

KEYS = ["midazolam", "sirolimus", "tacrolimus", "renal failure", "kidney failure"]


def test_a_misspelt_name_is_found() -> None:
    [(key, cosine)] = NameNgrams.of(KEYS).like("midazolan", 5, 0.5)
    assert key == "midazolam"
    assert 0.5 < cosine < 1


def test_the_cosine_weighs_runs_by_how_few_names_have_them() -> None:
    # " ab" in two of two names, "abc", "bc " and "abd", "bd " in one: ln(3/2)² and ln(3)²
    common, rare = math.log(3 / 2) ** 2, math.log(3) ** 2
    found = NameNgrams.of(["abc", "abd"]).like("abc", 5, 0.0)
    assert [key for key, _ in found] == ["abc", "abd"]
    assert found[0][1] == pytest.approx(1)
    assert found[1][1] == pytest.approx(common / (common + 2 * rare))


def test_a_run_that_no_name_has_makes_less_like() -> None:
    ngrams = NameNgrams.of(KEYS)
    assert ngrams.like("sirolimus", 1, 0)[0][1] > ngrams.like("sirolimusxyz", 1, 0)[0][1] > 0


def test_nothing_like_it_is_found_in_nothing() -> None:
    assert NameNgrams.of(KEYS).like("quux", 5, 0.3) == []
    assert NameNgrams.of([]).like("midazolam", 5, 0.3) == []
    assert NameNgrams.of(KEYS).like("", 5, 0.3) == []


@given(st.lists(st.text("abcdé ", min_size=1).map(str.strip).filter(bool), unique=True))
def test_what_is_packed_is_read_again(keys: list[str]) -> None:
    ngrams = NameNgrams.of(keys)
    read = NameNgrams.read(ngrams.packed())
    assert read.packed() == ngrams.packed()
    for key in keys:
        assert read.like(key, 50, 0.99) == ngrams.like(key, 50, 0.99)


@given(st.lists(st.text("abcd ", min_size=3).map(str.strip).filter(bool), unique=True, min_size=1))
def test_every_name_is_most_like_itself(keys: list[str]) -> None:
    ngrams = NameNgrams.of(keys)
    for key in keys:
        cosines = dict(ngrams.like(key, len(keys), 0.0))
        assert cosines[key] == pytest.approx(1, abs=1e-5)
