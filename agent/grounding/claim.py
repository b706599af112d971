"""A statement beside the sentences it cites, as the checks read it."""

import re
from dataclasses import dataclass

from corpuscle.agent.evidence import ReadSentence
from corpuscle.kg import Mention
from corpuscle.kg.abbreviations import abbreviations


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited sentence, with what its article is about."""

    text: str
    mentions: tuple[Mention, ...]
    """Entities that it names; offsets count in it."""
    title: str
    title_curies: frozenset[str]
    """Entities that the article's title names: what "it" and "the drug" of an abstract mostly mean."""

    other_forms: str = ""
    """Long forms of the abbreviations in it, and short forms of what it writes out, as its article defines them."""

    @classmethod
    def of(cls, sentence: ReadSentence) -> "Quote":
        """The sentence of an article that was read."""
        article = sentence.article
        forms = _other_forms(sentence.text, f"{article.title} {article.abstract}")
        return cls(sentence.text, sentence.mentions, article.title, sentence.title_curies, forms)

    @property
    def wording(self) -> str:
        """All words that it may be said with: its own, those of its article's title, and its abbreviations spelled out."""
        return f"{self.text} {self.title} {self.other_forms}"

    @property
    def curies(self) -> frozenset[str]:
        """Entities that it, or its article's title, names."""
        return self.title_curies.union(mention.entity.curie for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement says, and what it says it rests on."""

    text: str
    mentions: tuple[Mention, ...]
    """Entities that the statement names; offsets count in its text."""
    quotes: tuple[Quote, ...]


def _other_forms(text: str, article: str) -> str:
    words = set(re.findall(r"[^\W_]+(?:[-/.+][^\W_]+)*", text))
    singular = words | {word.removesuffix("s") for word in words}
    lower = text.lower()
    defined = list(abbreviations(article))
    longs = [one.long for one in defined if one.short in singular]
    return " ".join([*longs, *(one.short for one in defined if one.long.lower() in lower)])
