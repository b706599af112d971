import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.names import name_key, name_tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TNF-α inhibitors", "tnf alpha inhibitor"),
        ("Parkinson's disease", "Parkinson Disease"),
        ("Crohn’s disease", "Crohns Disease"),
        ("IL-6", "IL6"),
        ("Haemorrhage", "Hemorrhages"),
        ("tumours", "Tumor"),
        ("Biopsies", "biopsy"),
        ("viruses", "virus"),
        ("Vitamin B(12)", "vitamin B12"),
        ("Sjögren", "Sjogren"),
        ("NSAIDs", "NSAID"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("AIDS", "aids"), ("DIDS", "did"), ("glucose", "glucos"), ("IL-6", "IL-16")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_tokens_stand_in_order_at_their_offsets(text: str) -> None:
    tokens = name_tokens(text)
    assert all(0 <= t.begin < t.end <= len(text) for t in tokens)
    assert all(a.end <= b.begin for a, b in itertools.pairwise(tokens))


@given(st.text())
def test_a_key_is_its_tokens_joined(text: str) -> None:
    assert name_key(text) == " ".join(t.key for t in name_tokens(text))


@given(st.text())
def test_a_key_has_no_capitals_of_ascii(text: str) -> None:
    assert not any("A" <= c <= "Z" for c in name_key(text))
