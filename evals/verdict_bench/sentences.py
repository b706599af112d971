"""Sentences of an index for a triple, as `kg check` finds them."""

from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.linker import Linker
from corpuscle.kg.triples import Triple
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.linked_sentences import linked_sentences

_ARTICLES_READ = 30


class CorpusSentences:
    """The sentences of the articles that BM25 finds for the triple's words; each article is linked once."""

    def __init__(self, retriever: SearchEngine, linker: Linker) -> None:
        self._retriever, self._linker = retriever, linker
        self._linked: dict[str, list[EvidenceSentence]] = {}

    def __call__(self, triple: Triple) -> list[EvidenceSentence]:
        """Best article first."""
        hits = self._retriever.search(f"{triple.subject} {triple.predicate} {triple.object}", _ARTICLES_READ, "bm25").hits
        return [sentence for hit in hits for sentence in self._of(hit.article)]

    def _of(self, article: Article) -> list[EvidenceSentence]:
        if article.id not in self._linked:
            self._linked[article.id] = linked_sentences([article], self._linker)[0]
        return self._linked[article.id]
