from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet, BioasqTriple
from corpuscle.evals.bioasq.phase_a import exact_figures, merged, official_phase_a, relevant_by_document, snippet_figures, strict_phase_a

URL = "http://www.ncbi.nlm.nih.gov/pubmed/"


def snippet(pmid: int, begin: int, end: int, section: str = "abstract") -> BioasqSnippet:
    places = {"offsetInBeginSection": begin, "offsetInEndSection": end, "beginSection": section, "endSection": section}
    return BioasqSnippet.model_validate({"document": f"{URL}{pmid}", **places})


def test_average_precision_is_divided_as_the_version_says() -> None:
    found = exact_figures(["a", "b", "c"], ["a", "x", "b"], 8)
    assert found.average_precision == (1 / 1 + 2 / 3) / 3  # min(10, 3)
    assert exact_figures(["a", "b", "c"], ["a", "x", "b"], 5).average_precision == (1 / 1 + 2 / 3) / 10
    assert (found.precision, found.recall) == (2 / 3, 2 / 3)


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


def test_a_document_named_twice_counts_once() -> None:
    gold = [BioasqQuestion(id="1", documents=("a", "b"))]
    assert official_phase_a(gold, {"1": BioasqQuestion(id="1", documents=("a", "a", "x"))}, 8).documents.precision == 1 / 2


def test_concepts_count_officially_only_where_both_sides_have_any() -> None:
    gold = [BioasqQuestion(id="1", concepts=("c", "d")), BioasqQuestion(id="2", concepts=("c",)), BioasqQuestion(id="3")]
    submitted = {
        "1": BioasqQuestion(id="1", concepts=("x", "c")),
        "2": BioasqQuestion(id="2"),
        "3": BioasqQuestion(id="3", concepts=("c",)),
    }
    official = official_phase_a(gold, submitted, 8).concepts
    assert (official.precision, official.recall, official.map) == (1 / 2, 1 / 2, (1 / 2) / 2)
    assert strict_phase_a(gold, submitted).concepts.map == ((1 / 2) / 2 + 0) / 2


def test_triples_are_scored_officially_after_the_wrong_ones_were_struck() -> None:
    right, wrong = BioasqTriple(s="a", p="treats", o="b"), BioasqTriple(s="a", p="causes", o="b")
    gold = [BioasqQuestion(id="1", documents=("d",), triples=(right,)), BioasqQuestion(id="2", documents=("d",))]
    submitted = {"1": BioasqQuestion(id="1", triples=(wrong, right)), "2": BioasqQuestion(id="2", triples=(wrong,))}
    assert official_phase_a(gold, submitted, 8).triples.map == 1.0
    strict = strict_phase_a(gold, submitted).triples
    assert (strict.precision, strict.recall, strict.map) == (1 / 2, 1.0, 1 / 2)


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 40), st.integers(0, 12)), max_size=12))
def test_merged_snippets_cover_the_same_characters_without_overlap(drawn: list[tuple[int, int, int]]) -> None:
    snippets = [snippet(pmid, begin, begin + length) for pmid, begin, length in drawn]
    covered = {(s.document, at) for s in snippets for at in range(s.begin, s.end + 1)}
    result = merged(snippets)
    places = [(s.document, at) for s in result for at in range(s.begin, s.end + 1)]
    assert len(places) == len(set(places))
    assert set(places) == covered
