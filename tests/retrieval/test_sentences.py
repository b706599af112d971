"""Sentences and their offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.sentences import article_sentences, split_sentences


def _split(text: str) -> list[str]:
    return [text[begin:end] for begin, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["We used E. coli strains.", "The value was 0.05 (p < 0.05).", "Mice (n = 5), e.g. C57BL, vs. humans were seen."],
        ["As shown by Smith et al. (2004) this holds.", "As in Jones et al.", "The next one."],
        ["Vitamin C was given, not vitamin D.", "Patients died."],
        ["Dr. A. B. Smith wrote it.", "mRNA was up.", "p53 was down."],
        ["See Fig. 2.", "In Fig. 3A we see it.", "No. 5 of them fell.", "The answer was no.", "So be it."],
        ["It (was seen. And heard) here.", "Is it?", "Yes!", "They said [1, 2].", "α-Tocopherol fell."],
        ["P less than 0. 05 was used.", "It was given i.v. at 5 mg.", "Then 10.", "20 patients came."],
        ["1. The effect was seen.", "2. Rats were killed."],
        ["In the U.S. patients paid.", "It was approx. 5 h.", "Then it fell."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


def test_section_labels_stand_alone() -> None:
    text = "BACKGROUND: Asthma is bad RESULTS AND DISCUSSION: It fell. TRIAL NUMBER: 5 DNA: unknown."
    assert _split(text) == [
        "BACKGROUND:",
        "Asthma is bad",
        "RESULTS AND DISCUSSION:",
        "It fell.",
        "TRIAL NUMBER:",
        "5 DNA: unknown.",
    ]


def test_sentences_of_an_article_leave_labels_out_and_count_in_the_joined_abstract() -> None:
    article = Article("1", "A title.", (AbstractSection("We ran. It ended", "METHODS"), AbstractSection("All won.", "RESULTS")))
    assert article.abstract == "METHODS: We ran. It ended RESULTS: All won."
    found = [(section, article.section(section)[begin:end]) for section, (begin, end) in article_sentences(article)]
    assert found == [("title", "A title."), ("abstract", "We ran."), ("abstract", "It ended"), ("abstract", "All won.")]


_PIECES = st.sampled_from(
    [". ", "? ", "E. coli", " (", ") ", "e.g. ", "Fig. 2", "RESULTS: ", "METHODS", ": ", "0.05", "A", "b", " ", "\n", "…", '" ']
)


@given(st.one_of(st.text(max_size=120), st.lists(_PIECES, max_size=40).map("".join)))
def test_spans_are_ordered_do_not_overlap_and_leave_out_only_spaces(text: str) -> None:
    end_before = 0
    for begin, end in split_sentences(text):
        assert end_before <= begin < end
        assert text[end_before:begin].strip() == ""
        assert text[begin:end] == text[begin:end].strip()
        end_before = end
    assert text[end_before:].strip() == ""
