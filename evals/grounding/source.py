"""A real sentence of the index with what alterations of it draw on."""

from dataclasses import dataclass

from corpuscle.agent.evidence import ReadSentence
from corpuscle.kg import Mention

Names = dict[str, tuple[tuple[str, str], ...]]
"""Biolink category → (CURIE, name) of entities."""


@dataclass(frozen=True)
class Source:
    """One sentence and its surroundings."""

    sentence: ReadSentence
    in_article: Names
    """Entities that its article names elsewhere."""
    elsewhere: Names
    """Entities that other articles name and this one does not."""
    others: tuple[str, ...]
    """Sentences of its article that say something else."""
    related: tuple[str, ...]
    """Sentences of other articles that name one of its entities."""

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.sentence.text

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Entities in it; offsets count in the sentence."""
        return self.sentence.mentions
