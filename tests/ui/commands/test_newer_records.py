"""corpuscle index update --eutils, as a user types it."""

import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.index_builder.conftest import CLOSING, OPENING, record_xml
from tests.index_builder.eutils_server import EutilsSite, Held, serving_eutils

TODAY = datetime.now(UTC).date()
MADE = datetime.now(UTC) - timedelta(days=10)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[EutilsSite]:
    """A record that was revised today and one that was added yesterday, at the address in the setting."""
    site = EutilsSite()
    site.records = [
        Held(1, record_xml(1, "Torvaxin harms."), date(2020, 1, 1), TODAY),
        Held(2, record_xml(2, "Mirellan soothes."), TODAY - timedelta(days=1), TODAY - timedelta(days=1)),
    ]
    with serving_eutils(site) as address:
        monkeypatch.setenv("CORPUSCLE_EUTILS_URL", address)
        monkeypatch.delenv("NCBI_API_KEY", raising=False)
        monkeypatch.setenv("NCBI_EMAIL", "reader@example.org")
        yield site


@pytest.fixture
def build(corpuscle: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The folder of an index whose one file was made ten days ago."""
    monkeypatch.setenv("CORPUSCLE_HOME", str(tmp_path / "home"))
    (tmp_path / "pubmed").mkdir()
    packed = gzip.compress((OPENING + record_xml(1, "Velbrodine heals.") + CLOSING).encode(), mtime=MADE.timestamp())
    (tmp_path / "pubmed" / "pubmed26n0001.xml.gz").write_bytes(packed)
    index = str(tmp_path / "index")
    ended = corpuscle("index", "build", "--index", index, "--pubmed", str(tmp_path / "pubmed"), "--encoder", "none", "--no-graph")
    assert ended.status == 0, ended.err
    return index


def _found(corpuscle: Run, index: str, word: str) -> list[str]:
    return [hit["id"] for hit in corpuscle("search", word, "--index", index, "--json").json["hits"]]


def test_what_is_newer_than_the_index_is_found_at_once(corpuscle: Run, site: EutilsSite, build: str) -> None:
    ended = corpuscle("index", "update", "--index", build, "--eutils", "torvaxin OR mirellan")
    assert ended.status == 0, ended.err
    assert f"2 records on this since {MADE.date() - timedelta(days=1)}" in ended.err
    assert (_found(corpuscle, build, "torvaxin"), _found(corpuscle, build, "mirellan")) == (["1"], ["2"])
    assert _found(corpuscle, build, "velbrodine") == []
    assert site.asked[0].form["email"] == "reader@example.org"
    sources = corpuscle("index", "status", "--index", build, "--json").json["sources"]
    assert [source["indexed"] for source in sources] == [1, 2]
    assert corpuscle("index", "verify", "--index", build).status == 0


def test_the_same_query_goes_on_where_it_ended_and_another_one_at_the_index_s_age(corpuscle: Run, site: EutilsSite, build: str) -> None:
    for query in ("mice", "mice", "rats"):
        assert corpuscle("index", "update", "--index", build, "--eutils", query).status == 0
    terms = [asked.form["term"] for asked in site.asked if asked.program == "esearch.fcgi"]
    since = [term.partition('("')[2][:10] for term in terms]
    made = f"{MADE.date() - timedelta(days=1):%Y/%m/%d}"
    assert since == [made, f"{TODAY - timedelta(days=1):%Y/%m/%d}", made]


def test_file_fetched_before_the_update_was_killed_is_applied_by_the_next(corpuscle: Run, site: EutilsSite, build: str) -> None:
    assert corpuscle("index", "update", "--index", build, "--eutils", "mice").status == 0
    packed = gzip.compress((OPENING + record_xml(3, "Drusel spreads.") + CLOSING).encode(), mtime=1)
    later = Path(build) / "eutils" / ("eutils-0123456789ab-20260101-20260102T000000Z.xml.gz")
    later.write_bytes(packed)
    site.records.clear()
    assert corpuscle("index", "update", "--index", build, "--eutils", "mice").status == 0
    assert _found(corpuscle, build, "drusel") == ["3"]


def test_damaged_file_is_named_until_it_is_deleted_and_its_records_are_asked_for_anew(corpuscle: Run, site: EutilsSite, build: str) -> None:
    update = ("index", "update", "--index", build, "--eutils", "mice")
    damaged = Path(build) / "eutils" / "eutils-0123456789ab-20260101-20260102T000000Z.xml.gz"
    damaged.parent.mkdir()
    damaged.write_bytes(b"no longer what it was")
    damaged.with_name(f"{damaged.name}.md5").write_text(f"MD5({damaged.name})= {'0' * 32}\n")
    ended = corpuscle(*update)
    assert ended.status == 1
    assert damaged.name in ended.err and "Delete it from the index's folder eutils/" in ended.err
    status = corpuscle("index", "status", "--index", build, "--json").json
    assert (status["complete"], status["quarantined"]) == (True, [])
    damaged.unlink()
    assert corpuscle(*update).status == 0


def test_day_that_is_none_is_wrong_usage_and_a_day_given_is_asked(corpuscle: Run, site: EutilsSite, build: str) -> None:
    update = ("index", "update", "--index", build, "--eutils", "mice", "--since")
    assert corpuscle(*update, "yesterday").status == 2
    assert corpuscle("index", "update", "--index", build, "--pubmed", build, "--since", "2019-05-01").status == 2
    assert corpuscle(*update, "2019-05-01").status == 0
    assert '"2019/05/01"[Date - Entry]' in site.asked[0].form["term"]


def test_query_that_cannot_be_asked_and_a_server_that_refuses_change_nothing(corpuscle: Run, site: EutilsSite, build: str) -> None:
    generation = corpuscle("index", "status", "--index", build, "--json").json["generation"]
    ended = corpuscle("index", "update", "--index", build, "--eutils", "mice) OR (rats")
    assert (ended.status, "parentheses" in ended.err) == (1, True)
    site.faults["esearch.fcgi"] = [(400, {}, b'{"error":"API key invalid","api-key":"x"}')]
    ended = corpuscle("index", "update", "--index", build, "--eutils", "mice")
    assert (ended.status, "NCBI_API_KEY" in ended.err) == (1, True)
    assert corpuscle("index", "status", "--index", build, "--json").json["generation"] == generation


def test_index_without_a_day_needs_one(corpuscle: Run, site: EutilsSite, invented_index: Path) -> None:
    ended = corpuscle("index", "update", "--index", str(invented_index), "--eutils", "mice")
    assert (ended.status, "--since" in ended.err) == (2, True)
    assert not site.asked
