"""Phrases of the best sentences that could answer a factoid question: runs of words as they stand there, entities or not."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from corpuscle.agent.evidence import ReadSentence
from corpuscle.kg import Mention
from corpuscle.retrieval.analyser import text_terms

_TOKEN = re.compile(r"[<>~≈≥≤]?[^\W_]+(?:[-–'’/.·+,](?=[^\W_])[^\W_]+)*[+'’]?(?:\s?%)?")
_WITHIN = frozenset({"of", "and", "the", "type", "to", "in", "for"})
"""Small words that may stand within a phrase and not at its ends."""
_STOP = _WITHIN | frozenset(
    re.findall(
        r"\S+",
        """
        a an or but nor on at from by with without within into onto over under between among during after before since until against
        through via per as than that which who whom whose this these those it its they their them we our us i you he she his her is are
        was were be been being am has have had having do does did can could may might must shall should will would no not also both either
        neither such only other others another any all each some most more less many few several very too so if when where while whereas
        because although though however thus therefore hence moreover furthermore then there here how what why new novel important main
        respectively e.g i.e vs versus et al about up out off using used use based including include includes included show shows showed
        shown found suggest suggests suggested demonstrate demonstrated demonstrates indicate indicates indicated identified identify
        known called named described reported caused cause causes associated related leads lead led results result resulted play plays
        played well currently recently recent often usually commonly widely first second two three one study studies patients data
        findings role roles effect effects cases case treatment approved treat treats treated binding increased decreased increases
        decreases increase decrease significantly significant high low higher lower different potential further present previously
        previous due especially particularly mainly mostly highly directly involved required necessary responsible contains contain
        containing consists
        """,
    )
)
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Appearance:
    """One place of a phrase: `sentence.text[begin:end]`, and whether a phrase may begin and end there."""

    sentence: ReadSentence
    rank: int
    """Of the sentence, from 0."""
    begin: int
    end: int
    opens: bool
    """A small word, a mark or the beginning of the sentence stands before it."""
    closes: bool
    mention: Mention | None
    """The mention that it is, word for word."""
    before: str
    """The word before it in small letters, or ""."""


@dataclass(slots=True)
class Phrase:
    """A run of one to six words, with the places where it stands, best sentence first."""

    text: str
    """As it stands in the best of its sentences."""
    terms: frozenset[str]
    words: int
    appearances: list[Appearance] = field(default_factory=list[Appearance])


def phrases(sentences: Sequence[ReadSentence], asked: AbstractSet[str], named: AbstractSet[str]) -> list[Phrase]:
    """The phrases of the sentences that are more than the question's own terms (`asked`) and none of its entities (`named`, CURIEs)."""
    found: dict[str, Phrase | None] = {}
    for rank, sentence in enumerate(sentences):
        exact = {(m.begin, m.end): m for m in sentence.mentions}
        for begin, end, words, opens, closes, before in _runs(sentence.text):
            text = sentence.text[begin:end]
            key = text.lower()
            if key not in found:
                terms = frozenset(text_terms(text))
                found[key] = Phrase(text, terms, words) if terms and not terms <= asked else None
            phrase = found[key]
            if phrase is None:
                continue
            mention = exact.get((begin, end))
            if mention is not None and mention.entity.curie in named:
                found[key] = None
                continue
            phrase.appearances.append(Appearance(sentence, rank, begin, end, opens, closes, mention, before))
    return [phrase for phrase in found.values() if phrase is not None]


def parts(text: str) -> Iterator[str]:
    """The shorter runs of words within a phrase, in small letters."""
    words = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    for first in range(len(words)):
        for last in range(first, len(words)):
            if last - first + 1 < len(words):
                yield text[words[first][0] : words[last][1]].lower()


def _runs(text: str) -> Iterator[tuple[int, int, int, bool, bool, str]]:
    """Begin, end, words, opens, closes and the word before, of each run of words that no mark divides and no small word ends."""
    words = [(match.start(), match.end(), match[0].lower()) for match in _TOKEN.finditer(text)]
    joined = [text[one[1] : other[0]] in (" ", "-") for one, other in pairwise(words)]
    for first, (begin, _, word) in enumerate(words):
        if word in _STOP:
            continue
        before = words[first - 1][2] if first and joined[first - 1] else ""
        for last in range(first, min(len(words), first + _MOST_WORDS)):
            if last > first and not joined[last - 1]:
                break
            _, end, word = words[last]
            if word in _STOP:
                if word in _WITHIN:
                    continue
                break
            after = words[last + 1][2] if last + 1 < len(words) and joined[last] else ""
            yield begin, end, last - first + 1, not before or before in _STOP, not after or after in _STOP, before
