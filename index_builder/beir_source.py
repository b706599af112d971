"""A BEIR collection's `corpus.jsonl` as a source: one JSON object a line with `_id`, `title`, `text`."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.sources import Corpus, SourceKind, SourceRecord, Unusable, md5_of
from corpuscle.retrieval.articles import AbstractSection, Article

CORPUS_NAME = "corpus.jsonl"


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)  # collections add fields of their own: metadata, url, ...

    id: str = Field(alias="_id", min_length=1)
    title: str = ""
    text: str = ""

    def article(self) -> Article:
        return Article(id=self.id, title=self.title, abstract_sections=(AbstractSection(self.text),) if self.text else ())


class BeirFile:
    """The documents of one collection."""

    kind: SourceKind = "beir-jsonl"

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.bytes = path.stat().st_size
        self._path = path

    def md5(self) -> str:
        """Of the file. Raises SourceFileError where it cannot be read."""
        try:
            with self._path.open("rb") as stream:
                return md5_of(stream)
        except OSError as exc:
            raise self._unreadable(exc) from exc

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        """The documents in order; a malformed line is unusable, an empty one is no record. See `Source.records`."""
        offset = 0
        try:
            with self._path.open("rb") as stream:
                for line in stream:
                    if line.strip():
                        yield SourceRecord(offset, _read(line))
                    offset += len(line)
                    advance(len(line))
        except OSError as exc:
            raise self._unreadable(exc) from exc

    def _unreadable(self, exc: OSError) -> SourceFileError:
        return SourceFileError(
            f"{self._path} cannot be read to its end ({exc}); nothing of it was indexed.",
            "Check the file and its permissions; then build again.",
        )


def beir_corpus(folder: Path) -> Corpus:
    """The collection in `folder`. Raises SourceFileError where it has no `corpus.jsonl`."""
    path = folder / CORPUS_NAME
    if not path.is_file():
        raise SourceFileError(f"There is no {CORPUS_NAME} in {folder}.", "Name the folder of a BEIR collection.")
    return Corpus(name=folder.resolve().name, sources=(BeirFile(path),))


def _read(line: bytes) -> Article | Unusable:
    try:
        return _Document.model_validate_json(line).article()
    except ValidationError as exc:
        faults = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'line'}: {e['msg']}" for e in exc.errors(include_url=False, include_input=False)
        )
        return Unusable(faults)
