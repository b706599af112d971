"""Search as LangChain's retriever, alone, in a chain and in a graph."""

import asyncio
import json
import subprocess
import sys
from typing import TypedDict

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langgraph.graph import END, START, StateGraph  # pyright: ignore[reportMissingTypeStubs]
from pydantic import ValidationError

from corpuscle.retrieval.articles import CorrectionLink
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.langchain_retriever import CorpuscleRetriever
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings
from tests.retrieval.conftest import MakeIndex, WordEncoder, article


@pytest.fixture
def index(make_index: MakeIndex) -> Index:
    """Four articles on the heart or on asthma; one retracted, one with an expression of concern."""
    articles = [
        article("1", "Statins and the heart", "A statin protects the heart.", journal="Heart", year=2001, status="MEDLINE"),
        article("2", "Budesonide in asthma", "Budesonide against asthma.", year=2015, publication_types=("Review",)),
        article("3", "Lipid and heart", "The heart and lipid.", publication_types=("Retracted Publication",)),
        article("4", "Heart gene", "", corrections=(CorrectionLink("ExpressionOfConcernIn", "9"),)),
    ]
    return make_index(articles, vectors=4)


@pytest.fixture
def retriever(index: Index) -> CorpuscleRetriever:
    return CorpuscleRetriever(engine=Retriever(index, WordEncoder()), k=3)


def test_hits_become_documents_with_their_scores(retriever: CorpuscleRetriever, index: Index) -> None:
    documents = retriever.invoke("statin heart")
    hits = Retriever(index, WordEncoder()).search("statin heart", 3).hits
    assert [document.id for document in documents] == [hit.article.id for hit in hits] == ["1", "4"]
    first = documents[0]
    assert first.page_content == "Statins and the heart\n\nA statin protects the heart."
    assert hits[0].bm25 is not None
    assert hits[0].dense is not None
    assert first.metadata == {
        "id": "1",
        "url": "https://pubmed.ncbi.nlm.nih.gov/1/",
        "rank": 1,
        "score": hits[0].score,
        "scores": {"bm25": hits[0].bm25.score, "dense": hits[0].dense.score},
        "title": "Statins and the heart",
        "year": 2001,
        "journal": "Heart",
        "publication_types": [],
        "retracted": False,
        "concern": False,
        "notes": [],
    }
    assert documents[1].page_content == "Heart gene"
    assert documents[1].metadata["concern"] is True


def test_metadata_can_be_written_as_json(retriever: CorpuscleRetriever) -> None:
    for document in retriever.invoke("heart"):
        assert json.loads(json.dumps(document.metadata)) == document.metadata


def test_filters_mode_and_k_are_kept(index: Index) -> None:
    engine = Retriever(index, WordEncoder())
    everything = CorpuscleRetriever(engine=engine, mode="bm25", filters=Filters(include_retracted=True))
    found = everything.invoke("heart")
    assert {document.id for document in found} == {"1", "3", "4"}
    assert {document.id: document.metadata["retracted"] for document in found}["3"] is True
    assert set(found[0].metadata["scores"]) == {"bm25"}
    assert len(CorpuscleRetriever(engine=engine, k=1).invoke("heart")) == 1
    assert CorpuscleRetriever(engine=engine, filters=Filters(year_from=2010)).invoke("heart") == []


def test_what_the_reader_must_know_stands_on_every_document(make_index: MakeIndex) -> None:
    plain = CorpuscleRetriever(engine=Retriever(make_index([article("1", "Heart", "Heart.")])))
    assert all("BM25 alone" in document.metadata["notes"][0] for document in plain.invoke("heart"))


async def test_async_searches_give_the_same_at_the_same_time(retriever: CorpuscleRetriever) -> None:
    queries = ["statin heart", "asthma", "gene"] * 10
    found = await asyncio.gather(*(retriever.ainvoke(query) for query in queries))
    assert found == [retriever.invoke(query) for query in queries]
    assert await retriever.abatch(queries[:3]) == retriever.batch(queries[:3])


def test_it_opens_an_index_by_its_folder(index: Index) -> None:
    opened = CorpuscleRetriever.open(index.path, k=2, mode="bm25", settings=RetrievalSettings(home=index.path / "home"))
    assert [document.id for document in opened.invoke("asthma")] == ["2"]


def test_errors_come_through_and_reach_the_callbacks(retriever: CorpuscleRetriever) -> None:
    class Heard(BaseCallbackHandler):
        errors = 0

        def on_retriever_error(self, error: BaseException, **_: object) -> None:
            self.errors += 1

    heard = Heard()
    with pytest.raises(QueryError):
        retriever.invoke("", {"callbacks": [heard]})
    assert heard.errors == 1


@pytest.mark.parametrize("bad", [{"k": 0}, {"k": 1001}, {"mode": "magic"}, {"filters": "2015"}])
def test_parameters_are_checked(index: Index, bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CorpuscleRetriever.model_validate({"engine": Retriever(index), **bad})


def _joined(documents: list[Document]) -> str:
    return " | ".join(str(document.metadata["title"]) for document in documents)


def _answered(parts: dict[str, str]) -> str:
    return f"{parts['question']}: {parts['context']}"


async def test_it_works_in_a_chain(retriever: CorpuscleRetriever) -> None:
    chain = {"context": retriever | RunnableLambda(_joined), "question": RunnablePassthrough()} | RunnableLambda(_answered)
    assert chain.invoke("asthma") == "asthma: Budesonide in asthma"
    assert await chain.ainvoke("asthma") == "asthma: Budesonide in asthma"


class _State(TypedDict):
    question: str
    documents: list[Document]


async def test_it_works_in_a_graph(retriever: CorpuscleRetriever) -> None:
    async def retrieve(state: _State) -> dict[str, list[Document]]:
        return {"documents": await retriever.ainvoke(state["question"])}

    graph = StateGraph(_State)
    graph.add_node("retrieve", retrieve)  # pyright: ignore[reportUnknownMemberType]  # overloads of LangGraph
    graph.add_edge(START, "retrieve")
    graph.add_edge("retrieve", END)
    ended = await graph.compile().ainvoke({"question": "asthma", "documents": []})  # pyright: ignore[reportUnknownMemberType]
    assert [document.id for document in ended["documents"]] == ["2"]


def test_the_package_does_not_bring_langchain() -> None:
    program = "import sys, corpuscle.retrieval, corpuscle.retrieval.search; print([n for n in sys.modules if n.startswith('langchain')])"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"
