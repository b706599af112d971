"""Which sentences a served model is shown: few and good ones, since a small model reads slowly and loses its way among many."""

from collections.abc import Sequence

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.quoting import distinct, quotable
from corpuscle.retrieval.passages import Passage

PASSAGES_SHOWN = 8
WORDS_SHOWN = 420
"""Some 600 to 700 of a model's tokens."""


def shown_passages(evidence: Evidence) -> tuple[Passage, ...]:
    """In the order of their numbers: article by article, the best first, and inside an article as written.

    Sentences that state something come before those that only raise a question; none repeats another.
    """
    able = quotable(evidence.sentences)
    stating = {s.passage for s in able}
    chosen = distinct([*able, *(s for s in evidence.sentences if s.passage not in stating)], PASSAGES_SHOWN, WORDS_SHOWN)
    return tuple(sentence.passage for sentence in _by_article(chosen or evidence.sentences[:1]))


def _by_article(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    ranks = {sentence.article.id: rank for rank, sentence in reversed(list(enumerate(sentences)))}
    return sorted(sentences, key=lambda s: (ranks[s.article.id], s.passage.section != "title", s.passage.begin))
