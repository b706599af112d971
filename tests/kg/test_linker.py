import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuscle.kg.linker import Linker
from tests.kg.conftest import ASPIRIN, AUREUS, FEVER, GASTRIC, ULCER, WAS_GENE


def _linked(linker: Linker, text: str) -> list[tuple[str, str]]:
    return [(m.text, m.entity.curie) for m in linker.link(text)]


def test_longest_name_wins_and_text_is_verbatim(linker: Linker) -> None:
    text = "Does Acetylsalicylic-acid cause stomach ulcers?"
    assert _linked(linker, text) == [("Acetylsalicylic-acid", ASPIRIN), ("stomach ulcers", GASTRIC)]
    assert all(text[m.begin : m.end] == m.text for m in linker.link(text))


@pytest.mark.parametrize("text", ["It was seen.", "Was it seen?", "It is a wasp.", "IT WAS SEEN."])
def test_common_words_are_not_genes(linker: Linker, text: str) -> None:
    assert _linked(linker, text) == []


def test_short_gene_symbol_needs_a_gene_word_beside_it(linker: Linker) -> None:
    assert _linked(linker, "the WAS gene is mutated") == [("WAS", WAS_GENE)]
    assert _linked(linker, "the WAS is mutated") == []


def test_acronym_of_two_letters_needs_its_definition(linker: Linker) -> None:
    assert _linked(linker, "SD is rare.") == []
    assert _linked(linker, "Sclerosing disorder (SD) is rare; SD hurts.") == [
        ("Sclerosing disorder", "MESH:D000001"),
        ("SD", "MESH:D000001"),
        ("SD", "MESH:D000001"),
    ]


def test_abbreviation_defined_as_something_unknown_is_not_linked_otherwise(linker: Linker) -> None:
    assert _linked(linker, "After atrial septal ablation (ASA), ASA patients did well.") == []
    assert _linked(linker, "ASA patients did well.") == [("ASA", ASPIRIN)]


def test_names_do_not_cross_a_sentence_or_a_comma(linker: Linker) -> None:
    assert _linked(linker, "He had no peptic. Ulcer was seen.") == [("Ulcer", ULCER)]
    assert _linked(linker, "Staphylococcus, aureus") == []
    assert _linked(linker, "Staphylococcus\naureus") == [("Staphylococcus\naureus", AUREUS)]


def test_candidates_read_inverted_and_bracketed_names(linker: Linker) -> None:
    assert [c.entity.curie for c in linker.candidates("Ulcer, Stomach")] == [GASTRIC]
    assert [c.entity.curie for c in linker.candidates("Fever (high)")] == [FEVER]
    assert [c.entity.curie for c in linker.candidates("SD")] == ["MESH:D000001"]
    assert linker.candidates("no such thing") == []
    assert linker.candidates("") == []


def test_main_name_is_surer_than_a_brand(linker: Linker) -> None:
    assert linker.candidates("aspirin")[0].score > linker.candidates("Ecotrin")[0].score


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["aspirin", "Peptic ulcers", "WAS", "gene", "fever", "(", ")", ".", "TNF-α", "µ", "sclerosing disorder (SD)", "SD"])
    )
)
def test_mentions_stand_at_their_offsets_and_do_not_overlap(linker: Linker, words: list[str]) -> None:
    text = " ".join(words)
    mentions = linker.link(text)
    assert all(text[m.begin : m.end] == m.text for m in mentions)
    assert all(a.end <= b.begin for a, b in itertools.pairwise(mentions))
    assert all(0 < m.score <= 1 for m in mentions)
