"""Documents that a user adds for a conversation, cut into pieces that are searched and quoted as articles are.

They live in memory alone. A piece is an `Article` whose id ("doc:trial.pdf#3") no PMID can be; its title names file and place and is no
sentence of anybody's (`sentences.article_sentences`), its paragraphs stand in the abstract, where quotations count their characters.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.document_text import MAX_BYTES, DocumentText, Paragraph, document_text
from corpuscle.retrieval.errors import DocumentError
from corpuscle.retrieval.sentences import is_own_piece, split_sentences

MAX_DOCUMENTS = 10
PIECE_CHARACTERS = 1_500
"""About as many as an abstract has: the weights of search and reading were tuned on abstracts."""
OWN_JOURNAL = "your document"
"""Stands where an article names its journal."""
_NAME_CHARACTERS = 80
_LONGEST_PARAGRAPH = 20_000


@dataclass(frozen=True)
class OwnDocument:
    """A document of the user's: made by `read_document` or `open_document`."""

    name: str
    """The file's name, made safe to show; within a conversation no two documents share one (`joined`)."""
    text: DocumentText

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader must know of what is missing."""
        return self.text.notes

    @cached_property
    def pieces(self) -> tuple[Article, ...]:
        """The document in pieces of at most `PIECE_CHARACTERS` characters, in order."""
        return tuple(_piece(self.name, number, cut) for number, cut in enumerate(_cut(self.text.paragraphs), 1))

    @cached_property
    def piece_terms(self) -> tuple[tuple[str, ...], ...]:
        """The index terms of each piece."""
        return tuple(tuple(text_terms(piece.abstract)) for piece in self.pieces)


def read_document(name: str, data: bytes) -> OwnDocument:
    """The document in the bytes of a text file or PDF called `name`. Raises DocumentError; see `document_text`."""
    shown = _safe_name(name)
    return OwnDocument(shown, document_text(shown, data))


def open_document(path: Path) -> OwnDocument:
    """The document in a file. Raises DocumentError, also where the file cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise DocumentError(f"{path} cannot be read: {exc.strerror}.", "Give the path of a text file or PDF.") from exc
    return read_document(path.name, data)


def joined(documents: Sequence[OwnDocument]) -> tuple[OwnDocument, ...]:
    """The documents of one conversation: each once, and under a name of its own ("trial.pdf", "trial (2).pdf").

    Raises DocumentError for more than `MAX_DOCUMENTS`.
    """
    named: dict[str, OwnDocument] = {}
    for document in documents:
        if any(document.text == other.text for other in named.values()):
            continue
        name = next(n for n in _names(document.name) if n not in named)
        named[name] = document if name == document.name else replace(document, name=name)
    if len(named) > MAX_DOCUMENTS:
        raise DocumentError(
            f"A conversation holds at most {MAX_DOCUMENTS} documents; these would be {len(named)}.", "Begin a new one for the others."
        )
    return tuple(named.values())


def own_piece(documents: Sequence[OwnDocument], article_id: str) -> Article | None:
    """The piece with this id, or None."""
    if not is_own_piece(article_id):
        return None
    return next((piece for document in documents for piece in document.pieces if piece.id == article_id), None)


def _names(name: str) -> Iterator[str]:
    yield name
    path = Path(name)
    for number in range(2, MAX_DOCUMENTS + 3):
        yield f"{path.stem} ({number}){path.suffix}"


def _safe_name(name: str) -> str:
    # "#" divides a piece's number from the name.
    base = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in " ".join(base.replace("#", " ").split()) if not unicodedata.category(c).startswith("C")) or "document"
    if len(shown) <= _NAME_CHARACTERS:
        return shown
    suffix = Path(shown).suffix[:8]
    return shown[: _NAME_CHARACTERS - len(suffix) - 1] + "…" + suffix


def _piece(name: str, number: int, paragraphs: Sequence[Paragraph]) -> Article:
    first, last = paragraphs[0].page, paragraphs[-1].page
    place = f"part {number}" if not first else f"page {first}" if first == last else f"pages {first}–{last}"
    sections = tuple(AbstractSection(paragraph.text) for paragraph in paragraphs)
    return Article(f"doc:{name}#{number}", f"{name}, {place}", sections, journal=OWN_JOURNAL)


def _cut(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    piece: list[Paragraph] = []
    size = 0
    for part in (part for paragraph in paragraphs for part in _parts(paragraph)):
        if piece and size + 1 + len(part.text) > PIECE_CHARACTERS:
            yield piece
            piece, size = [], 0
        piece.append(part)
        size += len(part.text) + 1
    if piece:
        yield piece


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, cut between sentences where it is longer than a piece; a sentence that is longer is cut between words."""
    if len(paragraph.text) <= PIECE_CHARACTERS:
        yield paragraph
        return
    for text in _runs(paragraph.text, _LONGEST_PARAGRAPH):  # sentences of a megabyte without a break would take long to find
        begin = end = 0
        for span in split_sentences(text):
            if span.end - begin > PIECE_CHARACTERS and end > begin:
                yield Paragraph(text[begin:end], paragraph.page)
                begin = span.begin
            if span.end - begin > PIECE_CHARACTERS:
                *whole, rest = _runs(text[begin : span.end], PIECE_CHARACTERS)
                yield from (Paragraph(run, paragraph.page) for run in whole)
                begin = span.end - len(rest)
            end = span.end
        if end > begin:
            yield Paragraph(text[begin:end], paragraph.page)


def _runs(text: str, most: int) -> list[str]:
    """The text in runs of at most `most` characters, cut at spaces where there are any; only those spaces are left out."""
    runs: list[str] = []
    while len(text) > most:
        space = text.rfind(" ", 0, most + 1)
        runs.append(text[: space if space > 0 else most])
        text = text[space + 1 if space > 0 else most :]
    return [*runs, text]
