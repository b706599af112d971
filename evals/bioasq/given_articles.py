"""Articles that a question brings, as the only ones there are; words are as rare as in the whole index."""

from collections.abc import Sequence
from functools import cached_property

from corpuscle.evals.bioasq.files import BioasqSnippet
from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.engine_around import EngineAround
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.search import NO_EXPANSION, NO_FILTERS, SearchMode, SearchResult


class GivenArticles(EngineAround):
    """A `SearchEngine` over the given articles."""

    def __init__(self, engine: SearchEngine, articles: Sequence[Article]) -> None:
        super().__init__(engine)
        self._articles = {article.id: article for article in articles}

    @property
    def label(self) -> str:
        """The index, and that its articles were not read."""
        return f"given articles; frequencies of {self._engine.label}"

    def article(self, article_id: str) -> Article | None:
        """The given article, or None."""
        return self._articles.get(article_id)

    def document_frequency(self, term: str) -> int:
        """The index's, at least 1 for a term of the given articles."""
        return max(self._engine.document_frequency(term), int(term in self._terms))

    def search(
        self,
        query: str,
        k: int = 10,
        mode: SearchMode = "hybrid",
        filters: Filters = NO_FILTERS,
        *,
        expansion: Expansion = NO_EXPANSION,
        second_try: bool = False,
    ) -> SearchResult:
        """All that was given, most of the question's words first: BioASQ's experts chose it, so nothing is left out but by `k`."""
        asked = set(query_terms(query))
        scored = [(len(asked.intersection(text_terms(f"{a.title} {a.abstract}"))), a) for a in self._articles.values()]
        ranked = sorted(scored, key=lambda pair: -pair[0])[:k]
        return SearchResult(tuple(Hit(article, rank, float(score)) for rank, (score, article) in enumerate(ranked, 1)))

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(term for a in self._articles.values() for term in text_terms(f"{a.title} {a.abstract}"))


def given_articles(snippets: Sequence[BioasqSnippet]) -> list[Article]:
    """Snippets as articles, one for each document, in the order of their offsets: titles as the title, the rest as the abstract."""
    by_document: dict[str, list[BioasqSnippet]] = {}
    for snippet in snippets:
        by_document.setdefault(snippet.document.rsplit("/", 1)[-1], []).append(snippet)
    return [_article(pmid, found) for pmid, found in by_document.items()]


def _article(pmid: str, snippets: Sequence[BioasqSnippet]) -> Article:
    ordered = sorted(snippets, key=lambda snippet: (snippet.begin, snippet.end))
    titles = dict.fromkeys(snippet.text for snippet in ordered if snippet.begin_section == "title")
    rest = dict.fromkeys(snippet.text for snippet in ordered if snippet.begin_section != "title")
    return Article(pmid, " ".join(titles), tuple(AbstractSection(text) for text in rest), status="given")
