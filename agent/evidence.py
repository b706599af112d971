"""What was read for a question: the articles found and their sentences, scored."""

from dataclasses import dataclass

from corpuscle.agent.graph_fact import GraphFact
from corpuscle.kg import Mention
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence of a retrieved article, with what the reader knows of it."""

    passage: Passage
    article: Article
    linked: EvidenceSentence
    """The sentence as the reviewer reads it, with the entities it names."""
    coverage: float
    """Share of the question's terms that stand in the sentence, each weighted by its rarity; 0 to 1."""
    context_coverage: float
    """The same for the sentence together with its article's title and abstract; 0 to 1."""
    title_curies: frozenset[str]
    """Entities that the article's title names."""
    article_curies: frozenset[str]
    """Entities that the article names anywhere."""
    similarity: float | None
    """Cosine to the question, or None without an encoder."""
    score: float
    """Relevance to the question, higher is better."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Entities in it; offsets count in the sentence."""
        return self.linked.mentions

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Evidence:
    """The articles found, best first, and their sentences, best first."""

    hits: tuple[Hit, ...]
    sentences: tuple[ReadSentence, ...]
    unknown_terms: tuple[str, ...] = ()
    """Words of the question that no article of the index contains."""
    notes: tuple[str, ...] = ()
    facts: tuple[GraphFact, ...] = ()
    """What the graph says around the question, the most relevant first."""
    option_paths: tuple[float, ...] = ()
    """For each option of a choice question how plausible graph paths to the question's entities make it; no evidence."""

    def article(self, article_id: str) -> Article | None:
        """The article, if it was retrieved."""
        return next((hit.article for hit in self.hits if hit.article.id == article_id), None)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The sentences as passages, best first."""
        return tuple(sentence.passage for sentence in self.sentences)
