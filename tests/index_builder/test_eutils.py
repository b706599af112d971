"""What is newer than the index, from a small E-utilities server that keeps NCBI's habits."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from corpuscle.index_builder import eutils
from corpuscle.index_builder.errors import EutilsQueryError, RemoteError, ServerAwayError, SourceFileError, StepError
from corpuscle.index_builder.eutils import EutilsAccess, NewerRecords, check_query, fetch_newer, kept_files, newest_day
from corpuscle.index_builder.patience import Patience
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.settings import NcbiSettings, SourceSettings
from corpuscle.retrieval.articles import Article
from tests.index_builder.conftest import record_xml
from tests.index_builder.eutils_server import EutilsSite, Held, serving_eutils

NOW = datetime(2026, 11, 20, 9, 30, 15, tzinfo=UTC)
SINCE = date(2026, 11, 1)
QUICK = Patience(attempts=3, first_wait_s=0.01, longest_wait_s=2, connect_s=5, silence_s=5)
KEY = "k3y0123456789abcdef"


class Notes(NoProgress):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def site() -> EutilsSite:
    """Three records: one older than the index, one added since, one modified since."""
    site = EutilsSite()
    for pmid, entered, modified in (
        (1, date(2020, 1, 1), date(2020, 2, 1)),
        (2, date(2026, 11, 5), date(2026, 11, 5)),
        (3, date(2019, 1, 1), date(2026, 11, 20)),
    ):
        site.records.append(Held(pmid, record_xml(pmid, f"Text {pmid}."), entered, modified))
    return site


Fetch = Callable[..., NewerRecords]


@pytest.fixture
def fetch(site: EutilsSite, tmp_path: Path) -> Iterator[Fetch]:
    """`fetch_newer` from the site into `tmp_path/index`."""
    with serving_eutils(site) as address:

        def run(query: str = "mice", since: date = SINCE, key: str = "", email: str = "", notes: Notes | None = None) -> NewerRecords:
            ncbi = NcbiSettings(api_key=SecretStr(key), email=email)
            access = EutilsAccess(SourceSettings(eutils_url=address), ncbi, tmp_path / "home", QUICK)
            return fetch_newer(tmp_path / "index", query, since, access, notes or NoProgress(), lambda: NOW)

        yield run


def _ids(newer: NewerRecords) -> list[str]:
    assert newer.source is not None
    contents = [record.content for record in newer.source.records(lambda amount: None)]
    assert all(isinstance(content, Article) for content in contents), contents
    return [content.id for content in contents if isinstance(content, Article)]


def test_what_was_added_or_modified_since_is_fetched(fetch: Fetch, site: EutilsSite) -> None:
    newer = fetch("mice OR rats")
    assert (newer.records, newer.since, newer.notes) == (2, SINCE, ())
    assert _ids(newer) == ["2", "3"]
    term = site.asked[0].form["term"]
    assert term == (
        '(mice OR rats) AND (("2026/11/01"[Date - Entry] : "2026/11/20"[Date - Entry])'
        ' OR ("2026/11/01"[Date - Modification] : "2026/11/20"[Date - Modification]))'
    )
    assert [(asked.program, asked.form["tool"]) for asked in site.asked] == [("esearch.fcgi", "corpuscle"), ("efetch.fcgi", "corpuscle")]


def test_file_is_kept_as_a_source_that_says_when_it_was_made(fetch: Fetch, tmp_path: Path) -> None:
    source = fetch().source
    assert source is not None
    assert source.kind == "eutils-xml"
    assert source.made() == NOW
    (kept,) = kept_files(tmp_path / "index")
    assert (kept.name, kept.md5(), kept.bytes) == (source.name, source.md5(), source.bytes)
    assert kept.name.endswith("-20261101-20261120T093015Z.xml.gz")
    assert sorted(path.name for path in (tmp_path / "index" / "eutils").iterdir()) == [kept.name, f"{kept.name}.md5"]


def test_kept_file_that_was_damaged_is_refused(fetch: Fetch, tmp_path: Path) -> None:
    source = fetch().source
    assert source is not None
    path = tmp_path / "index" / "eutils" / source.name
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(SourceFileError, match="MD5"):
        kept_files(tmp_path / "index")[0].md5()


def test_nothing_new_leaves_no_file(fetch: Fetch, site: EutilsSite, tmp_path: Path) -> None:
    del site.records[1:]
    newer = fetch()
    assert (newer.source, newer.records) == (None, 0)
    assert kept_files(tmp_path / "index") == ()


def test_many_records_come_in_batches(fetch: Fetch, site: EutilsSite) -> None:
    site.records = [Held(pmid, record_xml(pmid), date(2026, 11, 2), date(2026, 11, 2)) for pmid in range(1, 451)]
    assert _ids(fetch(key=KEY)) == [str(pmid) for pmid in range(1, 451)]
    asked = [(a.form["retstart"], a.form["retmax"]) for a in site.asked if a.program == "efetch.fcgi"]
    assert asked == [("0", "200"), ("200", "200"), ("400", "50")]


def test_search_that_finds_too_many_is_split_by_date(fetch: Fetch, site: EutilsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eutils, "SEARCH_LIMIT", 5)
    # 2 a day for 10 days; every record was modified ten days after it was added
    site.records = [
        Held(10 * day + n, record_xml(10 * day + n), date(2026, 11, day), date(2026, 11, day + 10)) for day in range(1, 11) for n in (1, 2)
    ]
    newer = fetch(key=KEY)
    assert newer.records == 20
    assert sorted(map(int, _ids(newer))) == [10 * day + n for day in range(1, 11) for n in (1, 2)]
    fetched = [(a.form["WebEnv"], int(a.form["retmax"])) for a in site.asked if a.program == "efetch.fcgi"]
    assert sum(count for _, count in fetched) == 20  # nothing is fetched twice


def test_day_with_too_many_records_is_refused_with_a_remedy(
    fetch: Fetch, site: EutilsSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(eutils, "SEARCH_LIMIT", 5)
    site.records = [Held(pmid, record_xml(pmid), date(2026, 11, 3), date(2026, 11, 3)) for pmid in range(1, 8)]
    with pytest.raises(EutilsQueryError, match="on 2026-11-03") as caught:
        fetch(key=KEY)
    assert "fetch-pubmed --updates" in caught.value.remedy
    assert kept_files(tmp_path / "index") == ()


def test_far_too_many_records_are_a_case_for_update_files(fetch: Fetch, site: EutilsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eutils, "RECORD_LIMIT", 1)
    with pytest.raises(EutilsQueryError, match="2 records"):
        fetch()
    assert len(site.asked) == 1


def test_ids_without_a_record_are_told(fetch: Fetch, site: EutilsSite) -> None:
    site.absent.add(2)
    newer = fetch()
    assert _ids(newer) == ["3"]
    assert newer.notes == ("PubMed counted 1 records more than it gave: it has no citation for some ids.",)


def test_what_pubmed_does_not_know_is_told(fetch: Fetch, site: EutilsSite) -> None:
    site.notes = (
        "<ErrorList><PhraseNotFound>velbrodyne</PhraseNotFound></ErrorList><WarningList><OutputMessage>x</OutputMessage></WarningList>"
    )
    assert fetch().notes == ("PubMed does not know 'velbrodyne'.",)


@pytest.mark.parametrize(
    "fault",
    [
        (429, {"Retry-After": "0"}, b'{"error":"API rate limit exceeded","api-key":"203.0.113.7","count":"4","limit":"3"}'),
        (200, {}, b'{"error":"API rate limit exceeded","api-key":"203.0.113.7","count":"4","limit":"3"}'),
        (500, {}, b"<html>Error 500</html>"),
        (502, {}, b""),
        (200, {}, b'<?xml version="1.0" ?><PubmedArticleSet><PubmedArticle>cut off in the mid'),
    ],
)
def test_passing_troubles_are_tried_again(fetch: Fetch, site: EutilsSite, fault: tuple[int, dict[str, str], bytes]) -> None:
    site.faults["efetch.fcgi"] = [fault, fault]
    assert _ids(fetch(key=KEY)) == ["2", "3"]
    assert sum(asked.program == "efetch.fcgi" for asked in site.asked) == 3


def test_retry_after_is_told_and_waited_for(fetch: Fetch, site: EutilsSite) -> None:
    site.faults["esearch.fcgi"] = [(429, {"Retry-After": "1"}, b"{}")]
    notes = Notes()
    assert fetch(notes=notes).records == 2
    assert site.asked[1].moment - site.asked[0].moment >= 1
    assert any("in 1 s" in said for said in notes.said)


def test_lasting_trouble_is_a_stated_failure(fetch: Fetch, site: EutilsSite, tmp_path: Path) -> None:
    site.faults["efetch.fcgi"] = [(503, {}, b"")] * 3
    with pytest.raises(ServerAwayError, match="3 attempts"):
        fetch(key=KEY)
    assert list((tmp_path / "index" / "eutils").iterdir()) == []


@pytest.mark.parametrize(
    ("program", "body", "said"),
    [
        ("esearch.fcgi", b"<eSearchResult><ERROR>Empty term and query_key - nothing todo</ERROR></eSearchResult>", "nothing todo"),
        ("esearch.fcgi", b'{"header":{},"esearchresult":{"ERROR":"Search Backend failed"}}', "JSON"),
        ("esearch.fcgi", b"<html><body>Login</body></html>", "says no count"),
        ("esearch.fcgi", b"<eSearchResult><Count>3</Count></eSearchResult>", "where its records are"),
        ("esearch.fcgi", b"not XML at all", "not XML"),
        ("efetch.fcgi", b'<?xml version="1.0"?><eFetchResult><ERROR>Cannot retrieve history data</ERROR></eFetchResult>', "history"),
        ("efetch.fcgi", b"<html><body>Login</body></html>", "something else than records"),
    ],
)
def test_errors_inside_a_good_status_are_recognised(fetch: Fetch, site: EutilsSite, program: str, body: bytes, said: str) -> None:
    site.faults[program] = [(200, {}, body)]
    with pytest.raises(RemoteError, match=said):
        fetch()
    assert sum(asked.program == program for asked in site.asked) == 1


def test_other_refusals_are_not_tried_again(fetch: Fetch, site: EutilsSite) -> None:
    site.faults["esearch.fcgi"] = [(400, {}, b'{"error":"Invalid parameter"}')]
    with pytest.raises(RemoteError, match=r"HTTP 400.*Invalid parameter"):
        fetch()
    site.faults["esearch.fcgi"] = [(302, {"Location": "http://elsewhere.invalid/"}, b"")]
    with pytest.raises(RemoteError, match="redirect"):
        fetch()
    assert len(site.asked) == 2


def test_key_and_address_go_with_each_request_and_are_never_shown(
    fetch: Fetch, site: EutilsSite, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    fetch(key=KEY, email="reader@example.org")
    assert {(asked.form["api_key"], asked.form["email"]) for asked in site.asked} == {(KEY, "reader@example.org")}
    assert not any(KEY in asked.line for asked in site.asked)
    site.faults["esearch.fcgi"] = [(400, {}, f'{{"error":"API key {KEY} invalid","api-key":"{KEY}"}}'.encode())]
    with pytest.raises(RemoteError) as caught:
        fetch(key=KEY)
    assert "NCBI_API_KEY" in caught.value.remedy
    assert KEY not in f"{caught.value} {caught.value.remedy} {caplog.text}"
    assert KEY not in repr(NcbiSettings(api_key=SecretStr(KEY)))
    assert not any(KEY.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_neither_a_part_of_the_key_nor_a_note_with_it_is_shown(fetch: Fetch, site: EutilsSite) -> None:
    # cut at 300 characters first, four of the key would be left
    site.faults["esearch.fcgi"] = [(400, {}, f'{{"error":"{"x" * 296}{KEY}"}}'.encode())]
    with pytest.raises(RemoteError, match=r"xxx…\.") as caught:
        fetch(key=KEY)
    assert KEY[:4] not in str(caught.value)
    said = f"<ErrorList><PhraseNotFound>mice {KEY}</PhraseNotFound></ErrorList>"
    site.faults["esearch.fcgi"] = [(200, {}, f"<eSearchResult><Count>0</Count>{said}</eSearchResult>".encode())]
    assert fetch(key=KEY).notes == ("PubMed does not know 'mice …'.",)


def test_without_a_server_it_is_a_stated_failure(tmp_path: Path) -> None:
    access = EutilsAccess(SourceSettings(eutils_url="http://127.0.0.1:9/"), NcbiSettings(), tmp_path, QUICK)
    with pytest.raises(ServerAwayError):
        fetch_newer(tmp_path / "index", "mice", SINCE, access, NoProgress(), lambda: NOW)


def test_folder_that_cannot_be_written_is_a_stated_failure(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "index").touch()
    with pytest.raises(StepError, match="cannot be kept"):
        fetch()


@pytest.mark.parametrize("query", ["", "  ", "mice) OR (rats", "(mice", 'mice "and rats', "mice\nrats", "x" * 4001, 'a) OR "(" b'])
def test_queries_that_would_escape_their_dates_are_refused(query: str) -> None:
    with pytest.raises(EutilsQueryError):
        check_query(query)


@pytest.mark.parametrize("query", ["mice", '(asthma[mh] AND "beta (2) agonists")', "smile :) in quotes".replace(":)", '":)"')])
def test_queries_in_pubmed_s_language_are_asked(query: str) -> None:
    check_query(query)


def test_day_in_the_future_is_refused(fetch: Fetch) -> None:
    with pytest.raises(EutilsQueryError, match="future"):
        fetch(since=date(2026, 11, 21))


def test_newest_day_is_that_of_files_that_speak_for_the_query(fetch: Fetch) -> None:
    source = fetch("mice").source
    assert source is not None
    nlm = datetime(2026, 10, 1, 18, tzinfo=UTC)
    made = {"pubmed26n1500.xml.gz": nlm, "pubmed26n0001.xml.gz": datetime(2025, 12, 1, tzinfo=UTC), source.name: NOW}
    assert newest_day("mice", made) == date(2026, 11, 19)  # a day before 20 November
    assert newest_day(" mice ", made) == date(2026, 11, 19)
    assert newest_day("rats", made) == date(2026, 9, 30)
    assert newest_day("rats", {source.name: NOW}) is None
    assert newest_day("rats", {}) is None
