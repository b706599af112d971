import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.literature import Finding, Strength, findings, strength
from corpuscle.retrieval.articles import Article, CorrectionLink, MeshHeading, MeshQualifier

TREES = {
    "D1": ("D03.1",),
    "D2": ("D03.2",),
    "C1": ("C06.1",),
    "C2": ("C06.2",),
    "B1": ("B03.1",),
    "B2": ("B01.050.150.900",),  # a vertebrate
    "P1": ("D12.776.1",),
}


def _heading(ui: str, *qualifiers: str) -> MeshHeading:
    return MeshHeading(ui, ui, True, tuple(MeshQualifier("Q", q) for q in qualifiers))


def _article(*mesh: MeshHeading, types: tuple[str, ...] = (), corrections: tuple[CorrectionLink, ...] = ()) -> Article:
    return Article("7", "t", mesh=mesh, year=1979, publication_types=types, corrections=corrections)


def _triples(article: Article) -> list[tuple[str, str, str, float]]:
    return [(f.subject, f.predicate, f.object, f.weight) for f in findings(article, lambda ui: TREES.get(ui, ()))]


def test_therapeutic_use_with_drug_therapy_treats() -> None:
    article = _article(_heading("D1", "therapeutic use"), _heading("C1", "drug therapy"))
    assert _triples(article) == [("MESH:D1", "treats", "MESH:C1", 1.0)]


def test_pair_weight_is_one_over_all_pairs() -> None:
    article = _article(
        _heading("D1", "therapeutic use"), _heading("D2", "therapeutic use"), _heading("C1", "drug therapy"), _heading("C2", "drug therapy")
    )
    assert [row[3] for row in _triples(article)] == [1 / (2 * 2)] * 4


@pytest.mark.parametrize(
    ("subject", "object_", "triple"),
    [
        (_heading("D1", "adverse effects"), _heading("C1", "chemically induced"), ("MESH:D1", "causes", "MESH:C1")),
        (_heading("B1", "isolation & purification"), _heading("C1", "microbiology"), ("MESH:B1", "causes", "MESH:C1")),
        (_heading("D1", "therapeutic use"), _heading("C1", "prevention & control"), ("MESH:D1", "prevents", "MESH:C1")),
        (_heading("D1", "pharmacology"), _heading("D2", "antagonists & inhibitors"), ("MESH:D1", "inhibits", "MESH:D2")),
        (_heading("C1", "complications"), _heading("C2", "etiology"), ("MESH:C1", "has complication", "MESH:C2")),
    ],
)
def test_rules_read_qualifier_pairs(subject: MeshHeading, object_: MeshHeading, triple: tuple[str, str, str]) -> None:
    assert [row[:3] for row in _triples(_article(subject, object_))] == [triple]


def test_headings_of_the_wrong_tree_say_nothing() -> None:
    assert _triples(_article(_heading("C2", "therapeutic use"), _heading("C1", "drug therapy"))) == []
    assert _triples(_article(_heading("B2", "isolation & purification"), _heading("C1", "microbiology"))) == []
    assert _triples(_article(_heading("unknown", "therapeutic use"), _heading("C1", "drug therapy"))) == []


def test_retracted_article_says_nothing() -> None:
    headings = (_heading("D1", "therapeutic use"), _heading("C1", "drug therapy"))
    assert _triples(_article(*headings, types=("Retracted Publication",))) == []
    assert _triples(_article(*headings, corrections=(CorrectionLink("RetractionIn", "9"),))) == []


def _finding(pmid: str, weight: float, rule: str = "therapeutic use, main topic", year: int | None = 1979) -> Finding:
    return Finding("MESH:D1", "treats", "MESH:C1", pmid, rule, weight, year)


def _held(*found: Finding) -> Strength:
    held = strength(found)
    assert held is not None
    return held


def test_one_article_is_enough_only_with_weight() -> None:
    assert _held(_finding("1", 0.25)).score == pytest.approx(0.92)
    assert strength([_finding("1", 0.2)]) is None
    assert strength([]) is None


def test_two_light_articles_are_enough() -> None:
    held = _held(_finding("1", 0.2), _finding("2", 0.1))
    assert (held.support, held.score) == (2, pytest.approx(1 - (1 - 0.92 * 0.7) ** 2))


def test_drug_that_is_no_main_topic_asks_for_two_articles() -> None:
    aside = MeshHeading("D1", "Drug", False, (MeshQualifier("Q", "therapeutic use"),))
    (finding,) = findings(_article(aside, _heading("C1", "drug therapy")), lambda ui: TREES.get(ui, ()))
    assert strength([finding]) is None
    assert _held(finding, _finding("2", 0.1)).support == 2


def test_qualifier_may_make_the_main_topic() -> None:
    starred = MeshHeading("D1", "Drug", False, (MeshQualifier("Q", "therapeutic use", True),))
    (finding,) = findings(_article(starred, _heading("C1", "drug therapy")), lambda ui: TREES.get(ui, ()))
    assert finding.rule == "therapeutic use, main topic"


def test_score_has_a_ceiling() -> None:
    held = _held(*(_finding(str(i), 1.0) for i in range(9)))
    assert (held.support, held.score) == (9, 0.98)


def test_weak_rule_asks_for_two_articles() -> None:
    one, two = _finding("1", 1.0, "prevention & control"), _finding("2", 1.0, "prevention & control")
    assert strength([one]) is None
    assert _held(one, two).support == 2


def test_same_article_by_two_rules_counts_once() -> None:
    held = _held(_finding("1", 1.0, "adverse effects"), _finding("1", 1.0, "infection"))
    assert (held.support, held.score) == (1, pytest.approx(0.90))


def test_years_are_the_first_and_the_last_known() -> None:
    held = _held(_finding("1", 1.0, year=1981), _finding("2", 1.0, year=None), _finding("3", 1.0, year=1977))
    assert (held.first_year, held.last_year) == (1977, 1981)
    assert _held(_finding("2", 1.0, year=None)).last_year is None


@given(st.permutations([_finding(str(n), 1 / n, rule) for n in range(1, 6) for rule in ("therapeutic use", "infection")]))
def test_strength_is_the_same_to_the_bit_in_any_order(found: list[Finding]) -> None:
    assert strength(found) == strength(sorted(found))
