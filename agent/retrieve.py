"""Step 2: the articles found and their sentences, read for the question."""

import re
from collections.abc import Sequence

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.coverage import question_concepts
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.reading import read_sentences
from corpuscle.agent.understand import Understanding
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import query_terms
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.errors import EncoderMissingError, QueryError
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.search import Retriever

ARTICLES_READ = 20
_ARTICLES_PER_OPTION = 6


def retrieve(understanding: Understanding, retriever: Retriever, linker: Linker) -> Evidence:
    """Searches for the question (and for each option of a choice), then reads the sentences of what was found."""
    result = retriever.search(understanding.query, ARTICLES_READ, "hybrid", understanding.filters)
    hits = list(result.hits)
    if understanding.type is QuestionType.CHOICE:
        for option in understanding.options:
            query = f"{understanding.query} {option}"
            hits += retriever.search(query, _ARTICLES_PER_OPTION, "hybrid", understanding.filters).hits
    hits = _each_once(hits)
    text = retriever.index.text
    concepts = question_concepts(understanding.query, understanding.mentions, text.document_frequency, len(text))
    unknown = tuple(word for word in _words(understanding.query) if _unknown(word, retriever))
    sentences = read_sentences(understanding.query, hits, concepts, linker, _encoder(retriever))
    return Evidence(tuple(hits), sentences, unknown, tuple(result.notes))


def _each_once(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.article.id: hit for hit in reversed(hits)}.values())[::-1]


def _words(question: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"[^\W_]+(?:-[^\W_]+)*", question)))


def _unknown(word: str, retriever: Retriever) -> bool:
    """Whether no article contains any index term of the word; question stopwords are known."""
    try:
        terms = query_terms(word)
    except QueryError:
        return False
    return not any(retriever.index.text.document_frequency(term) for term in terms)


def _encoder(retriever: Retriever) -> Encoder | None:
    """The index's encoder, or None where its files are away: the search has said so in its notes."""
    try:
        return retriever.index.encoder
    except EncoderMissingError:
        return None
