"""Verdicts on triples, from what was read and from what is searched for."""

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.review import check_triple, review_triples, sentences_for
from corpuscle.kg import Triple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.search import Retriever
from tests.conftest import RETRACTED


def test_triples_keep_their_order(store: GraphStore) -> None:
    triples = (Triple("a", "treats", "b"), Triple("c", "causes", "d"))
    assert [r.triple for r in review_triples(triples, Evidence((), ()), store)] == list(triples)


def test_triple_without_entities_or_sentences_is_unknown(store: GraphStore) -> None:
    (reviewed,) = review_triples((Triple("a", "treats", "b"),), Evidence((), ()), store)
    assert (reviewed.verdict, reviewed.score, reviewed.evidence) == (Verdict.UNKNOWN, 0.5, ())


def test_retracted_article_is_no_evidence(retriever: Retriever, store: GraphStore, linker: Linker) -> None:
    reviewed = check_triple("velbrodine", "treats", "Kelvane syndrome", retriever, store, linker)
    assert reviewed.verdict is not Verdict.SUPPORTED
    assert RETRACTED not in {piece.id for piece in reviewed.evidence}


def test_inverse_is_turned_and_says_the_same(retriever: Retriever, store: GraphStore, linker: Linker) -> None:
    said = check_triple("Drusel fever", "is treated with", "velbrodine", retriever, store, linker)
    assert said.verdict is Verdict.SUPPORTED


def test_names_of_no_node_are_looked_for_in_the_sentences(retriever: Retriever, store: GraphStore, linker: Linker) -> None:
    reviewed = check_triple("earthworms", "causes", "loam", retriever, store, linker)
    assert {piece.kind for piece in reviewed.evidence} == {"sentence"}


def test_sentences_are_those_of_articles_that_name_both_ends(retriever: Retriever, linker: Linker) -> None:
    ends = [linker.candidates(name)[0].entity for name in ("velbrodine", "Drusel fever")]
    sentences = sentences_for(Triple("velbrodine", "treats", "Drusel fever", *ends), retriever, linker)
    by_article: dict[str, str] = {}
    for sentence in sentences:
        by_article[sentence.article_id] = f"{by_article.get(sentence.article_id, '')} {sentence.text.lower()}"
    assert by_article
    assert all("velbrodine" in text and "drusel" in text for text in by_article.values())


def test_pair_that_no_article_names_together_is_flagged(retriever: Retriever, store: GraphStore, linker: Linker) -> None:
    reviewed = check_triple("earthworms", "causes", "Drusel fever", retriever, store, linker)
    assert (reviewed.verdict, reviewed.evidence) == (Verdict.UNKNOWN, ())
    assert reviewed.flags == ("no article of the index names both",)
    assert check_triple("velbrodine", "treats", "Drusel fever", retriever, store, linker).flags == ()
