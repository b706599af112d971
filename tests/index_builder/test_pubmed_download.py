"""Downloading PubMed's files from a server that misbehaves."""

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpuscle.index_builder.errors import DiskFullError, IndexLockedError, RemoteError, SourcesDifferError, StepError
from corpuscle.index_builder.patience import Patience
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_download import FetchReport, Part, fetch_pubmed
from tests.index_builder.faulty_server import FaultySite, Handler, cut_after, drip, etag_of, instead, serving, status, whole

QUICK = Patience(attempts=3, first_wait_s=0.01, longest_wait_s=2, connect_s=5, silence_s=5, slow_window_s=0.3, slow_bytes=1000)
BOTH: tuple[Part, ...] = ("baseline", "updatefiles")
FIRST, SECOND, UPDATE = "pubmed26n0001.xml.gz", "pubmed26n0002.xml.gz", "pubmed26n1335.xml.gz"
BASELINE, UPDATES = "/pubmed/baseline/", "/pubmed/updatefiles/"


def _content(seed: int, size: int = 5000) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.fixture
def site() -> FaultySite:
    """Two baseline files and one update."""
    site = FaultySite()
    site.put(BASELINE + FIRST, _content(1))
    site.put(BASELINE + SECOND, _content(2))
    site.put(UPDATES + UPDATE, _content(3))
    return site


@pytest.fixture
def url(site: FaultySite) -> Iterator[str]:
    with serving(site) as address:
        yield address


class Notes(NoProgress):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, text: str) -> None:
        self.said.append(text)


def fetch(
    url: str,
    out: Path,
    parts: tuple[Part, ...] = BOTH,
    applied: tuple[str, ...] = (),
    patience: Patience = QUICK,
    check: bool = False,
    notes: Notes | None = None,
) -> FetchReport:
    return fetch_pubmed(out, url, parts, applied, check, notes or NoProgress(), patience)


def test_every_file_is_fetched_with_its_md5_and_again_nothing(site: FaultySite, url: str, tmp_path: Path) -> None:
    report = fetch(url, tmp_path)
    assert (report.year, report.fetched, report.present, report.failures) == (2026, (FIRST, SECOND, UPDATE), 0, ())
    for path in (BASELINE + FIRST, BASELINE + SECOND, UPDATES + UPDATE):
        name = path.rsplit("/", 1)[1]
        assert (tmp_path / name).read_bytes() == site.files[path]
        assert (tmp_path / f"{name}.md5").read_bytes() == site.files[f"{path}.md5"]
    before = len(site.requests)
    report = fetch(url, tmp_path)
    assert (report.fetched, report.present) == ((), 3)
    assert [request.path for request in site.requests[before:]] == [BASELINE, UPDATES]


def test_only_the_part_wanted_is_listed(site: FaultySite, url: str, tmp_path: Path) -> None:
    assert fetch(url, tmp_path, ("baseline",)).fetched == (FIRST, SECOND)
    assert not site.asked(UPDATES)


def test_what_the_index_has_applied_is_left_out(url: str, tmp_path: Path) -> None:
    report = fetch(url, tmp_path, applied=(FIRST, "something-else.xml.gz"))
    assert (report.fetched, report.present) == ((SECOND, UPDATE), 1)


def test_cut_connection_goes_on_behind_the_last_byte(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + FIRST] = [cut_after(2000), cut_after(1500)]
    assert FIRST in fetch(url, tmp_path).fetched
    content = site.files[BASELINE + FIRST]
    assert [request.range for request in site.asked(BASELINE + FIRST)] == ["", "bytes=2000-", "bytes=3500-"]
    assert site.asked(BASELINE + FIRST)[1].if_range == etag_of(content)
    assert (tmp_path / FIRST).read_bytes() == content


def test_a_gain_worth_speaking_of_renews_the_patience(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + FIRST] = [cut_after(1000)] * 4  # QUICK gives up after 3 attempts without 1,000 bytes
    assert FIRST in fetch(url, tmp_path).fetched


def test_without_a_gain_the_file_fails_and_the_rest_is_done(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + FIRST] = [cut_after(10)] * 3
    report = fetch(url, tmp_path)
    assert report.fetched == (SECOND, UPDATE)
    assert [failure.name for failure in report.failures] == [FIRST]
    assert "3 attempts" in report.failures[0].reason
    assert fetch(url, tmp_path).fetched == (FIRST,)
    assert site.asked(BASELINE + FIRST)[-1].range == "bytes=30-"


def test_server_that_ignores_ranges_sends_the_whole_file_anew(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + FIRST] = [cut_after(2000), whole]
    assert FIRST in fetch(url, tmp_path).fetched
    assert (tmp_path / FIRST).read_bytes() == site.files[BASELINE + FIRST]


@pytest.mark.parametrize("size", [4000, 5000, 6000])
def test_file_that_changed_meanwhile_is_fetched_from_its_beginning(site: FaultySite, url: str, tmp_path: Path, size: int) -> None:
    site.faults[BASELINE + FIRST] = [cut_after(10)] * 3
    fetch(url, tmp_path)
    site.put(BASELINE + FIRST, _content(9, size))
    assert fetch(url, tmp_path).fetched == (FIRST,)
    assert (tmp_path / FIRST).read_bytes() == _content(9, size)


def test_range_of_another_file_is_not_appended(site: FaultySite, url: str, tmp_path: Path) -> None:
    def other_file(handler: object, content: bytes) -> None:
        handler.reply(206, b"x" * 3000, {"Content-Range": "bytes 2000-4999/7000", "ETag": etag_of(content)})  # type: ignore[attr-defined]  # a Handler

    site.faults[BASELINE + FIRST] = [cut_after(2000), other_file]
    assert FIRST in fetch(url, tmp_path).fetched
    assert (tmp_path / FIRST).read_bytes() == site.files[BASELINE + FIRST]


def test_wrong_md5_is_tried_once_again(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + FIRST] = [instead(b"proxy page")]
    notes = Notes()
    report = fetch(url, tmp_path, notes=notes)
    assert (report.fetched, report.failures) == ((FIRST, SECOND, UPDATE), ())
    assert any(FIRST in said and "once again" in said for said in notes.said)
    assert not list((tmp_path / "quarantine").iterdir())


def test_twice_a_wrong_md5_is_quarantined_and_named(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + FIRST] = [instead(b"proxy page")] * 2
    report = fetch(url, tmp_path)
    assert report.fetched == (SECOND, UPDATE)
    assert report.failures[0].name == FIRST
    assert hashlib.md5(_content(1)).hexdigest() in report.failures[0].reason
    assert (tmp_path / "quarantine" / f"{FIRST}.bad").read_bytes() == b"proxy page"
    assert not (tmp_path / FIRST).exists()
    assert sorted(path.name for path in tmp_path.glob("*.xml.gz")) == [SECOND, UPDATE]
    assert fetch(url, tmp_path).fetched == (FIRST,)


@pytest.mark.parametrize("content", [b"<html>login</html>", b"MD5(pubmed26n0002.xml.gz)= " + b"0" * 32, b"\xff" * 5000])
def test_md5_file_of_something_else_is_a_failure(site: FaultySite, url: str, tmp_path: Path, content: bytes) -> None:
    site.files[BASELINE + FIRST + ".md5"] = content
    report = fetch(url, tmp_path)
    assert [failure.name for failure in report.failures] == [FIRST]
    assert not (tmp_path / FIRST).exists()


def test_file_that_is_gone_since_it_was_listed_is_a_failure_at_once(site: FaultySite, url: str, tmp_path: Path) -> None:
    del site.files[BASELINE + FIRST]
    report = fetch(url, tmp_path)
    assert (report.fetched, [failure.name for failure in report.failures]) == ((SECOND, UPDATE), [FIRST])
    assert "HTTP 404" in report.failures[0].reason
    assert len(site.asked(BASELINE + FIRST)) == 1


@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_is_waited_for(site: FaultySite, url: str, tmp_path: Path, code: int) -> None:
    site.faults[BASELINE + FIRST] = [status(code, "1")]
    begin = time.monotonic()
    assert FIRST in fetch(url, tmp_path).fetched
    assert time.monotonic() - begin >= 1


def test_server_that_wants_to_be_left_alone_for_long_is(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE] = [status(503, "3600")]
    with pytest.raises(RemoteError, match="left alone for 3,600 s"):
        fetch(url, tmp_path)
    assert len(site.asked(BASELINE)) == 1


def test_slow_drip_is_given_up_and_the_connection_made_anew(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + FIRST] = [drip(0.01)]
    begin = time.monotonic()
    assert FIRST in fetch(url, tmp_path).fetched
    assert time.monotonic() - begin < 5  # the drip alone would take 50 s


def test_redirects_are_refused_with_a_remedy(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE] = [status(302, location="http://elsewhere.invalid/pubmed/")]
    with pytest.raises(RemoteError, match=r"redirects to http://elsewhere\.invalid") as caught:
        fetch(url, tmp_path)
    assert "CORPUSCLE_PUBMED_URL" in caught.value.remedy


@pytest.mark.parametrize("listing", [b"<html>Welcome to the hotel's network</html>", b"", b"\x00\xff" * 100])
def test_listing_without_files_is_a_stated_failure(site: FaultySite, url: str, tmp_path: Path, listing: bytes) -> None:
    site.files[BASELINE] = listing
    with pytest.raises(RemoteError, match="lists no file of PubMed"):
        fetch(url, tmp_path)


def test_endless_listing_is_cut_off(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.files[BASELINE] = b"x" * (9 << 20)
    with pytest.raises(RemoteError, match="more than"):
        fetch(url, tmp_path)


def test_nothing_is_written_but_files_of_pubmed(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.files[BASELINE] += b'<a href="../../evil.xml.gz">x</a> <a href="/etc/passwd">y</a> <a href="README.txt">z</a>'
    fetch(url, tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {".partial"} | {name + end for name in (FIRST, SECOND, UPDATE) for end in ("", ".md5")}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_new_baseline_is_not_mixed_with_the_old(site: FaultySite, url: str, tmp_path: Path) -> None:
    fetch(url, tmp_path)
    site.put(BASELINE + "pubmed27n0001.xml.gz", _content(5))
    with pytest.raises(SourcesDifferError, match=r"baseline of 2027, the files in .* to that of 2026") as caught:
        fetch(url, tmp_path)
    assert "--out" in caught.value.remedy
    report = fetch(url, tmp_path / "new")
    assert (report.year, report.fetched) == (2027, ("pubmed27n0001.xml.gz",))
    assert any("updatefiles/ belong to an older baseline" in note for note in report.notes)
    with pytest.raises(SourcesDifferError, match="the index's files"):
        fetch(url, tmp_path / "newer", applied=(FIRST,))


def test_updates_without_their_baseline_are_told(url: str, tmp_path: Path) -> None:
    assert any("no baseline files" in note for note in fetch(url, tmp_path, ("updatefiles",)).notes)
    assert fetch(url, tmp_path / "other", ("updatefiles",), applied=(FIRST,)).notes == ()


def test_too_small_a_disk_is_told_before_anything_is_fetched(
    site: FaultySite, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=(256 << 20) + 4000))  # type: ignore[misc]  # three files of 1.5K: 4,915 bytes
    with pytest.raises(DiskFullError, match="GB free"):
        fetch(url, tmp_path)
    assert not site.asked(BASELINE + FIRST)


def test_a_full_disk_is_no_hindrance_where_nothing_is_missing(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch(url, tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0))  # type: ignore[misc]
    assert fetch(url, tmp_path).present == 3


def test_file_larger_than_listed_is_not_begun_on_too_small_a_disk(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=(256 << 20) + 4950))  # type: ignore[misc]  # each has 5,000 bytes
    with pytest.raises(DiskFullError):
        fetch(url, tmp_path)
    assert not list(tmp_path.glob("*.xml.gz"))


def test_file_brought_by_other_means_is_checked_and_kept(site: FaultySite, url: str, tmp_path: Path) -> None:
    (tmp_path / FIRST).write_bytes(_content(1))
    (tmp_path / SECOND).write_bytes(b"half of it")
    assert fetch(url, tmp_path).fetched == (FIRST, SECOND, UPDATE)
    assert not site.asked(BASELINE + FIRST)
    assert (tmp_path / SECOND).read_bytes() == _content(2)


def test_check_replaces_what_was_damaged_since(url: str, tmp_path: Path) -> None:
    fetch(url, tmp_path)
    (tmp_path / FIRST).write_bytes(b"rotten")
    assert fetch(url, tmp_path).fetched == ()
    assert fetch(url, tmp_path, check=True).fetched == (FIRST,)
    assert (tmp_path / FIRST).read_bytes() == _content(1)


def test_four_files_come_at_once_and_no_more(site: FaultySite, url: str, tmp_path: Path) -> None:
    waiting: list[int] = []
    most: list[int] = []

    def late(handler: Handler, content: bytes) -> None:
        waiting.append(1)
        most.append(len(waiting))
        deadline = time.monotonic() + 10
        while max(most) < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)  # a fifth would come now
        most.append(len(waiting))
        waiting.pop()
        handler.serve(content)

    for number in range(3, 15):
        path = f"{BASELINE}pubmed26n{number:04}.xml.gz"
        site.put(path, _content(number))
        site.faults[path] = [late]
    assert len(fetch(url, tmp_path).fetched) == 15
    assert max(most) == 4


def test_server_that_goes_away_is_not_asked_for_every_file(site: FaultySite, url: str, tmp_path: Path) -> None:
    for number in range(3, 60):
        site.put(f"{BASELINE}pubmed26n{number:04}.xml.gz", _content(number))
    for path in list(site.files):
        if path.endswith(".md5"):
            site.faults[path] = [status(503)] * 100
    report = fetch(url, tmp_path)
    assert 8 <= len(report.failures) < 8 + 4
    assert report.not_tried == 60 - len(report.failures)


def test_no_server_at_all_is_a_stated_failure(tmp_path: Path) -> None:
    with pytest.raises(RemoteError) as caught:
        fetch("http://127.0.0.1:9/pubmed/", tmp_path)
    assert "CORPUSCLE_PUBMED_URL" in caught.value.remedy


@pytest.mark.parametrize("address", ["http://[bad/", "http://a b/"])
def test_address_that_is_none_is_a_stated_failure(tmp_path: Path, address: str) -> None:
    with pytest.raises(RemoteError):
        fetch(address, tmp_path)


def test_folder_that_cannot_be_written_is_a_stated_failure(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StepError, match="cannot be kept"):
        fetch(url, tmp_path / "file" / "out")


_FETCH_PROGRAM = """
import sys
from pathlib import Path
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_download import fetch_pubmed
fetch_pubmed(Path(sys.argv[1]), sys.argv[2], ("baseline", "updatefiles"), (), False, NoProgress())
"""


def _started(out: Path, url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _FETCH_PROGRAM, str(out), url], stderr=subprocess.DEVNULL)


def test_killed_fetch_goes_on_and_two_do_not_write_at_once(site: FaultySite, url: str, tmp_path: Path) -> None:
    site.faults[BASELINE + SECOND] = [drip(0.002)]
    process = _started(tmp_path, url)
    part = tmp_path / ".partial" / f"{SECOND}.part"
    deadline = time.monotonic() + 30
    while not (part.exists() and (tmp_path / FIRST).exists()):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    with pytest.raises(IndexLockedError):
        fetch(url, tmp_path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / SECOND).exists()
    assert SECOND in fetch(url, tmp_path).fetched
    assert (tmp_path / SECOND).read_bytes() == _content(2)
    assert len(site.asked(BASELINE + FIRST)) == 1
