"""Snippets of a real search, in BioASQ's shape."""

from corpuscle.retrieval.bioasq_snippets import bioasq_snippet, snippets_of
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.search import Retriever
from tests.retrieval.conftest import MakeIndex, WordEncoder, article

ASTHMA = article(
    "101",
    "Budesonide in asthma",
    "We looked at forty adults with wheeze. Budesonide lowered the rate of asthma attacks in adults.",
    status="MEDLINE",
)
HEART = article("102", "Statins and the heart", "Statins lower lipids in adults with a weak heart, said everybody we asked.")


def test_the_passages_of_hits_are_found_with_and_without_an_encoder(make_index: MakeIndex) -> None:
    index = make_index([ASTHMA, HEART], vectors=2)
    for retriever in (Retriever(index, WordEncoder()), Retriever(make_index([ASTHMA, HEART]))):
        hits = retriever.search("Does budesonide help adults with asthma?", mode="bm25").hits
        best = snippets_of(retriever, "Does budesonide help adults with asthma?", hits, limit=1)
        assert [(p.article_id, p.text) for p in best] == [("101", "Budesonide lowered the rate of asthma attacks in adults.")]


def test_offsets_and_address_are_bioasqs() -> None:
    begin = ASTHMA.abstract.index("Budesonide lowered")
    passage = Passage("101", "abstract", begin, len(ASTHMA.abstract), ASTHMA.abstract[begin:])
    snippet = bioasq_snippet(passage, ASTHMA)
    assert snippet.model_dump() == {
        "document": "http://www.ncbi.nlm.nih.gov/pubmed/101",
        "beginSection": "abstract",
        "endSection": "abstract",
        "offsetInBeginSection": 39,
        "offsetInEndSection": 39 + len(snippet.text),
        "text": "Budesonide lowered the rate of asthma attacks in adults.",
    }
    assert bioasq_snippet(Passage("102", "title", 0, 7, "Statins"), HEART).document == "102"
