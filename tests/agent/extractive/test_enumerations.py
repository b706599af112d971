"""Items of an enumeration, verbatim."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.extractive.enumerations import enumerations


def _texts(sentence: str) -> list[list[str]]:
    return [[item.text for item in items] for items in enumerations(sentence)]


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("The side effects of torvaxin were nocturnal itch, hair loss and dizziness.", ["nocturnal itch", "hair loss", "dizziness"]),
        ("Carriers include fleas, ticks, and mites.", ["fleas", "ticks", "mites"]),
        ("It was caused by loam, sand or clay in gardens.", ["loam", "sand", "clay"]),
    ],
)
def test_items_are_found(sentence: str, items: list[str]) -> None:
    assert _texts(sentence) == [items]


@pytest.mark.parametrize("sentence", ["Velbrodine heals Drusel fever.", "Fleas and ticks bite.", "", ",,, and or;"])
def test_fewer_than_three_are_no_enumeration(sentence: str) -> None:
    assert _texts(sentence) == []


@given(
    st.lists(
        st.sampled_from(["were", "itch", "hair loss", ",", "and", "or", "(n = 3)", ".", ";", "such as", "the", "🐈"]), max_size=25
    ).map(" ".join)
)
def test_items_stand_at_their_places(sentence: str) -> None:
    for items in enumerations(sentence):
        assert len(items) >= 3
        assert all(sentence[item.begin : item.end] == item.text != "" for item in items)
        assert all(a.end <= b.begin for a, b in pairwise(items))


@given(st.text(max_size=120))
def test_any_text_is_read(sentence: str) -> None:
    assert all(sentence[item.begin : item.end] == item.text for items in enumerations(sentence) for item in items)
