"""Sentences as the reviewer reads them: where they stand, and which entities they name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpuscle.kg.entities import Mention
from corpuscle.kg.linker import Linker

_LABEL = re.compile(r"(?:^|(?<=[.?!)]\s))([A-Z][A-Z /&,-]{3,60}):\s")  # how `Article.abstract` writes a section's label


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """One sentence of an article: `article.section(section)[begin:end] == text` (characters, end exclusive)."""

    article_id: str
    section: Literal["title", "abstract"]
    begin: int
    end: int
    text: str
    year: int | None = None
    publication_types: tuple[str, ...] = ()
    conclusion: bool = False
    """Whether it concludes the article: it stands in a section so labelled, or ends the abstract."""
    mentions: tuple[Mention, ...] = ()
    """Entities named in it; their offsets count from the sentence's begin."""


def link_sentences(
    linker: Linker,
    article_id: str,
    section: Literal["title", "abstract"],
    text: str,
    spans: Iterable[tuple[int, int]],
    year: int | None = None,
    publication_types: tuple[str, ...] = (),
) -> list[EvidenceSentence]:
    """The sentences at `spans` (begin, end) of one section, given whole so that abbreviations defined anywhere in it are understood."""
    return cut_sentences(linker.link(text), article_id, section, text, spans, year, publication_types)


def cut_sentences(
    mentions: Sequence[Mention],
    article_id: str,
    section: Literal["title", "abstract"],
    text: str,
    spans: Iterable[tuple[int, int]],
    year: int | None = None,
    publication_types: tuple[str, ...] = (),
) -> list[EvidenceSentence]:
    """`link_sentences` where the section's mentions are known already, as they are when many texts are linked at once."""
    labels = list(_LABEL.finditer(text)) if section == "abstract" else []
    sentences: list[EvidenceSentence] = []
    for begin, end in spans:
        inside = tuple(
            Mention(m.text, m.begin - begin, m.end - begin, m.entity, m.score) for m in mentions if begin <= m.begin and m.end <= end
        )
        label = next((m[1] for m in reversed(labels) if m.start() <= begin), "")
        conclusion = section == "abstract" and ("CONCLUSION" in label or (not label and end >= len(text.rstrip())))
        sentences.append(EvidenceSentence(article_id, section, begin, end, text[begin:end], year, publication_types, conclusion, inside))
    return sentences
