"""Snippets of a search's hits, and their shape in BioASQ's files."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from corpuscle.retrieval.articles import Article, SectionName
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.errors import EncoderMissingError
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.snippets import SNIPPETS, best_snippets


class BioasqSnippet(BaseModel):
    """A snippet as BioASQ's question files write it; `offsetInEndSection - offsetInBeginSection == len(text)`, as in the golden files."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    """The article's address at NCBI in BioASQ's form, or its id outside PubMed."""
    beginSection: SectionName
    endSection: SectionName
    offsetInBeginSection: int
    offsetInEndSection: int
    text: str


def snippets_of(engine: SearchEngine, query: str, hits: Sequence[Hit], limit: int = SNIPPETS) -> tuple[Passage, ...]:
    """The at most `limit` best passages of the hits, best first: `best_snippets` with the index's own frequencies and encoder.

    >>> hits = retriever.search("Does cimetidine heal duodenal ulcers?").hits               # doctest: +SKIP
    >>> snippets_of(retriever, "Does cimetidine heal duodenal ulcers?", hits)[0].text       # doctest: +SKIP

    Raises QueryError for an empty or too long query, EncoderError for an encoder whose files are damaged; without them it does without.
    """
    try:
        encoder = engine.encoder
    except EncoderMissingError:
        encoder = None
    return best_snippets(query, [hit.article for hit in hits], engine.document_frequency, len(engine), encoder, limit)


def bioasq_snippet(passage: Passage, article: Article) -> BioasqSnippet:
    """The passage of the article in BioASQ's shape."""
    return BioasqSnippet(
        document=f"http://www.ncbi.nlm.nih.gov/pubmed/{article.id}" if article.url else article.id,
        beginSection=passage.section,
        endSection=passage.section,
        offsetInBeginSection=passage.begin,
        offsetInEndSection=passage.end,
        text=passage.text,
    )
