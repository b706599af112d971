"""A user's documents beside an index: both are found, each in its place, and nothing else changes."""

import pytest

from corpuscle.retrieval.errors import DocumentError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.own_documents import MAX_DOCUMENTS, OwnDocument, read_document
from corpuscle.retrieval.own_search import OWN_HITS, EngineWithDocuments
from corpuscle.retrieval.search import Retriever
from tests.retrieval.conftest import MakeIndex, WordEncoder, article
from tests.retrieval.small_pdfs import pdf

ARTICLES = [
    article("101", "Budesonide in asthma", "Budesonide lowered the rate of asthma attacks in adults.", year=2011),
    article("102", "Wheeze in asthma", "Most adults with asthma have wheeze.", year=1999),
    article("103", "Statins and the heart", "Statins lower lipid levels.", year=2011),
]


def note(name: str, text: str) -> OwnDocument:
    return read_document(name, text.encode())


@pytest.fixture
def retriever(make_index: MakeIndex) -> Retriever:
    return Retriever(make_index(ARTICLES, vectors=3), WordEncoder())


def test_a_piece_about_the_question_comes_first_and_one_about_less_comes_behind(retriever: Retriever) -> None:
    mine = note("mine.txt", "Velbrodine against budesonide in asthma: budesonide did worse in asthma.")
    other = note("other.txt", "Budesonide is kept on the shelf beside the statin, the lipid reader, the heart and the gene of a mouse.")
    found = EngineWithDocuments(retriever, [mine, other]).search("velbrodine or budesonide in asthma")
    ids = [hit.article.id for hit in found.hits]
    assert ids[0] == "doc:mine.txt#1"
    assert ids.index("doc:other.txt#1") > ids.index("101")
    assert [hit.rank for hit in found.hits] == [1, 2, 3, 4][: len(ids)]
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert found.hits[0].bm25 is not None
    assert found.hits[0].dense is not None


def test_the_hits_of_the_index_keep_their_order_and_pieces_without_a_word_of_the_question_stay_out(retriever: Retriever) -> None:
    engine = EngineWithDocuments(retriever, [note("boats.txt", "Boats leave every morning but one, and gardens are far away.")])
    plain = retriever.search("budesonide in asthma")
    assert [hit.article.id for hit in engine.search("budesonide in asthma").hits] == [hit.article.id for hit in plain.hits]


@pytest.mark.parametrize("mode", ["bm25", "hybrid", "dense"])
def test_at_most_k_hits_and_at_most_so_many_pieces_are_returned(retriever: Retriever, mode: str) -> None:
    text = "\n\n".join(f"Budesonide in asthma, report {n}. {'It is long. ' * 120}" for n in range(30))
    engine = EngineWithDocuments(retriever, [note("long.txt", text)])
    found = engine.search("budesonide in asthma", 20, mode)  # type: ignore[arg-type]  # a mode
    assert sum(hit.article.id.startswith("doc:") for hit in found.hits) == OWN_HITS
    assert len(engine.search("budesonide in asthma", 3, mode).hits) == 3  # type: ignore[arg-type]


def test_filters_speak_of_pubmed_alone(retriever: Retriever) -> None:
    engine = EngineWithDocuments(retriever, [note("mine.txt", "My own budesonide trial in asthma.")])
    found = engine.search("budesonide in asthma", filters=Filters(year_from=2000))
    assert {hit.article.id for hit in found.hits} >= {"doc:mine.txt#1", "101"}
    assert "102" not in {hit.article.id for hit in found.hits}


def test_where_the_index_finds_nothing_the_documents_do(retriever: Retriever) -> None:
    engine = EngineWithDocuments(retriever, [note("mine.txt", "Velbrodine is new and known to few people.")])
    assert [hit.article.id for hit in engine.search("velbrodine", mode="bm25").hits] == ["doc:mine.txt#1"]


def test_counts_articles_and_label_know_both(retriever: Retriever) -> None:
    engine = EngineWithDocuments(
        retriever, [note("mine.txt", "Asthma and velbrodine, velbrodine."), note("other.txt", "Asthma is here too.")]
    )
    assert len(engine) == 3 + 2
    assert engine.document_frequency("velbrodin") == 1
    assert engine.document_frequency("asthma") == retriever.document_frequency("asthma") + 2
    assert engine.article("doc:mine.txt#1") is not None
    assert engine.article("101") == retriever.article("101")
    assert engine.label == f"{retriever.label}; your documents: mine.txt, other.txt"


def test_without_an_encoder_the_words_decide(make_index: MakeIndex) -> None:
    engine = EngineWithDocuments(Retriever(make_index(ARTICLES)), [note("mine.txt", "My own budesonide trial in asthma.")])
    hit = next(hit for hit in engine.search("budesonide in asthma").hits if hit.article.id == "doc:mine.txt#1")
    assert hit.dense is None


def test_what_is_missing_of_a_document_is_noted(retriever: Retriever) -> None:
    scan = read_document("scan.pdf", pdf(["My own budesonide trial in asthma."], []))
    assert (
        "scan.pdf: 1 of 2 pages hold no text (images?) and are not searched."
        in EngineWithDocuments(retriever, [scan]).search("asthma").notes
    )


def test_too_many_documents_are_refused(retriever: Retriever) -> None:
    with pytest.raises(DocumentError):
        EngineWithDocuments(retriever, [note(f"{n}.txt", f"Asthma, report number {n} of many.") for n in range(MAX_DOCUMENTS + 1)])
