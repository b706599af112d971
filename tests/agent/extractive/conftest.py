"""Read sentences made by hand, with the scores a test wants."""

from collections.abc import Callable, Sequence

import pytest

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.kg import EvidenceSentence
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.articles import AbstractSection, Article, SectionName
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage

ReadAs = Callable[..., Evidence]


def read_sentence(
    text: str, linker: Linker | None = None, score: float = 0.8, section: SectionName = "abstract", number: int = 1
) -> ReadSentence:
    """A sentence that is the whole of its article's section."""
    article = Article(str(number), text, (AbstractSection(text),))
    mentions = tuple(linker.link(text)) if linker else ()
    linked = EvidenceSentence(article.id, section, 0, len(text), text, mentions=mentions)
    curies = frozenset(mention.entity.curie for mention in mentions)
    passage = Passage(article.id, section, 0, len(text), text, score)
    return ReadSentence(passage, article, linked, score, score, curies, curies, score, score)


@pytest.fixture
def read_as(linker: Linker) -> ReadAs:
    """Evidence of these sentences, best first, each with the score given or .8."""

    def make(texts: Sequence[str], scores: Sequence[float] = ()) -> Evidence:
        scores = scores or [0.8] * len(texts)
        read = tuple(read_sentence(t, linker, score, number=n) for n, (t, score) in enumerate(zip(texts, scores, strict=True), 1))
        return Evidence(tuple(Hit(s.article, n, s.score) for n, s in enumerate(read, 1)), read)

    return make
