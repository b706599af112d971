"""What holds of every verdict, whatever the evidence."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.kg.evidence_sentences import EvidenceSentence, link_sentences
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.review import review
from corpuscle.kg.sentence_evidence import AUDIBLE
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import ReviewedTriple, Triple, Verdict
from tests.kg.conftest import ASPIRIN, FEVER, GASTRIC, IBUPROFEN, EdgeRow, write_graph

TEXTS = (
    "Aspirin reduces fever.",
    "Aspirin-induced fever was seen in two.",
    "Aspirin did not reduce fever.",
    "Fever was treated with aspirin in all patients.",
    "Fever and aspirin.",
    "Whether aspirin reduces fever is unknown.",
    "Ibuprofen was given.",
)
EDGES = (
    EdgeRow(ASPIRIN, "treats", FEVER, score=0.8),
    EdgeRow(ASPIRIN, "causes", FEVER, score=0.7),
    EdgeRow(FEVER, "causes", ASPIRIN, score=0.6),
    EdgeRow(ASPIRIN, "treats", FEVER, "other", True, score=0.9),
    EdgeRow(ASPIRIN, "associated with", FEVER, score=0.9),
)
articles = st.lists(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4), max_size=5)
edges = st.sets(st.sampled_from(range(len(EDGES))))
predicates = st.sampled_from(sorted(PREDICATES))


def _sentences(store: GraphStore, of_articles: Sequence[Sequence[str]]) -> list[EvidenceSentence]:
    linker = Linker(store)
    found: list[EvidenceSentence] = []
    for number, texts in enumerate(of_articles):
        begin = 0
        for text in texts:
            (linked,) = link_sentences(linker, str(number), "abstract", text, [(0, len(text))])
            found.append(EvidenceSentence(str(number), "abstract", begin, begin + len(text), text, mentions=linked.mentions))
            begin += len(text) + 1
    return found


def _reviewed(
    chosen: set[int],
    of_articles: Sequence[Sequence[str]],
    predicate: str,
    subject: str = ASPIRIN,
    object_: str = FEVER,
    *,
    backwards: bool = False,
) -> ReviewedTriple:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.sqlite"
        write_graph(path, [EDGES[place] for place in sorted(chosen)])
        with GraphStore.open(path) as store:
            one, other = store.entity(subject), store.entity(object_)
            assert one is not None
            assert other is not None
            sentences = _sentences(store, of_articles)
            return review(Triple(one.name, predicate, other.name, one, other), store, sentences[::-1] if backwards else sentences)


@settings(max_examples=40, deadline=None)
@given(edges, articles, predicates)
def test_order_of_evidence_does_not_matter_and_it_is_listed_by_weight(chosen: set[int], texts: list[list[str]], predicate: str) -> None:
    found = _reviewed(chosen, texts, predicate)
    assert found == _reviewed(chosen, texts, predicate, backwards=True)
    weights = [(piece.stance == "neutral", -piece.score) for piece in found.evidence]
    assert weights == sorted(weights)
    assert 0 <= found.score <= 1


@settings(max_examples=25, deadline=None)
@given(edges, articles, st.sampled_from([p for p in PREDICATES.values() if not p.stored]))
def test_triple_turned_round_has_the_same_verdict(chosen: set[int], texts: list[list[str]], inverse: object) -> None:
    name = getattr(inverse, "name", "")
    turned = _reviewed(chosen, texts, name, FEVER, ASPIRIN)
    straight = _reviewed(chosen, texts, PREDICATES[name].inverse)
    assert (turned.verdict, turned.score, turned.evidence) == (straight.verdict, straight.score, straight.evidence)


@settings(max_examples=25, deadline=None)
@given(edges, st.sampled_from([p.name for p in PREDICATES.values() if p.symmetric]))
def test_ends_of_a_symmetric_predicate_may_change_places(chosen: set[int], predicate: str) -> None:
    one, other = _reviewed(chosen, [], predicate), _reviewed(chosen, [], predicate, FEVER, ASPIRIN)
    assert (one.verdict, one.score) == (other.verdict, other.score)


@settings(max_examples=40, deadline=None)
@given(edges, articles, st.sampled_from(TEXTS), st.sampled_from(["treats", "causes", "prevents", "inhibits"]))
def test_another_supporting_article_never_lowers_support(chosen: set[int], texts: list[list[str]], further: str, predicate: str) -> None:
    alone = _reviewed(set(), [[further]], predicate)
    if any(piece.stance == "contradicts" for piece in alone.evidence) or alone.score < AUDIBLE:
        return
    before, after = _reviewed(chosen, texts, predicate), _reviewed(chosen, [*texts, [further]], predicate)
    assert after.score >= before.score - 1e-12
    assert not (before.verdict is Verdict.SUPPORTED and after.verdict is Verdict.UNKNOWN)


@settings(max_examples=25, deadline=None)
@given(edges, articles, predicates)
def test_decided_verdict_shows_evidence_for_its_side(chosen: set[int], texts: list[list[str]], predicate: str) -> None:
    found = _reviewed(chosen, texts, predicate)
    stances = {piece.stance for piece in found.evidence}
    wanted = {
        Verdict.SUPPORTED: {"supports"},
        Verdict.CONTRADICTED: {"contradicts"},
        Verdict.MIXED: {"supports", "contradicts"},
        Verdict.UNKNOWN: set[str](),
    }
    assert stances >= wanted[found.verdict]


@pytest.mark.parametrize("predicate", sorted(PREDICATES))
def test_nothing_known_is_unknown_at_one_half(predicate: str) -> None:
    for subject, object_ in ((ASPIRIN, FEVER), (GASTRIC, IBUPROFEN), (ASPIRIN, ASPIRIN)):
        found = _reviewed(set(), [["Ibuprofen was given."]], predicate, subject, object_)
        assert (found.verdict, found.score, found.evidence) == (Verdict.UNKNOWN, 0.5, ())
