"""corpuscle search, as a user types it: filters, query syntax, other names, and what is said beside the hits."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpuscle.retrieval.manifest import MANIFEST_NAME
from tests.conftest import DRUSEL, SECOND_TRIAL, SOIL, TRIAL, Run

QUESTION = "Does velbrodine treat Drusel fever?"


def _copy(index: Path, folder: Path) -> Path:
    shutil.copytree(index, folder / "index")
    return folder / "index"


def test_search_prints_the_contract_s_keys(corpuscle: Run) -> None:
    found = corpuscle("search", "velbrodine Drusel fever", "-k", "2", "--json").json
    assert found.keys() >= {"query", "hits", "timings_ms", "notes", "understood", "expansion", "snippets"}
    assert {hit["id"] for hit in found["hits"]} == {TRIAL, SECOND_TRIAL}
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    assert all(hit.keys() >= {"id", "rank", "score", "scores", "title", "year", "journal", "url", "corrections"} for hit in found["hits"])
    assert all(hit["scores"].keys() == {"bm25", "dense", "rerank"} for hit in found["hits"])


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--type", "rct"), {TRIAL}),
        (("--not-type", "rct"), {SECOND_TRIAL}),
        (("--date", "2013:2016-12"), {SECOND_TRIAL}),
        (("--filter", "rct[pt] OR 2016[dp]"), {TRIAL, SECOND_TRIAL}),
        (("--journal", "journal of invented medicine", "--has-abstract"), {TRIAL, SECOND_TRIAL}),
        (("--journal", "Lancet"), set[str]()),
        (("--language", "English"), set[str]()),
        (("--humans",), set[str]()),
        (("--concern",), set[str]()),
    ],
)
def test_search_keeps_to_its_filters(corpuscle: Run, options: tuple[str, ...], ids: set[str]) -> None:
    found = corpuscle("search", "velbrodine shortens cured gardeners", "--mode", "bm25", *options, "--json").json
    assert {hit["id"] for hit in found["hits"]} & {TRIAL, SECOND_TRIAL} == ids
    assert found["understood"]["filter"]


def test_query_syntax_is_read_only_where_it_is_asked_for(corpuscle: Run) -> None:
    query = "velbrodine AND rct[pt]"
    plain = corpuscle("search", query, "--json").json
    assert plain["understood"] == {"words": query, "filter": ""}
    assert "The query was read as plain words; with --query-syntax its tags filter." in plain["notes"]
    read = corpuscle("search", query, "--query-syntax", "--json").json
    assert read["understood"] == {"words": "velbrodine", "filter": '(NOT retracted[sb]) AND "rct"[pt]'}
    assert [hit["id"] for hit in read["hits"]] == [TRIAL]
    assert "Filter: (NOT retracted[sb])" in corpuscle("search", query, "--query-syntax").out


@pytest.mark.parametrize("command", [("search", "fever", "--filter"), ("search", "--query-syntax"), ("ask", QUESTION, "--filter")])
def test_a_fault_of_the_query_syntax_is_a_stated_failure(corpuscle: Run, command: tuple[str, ...]) -> None:
    ended = corpuscle(*command, "fever AND rct[typ]")
    assert ended.status == 1
    read = "query" if "--query-syntax" in command else "filter"
    assert f"The {read} cannot be read: at character 14, there is no field [typ]" in ended.err
    assert "[pt] publication type or group" in ended.err


def test_other_names_are_searched_for_and_shown_where_it_is_asked_for(corpuscle: Run, tmp_path: Path, invented_index: Path) -> None:
    index = _copy(invented_index, tmp_path)
    (graph,) = index.glob("*.sqlite")
    with closing(sqlite3.connect(graph)) as connection:
        connection.execute("UPDATE nodes SET synonyms = 'gardeners ague' WHERE curie = ?", (DRUSEL,))
        connection.commit()
    search = ("search", "drusel fever", "--index", str(index), "--mode", "bm25")
    assert corpuscle(*search, "--json").json["expansion"] == []
    found = corpuscle(*search, "--expand", "--json")
    added = {"text": "gardeners ague", "terms": ["garden", "agu"], "weight": 0.2, "mention": "drusel fever"}
    assert found.json["expansion"] == [added | {"entity": DRUSEL, "relation": "synonym"}]
    assert SOIL in {hit["id"] for hit in found.json["hits"]}  # it speaks of gardens, and not of the fever
    told = f"Also searched for: gardeners ague, from “drusel fever” ({DRUSEL})."
    assert told in found.err
    assert told in corpuscle(*search, "--expand").out


def test_that_no_other_names_are_known_is_said(corpuscle: Run, tmp_path: Path, invented_index: Path) -> None:
    assert "No other names are known of what the query names." in corpuscle("search", "gardens", "--expand").out
    index = _copy(invented_index, tmp_path)
    manifest = json.loads((index / MANIFEST_NAME).read_text())
    (index / MANIFEST_NAME).write_text(json.dumps(manifest | {"graph": None}))
    ended = corpuscle("search", "gardens", "--expand", "--index", str(index))
    assert (ended.status, "this index has no graph" in ended.out) == (0, True)


def test_second_try_is_said(corpuscle: Run) -> None:
    assert "Searched a second time" in corpuscle("search", "velbrodine", "--mode", "bm25", "--second-try").out
    assert "Searched a second time" not in corpuscle("search", "velbrodine", "--mode", "bm25").out


def test_reranking_without_a_reranker_says_how_to_set_one(corpuscle: Run) -> None:
    ended = corpuscle("search", "velbrodine", "--rerank")
    assert (ended.status, ended.out) == (1, "")
    assert "CORPUSCLE_RERANK_MODEL" in ended.err


def test_reranker_that_is_away_is_said_and_searched_without(corpuscle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_RERANK_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("CORPUSCLE_RERANK_MODEL", "any")
    ended = corpuscle("search", "velbrodine Drusel fever", "--rerank", "--json")
    assert ended.status == 0
    assert "Not reranked" in ended.err
    assert {hit["scores"]["rerank"] for hit in ended.json["hits"]} == {None}


def test_help_shows_the_tags_of_the_query_syntax(corpuscle: Run) -> None:
    words = corpuscle("search", "--help").out
    assert "cimetidine[mh] NOT review[pt]" in words
    assert "[majr:noexp]" in words


def test_malformed_date_is_wrong_usage(corpuscle: Run) -> None:
    assert corpuscle("search", "fever", "--date", "2021-13").status == 2


def test_a_retraction_is_shown_with_its_notice(corpuscle: Run) -> None:
    ended = corpuscle("search", "velbrodine Kelvane syndrome", "--only-retracted")
    assert "Retracted: PMID 999" in ended.out
    (hit,) = corpuscle("search", "velbrodine Kelvane syndrome", "--only-retracted", "--json").json["hits"]
    assert hit["corrections"] == [{"what": "retracted", "id": "999", "source": ""}]


def test_search_without_hits_is_no_failure(corpuscle: Run) -> None:
    ended = corpuscle("search", "zorblaxin")
    assert ended.status == 0
    assert "Nothing found." in ended.out
    assert corpuscle("search", "zorblaxin", "--json").json["hits"] == []


@pytest.mark.parametrize("command", [("search", "fever", "--type", "Reviw"), ("ask", QUESTION, "--publication-type", "Reviw")])
def test_misspelt_filter_is_said(corpuscle: Run, command: tuple[str, ...]) -> None:
    ended = corpuscle(*command)
    assert ended.status == 0
    assert "No article of this index has the publication type “Reviw”." in ended.out


def test_what_a_search_had_to_say_goes_to_stderr_beside_json(corpuscle: Run) -> None:
    ended = corpuscle("search", "fever", "--type", "Reviw", "--json")
    assert ended.json["hits"] == []
    assert "No article of this index has the publication type “Reviw”." in ended.err
    assert "Searched by BM25 alone" in ended.err


def test_dense_search_of_an_index_without_vectors_is_a_stated_failure(corpuscle: Run) -> None:
    ended = corpuscle("search", "fever", "--mode", "dense")
    assert ended.status == 1
    assert "--mode bm25" in ended.err


def test_empty_search_is_a_stated_failure(corpuscle: Run) -> None:
    ended = corpuscle("search", " ")
    assert ended.status == 1
    assert "empty" in ended.err
