"""Names of PubMed's files, and listings of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.pubmed_listing import ListedFile, baseline_year, is_pubmed_name, listed_files

APACHE = """<html><head><title>Index of /pubmed/baseline</title></head><body><h1>Index of /pubmed/baseline</h1>
<pre>Name                     Last modified      Size  <hr><a href="/pubmed/">Parent Directory</a>                              -
<a href="README.txt">README.txt</a>               2026-01-30 09:54  4.5K
<a href="pubmed26n0002.xml.gz">pubmed26n0002.xml.gz</a>     2026-01-29 14:48  4.5K
<a href="pubmed26n0002.xml.gz.md5">pubmed26n0002.xml.gz.md5</a> 2026-01-29 14:48   60
<a href="pubmed26n0001.xml.gz">pubmed26n0001.xml.gz</a>     2026-01-29 14:48   19M
<a href="pubmed26n1335_stats.html">pubmed26n1335_stats.html</a> 2026-01-30 14:05  580
</pre></body></html>"""


def test_listing_of_nlm_s_server_gives_names_and_upper_bounds_of_sizes() -> None:
    # "19M" may be anything up to 20 MiB, "4.5K" up to 4.6 KiB = 4,710.4 bytes
    assert listed_files(APACHE) == (ListedFile("pubmed26n0001.xml.gz", 20 << 20), ListedFile("pubmed26n0002.xml.gz", 4710))


@pytest.mark.parametrize(
    ("listing", "bytes_"),
    [
        ('<a href="/mirror/pubmed26n0001.xml.gz">pubmed26n0001.xml.gz</a>   29-Jan-2026 14:48   19922944', 19922944),
        ("-rw-r--r-- 1 ftp ftp 19922944 Jan 29 14:48 pubmed26n0001.xml.gz\r\n", 0),
        ("pubmed26n0001.xml.gz", 0),
        (json.dumps([{"name": "pubmed26n0001.xml.gz", "type": "file", "size": 5}]), 0),
    ],
)
def test_listings_of_other_formats_give_the_names(listing: str, bytes_: int) -> None:
    assert listed_files(listing) == (ListedFile("pubmed26n0001.xml.gz", bytes_),)


def test_several_names_on_a_line_have_no_size() -> None:
    assert [file.bytes for file in listed_files("pubmed26n0001.xml.gz pubmed26n0002.xml.gz 17M")] == [0, 0]


@pytest.mark.parametrize("name", ["pubmed26n0001.xml.gz.md5", "pubmed26n00001.xml.gz", "xpubmed26n0001.xml.gz", "pubmed26n001.xml", "../x"])
def test_other_names_are_none_of_pubmed_s(name: str) -> None:
    assert not is_pubmed_name(name)
    assert listed_files(f'<a href="{name}">') == ()
    with pytest.raises(ValueError, match="no name of a PubMed file"):
        baseline_year(name)


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert not is_pubmed_name("pubmed٢٦n٠٠٠١.xml.gz")


def test_year_of_the_baseline_is_in_the_name() -> None:
    assert baseline_year("pubmed26n1335.xml.gz") == 2026


@given(st.text())
def test_whatever_is_listed_only_names_of_pubmed_come_out(listing: str) -> None:
    assert all(is_pubmed_name(file.name) for file in listed_files(listing))
