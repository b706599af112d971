"""A statement beside the sentences it cites, as the checks read it."""

from dataclasses import dataclass

from corpuscle.agent.evidence import ReadSentence
from corpuscle.kg import Mention


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited sentence, with what its article is about."""

    text: str
    mentions: tuple[Mention, ...]
    """Entities that it names; offsets count in it."""
    title: str
    title_curies: frozenset[str]
    """Entities that the article's title names: what "it" and "the drug" of an abstract mostly mean."""

    @classmethod
    def of(cls, sentence: ReadSentence) -> "Quote":
        """The sentence of an article that was read."""
        return cls(sentence.text, sentence.mentions, sentence.article.title, sentence.title_curies)

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
