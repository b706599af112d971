"""The paragraphs of a text or PDF file, whatever it is called: the kind of a file is told by its bytes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpuscle.retrieval.errors import DocumentError
from corpuscle.retrieval.pdf_text import MAX_CHARACTERS, pdf_text

MAX_BYTES = 20 * 1024 * 1024

_OTHER_KINDS = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "rich text",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"II*\x00": "an image",
    b"MM\x00*": "an image",
    b"\x1f\x8b": "a compressed file",
    b"%!PS": "PostScript",
}
_PDF_MARK = b"%PDF-"
_PDF_MARK_WITHIN = 1024
"""Readers accept a PDF whose mark stands a little behind the beginning."""
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_AS_TEXT = "Add it as plain text (UTF-8) or as a PDF."

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MOST_UNREADABLE = 0.3
"""Share of characters without a meaning from which a PDF's text cannot be read: its fonts do not tell which letter a glyph is."""
_SHORT_LINE = 0.7
"""A line shorter than this share of the page's long lines ends its paragraph, where the next begins like one."""
_HEADING_LINE = 0.5
_FEWEST_LETTERS = 20
"""A scanned PDF may hold a stamp."""
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph on one line of text, and the page it begins on (from 1; 0 in a text file, which has none)."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A file's paragraphs, in order, and what the reader must know of what is missing."""

    paragraphs: tuple[Paragraph, ...]
    notes: tuple[str, ...] = ()


def document_text(name: str, data: bytes) -> DocumentText:
    """The paragraphs of a file; errors and notes call it `name`.

    Words are kept as they stand; only how they are set is undone: line breaks, ligatures, a PDF's lines that stand on most pages. A word
    broken at a line's end keeps its hyphen. Raises DocumentError for a file that is too large, of another kind, damaged, or without text.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name} has {len(data) / 2**20:.0f} MB; at most {MAX_BYTES >> 20} MB are read.", "Add the part that matters.")
    if _PDF_MARK in data[:_PDF_MARK_WITHIN]:
        return _of_pdf(name, data)
    text = _decoded(name, data)
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(
            f"{name} holds {len(text):,} characters; at most {MAX_CHARACTERS:,} are read.", "Add the part that matters, as a smaller file."
        )
    paragraphs = tuple(Paragraph(p, 0) for p in _paragraphs(text.splitlines(), by_length=False))
    if not any(c.isalpha() for p in paragraphs for c in p.text):
        raise DocumentError(f"{name} holds no text.", _AS_TEXT)
    return DocumentText(paragraphs)


def _decoded(name: str, data: bytes) -> str:
    kind = next((kind for mark, kind in _OTHER_KINDS.items() if data.startswith(mark)), "")
    encoding = next((encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise DocumentError(f"{name} is {kind or 'neither a PDF nor text in UTF-8'}.", _AS_TEXT) from exc
    if kind or "\0" in text:
        raise DocumentError(f"{name} is {kind or 'neither a PDF nor text'}.", _AS_TEXT)
    return text


def _of_pdf(name: str, data: bytes) -> DocumentText:
    read = pdf_text(name, data)
    pages = _without_running_lines([page.splitlines() for page in read.pages])
    _check_readable(name, "".join(read.pages))
    found: list[Paragraph] = []
    empty = 0
    for number, lines in enumerate(pages, 1):
        texts = _paragraphs(lines, by_length=True)
        empty += not texts
        if found and texts and texts[0][0].islower() and not _SENTENCE_END.search(found[-1].text):  # goes on from the page before
            found[-1] = Paragraph(_one_line([found[-1].text, texts.pop(0)]), found[-1].page)
        found += [Paragraph(text, number) for text in texts]
    if sum(c.isalpha() for p in found for c in p.text) < _FEWEST_LETTERS:
        if read.unreadable:
            raise DocumentError(
                f"{name} cannot be read: its pages are damaged, or hold more than a page may.",
                "Save it anew from a PDF reader, and add that.",
            )
        raise DocumentError(
            f"{name} holds no text: its pages are images, of a scanner perhaps.", "Run text recognition (OCR) on it, and add the result."
        )
    notes: list[str] = []
    if read.unreadable:
        notes.append(f"{name}: {read.unreadable} of {len(pages)} pages are damaged and could not be read.")
    if empty > read.unreadable:
        notes.append(f"{name}: {empty - read.unreadable} of {len(pages)} pages hold no text (images?) and are not searched.")
    return DocumentText(tuple(found), tuple(notes))


def _check_readable(name: str, text: str) -> None:
    seen = [c for c in text if not c.isspace()]
    unreadable = sum(c == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(c) in _UNSEEN for c in seen)
    if seen and unreadable / len(seen) > _MOST_UNREADABLE:
        raise DocumentError(
            f"{name} cannot be read as text: its fonts do not tell their letters.", "Run text recognition (OCR) on it, and add the result."
        )


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without first and last lines that, but for numbers, stand on most of them: running heads, page numbers."""
    edges = [{_shape(lines[at]) for at in (0, -1)} for lines in pages if lines]
    often = {shape for shape, n in Counter(s for edge in edges for s in edge).items() if n >= 3 and n > len(edges) / 2}
    return [[line for at, line in enumerate(lines) if at not in (0, len(lines) - 1) or _shape(line) not in often] for lines in pages]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _paragraphs(lines: Sequence[str], by_length: bool) -> list[str]:
    """The lines as paragraphs: cut at empty lines and, `by_length`, behind short lines (PDFs have no empty ones)."""
    cleaned = [_cleaned(line) for line in lines]
    lengths = sorted(len(line) for line in cleaned if line)
    long_line = lengths[len(lengths) * 3 // 4] if lengths and by_length else 0
    paragraphs: list[list[str]] = []
    for filled, group in groupby(cleaned, key=bool):
        if not filled:
            continue
        before = ""
        for line in group:
            if before and not _divides(before, line, long_line):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
            before = line
    return [text for text in map(_one_line, paragraphs) if text]


def _divides(before: str, line: str, long_line: int) -> bool:
    """Whether a new paragraph begins with the line: behind a short line, or where the line itself looks like a heading."""
    if not (line[0].isupper() or line[0].isdigit()) or before[-1] in ",-":
        return False
    if len(before) < _SHORT_LINE * long_line:
        return True
    return len(line) < _HEADING_LINE * long_line and not _SENTENCE_END.search(line)


def _one_line(lines: Sequence[str]) -> str:
    parts = [lines[0]]
    for before, line in pairwise(lines):
        broken = before.endswith("\N{SOFT HYPHEN}") or (before[-1] == "-" and before[-2:-1].isalpha() and line[0].islower())
        parts += ["" if broken else " ", line]
    return "".join(parts).replace("\N{SOFT HYPHEN}", "").strip()


def _cleaned(line: str) -> str:
    spaced = " ".join(line.translate(_LIGATURES).split())
    return "".join(c for c in spaced if c == "\N{SOFT HYPHEN}" or unicodedata.category(c) not in _UNSEEN).strip()
