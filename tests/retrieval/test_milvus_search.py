"""Both engines over the same invented articles."""

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpuscle.evals.retrieval_bench.documents import ArticleList
from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.milvus_builder import MilvusSteps, build_in_milvus
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.sources import Corpus
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError, IndexFormatError, MilvusError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import MANIFEST_NAME, VectorStore, read_manifest
from corpuscle.retrieval.milvus_articles import files_of, write_header
from corpuscle.retrieval.milvus_index import MilvusIndex
from corpuscle.retrieval.milvus_search import MilvusRetriever, said
from corpuscle.retrieval.milvus_server import MilvusServer
from corpuscle.retrieval.search import Retriever, SearchMode
from corpuscle.retrieval.settings import RetrievalSettings
from tests.retrieval.conftest import VOCABULARY, WordEncoder

WORDS = (*VOCABULARY, "trial", "children", "dose", "IL-2", "β-blocker", "the", "of", "inhaled", "plasma")


def _articles(count: int) -> tuple[Article, ...]:
    dice = random.Random(7)
    return tuple(
        Article(
            str(number),
            " ".join(dice.choices(WORDS, k=dice.randint(2, 9))) + ".",
            (AbstractSection(" ".join(dice.choices(WORDS, k=dice.randint(5, 120)))),) if number % 5 else (),
            year=1990 + number % 30,
            published=str(1990 + number % 30),
            publication_types=("Retracted Publication",) if number % 20 == 0 else ("Review",),
        )
        for number in range(1, count + 1)
    )


ARTICLES = _articles(150)


@dataclass(frozen=True)
class Both:
    """The two engines, and where the second one's folder and collection are."""

    embedded: Retriever
    milvus: MilvusRetriever
    folder: Path
    collection: str
    settings: RetrievalSettings


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, milvus_uri: str) -> Both:
    folder = tmp_path_factory.mktemp("both")
    settings = RetrievalSettings(home=folder / "home", milvus_vector_index="FLAT")
    corpus = Corpus("invented", (ArticleList("invented.jsonl", ARTICLES),))
    build_index(folder / "embedded", corpus, BuildSteps(load_encoder=WordEncoder), settings, NoProgress())
    steps = MilvusSteps(load_encoder=WordEncoder)
    build_in_milvus(folder / "milvus", corpus, milvus_uri, "both_engines", steps, settings, NoProgress())
    index = MilvusIndex.open(folder / "milvus", read_manifest(folder / "milvus"), settings)
    embedded = Retriever(Index.open(folder / "embedded", settings), WordEncoder())
    return Both(embedded, MilvusRetriever(index, WordEncoder()), folder / "milvus", "both_engines", settings)


QUERIES = (
    "Does budesonide help in asthma?",
    "IL-2 and the heart",
    "β-blocker dose in children with wheeze",
    "cholesterol",
    "gene of the mouse",
)


@pytest.mark.parametrize("mode", ["bm25", "dense", "hybrid"])
@pytest.mark.parametrize("query", QUERIES)
def test_both_engines_find_the_same_with_the_same_scores(both: Both, query: str, mode: SearchMode) -> None:
    ours, theirs = (engine.search(query, 150, mode) for engine in (both.embedded, both.milvus))
    scores = {hit.article.id: hit.score for hit in ours.hits}
    assert {hit.article.id: hit.score for hit in theirs.hits} == pytest.approx(scores, abs=1e-4)
    assert {hit.article.id: hit.article for hit in theirs.hits} == {hit.article.id: hit.article for hit in ours.hits}
    assert [hit.rank for hit in theirs.hits] == list(range(1, len(theirs.hits) + 1))
    assert not any(hit.article.retracted for hit in theirs.hits)
    assert theirs.notes == ours.notes


@pytest.mark.parametrize("mode", ["bm25", "hybrid"])
def test_a_second_try_finds_the_same_too(both: Both, mode: SearchMode) -> None:
    ours, theirs = (engine.search(QUERIES[0], 150, mode, second_try=True) for engine in (both.embedded, both.milvus))
    assert theirs.notes == ours.notes
    assert theirs.notes[0].startswith("Searched a second time")
    assert {h.article.id: h.score for h in theirs.hits} == pytest.approx({h.article.id: h.score for h in ours.hits}, abs=1e-4)


def test_filters_hold_in_every_mode(both: Both) -> None:
    modes: tuple[SearchMode, ...] = ("bm25", "dense", "hybrid")
    for mode in modes:
        found = both.milvus.search("asthma", 50, mode, Filters(year_from=2000, year_to=2003, include_retracted=True)).hits
        assert found
        assert {hit.article.year for hit in found} <= {2000, 2001, 2002, 2003}


def test_a_filter_that_no_article_meets_is_noted(both: Both) -> None:
    found = both.milvus.search("asthma", mode="bm25", filters=Filters(journals=("J Nowhere",)))
    assert found.hits == ()
    assert found.notes == ("No article of this index has the journal “J Nowhere”.",)


def test_the_engine_answers_what_the_agent_asks(both: Both) -> None:
    assert len(both.milvus) == len(both.embedded) == 150
    assert both.milvus.label == "invented, generation 2, 150 articles"
    assert both.milvus.article("17") == ARTICLES[16]
    assert both.milvus.article("0") is None
    assert both.milvus.graph_path is None
    for term in ("asthma", "il2", "absentterm"):
        assert both.milvus.document_frequency(term) == both.embedded.document_frequency(term)


def test_the_manifest_names_the_engine(both: Both) -> None:
    assert isinstance(open_engine(both.folder, both.settings), MilvusRetriever)
    assert isinstance(open_engine(both.embedded.index.path, both.settings), Retriever)
    with pytest.raises(IndexFormatError, match="lies in Milvus"):
        Index.open(both.folder, both.settings)


def test_an_encoder_that_is_away_is_noted_in_hybrid_mode(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: object) -> None:
        raise EncoderMissingError("The encoder is away.", "Fetch it.")

    monkeypatch.setattr(MilvusIndex, "encoder", property(away))
    engine = open_engine(both.folder, both.settings)
    found = engine.search("asthma")
    assert found.notes == ("Searched by BM25 alone: The encoder is away.",)
    assert [h.article.id for h in found.hits] == [h.article.id for h in both.milvus.search("asthma", mode="bm25").hits]
    with pytest.raises(EncoderMissingError):
        engine.search("asthma", mode="dense")


def test_a_folder_whose_collection_is_gone_says_so(both: Both, tmp_path: Path) -> None:
    manifest = read_manifest(both.folder)
    assert manifest.milvus
    gone = manifest.model_copy(update={"milvus": manifest.milvus.model_copy(update={"collection": "nowhere"})})
    with pytest.raises(MilvusError, match="has no index nowhere"):
        MilvusIndex.open(tmp_path, gone, both.settings)
    assert (both.folder / MANIFEST_NAME).exists()


def test_a_collection_of_other_vectors_or_another_format_is_refused(
    both: Both, milvus_uri: str, milvus_collection: str, tmp_path: Path
) -> None:
    settings = RetrievalSettings(home=tmp_path)
    corpus = Corpus("one", (ArticleList("one.jsonl", ARTICLES[:1]),))
    build_in_milvus(tmp_path / "one", corpus, milvus_uri, milvus_collection, MilvusSteps(), settings, NoProgress())
    manifest = read_manifest(tmp_path / "one")
    server = MilvusServer(milvus_uri, settings)
    write_header(server, milvus_collection, VectorStore(encoder="other", dimension=768, max_tokens=8))
    with pytest.raises(EncoderError, match=r"has vectors of other \(768 dimensions\); the index at .* says none"):
        MilvusIndex.open(tmp_path / "one", manifest, settings)
    account = '{"format": 99, "analyser": "x", "vectors": null}'
    server.upsert(files_of(milvus_collection), [{"id": " header", "account": account, "vector": [1.0, 0.0]}])
    with pytest.raises(MilvusError, match="another format") as refused:
        MilvusIndex.open(tmp_path / "one", manifest, settings)
    assert "--collection" in refused.value.remedy
    server.upsert(files_of(milvus_collection), [{"id": " header", "account": account.replace("99", "1"), "vector": [1.0, 0.0]}])
    with pytest.raises(MilvusError, match="analyser x"):
        MilvusIndex.open(tmp_path / "one", manifest, settings)


def test_weights_are_said_by_repetition() -> None:
    assert said({"asthma": 1.0, "heart": 1.0}) == "asthma heart"
    assert said({"asthma": 2.0, "heart": 1.0, "gene": 0.01}).split().count("asthma") == 20
    assert said({"asthma": 2.0, "heart": 1.0, "gene": 0.01}).split().count("heart") == 10
    assert said({"asthma": 2.0, "heart": 1.0, "gene": 0.01}).split().count("gene") == 1
