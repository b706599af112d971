"""Chemical–disease claims of BC5CDR (Li et al., Database 2016, baw068): does an abstract say that the chemical induces the disease?

Every chemical with every disease of an abstract is a pair, with the mentions as they were annotated; it is true where the abstract has the
relation. Read from PubTator files, gzipped or not.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpuscle.evals.errors import EvaluationError
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.triples import Triple
from corpuscle.retrieval.sentences import split_sentences

_CATEGORY = {"Chemical": "SmallMolecule", "Disease": "Disease"}


@dataclass
class Abstract:
    """A PubTator record; mentions are (begin, end, entity) in title + " " + abstract."""

    id: str
    title: str = ""
    abstract: str = ""
    mentions: list[tuple[int, int, Entity]] = field(default_factory=list[tuple[int, int, Entity]])
    induced: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """A chemical and a disease of one abstract, and whether it says that the one induces the other."""

    article_id: str
    triple: Triple
    sentences: tuple[EvidenceSentence, ...]
    """All of the abstract, the title first."""
    true: bool


def read_pubtator(path: Path) -> list[Abstract]:
    """The records of a PubTator file with CID relations. Raises EvaluationError where it cannot be read."""
    records: dict[str, Abstract] = {}
    for number, line in enumerate(_lines(path), 1):
        head = line.split("|", 2)
        if len(head) == 3 and head[1] in ("t", "a"):
            record = records.setdefault(head[0], Abstract(head[0]))
            record.title, record.abstract = (head[2], record.abstract) if head[1] == "t" else (record.title, head[2])
            continue
        columns = line.split("\t")
        if len(columns) > 1 and columns[0] not in records:
            raise EvaluationError(f"{path}, line {number}: an annotation of a record that has no title.", "Give a file in PubTator format.")
        if len(columns) == 4:
            records[columns[0]].induced.add((f"MESH:{columns[2]}", f"MESH:{columns[3]}"))
        elif len(columns) >= 6 and columns[4] in _CATEGORY:
            for ui in columns[5].split("|"):
                if ui != "-1":
                    entity = Entity(f"MESH:{ui}", "", _CATEGORY[columns[4]])
                    records[columns[0]].mentions.append((int(columns[1]), int(columns[2]), entity))
    if not records:
        raise EvaluationError(f"{path} has no records.", "Give a file in PubTator format.")
    return list(records.values())


def _lines(path: Path) -> list[str]:
    try:
        raw = path.read_bytes()
        text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
        return text.decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError, EOFError) as exc:
        raise EvaluationError(f"{path} cannot be read: {exc}.", "Name a file in PubTator format, gzipped or not.") from exc


def claim_pairs(path: Path) -> list[ClaimPair]:
    """The pairs of a PubTator file, in the order of its records."""
    return [pair for record in read_pubtator(path) for pair in pairs_of(record)]


def pairs_of(record: Abstract) -> list[ClaimPair]:
    """Every chemical with every disease of the record."""
    sentences = tuple(sentences_of(record))
    by_category = {c: sorted({m[2].curie for m in record.mentions if m[2].category == c}) for c in _CATEGORY.values()}
    return [
        ClaimPair(record.id, _triple(chemical, disease), sentences, (chemical, disease) in record.induced)
        for chemical in by_category["SmallMolecule"]
        for disease in by_category["Disease"]
    ]


def _triple(chemical: str, disease: str) -> Triple:
    return Triple(chemical, "causes", disease, Entity(chemical, chemical, "SmallMolecule"), Entity(disease, disease, "Disease"))


def sentences_of(record: Abstract) -> Sequence[EvidenceSentence]:
    """The sentences of the record with the annotated mentions; offsets count in the title, or in the abstract."""
    found: list[EvidenceSentence] = []
    start = len(record.title) + 1
    text = f"{record.title} {record.abstract}"
    spans = [(0, len(record.title)), *((start + s.begin, start + s.end) for s in split_sentences(record.abstract))]
    for begin, end in spans:
        inside = [(b, e, entity) for b, e, entity in record.mentions if begin <= b and e <= end]
        mentions = tuple(Mention(text[b:e], b - begin, e - begin, entity, 1.0) for b, e, entity in inside)
        offset = start if begin else 0
        last = begin > 0 and end >= len(text.rstrip())
        section = "abstract" if begin else "title"
        found.append(EvidenceSentence(record.id, section, begin - offset, end - offset, text[begin:end], None, (), last, mentions))
    return found
