"""Update files of a thousand records for a larger corpus: revisions, new articles, deletions and a retraction notice."""

import gzip
from pathlib import Path

import numpy as np

from corpuscle.evals.bench_parts.records import Record
from corpuscle.evals.retrieval_bench.larger_corpora import SampleRecords, recombined
from corpuscle.evals.retrieval_bench.recombination import SEED, pmid_of

REVISED, NEW, DELETED = 700, 200, 99
RECORDS = REVISED + NEW + DELETED + 1
_FIRST_NEW = 300_000_000
_NOTICE = 400_000_000
_REF = '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><PMID Version="1">%s</PMID></CommentsCorrections>'
_END_OF_CITATION = b"</MedlineCitation>"


class UpdateFile(Record):
    """What an update says, for those who look whether it holds; kept beside it as JSON."""

    path: Path
    revised: tuple[str, ...]
    new: tuple[str, ...]
    deleted: tuple[str, ...]
    retracted: str


def write_update(folder: Path, number: int, articles: int, sample: SampleRecords) -> UpdateFile:
    """Writes update `number` (from 1) over a larger corpus of so many articles; updates of other numbers touch other articles."""
    random = np.random.default_rng([SEED, 1_000_000 + number])
    touched = np.random.default_rng([SEED, 1_000_000]).permutation(articles)[(number - 1) * RECORDS : number * RECORDS]
    pmids = [pmid_of(int(ordinal), sample.pmids) for ordinal in touched]
    revised, deleted, retracted = pmids[:REVISED], pmids[REVISED : REVISED + DELETED], pmids[-1]
    new = [str(_FIRST_NEW + number * NEW + place) for place in range(NEW)]
    rows = random.integers(len(sample.xml), size=(REVISED + NEW, 2))
    records = [
        recombined(sample.xml[int(first)], sample.xml[int(second)], pmid).replace(b'<PMID Version="1">', b'<PMID Version="9">', 1)
        for pmid, (first, second) in zip((*revised, *new), rows, strict=True)
    ]
    records.append(_notice(sample.xml[int(rows[0, 0])], str(_NOTICE + number), retracted))
    gone = "".join(f'<PMID Version="1">{pmid}</PMID>' for pmid in deleted)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"pubmed26n{9000 + number}.xml.gz"
    with gzip.GzipFile(path, "wb", mtime=0) as stream:
        stream.write(b'<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n')
        stream.write(b"\n".join(records))
        stream.write(f"\n<DeleteCitation>{gone}</DeleteCitation>\n</PubmedArticleSet>\n".encode())
    return UpdateFile(path=path, revised=tuple(revised), new=tuple(new), deleted=tuple(deleted), retracted=retracted)


def _notice(xml: bytes, pmid: str, about: str) -> bytes:
    record = recombined(xml, xml, pmid)
    reference = (_REF % about + "</CommentsCorrectionsList>").encode()
    return record.replace(_END_OF_CITATION, reference + _END_OF_CITATION, 1)
