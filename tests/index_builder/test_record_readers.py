"""Records read by several processes are those that one reads, in the same order."""

import gzip
import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from corpuscle.index_builder.errors import SourceFileError, StepError
from corpuscle.index_builder.prepared_article import PreparedArticle
from corpuscle.index_builder.pubmed_source import PubmedFile
from corpuscle.index_builder.record_readers import PreparedRecord, read_records, record_readers
from corpuscle.index_builder.sources import Deletion, Source, Unusable
from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.text_index import TextIndex
from tests.index_builder.conftest import CLOSING, OPENING, deletion_xml, record_xml

LONG = " ".join(f"word{number}" for number in range(120))
CLAIMED_BYTES = 5_000_000
"""Files below 4 MB are not worth other processes; these say that they are larger."""


def source(*records: str, name: str = "a.xml.gz", closing: str = CLOSING) -> Source:
    stored = gzip.compress((OPENING + "".join(records) + closing).encode(), 1, mtime=0)
    return PubmedFile(name, CLAIMED_BYTES, lambda: io.BytesIO(stored))


def many(count: int) -> list[str]:
    """Records of more than one batch for each of three processes (about 1.2 kB each, batches of half a megabyte)."""
    return [record_xml(number, f"{LONG} β-blocker {number}.", version=1 + number % 3) for number in range(1, count + 1)]


def ignore(amount: int) -> None:
    pass


def said(records: list[PreparedRecord]) -> list[tuple[int, object]]:
    """The records without the form of their documents."""
    return [(r.offset, (c.id, c.version, c.key, c.about) if isinstance(c := r.content, PreparedArticle) else c) for r in records]


@pytest.mark.parametrize("workers", [2, 3])
def test_several_processes_read_what_one_reads(workers: int, tmp_path: Path) -> None:
    records = [*many(2500), record_xml(7).replace("Mice", "&"), deletion_xml(1, 2), record_xml(3, "Mice fly.")]
    with record_readers(workers) as read:
        apart = list(read(source(*records), ignore))
        again = list(read(source(*records[-3:], name="b.xml.gz"), ignore))
    alone = list(read_records(source(*records), ignore))
    assert said(apart) == said(alone)
    assert [type(record.content) for record in again] == [Unusable, Deletion, Deletion, PreparedArticle]
    texts: list[TextIndex] = []
    for folder, found in (("apart", apart), ("alone", alone)):
        with TextWriter(tmp_path / folder) as writer:
            for record in found:
                if isinstance(record.content, PreparedArticle):
                    writer.put(record.content)
            writer.commit()
        texts.append(TextIndex.open(tmp_path / folder / writer.snapshot(1)))
    assert sorted(texts[0].iter_articles(), key=_id) == sorted(texts[1].iter_articles(), key=_id)
    assert {text.document_frequency("word7") for text in texts} == {2500}  # the replaced record counts until segments are merged
    assert {len(text.keys(text.addresses())) for text in texts} == {2500}


def test_a_killed_process_is_a_stated_failure() -> None:
    with record_readers(2) as read:
        records = read(source(*many(2500)), ignore)
        next(records)
        killed = multiprocessing.active_children()[0]
        killed.kill()
        with pytest.raises(StepError, match="was killed") as caught:
            list(records)
        assert "--workers" in caught.value.remedy
    assert multiprocessing.active_children() == []


def test_processes_end_with_the_build_that_was_killed() -> None:
    code = (
        "import multiprocessing, os, signal, sys\n"
        "from test_record_readers import ignore, many, source\n"
        "from corpuscle.index_builder.record_readers import record_readers\n"
        "if __name__ == '__main__':\n"
        "    with record_readers(2) as read:\n"
        "        records = read(source(*many(2500)), ignore)\n"
        "        next(records)\n"
        "        print(*(child.pid for child in multiprocessing.active_children()), flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "program.py"
        program.write_text(code)
        path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
        ended = subprocess.run([sys.executable, str(program)], env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, check=False)
    pids = [int(pid) for pid in ended.stdout.split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_file_that_ends_early_leaves_no_record_for_the_next() -> None:
    with record_readers(2) as read:
        with pytest.raises(SourceFileError, match="it ends before"):
            list(read(source(*many(2500), closing=""), ignore))
        assert said(list(read(source(record_xml(1)), ignore))) == said(list(read_records(source(record_xml(1)), ignore)))


def test_one_worker_and_small_files_need_no_process() -> None:
    with record_readers(1) as read:
        assert len(list(read(source(record_xml(1)), ignore))) == 1
    small = PubmedFile("a.xml.gz", 100, lambda: io.BytesIO(gzip.compress((OPENING + record_xml(1) + CLOSING).encode())))
    with record_readers(4) as read:
        assert len(list(read(small, ignore))) == 1
        assert multiprocessing.active_children() == []


def _id(article: Article) -> str:
    return article.id
