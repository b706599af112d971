"""Abstracts with the concepts that readers found in them: BC5CDR and the NCBI disease corpus, as files in PubTator's format."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpuscle.evals.errors import EvaluationError

KINDS = ("Chemical", "Disease")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A name at text[begin:end] and the identifiers a reader gave it: of MeSH without prefix, "OMIM:…"; () where none fits."""

    begin: int
    end: int
    text: str
    kind: str
    """Chemical or Disease."""
    identifiers: tuple[str, ...]


@dataclass(slots=True)
class GoldAbstract:
    """One article. Offsets count in `text`."""

    title: str = ""
    abstract: str = ""
    mentions: list[GoldMention] = field(default_factory=list[GoldMention])

    @property
    def text(self) -> str:
        """Title, a blank, abstract."""
        return f"{self.title} {self.abstract}"

    def concepts(self, kind: str) -> frozenset[str]:
        """All identifiers of that kind."""
        return frozenset(i for mention in self.mentions if mention.kind == kind for i in mention.identifiers)


def read_abstracts(path: Path) -> list[GoldAbstract]:
    """The abstracts of a file, packed by gzip or not. Raises EvaluationError where it is none in PubTator's format."""
    found: dict[str, GoldAbstract] = {}
    for number, line in enumerate(_lines(path), 1):
        head = line.split("|", 2)
        if len(head) == 3 and head[1] in ("t", "a") and "\t" not in head[0]:
            record = found.setdefault(head[0], GoldAbstract())
            if head[1] == "t":
                record.title = head[2]
            else:
                record.abstract = head[2]
            continue
        columns = line.split("\t")
        if len(columns) < 6:
            continue  # relations, and blank lines between the articles
        try:
            mention = GoldMention(int(columns[1]), int(columns[2]), columns[3], _kind(columns[4]), _identifiers(columns[5]))
            found[columns[0]].mentions.append(mention)
        except (KeyError, ValueError) as exc:
            raise EvaluationError(f"{path.name}, line {number}: {exc!r}.", "Give a file in PubTator's format.") from exc
    if not found:
        raise EvaluationError(f"{path.name} has no article.", "Give a file in PubTator's format.")
    return list(found.values())


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise EvaluationError(f"{path} cannot be read: {exc}.", "Name a file in PubTator's format.") from exc


def _kind(type_: str) -> str:
    return "Chemical" if type_ == "Chemical" else "Disease"  # NCBI has SpecificDisease, DiseaseClass, Modifier, CompositeMention


def _identifiers(column: str) -> tuple[str, ...]:
    given: Sequence[str] = [one.strip().removeprefix("MESH:") for one in column.replace("+", "|").split("|")]
    return tuple(dict.fromkeys(one for one in given if one not in ("", "-1")))
