"""corpuscle index fetch-pubmed, as a user types it."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.index_builder.conftest import CLOSING, OPENING, record_xml
from tests.index_builder.faulty_server import FaultySite, serving, status

NAME = "pubmed26n0001.xml.gz"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultySite]:
    """A baseline file and an update, at the address in the setting."""
    site = FaultySite()
    for path, pmid in ((f"/pubmed/baseline/{NAME}", 1), ("/pubmed/updatefiles/pubmed26n0002.xml.gz", 2)):
        site.put(path, gzip.compress((OPENING + record_xml(pmid, "Velbrodine heals.") + CLOSING).encode(), mtime=0))
    with serving(site) as address:
        monkeypatch.setenv("CORPUSCLE_PUBMED_URL", address)
        yield site


def test_fetched_files_can_be_built_and_what_is_built_is_not_fetched_again(corpuscle: Run, site: FaultySite, tmp_path: Path) -> None:
    folder, index = str(tmp_path / "pubmed"), str(tmp_path / "index")
    ended = corpuscle("index", "fetch-pubmed", "--out", folder, "--json")
    assert (ended.status, ended.json["year"], len(ended.json["fetched"])) == (0, 2026, 2)
    assert corpuscle("index", "build", "--index", index, "--pubmed", folder, "--encoder", "none", "--no-graph").status == 0
    found = corpuscle("search", "velbrodine", "--index", index, "--json").json["hits"]
    assert {hit["id"] for hit in found} == {"1", "2"}
    ended = corpuscle("index", "fetch-pubmed", "--updates", "--out", str(tmp_path / "new"), "--newer-than", index)
    assert ended.status == 0
    assert "0 files fetched, 1 were there" in ended.out


def test_file_that_cannot_be_had_is_named_and_the_status_is_1(corpuscle: Run, site: FaultySite, tmp_path: Path) -> None:
    site.faults[f"/pubmed/baseline/{NAME}"] = [status(403)]
    ended = corpuscle("index", "fetch-pubmed", "--out", str(tmp_path))
    assert ended.status == 1
    assert "1 files fetched" in ended.out
    assert f"{NAME}: http" in ended.err
    assert "HTTP 403" in ended.err


def test_setting_that_is_no_address_is_a_stated_failure(corpuscle: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CORPUSCLE_PUBMED_URL", "ftp.ncbi.nlm.nih.gov")
    ended = corpuscle("index", "fetch-pubmed", "--out", str(tmp_path))
    assert ended.status == 1
    assert "CORPUSCLE_PUBMED_URL" in ended.err
