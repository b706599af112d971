from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.name_index import NameIndex
from corpuscle.kg.name_scan import NameScanner, ScannedText
from corpuscle.kg.names import name_tokens

INDEX = NameIndex.of(["peptic ulcer", "ulcer", "alzheimer disease", "was", "tnf alpha", "wasp"])

TEXTS = st.lists(
    st.sampled_from(["peptic", "ulcers", "Ulcer", "'s", "’s", "was", "WAS", "TNF-α", "Alzheimer's disease", "s", "2", "(", ").", ", ", "\n", "é", "IL6"])
).map(" ".join)  # fmt: skip


def _found(text: ScannedText) -> list[str]:
    return [text.surface(place.first, place.last) for place in text.places]


def test_the_longest_name_at_a_word_comes_first() -> None:
    [text] = NameScanner(INDEX).scan(["A peptic ulcer."])
    assert _found(text) == ["peptic ulcer", "ulcer"]
    assert text.places[0].key == "peptic ulcer"


def test_a_possessive_belongs_to_a_name_and_a_full_stop_ends_it() -> None:
    [one, other] = NameScanner(INDEX).scan(["Alzheimer's disease", "peptic. Ulcer"])
    assert _found(one) == ["Alzheimer's disease"]
    assert _found(other) == ["Ulcer"]


def test_names_do_not_run_from_one_text_into_the_next() -> None:
    assert [_found(text) for text in NameScanner(INDEX).scan(["peptic", "ulcer"])] == [[], ["ulcer"]]


def test_a_little_word_is_no_name_unless_in_capitals() -> None:
    assert [_found(text) for text in NameScanner(INDEX).scan(["It was", "the WAS gene"])] == [[], ["WAS"]]


def test_a_short_form_stands_as_whole_tokens_only() -> None:
    [text] = NameScanner(INDEX).scan(["IL-6 and IL-60, (IL-6)"])
    assert [(text.begins[place.first], text.surface(place.first, place.last)) for place in text.occurrences("IL-6")] == [
        (0, "IL-6"),
        (17, "IL-6"),
    ]


@given(TEXTS)
def test_the_tokens_are_those_that_names_are_compared_by(text: str) -> None:
    [scanned] = NameScanner(INDEX).scan([text])
    assert [(begin, begin + len(word)) for begin, word in zip(scanned.begins, scanned.words, strict=True)] == [
        (token.begin, token.end) for token in name_tokens(text)
    ]


@given(st.lists(TEXTS))
def test_many_texts_at_once_are_read_as_one_by_one(texts: list[str]) -> None:
    scanner = NameScanner(INDEX)
    assert scanner.scan(texts) == [NameScanner(INDEX).scan([text])[0] for text in texts]
