import pytest

from corpuscle.index_builder.literature import Finding, accepted_edges, findings
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
    return MeshHeading(ui, ui, False, tuple(MeshQualifier("Q", q) for q in qualifiers))


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


def _finding(pmid: str, weight: float, rule: str = "therapeutic use", predicate: str = "treats") -> Finding:
    return Finding("MESH:D1", predicate, "MESH:C1", pmid, rule, weight, 1979)


def test_one_article_is_enough_only_with_weight() -> None:
    assert [e.score for e in accepted_edges([_finding("1", 0.25)])] == [pytest.approx(0.84)]
    assert list(accepted_edges([_finding("1", 0.2)])) == []


def test_two_light_articles_are_enough() -> None:
    (edge,) = accepted_edges([_finding("1", 0.2), _finding("2", 0.1)])
    assert (edge.support, len(edge.findings)) == (2, 2)
    assert edge.score == pytest.approx(1 - (1 - 0.84 * 0.7) ** 2)


def test_score_has_a_ceiling() -> None:
    (edge,) = accepted_edges([_finding(str(i), 1.0) for i in range(9)])
    assert (edge.support, edge.score) == (9, 0.98)


def test_weak_rule_asks_for_two_articles() -> None:
    one = _finding("1", 1.0, "prevention & control", "prevents")
    two = _finding("2", 1.0, "prevention & control", "prevents")
    assert list(accepted_edges([one])) == []
    assert [e.support for e in accepted_edges([one, two])] == [2]


def test_same_article_by_two_rules_counts_once() -> None:
    found = [_finding("1", 1.0, "adverse effects", "causes"), _finding("1", 1.0, "infection", "causes")]
    (edge,) = accepted_edges(found)
    assert (edge.support, edge.score) == (1, pytest.approx(0.90))
