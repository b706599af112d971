"""Enumerations in a sentence: "anorexia, fatty liver and gastric ulcers" as its items, verbatim."""

import re
from dataclasses import dataclass

_SEPARATOR = re.compile(r"\s*[,;]\s*(?:and\s+|or\s+|as well as\s+)?|\s+(?:and|or|as well as)\s+")
_OPENS = re.compile(
    r"^.*(?::|\b(?:such as|including|include[sd]?|namely|were|are|was|is|of|by|with|from|to|between|in|caused|contain(?:s|ed)?|comprise[sd]?|as|show(?:s|ed)?|"
    r"had|have|both|either|e\.g\.)\b)\s*(?:the\s+|an?\s+)?",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES = re.compile(
    r"\s*(?:\(|[.:?!]\s|[.:?!]?$|\b(?:is|are|was|were|has|have|had|which|that|who|in|on|at|by|from|with|for|to|during|after|before|among|when|while|but|being|"
    r"respectively|may|can|could|should|than|as|followed|show(?:s|ed)?|increased|decreased|revealed|occurred|caused|led)\b)",
    re.IGNORECASE,
)
_FIGURES_BEHIND = re.compile(r"[\s=:]+[<>]?\d[\d.,·%\s–-]*$")
_CLAUSE = re.compile(r"\b(?:who|which|that|share|shares|undergo|it|they|we|relationship|development|risk factors)\b", re.IGNORECASE)
_LONGEST_WORDS = 6
_FEWEST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `text == sentence[begin:end]` (characters, end exclusive)."""

    text: str
    begin: int
    end: int


def enumerations(sentence: str) -> list[tuple[Item, ...]]:
    """Runs of at least three short items joined by commas, "and" or "or", in the order of the sentence."""
    segments = _segments(sentence)
    found: list[tuple[Item, ...]] = []
    run: list[Item] = []
    for index, (begin, end) in enumerate(segments):
        text = sentence[begin:end]
        opened = _last_words(sentence, begin, end)
        closed = _first_words(sentence, begin, end)
        inner = len(text.split()) <= _LONGEST_WORDS and closed is not None and closed.end == end
        if run and inner:
            run.append(Item(text, begin, end))
        else:
            if run and closed is not None:
                run.append(closed)
            found += [tuple(run)] if len(run) >= _FEWEST_ITEMS else []
            run = [opened] if opened is not None and index + 1 < len(segments) else []
    return found + ([tuple(run)] if len(run) >= _FEWEST_ITEMS else [])


def _segments(sentence: str) -> list[tuple[int, int]]:
    segments: list[tuple[int, int]] = []
    begin = 0
    for match in _SEPARATOR.finditer(sentence):
        segments.append((begin, match.start()))
        begin = match.end()
    segments.append((begin, len(sentence)))
    return [(b, e) for b, e in segments if b < e]


def _last_words(sentence: str, begin: int, end: int) -> Item | None:
    """The first item of a run: what follows the last opening word of its segment."""
    opening = _OPENS.match(sentence[begin:end])
    return _item(sentence, begin + (opening.end() if opening else 0), end)


def _first_words(sentence: str, begin: int, end: int) -> Item | None:
    """The last item of a run: what stands before the first closing word of its segment."""
    closing = _CLOSES.search(sentence, begin, end)
    return _item(sentence, begin, closing.start() if closing else end)


def _item(sentence: str, begin: int, end: int) -> Item | None:
    text = sentence[begin:end]
    if text.count("(") != text.count(")"):
        text = text.partition("(")[0]
    text = _FIGURES_BEHIND.sub("", text)
    stripped = text.strip(" ()[]“”\"'.")
    if not stripped or len(stripped.split()) > _LONGEST_WORDS or not re.search(r"[A-Za-z]", stripped) or _CLAUSE.search(stripped):
        return None
    start = begin + text.index(stripped)
    return Item(stripped, start, start + len(stripped))
