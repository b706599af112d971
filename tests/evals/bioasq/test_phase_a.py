from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet
from corpuscle.evals.bioasq.phase_a import document_figures, merged, official_phase_a, relevant_by_document, snippet_figures, strict_phase_a

URL = "http://www.ncbi.nlm.nih.gov/pubmed/"


def snippet(pmid: int, begin: int, end: int, section: str = "abstract") -> BioasqSnippet:
    places = {"offsetInBeginSection": begin, "offsetInEndSection": end, "beginSection": section, "endSection": section}
    return BioasqSnippet.model_validate({"document": f"{URL}{pmid}", **places})


def test_average_precision_is_divided_as_the_version_says() -> None:
    found = document_figures(["a", "b", "c"], ["a", "x", "b", "b"], 8)
    assert found.average_precision == (1 / 1 + 2 / 3) / 3  # min(10, 3)
    assert document_figures(["a", "b", "c"], ["a", "x", "b"], 5).average_precision == (1 / 1 + 2 / 3) / 10
    assert (found.precision, found.recall) == (2 / 3, 2 / 3)  # the second b counts once


def test_the_official_mean_passes_over_missing_questions_and_the_strict_one_does_not() -> None:
    gold = [BioasqQuestion(id="1", documents=("a",)), BioasqQuestion(id="2", documents=("b",))]
    submitted = {"1": BioasqQuestion(id="1", documents=("a",))}
    assert official_phase_a(gold, submitted, 8).documents.map == 1.0
    strict = strict_phase_a(gold, submitted).documents
    assert strict.map == 1 / 2
    assert strict.gmap == pytest.approx(exp((log(1 + 0.00001) + log(0.00001)) / 2))


def test_only_ten_documents_count_strictly() -> None:
    urls = tuple(f"d{number}" for number in range(12))
    gold = [BioasqQuestion(id="1", documents=urls)]
    submitted = {"1": BioasqQuestion(id="1", documents=urls)}
    assert official_phase_a(gold, submitted, 8).documents.map == pytest.approx(12 / 10)
    assert strict_phase_a(gold, submitted).documents.map == 1.0


def test_snippets_are_compared_by_characters() -> None:
    found = snippet_figures([snippet(1, 0, 99)], [snippet(1, 50, 149)], 8, relevant_by_document)
    assert (found.precision, found.recall) == (50 / 100, 50 / 100)
    assert found.average_precision == 0.5


def test_a_section_of_a_system_may_be_zero_for_the_abstract_and_never_the_other_way_round() -> None:
    assert snippet_figures([snippet(1, 0, 9)], [snippet(1, 0, 9, "sections.0")], 8, relevant_by_document).f1 == 1.0
    assert snippet_figures([snippet(1, 0, 9, "0")], [snippet(1, 0, 9)], 8, relevant_by_document).f1 == 0.0
    assert snippet_figures([snippet(1, 0, 9, "title")], [snippet(1, 0, 9)], 8, relevant_by_document).f1 == 0.0


def test_a_snippet_elsewhere_in_a_gold_document_is_relevant_only_officially() -> None:
    gold = [BioasqQuestion(id="1", snippets=(snippet(1, 0, 9),))]
    submitted = {"1": BioasqQuestion(id="1", snippets=(snippet(1, 0, 9), snippet(1, 500, 509)))}
    assert official_phase_a(gold, submitted, 8).snippets.map == 1 / 1 + 10 / 20
    assert strict_phase_a(gold, submitted).snippets.map == 1.0


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 40), st.integers(0, 12)), max_size=12))
def test_merged_snippets_cover_the_same_characters_without_overlap(drawn: list[tuple[int, int, int]]) -> None:
    snippets = [snippet(pmid, begin, begin + length) for pmid, begin, length in drawn]
    covered = {(s.document, at) for s in snippets for at in range(s.begin, s.end + 1)}
    result = merged(snippets)
    places = [(s.document, at) for s in result for at in range(s.begin, s.end + 1)]
    assert len(places) == len(set(places))
    assert set(places) == covered
