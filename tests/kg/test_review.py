from dataclasses import replace

import pytest

from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_sentences import EvidenceSentence, link_sentences
from corpuscle.kg.linker import Linker
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Triple, Verdict
from tests.kg.conftest import ASPIRIN, FEVER, GASTRIC, EdgeRow, MakeGraph


def _entity(store: GraphStore, curie: str) -> Entity:
    entity = store.entity(curie)
    assert entity is not None
    return entity


def _triple(store: GraphStore, predicate: str, object_: str = FEVER) -> Triple:
    subject, end = _entity(store, ASPIRIN), _entity(store, object_)
    return Triple(subject.name, predicate, end.name, subject, end)


def _sentences(store: GraphStore, *texts: str, types: tuple[str, ...] = ()) -> list[EvidenceSentence]:
    linker = Linker(store)
    return [
        s for i, text in enumerate(texts) for s in link_sentences(linker, str(100 + i), "abstract", text, [(0, len(text))], 1990, types)
    ]


def test_edge_of_the_predicate_supports(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER, score=0.84))
    found = review(_triple(store, "treats"), store, [])
    assert (found.verdict, found.score) == (Verdict.SUPPORTED, pytest.approx(0.84))
    assert [(e.kind, e.stance, e.id) for e in found.evidence] == [("edge", "supports", f"{ASPIRIN}|treats|{FEVER}")]


def test_user_s_words_and_inverse_are_understood(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER))
    assert review(_triple(store, "is used for"), store, []).verdict is Verdict.SUPPORTED
    turned = Triple("Fever", "is treated with", "Aspirin", _entity(store, FEVER), _entity(store, ASPIRIN))
    assert review(turned, store, []).verdict is Verdict.SUPPORTED
    assert review(turned, store, []).triple == turned


def test_what_reduces_a_disease_treats_it(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER))
    assert review(_triple(store, "reduces"), store, []).verdict is Verdict.SUPPORTED


def test_opposite_edge_contradicts(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER))
    found = review(_triple(store, "causes"), store, [])
    assert (found.verdict, found.score) == (Verdict.CONTRADICTED, pytest.approx(0.16))


def test_negated_edge_contradicts_and_with_its_opposite_is_mixed(make_graph: MakeGraph) -> None:
    no = EdgeRow(GASTRIC, "has phenotype", FEVER, "hpo", True, score=0.97)
    yes = EdgeRow(GASTRIC, "has phenotype", FEVER, "hpo", False, score=0.97)
    for rows, verdict in (([no], Verdict.CONTRADICTED), ([yes], Verdict.SUPPORTED), ([yes, no], Verdict.MIXED)):
        store = make_graph(*rows)
        triple = Triple("Stomach Ulcer", "has phenotype", "Fever", _entity(store, GASTRIC), _entity(store, FEVER))
        assert review(triple, store, []).verdict is verdict
    assert review(triple, store, []).score == pytest.approx(0.5)  # equal odds for and against


def test_weak_doubt_takes_its_odds_from_a_strong_side_and_a_strong_one_makes_it_mixed(make_graph: MakeGraph) -> None:
    for doubt, verdict in ((0.6, Verdict.SUPPORTED), (0.75, Verdict.MIXED), (0.9, Verdict.MIXED)):
        store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER, score=0.9), EdgeRow(ASPIRIN, "causes", FEVER, score=doubt))
        found = review(_triple(store, "treats"), store, [])
        odds = 0.9 / 0.1 / (doubt / (1 - doubt))  # 6, 3 and 1
        assert (found.verdict, found.score) == (verdict, pytest.approx(odds / (1 + odds)))


def test_narrower_predicate_implies_the_wider(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "causes", FEVER))
    assert review(_triple(store, "associated with"), store, []).verdict is Verdict.SUPPORTED
    assert review(_triple(store, "has phenotype"), store, []).verdict is Verdict.UNKNOWN


def test_edge_in_the_other_direction_does_not_count(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(FEVER, "causes", ASPIRIN))
    found = review(_triple(store, "causes"), store, [])
    assert (found.verdict, [e.stance for e in found.evidence]) == (Verdict.UNKNOWN, ["neutral"])


def test_nothing_known_is_unknown_never_true(make_graph: MakeGraph) -> None:
    store = make_graph()
    for triple in (_triple(store, "treats"), Triple("glorp", "treats", "blick"), _triple(store, "sings about")):
        found = review(triple, store, [])
        assert (found.verdict, found.score, found.evidence) == (Verdict.UNKNOWN, 0.5, ())


def test_sentences_of_several_articles_decide(make_graph: MakeGraph) -> None:
    store = make_graph()
    one = _sentences(store, "Aspirin reduces fever.")
    assert review(_triple(store, "treats"), store, one).verdict is Verdict.UNKNOWN
    many = _sentences(store, *["Aspirin reduces fever."] * 4)
    found = review(_triple(store, "treats"), store, many)
    assert found.verdict is Verdict.SUPPORTED
    assert all(e.text == "Aspirin reduces fever." and e.kind == "sentence" for e in found.evidence)
    assert review(_triple(store, "causes"), store, many).verdict in (Verdict.CONTRADICTED, Verdict.UNKNOWN)


def test_denying_sentences_against_an_edge_are_mixed(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER, score=0.84))
    found = review(_triple(store, "treats"), store, _sentences(store, *["Aspirin did not reduce fever."] * 4))
    assert found.verdict is Verdict.MIXED


def test_one_sentence_given_twice_counts_once(make_graph: MakeGraph) -> None:
    store = make_graph()
    one = _sentences(store, "Aspirin reduces fever.")
    assert review(_triple(store, "treats"), store, one * 9) == review(_triple(store, "treats"), store, one)


def test_retracted_article_is_no_evidence(make_graph: MakeGraph) -> None:
    store = make_graph()
    sentences = _sentences(store, *["Aspirin reduces fever."] * 4, types=("Retracted Publication",))
    assert review(_triple(store, "treats"), store, sentences).evidence == ()


def test_order_of_sentences_does_not_matter(make_graph: MakeGraph) -> None:
    store = make_graph(EdgeRow(ASPIRIN, "treats", FEVER))
    sentences = _sentences(store, "Aspirin reduces fever.", "Fever was treated with aspirin.", "Aspirin did not reduce fever.")
    assert review(_triple(store, "treats"), store, sentences) == review(_triple(store, "treats"), store, sentences[::-1])


def test_pieces_of_one_document_are_no_independent_witnesses(make_graph: MakeGraph) -> None:
    store = make_graph()
    first, second = _sentences(store, *["Aspirin was effective in the treatment of fever."] * 2)
    articles = review(_triple(store, "treats"), store, [first, second]).score
    pieces = review(
        _triple(store, "treats"), store, [replace(first, article_id="doc:a.pdf#1"), replace(second, article_id="doc:a.pdf#2")]
    ).score
    alone = review(_triple(store, "treats"), store, [first]).score
    assert alone == pieces < articles


def test_an_article_and_the_edge_that_was_read_from_it_are_one_witness(make_graph: MakeGraph) -> None:
    text = "Aspirin is an effective treatment of fever."
    own = make_graph(EdgeRow(ASPIRIN, "treats", FEVER, score=0.84, evidence=[("100", "therapeutic use", 1.0, None)]))
    other = make_graph(EdgeRow(ASPIRIN, "treats", FEVER, score=0.84, evidence=[("999", "therapeutic use", 1.0, None)]))
    both = review(_triple(own, "treats"), own, _sentences(own, text))
    assert both.score == pytest.approx(0.84)
    assert [piece.kind for piece in both.evidence] == ["edge", "sentence"]
    assert review(_triple(other, "treats"), other, _sentences(other, text)).score > 0.84
