"""Searches of small indexes."""

from collections.abc import Sequence
from math import log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article, MeshHeading
from corpuscle.retrieval.errors import EncoderError, IndexDamagedError, QueryError, RerankError
from corpuscle.retrieval.expansion import ExpandedTerm, Expansion
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import RetrieverScore
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever, SearchResult
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.term_query import rarity_weights
from tests.retrieval.conftest import MakeIndex, WordEncoder, article

ARTICLES = (
    article("1", "Budesonide in asthma", "Inhaled budesonide reduced asthma attacks.", year=2001, publication_types=("Review",)),
    article("2", "Statins and the heart", "A statin protects the heart.", year=2010, publication_types=("Randomized Controlled Trial",)),
    article("3", "Asthma", "", year=1977, mesh=(MeshHeading("D001249", "Asthma"), MeshHeading("D051379", "Mice"))),
    article("4", "Wheeze", "Asthma of the mouse.", year=2015, publication_types=("Retracted Publication",)),
    article("5", "Cholesterol", "Lipid and statin and gene.", mesh=(MeshHeading("D001249", "Asthma"),)),
)


def _ids(result: SearchResult) -> list[str]:
    return [hit.article.id for hit in result.hits]


def test_bm25_ranks_the_article_about_all_terms_first(make_index: MakeIndex) -> None:
    result = Retriever(make_index(ARTICLES)).search("Does budesonide help in asthma?", mode="bm25")
    assert _ids(result)[0] == "1"
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    assert result.hits[0].bm25 is not None
    assert result.hits[0].bm25.score == result.hits[0].score
    assert set(result.timings_ms) == {"bm25", "fetch", "total"}


def test_a_query_finds_any_spelling(make_index: MakeIndex) -> None:
    retriever = Retriever(make_index([article("1", "Blocking TNF-α", "It helps."), article("2", "Other", "Nothing.")]))
    assert _ids(retriever.search("tnfalpha blockade", mode="bm25")) == ["1"]


def test_a_query_in_decomposed_unicode_finds_the_same(make_index: MakeIndex) -> None:
    retriever = Retriever(make_index([article("1", "Sj\u00f6gren syndrome", "It is dry."), article("2", "Sjo syndrome", "Gren.")]))
    decomposed, composed = (retriever.search(name, mode="bm25").hits for name in ("Sjo\u0308gren", "Sj\u00f6gren"))
    assert decomposed == composed
    assert [hit.article.id for hit in decomposed] == ["1"]


def test_a_bare_title_does_not_win_by_being_short(make_index: MakeIndex) -> None:
    long = "Asthma was treated. " + "Many other things were seen in these patients. " * 10
    articles = [article("1", "Asthma"), article("2", "Asthma and its treatment", long)]
    assert _ids(Retriever(make_index(articles)).search("asthma", mode="bm25")) == ["2", "1"]


def test_equal_scores_are_ordered_by_id_also_where_k_cuts(make_index: MakeIndex) -> None:
    retriever = Retriever(make_index([article(i, "Asthma", "Same words.") for i in ("30", "10", "20", "40")]))
    assert _ids(retriever.search("asthma", k=4, mode="bm25")) == ["10", "20", "30", "40"]
    assert _ids(retriever.search("asthma", k=2, mode="bm25")) == ["10", "20"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), {"1", "3"}),
        (Filters(include_retracted=True), {"1", "3", "4"}),
        (Filters(year_from=2000), {"1"}),
        (Filters(year_to=1980), {"3"}),
        (Filters(year_from=1977, year_to=2001), {"1", "3"}),
        (Filters(publication_types=("review", "Editorial")), {"1"}),
        (Filters(publication_types=(" Review ",)), {"1"}),
        (Filters(mesh=(" asthma ",)), {"3"}),
        (Filters(mesh=("D001249",)), {"3"}),
        (Filters(mesh=("asthma", "d051379")), {"3"}),
        (Filters(mesh=("asthma", "Rats")), set[str]()),
        (Filters(year_from=2010, publication_types=("Retracted Publication",), include_retracted=True), {"4"}),
    ],
)
@pytest.mark.parametrize("mode", ["bm25", "dense"])
def test_every_hit_meets_the_filters(make_index: MakeIndex, filters: Filters, ids: set[str], mode: str) -> None:
    retriever = Retriever(make_index(ARTICLES, vectors=5), WordEncoder())
    result = retriever.search("asthma", mode="dense" if mode == "dense" else "bm25", filters=filters)
    # dense search also returns articles that say nothing of asthma, with a cosine of 0
    assert {hit.article.id for hit in result.hits if hit.score > 0} == ids
    assert all(retriever.resolved(filters)[0].admit(hit.article) for hit in result.hits)


@pytest.mark.parametrize("mode", ["bm25", "dense"])
def test_filter_that_no_article_meets_is_noted(make_index: MakeIndex, mode: str) -> None:
    retriever = Retriever(make_index(ARTICLES, vectors=5), WordEncoder())
    filters = Filters(publication_types=("Reviw", "Review"), mesh=("asthma", "d051379", "Nonsense"))
    notes = retriever.search("asthma", mode="dense" if mode == "dense" else "bm25", filters=filters).notes
    assert notes == (
        "This index has no MeSH thesaurus: a heading stands for itself alone, not for those below it, and goes by its own name.",
        "No article of this index has the publication type “Reviw”. Did you mean “review”?",
        "No article of this index has the MeSH heading “Nonsense”.",
    )


def test_filters_do_not_change_scores(make_index: MakeIndex) -> None:
    retriever = Retriever(make_index(ARTICLES))
    plain = {hit.article.id: hit.score for hit in retriever.search("asthma", mode="bm25").hits}
    filtered = retriever.search("asthma", mode="bm25", filters=Filters(year_from=1977, year_to=1977, mesh=("Asthma",))).hits
    assert [hit.score for hit in filtered] == [plain["3"]]


def test_dense_finds_what_shares_no_word(make_index: MakeIndex) -> None:
    result = Retriever(make_index(ARTICLES, vectors=5), WordEncoder()).search("steroid", k=1, mode="dense")
    # article 1 has budesonide twice and asthma twice: cosine 2 / √8
    assert [(hit.article.id, hit.score) for hit in result.hits] == [("1", pytest.approx(2 / 8**0.5, abs=1e-3))]


def test_hybrid_adds_bm25_the_moved_question_and_the_neighbours(make_index: MakeIndex) -> None:
    encoder = WordEncoder()
    result = Retriever(make_index(ARTICLES, vectors=5), encoder).search("statin cholesterol")
    assert _ids(result) == ["5", "2"]
    # Of two candidates the better one has z = 1, the other −1. Article 5 is better by BM25 and by its cosine with the moved question
    # (weights 1 and 2), worse by its only neighbour's (weight 0.8): (1 + 2 − 0.8) / (1 + 2 + 0.8)
    assert [hit.score for hit in result.hits] == [pytest.approx(2.2 / 3.8), pytest.approx(-2.2 / 3.8)]
    # article 5 has lipid twice, statin and gene: cosine (2 + 1) / (√2 √6); article 2 has statin, and heart twice: 1 / (√2 √5)
    assert [hit.dense and hit.dense.score for hit in result.hits] == [pytest.approx(0.866, abs=5e-3), pytest.approx(0.316, abs=5e-3)]
    assert [(hit.bm25 and hit.bm25.rank, hit.dense and hit.dense.rank) for hit in result.hits] == [(1, 1), (2, 2)]
    assert encoder.encoded == ["statin cholesterol"]
    assert result.notes == ()
    assert set(result.timings_ms) == {"bm25", "encode_query", "dense", "fetch", "total"}


def test_hybrid_finds_what_shares_no_word_and_gives_it_both_scores(make_index: MakeIndex) -> None:
    result = Retriever(make_index(ARTICLES, vectors=5), WordEncoder()).search("cardiac statin")
    # "cardiac" is in no article; article 5 shares "statin", articles with a cosine of 0 are no candidates
    assert _ids(result) == ["2", "5"]
    result = Retriever(make_index(ARTICLES, vectors=5), WordEncoder()).search("steroid")
    assert _ids(result) == ["1"]
    assert result.hits[0].bm25 == RetrieverScore(0.0, 1)
    assert result.hits[0].dense is not None
    assert result.hits[0].dense.score == pytest.approx(2 / 8**0.5, abs=5e-3)


@pytest.mark.parametrize("few", [0, 4_000])
def test_filter_that_the_nearest_do_not_meet_lets_further_ones_come_in(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("corpuscle.retrieval.candidates._FEW", few)
    nearest = [article(f"{number}", "Budesonide", "It is of no use.", year=2000) for number in range(100, 250)]
    old = [article(id_, "Budesonide of asthma", "It is of no use.", year=1977) for id_ in ("1", "2")]
    retriever = Retriever(make_index([*nearest, *old], vectors=152), WordEncoder())
    filters = Filters(year_from=1977, year_to=1977)
    assert _ids(retriever.search("steroid", mode="hybrid", filters=filters)) == ["1", "2"]
    assert _ids(retriever.search("steroid", mode="dense", filters=filters)) == ["1", "2"]
    # budesonide and asthma once each: 1 / √2
    assert retriever.search("steroid", mode="dense", filters=filters).hits[0].score == pytest.approx(0.5**0.5, abs=1e-3)


def test_hybrid_scores_of_the_nearest_vectors_are_those_of_bm25(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = Retriever(make_index(ARTICLES, vectors=5), WordEncoder())
    wide = {hit.article.id: hit.bm25 and hit.bm25.score for hit in retriever.search("asthma gene").hits}
    # BM25 gives one candidate now, the other comes from the vectors and is scored on its own
    monkeypatch.setattr("corpuscle.retrieval.search.CANDIDATES", 1)
    narrow = retriever.search("asthma gene", k=1).hits[0]
    assert (narrow.bm25 and narrow.bm25.score) == wide[narrow.article.id]


def test_rare_terms_weigh_more_in_the_hybrid(make_index: MakeIndex) -> None:
    text = make_index([article(str(i), "Asthma", "Budesonide." if i == 1 else "Nothing.") for i in range(1, 10)]).text
    # IDF of a term in df of 9 articles: ln(1 + (9 − df + 0.5) / (df + 0.5)); budesonid in 1: ln(20 / 3), asthma in 9: ln(1 + 0.5 / 9.5)
    weights = rarity_weights(text, {"asthma": 1.0, "budesonid": 1.0, "zebrafish": 1.0})
    assert weights == {"asthma": pytest.approx(sqrt(log(10 / 9.5) / log(20 / 3))), "budesonid": 1.0}
    assert rarity_weights(text, {"zebrafish": 1.0}) == {"zebrafish": 1.0}


def test_missing_vectors_are_made_on_the_spot_and_change_nothing_but_the_notes(make_index: MakeIndex) -> None:
    expected = Retriever(make_index(ARTICLES, vectors=5), WordEncoder()).search("asthma budesonide")
    result = Retriever(make_index(ARTICLES, vectors=0), WordEncoder()).search("asthma budesonide")
    assert _ids(result) == _ids(expected)
    assert result.notes == ("Dense scores for 2 of 2 candidates were computed on the spot.",)


def test_hybrid_without_an_encoder_is_bm25_with_a_note(make_index: MakeIndex) -> None:
    retriever = Retriever(make_index(ARTICLES))
    result = retriever.search("asthma")
    assert _ids(result) == _ids(retriever.search("asthma", mode="bm25"))
    assert result.notes == ("Searched by BM25 alone: this index was built without an encoder.",)


def test_hybrid_whose_encoder_files_are_away_is_bm25_with_a_note(make_index: MakeIndex) -> None:
    result = Retriever(make_index(ARTICLES, vectors=0, encoder="minilm-l6-int8")).search("asthma")
    assert len(result.hits) == 2
    assert result.notes[0].startswith("Searched by BM25 alone: ")


def test_hybrid_over_damaged_vectors_is_bm25_with_a_note_that_says_what_to_do(make_index: MakeIndex) -> None:
    index = make_index(ARTICLES, vectors=5)
    path = index.path / "vectors/000001.vectors.npy"
    whole = path.read_bytes()
    for damaged in (whole[:-4], whole[:-4] + np.float32(np.nan).tobytes()):  # a row is missing; the last row has no scale
        path.unlink()
        path.write_bytes(damaged)
        retriever = Retriever(Index(index.path, index.manifest, RetrievalSettings()), WordEncoder())
        result = retriever.search("asthma")
        assert _ids(result) == _ids(retriever.search("asthma", mode="bm25")) == ["1", "3"]
        assert result.notes[0].startswith("Searched by BM25 alone: The vectors ")
        assert "`corpuscle index verify`" in result.notes[0]
        with pytest.raises(IndexDamagedError):
            retriever.search("asthma", mode="dense")


def test_dense_without_vectors_or_with_another_encoder_is_an_error_with_a_remedy(make_index: MakeIndex) -> None:
    with pytest.raises(EncoderError, match="no vectors"):
        Retriever(make_index(ARTICLES)).search("asthma", mode="dense")
    with pytest.raises(EncoderError, match="made by medcpt"):
        Retriever(make_index(ARTICLES, vectors=0, encoder="medcpt"), WordEncoder())


def test_dense_says_how_many_articles_it_cannot_find(make_index: MakeIndex) -> None:
    result = Retriever(make_index(ARTICLES, vectors=3), WordEncoder()).search("asthma", mode="dense")
    assert result.notes == ("2 of 5 articles have no vector yet and could not be found by it.",)


@pytest.mark.parametrize("query", ["", "x" * 100_000, "asthma \udcff"])
def test_bad_queries_are_errors(make_index: MakeIndex, query: str) -> None:
    with pytest.raises(QueryError):
        Retriever(make_index(ARTICLES)).search(query)


def test_three_thousand_parentheses_do_no_harm(make_index: MakeIndex) -> None:
    assert _ids(Retriever(make_index(ARTICLES)).search("(" * 1900 + "asthma" + ")" * 1900, mode="bm25")) == ["1", "3"]


def test_nothing_found_is_an_empty_result(make_index: MakeIndex) -> None:
    assert Retriever(make_index(ARTICLES, vectors=5), WordEncoder()).search("zebrafish").hits == ()


class LongestFirst:
    """A reranker that likes long abstracts, or is away."""

    name = "longest"

    def __init__(self, away: bool = False) -> None:
        self.away = away
        self.read = 0

    def scores(self, query: str, articles: Sequence[Article]) -> NDArray[np.float64]:
        if self.away:
            raise RerankError("The reranker is away.", "Start it.")
        self.read = len(articles)
        return np.array([float(len(each.abstract)) for each in articles])


def test_a_reranker_orders_the_best_and_its_scores_are_told(make_index: MakeIndex) -> None:
    reranker = LongestFirst()
    result = Retriever(make_index([article(str(i), "Asthma", "Asthma. " + "x" * i) for i in range(60)]), reranker=reranker).search(
        "asthma", k=2
    )
    # the best by BM25 are 50 short ones, of which the longest comes first now
    assert reranker.read == 50
    assert [hit.rank for hit in result.hits] == [1, 2]
    assert [hit.rerank for hit in result.hits] == [RetrieverScore(hit.score, hit.rank) for hit in result.hits]
    assert result.hits[0].score == result.hits[1].score + 1
    assert all(hit.bm25 is not None for hit in result.hits)
    assert "rerank" in result.timings_ms


def test_a_reranker_that_fails_leaves_the_order_and_is_noted(make_index: MakeIndex) -> None:
    index = make_index(ARTICLES)
    result = Retriever(index, reranker=LongestFirst(away=True)).search("asthma", mode="bm25")
    assert result.hits == Retriever(index).search("asthma", mode="bm25").hits
    assert result.notes == ("Not reranked: The reranker is away.",)


def test_expansion_finds_other_names_and_is_told(make_index: MakeIndex) -> None:
    expansion = Expansion((ExpandedTerm("Mucoviscidosis", ("mucoviscidosi",), 0.2, "cystic fibrosis", "MESH:D003550", "synonym"),))
    retriever = Retriever(make_index([article("1", "Cystic fibrosis", "Lungs."), article("2", "Mucoviscidosis", "Lungs.")]))
    result = retriever.search("cystic fibrosis", mode="bm25", expansion=expansion)
    assert _ids(result) == ["1", "2"]
    assert result.expansion == expansion
    assert _ids(retriever.search("cystic fibrosis", mode="bm25")) == ["1"]


def test_second_try_by_bm25_also_looks_for_terms_of_the_best_articles(make_index: MakeIndex) -> None:
    articles = [article("1", "Asthma", "Budesonide."), article("2", "Asthma in mice", "Budesonide."), article("3", "Budesonide", "Lungs.")]
    articles += [article(str(i), "Heart", "Statins.") for i in range(10, 60)]
    retriever = Retriever(make_index(articles))
    assert set(_ids(retriever.search("asthma", mode="bm25"))) == {"1", "2"}
    result = retriever.search("asthma", mode="bm25", second_try=True)
    assert set(_ids(result)) == {"1", "2", "3"}
    assert result.notes == ("Searched a second time, with terms of the best articles: budesonid.",)


def test_second_try_of_the_hybrid_also_finds_what_is_near_the_best_articles(make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpuscle.retrieval.search.CANDIDATES", 1)
    articles = [
        article("1", "Asthma", "Asthma, asthma, budesonide and budesonide."),
        article("2", "Budesonide", "Budesonide."),
        article("3", "Wheeze", "Asthma, wheeze, wheeze, mouse, gene, gene."),
    ]
    retriever = Retriever(make_index(articles, vectors=3), WordEncoder())
    assert _ids(retriever.search("asthma", k=1)) == ["1"]
    result = retriever.search("asthma", k=1, second_try=True)
    assert result.hits[0].article.id == "1"
    assert result.notes[0].startswith("Searched a second time, near the best articles: ")
